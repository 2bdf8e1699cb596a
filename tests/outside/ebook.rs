//! What EPUBCheck and Ace by DAISY say of the EPUBs: nothing.

use serde_json::Value;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{ebooks, run};

/// A folder or file that `tests/run` has put there and named in the environment.
pub fn tool(variable: &str) -> PathBuf {
    let path = std::env::var_os(variable).unwrap_or_else(|| panic!("{variable} is not set; tests/run sets it"));
    let path = PathBuf::from(path);
    assert!(path.exists(), "{variable} names {}, which is not there", path.display());
    path
}

#[test]
#[ignore = "needs EPUBCheck: tests/run"]
fn epubcheck_finds_nothing() {
    for epub in ebooks() {
        let looked_at = checked(&epub);
        assert!(looked_at > 8, "{epub}: it looked at {looked_at} of the book's files");
    }
}

/// Books of a chapter each, most without a page of contents.
#[test]
#[ignore = "needs EPUBCheck: tests/run"]
fn epubcheck_finds_nothing_in_small_books() {
    let out = tempfile::tempdir().expect("a temporary folder");
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/epub");
    let mut count = 0;
    for case in fs::read_dir(cases).expect("the cases").map(|case| case.expect("a case")) {
        let to = out.path().join(case.file_name());
        let build = [&["build", "-q", "--only", "epub", "--out"].map(OsStr::new)[..], &[to.as_ref()]].concat();
        let done = Command::new(env!("CARGO_BIN_EXE_chapbook")).args(build).arg(case.path()).output();
        assert!(done.expect("the program runs").status.success(), "{}", case.path().display());
        for made in fs::read_dir(&to).expect("its files").map(|made| made.expect("a file").path()) {
            if made.extension().is_some_and(|ending| ending == "epub") {
                checked(made.to_str().expect("a plain path"));
                count += 1;
            }
        }
    }
    assert!(count > 10);
}

/// How many files EPUBCheck looked at, and had nothing to say of.
fn checked(epub: &str) -> usize {
    let jar = tool("CHAPBOOK_EPUBCHECK");
    let output = Command::new("java")
        .arg("-jar")
        .arg(&jar)
        .args([epub, "--json", "-", "--quiet", "--usage"])
        .output()
        .expect("java runs; tests/run installs it");
    let report: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|why| panic!("EPUBCheck's report ({why}): {}", String::from_utf8_lossy(&output.stderr)));
    let messages = report["messages"].as_array().expect("a list of messages");
    // Usage notes that there are fonts, where the author wants them in, that Amazon's cover is on no page, and that old
    // devices get contents and cover of EPUB 2 as well are no complaints.
    let noted = |message: &&Value| !["CSS-028", "OPF-097", "OBS-001"].iter().any(|note| message["ID"] == *note);
    let complaints: Vec<_> = messages.iter().filter(noted).collect();
    assert!(complaints.is_empty(), "{epub}: {complaints:#?}");
    assert_eq!(report["checker"]["nFatal"], 0, "EPUBCheck really ran: {report:#}");
    report["items"].as_array().map_or(0, Vec::len)
}

#[test]
#[ignore = "needs Ace, node and chromium: tests/run"]
fn ace_finds_no_violation() {
    let program = tool("CHAPBOOK_JUDGES").join("node_modules/@daisy/ace-cli/bin/ace.js");
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (at, epub) in ebooks().into_iter().enumerate() {
        let out = folder.path().join(at.to_string());
        let (program, to) = (program.to_str().expect("a plain path"), out.to_str().expect("a plain path"));
        run("node", &[program, "--silent", "--force", "--outdir", to, &epub]);
        let report = std::fs::read(out.join("report.json")).expect("Ace's report");
        let report: Value = serde_json::from_slice(&report).expect("JSON");
        let judged = report["assertions"].as_array().expect("what was judged");
        let violations: Vec<String> = judged.iter().flat_map(violations).collect();
        assert!(violations.is_empty(), "{epub}: {violations:#?}");
        assert_eq!(report["earl:result"]["earl:outcome"], "pass", "{epub}");
        assert!(judged.len() >= 5, "it looked at the book's files: {report:#}");
        let asked = report["a11y-metadata"]["present"].as_array().expect("what the package says");
        assert!(asked.iter().any(|key| *key == "schema:accessModeSufficient"), "{epub}: {asked:?}");
    }
}

/// Of one file, in a line each.
fn violations(judged: &Value) -> Vec<String> {
    let place = &judged["earl:testSubject"]["url"];
    let found = judged["assertions"].as_array().into_iter().flatten();
    let failed = found.filter(|one| one["earl:result"]["earl:outcome"] != "pass");
    failed
        .map(|one| {
            let (test, result) = (&one["earl:test"], &one["earl:result"]);
            format!("{place}: {}: {} {}", test["dct:title"], result["dct:description"], result["html"])
        })
        .collect()
}
