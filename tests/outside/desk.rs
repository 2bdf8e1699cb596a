//! The preview in headless Chromium: `tests/reader/desk.mjs` writes with it open. Pictures are kept in `target/reader/desk`.

use serde_json::Value;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use super::ebook::tool;
use crate::stdout;

#[test]
#[ignore = "needs node and chromium: tests/run"]
fn a_chapter_is_written_with_the_preview_open() {
    tool("CHAPBOOK_JUDGES");
    tool("PUPPETEER_EXECUTABLE_PATH");
    let book = tempfile::tempdir().expect("a temporary folder");
    let write = |name: &str, text: &str| fs::write(book.path().join(name), text).expect("a file");
    write("book.toml", "[book]\ntitle = 'Counting'\nauthors = ['A. Keeper']\nlanguage = 'en'\n");
    let words = "The sheets lay in the order in which they had come from the press, and the room was quiet. ";
    for (name, title) in [("01-one.md", "One"), ("02-two.md", "Two")] {
        write(name, &format!("# {title}\n\n{}\n", format!("{}\n\n", words.repeat(12)).repeat(6)));
    }
    let long = format!("{}\n\n", words.repeat(9));
    write("03-three.md", &format!("# Three\n\n{long}Nobody had counted them.[^1]\n\n{long}\n[^1]: Until that day.\n"));
    let mut program = Command::new(env!("CARGO_BIN_EXE_chapbook"))
        .arg("watch")
        .arg(book.path())
        .env_remove("VISUAL")
        .env_remove("EDITOR")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program runs");
    let mut address = String::new();
    let said = BufReader::new(program.stdout.take().expect("its output")).read_line(&mut address);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (hand, shots) = (root.join("tests/reader/desk.mjs"), root.join("target/reader/desk"));
    let paths = [&hand, &shots].map(|path| path.to_str().expect("a plain path").to_owned());
    let told = std::panic::catch_unwind(|| {
        stdout("node", &[&paths[0], address.trim(), book.path().to_str().expect("a plain path"), &paths[1]])
    });
    let _ = program.kill();
    let _ = program.wait();
    said.expect("an address");
    let report: Value = serde_json::from_str(&told.expect("the hand's report")).expect("JSON");
    assert_eq!(report["faults"].as_array().map(Vec::len), Some(0), "{report:#}");
    assert!(report["seen"]["pages"].as_u64() > Some(10), "{report:#}");
}
