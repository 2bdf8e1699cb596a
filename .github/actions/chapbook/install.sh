#!/usr/bin/env bash
# install.sh REPOSITORY VERSION FOLDER: fetches the program for this system and checks its sum before it is unpacked.
set -euo pipefail
if [ $# -ne 3 ]; then
  echo "usage: install.sh REPOSITORY VERSION FOLDER, such as install.sh owner/chapbook 0.1.0 ~/.local/bin" >&2
  exit 2
fi
repository=$1 version=${2#v} folder=$3
refuse() {
  echo "nothing was installed: $1" >&2
  exit 1
}
case $(uname -sm) in
  "Linux x86_64") target=x86_64-unknown-linux-musl ;;
  "Linux aarch64" | "Linux arm64") target=aarch64-unknown-linux-musl ;;
  "Darwin x86_64") target=x86_64-apple-darwin ;;
  "Darwin arm64") target=aarch64-apple-darwin ;;
  *) refuse "there is no program for $(uname -sm); build it with cargo" ;;
esac
from=${CHAPBOOK_RELEASES:-https://github.com/$repository/releases/download}/v$version
name=chapbook-$version-$target
file=$name.tar.gz
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fetch() {
  curl --fail --silent --show-error --location --output "$work/$1" "$from/$1" || refuse "$from/$1 cannot be fetched"
}
fetch SHA256SUMS
fetch "$file"
mkdir -p "$folder" || refuse "$folder cannot be made"
folder=$(cd "$folder" && pwd)
[ -w "$folder" ] || refuse "$folder cannot be written to"
cd "$work"
awk -v file="$file" '$2 == file' SHA256SUMS >sum
[ -s sum ] || refuse "SHA256SUMS does not name $file"
if command -v sha256sum >/dev/null; then
  sha256sum --check --quiet sum || refuse "$file is not the file that SHA256SUMS names"
else
  shasum -a 256 --check --quiet sum || refuse "$file is not the file that SHA256SUMS names"
fi
tar -xzf "$file"
install -m 755 "$name/chapbook" "$folder/chapbook"
"$folder/chapbook" --version
