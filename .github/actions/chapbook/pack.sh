#!/usr/bin/env bash
# pack.sh TARGET VERSION FOLDER: packs the release build of a target with its manual, completions and licences.
set -euo pipefail
target=$1 version=$2 folder=$3
name=chapbook-$version-$target
case $target in *windows*) ending=.exe ;; *) ending= ;; esac
program=target/$target/release/chapbook$ending
# A program of another machine cannot print its own manual: one of this machine does.
printer=$program
"$printer" --version >/dev/null 2>&1 || { cargo build --release --locked; printer=target/release/chapbook; }
mkdir -p "$folder" "$name/man" "$name/completions"
cp "$program" README.md CHANGELOG.md LICENSE-MIT LICENSE-APACHE "$name"
"$printer" licenses >"$name/LICENSES.txt"
"$printer" man >"$name/man/chapbook.1"
for command in $("$printer" --help | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p'); do
  [ "$command" = help ] || "$printer" man "$command" >"$name/man/chapbook-$command.1"
done
for shell in bash elvish fish powershell zsh; do
  "$printer" completions "$shell" >"$name/completions/chapbook.$shell"
done
case $target in
  *windows*) 7z a -bso0 "$folder/$name.zip" "$name" ;;
  *) tar -czf "$folder/$name.tar.gz" "$name" ;;
esac
rm -r "$name"
