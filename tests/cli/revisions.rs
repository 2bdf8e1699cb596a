//! `diff` from outside: revisions of a repository, the page that it writes, links and strange names.

use super::{Book, TEXT, TOML, json};
use assert_cmd::Command;
use std::fs;
use std::path::Path;

/// Runs git in a folder, as nobody in particular.
fn git(folder: &Path, arguments: &[&str]) {
    let named = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"];
    let done = std::process::Command::new("git").current_dir(folder).args(named).args(arguments).output();
    let done = done.expect("git is installed");
    assert!(done.status.success(), "{done:?}");
}

#[test]
fn revisions_of_a_book_are_compared() {
    let text = "# One\n\nMore \\<words\\>.\n";
    let book = Book::of(TOML, text);
    let folder = book.0.path();
    git(folder, &["init", "--quiet"]);
    git(folder, &["add", "."]);
    git(folder, &["commit", "--quiet", "--message", "one"]);
    git(folder, &["tag", "v1"]);
    book.write("one.md", text.replace("More", "Fewer").as_bytes());
    let diff = |arguments: &[&str]| {
        let mut run = Command::cargo_bin("chapbook").unwrap();
        run.current_dir(folder).arg("diff").args(arguments).env_remove("SOURCE_DATE_EPOCH");
        let output = run.output().unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    // What is in the folder now is compared where one revision is named; a difference is no fault.
    let (code, said, _) = diff(&["v1", "-o", "diff.html"]);
    assert_eq!(code, Some(0));
    assert!(said.starts_with("the words changed: 1 removed, 1 added in 1 of "), "{said}");
    assert!(said.contains("one.md:3: [-More-]{+Fewer+} <words>"), "{said}");
    let page = fs::read_to_string(book.path("diff.html")).unwrap();
    assert!(page.contains("<del>More</del>") && page.contains("<ins>Fewer</ins>"), "{page}");
    assert!(page.contains("default-src 'none'") && !page.contains("<script") && !page.contains("style="));
    assert!(page.contains("&lt;words&gt;") && !page.contains("<words>"), "text is escaped");
    assert_eq!(page.matches("http:").count(), page.matches("xmlns=\"http:").count(), "nothing is fetched");
    assert_eq!(diff(&["v1", "--exit-code"]).0, Some(3));
    assert_eq!(diff(&["v1", "HEAD", "--exit-code"]), (Some(0), "no difference\n".to_owned(), String::new()));
    // Nothing in the repository changed.
    git(folder, &["diff", "--quiet", "--cached"]);
    // An option is no revision, and what is named is never run.
    for strange in ["--upload-pack=touch x", "v1;touch x", "$(touch x)", "v1:one.md", "nowhere"] {
        let (code, _, why) = diff(&["--", strange]);
        assert_eq!(code, Some(1), "{strange}: {why}");
        assert!(why.contains("revision-unknown"), "{strange}: {why}");
    }
    assert!(!book.path("x").exists());
    // What cannot be compared is told from what differs, and in JSON to whom that was promised.
    let (code, said, why) = diff(&["nowhere", "--exit-code", "--json"]);
    assert_eq!((code, &*why), (Some(1), ""));
    let object: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!((&object["ok"], &object["diagnostics"][0]["code"]), (&false.into(), &"revision-unknown".into()));
    let (code, _, why) = diff(&["one.epub", "two.epub"]);
    assert!(code == Some(1) && why.contains("not-comparable"), "{why}");
}

/// A book in a folder of the repository: the folder beside a revision says where.
#[test]
fn a_folder_and_a_revision_are_one_book() {
    let home = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(home.path().join(name), text).unwrap();
    fs::create_dir(home.path().join("book")).unwrap();
    write("book/book.toml", TOML);
    write("book/one.md", TEXT);
    git(home.path(), &["init", "--quiet"]);
    git(home.path(), &["add", "."]);
    git(home.path(), &["commit", "--quiet", "--message", "one"]);
    let diff = |arguments: &[&str]| {
        let mut run = Command::cargo_bin("chapbook").unwrap();
        run.current_dir(home.path()).arg("diff").args(arguments).env_remove("SOURCE_DATE_EPOCH");
        let output = run.output().unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    assert_eq!(diff(&["HEAD", "book"]), (Some(0), "no difference\n".to_owned(), String::new()));
    let (code, _, why) = diff(&["HEAD"]);
    assert!(code == Some(1) && why.contains("as `--dir`"), "{why}");
}

#[cfg(unix)]
#[test]
fn a_link_in_a_revision_is_not_followed() {
    let book = Book::new();
    let secret = book.path("secret.txt");
    fs::write(&secret, "secret words").unwrap();
    let folder = book.path("inner");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("book.toml"), TOML).unwrap();
    fs::write(folder.join("one.md"), TEXT).unwrap();
    std::os::unix::fs::symlink(&secret, folder.join("two.md")).unwrap();
    git(book.0.path(), &["init", "--quiet"]);
    git(book.0.path(), &["add", "inner"]);
    git(book.0.path(), &["commit", "--quiet", "--message", "one"]);
    let mut run = Command::cargo_bin("chapbook").unwrap();
    run.arg("diff").args(["HEAD", "HEAD", "--json", "--dir"]).arg(&folder);
    let object = json(&mut run);
    assert_eq!(object["difference"], "none");
    assert!(!object.to_string().contains("secret"), "{object}");
}
