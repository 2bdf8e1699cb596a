//! What programs read of the command line: JSON by its schema, SARIF by OASIS's, annotations for GitHub; and the levels
//! that decide what is told in all of them.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests write files and run programs")]

#[path = "support/schema.rs"]
mod schema;

use assert_cmd::Command;
use serde_json::Value;
use std::fs;
use tempfile::TempDir;

const TOML: &str = "[book]\ntitle = \"A Small Book\"\n";
/// An error, a warning and a hint.
const TEXT: &str = "# One\n\nWords.[^none]\n\n    code\n\nMore words.\n\n    code\n\n[^unused]: A note.\n";
const GOOD: &str = "# One\n\nSome words.\n\n[^unused]: A note.\n";

fn book(toml: &str, text: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("book.toml"), toml).unwrap();
    fs::write(folder.path().join("one 1.md"), text).unwrap();
    folder
}

/// The exit code, standard output and standard error of a command in a book's folder.
fn run(folder: &TempDir, arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::cargo_bin("chapbook").unwrap();
    let output = command.args(arguments).current_dir(folder.path()).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

fn object(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[test]
fn json_is_what_its_schema_says() {
    let folder = book(TOML, TEXT);
    let (code, schema, _) = run(&folder, &["schema", "json"]);
    assert_eq!(code, 0);
    let schema = object(&schema);
    let many = format!("# One\n\n{}", "A word[^none] here.\n\n".repeat(120));
    fs::write(folder.path().join("two.md"), many).unwrap();
    let (code, found, _) = run(&folder, &["check", "--format", "json"]);
    let found = object(&found);
    assert_eq!((code, &found["ok"], &found["counts"]["errors"]), (1, &false.into(), &121.into()));
    assert_eq!(found["omitted"][0]["count"], 21);
    let good = book(TOML, GOOD);
    let (_, built, _) = run(&good, &["build", "--json", "--report"]);
    let (_, inked, _) = run(&good, &["build", "--json", "--only", "print", "--ink-proofs", "proofs", "--ink-plates"]);
    let inked = object(&inked);
    let cover = &inked["inks"][0]["pages"][0]["inks"][0];
    assert!(cover["ink"] == "Black" && cover["percent"].as_f64().is_some_and(|part| part < 5.0), "{inked:#}");
    let (_, missing, _) = run(&good, &["build", "nowhere", "--json"]);
    let (_, pdf, _) = run(&good, &["preflight", "dist/a-small-book-screen.pdf", "--printer", "kdp", "--json"]);
    let (_, epub, _) = run(&good, &["preflight", "dist/a-small-book.epub", "--json"]);
    let (_, sheets, _) =
        run(&good, &["impose", "dist/a-small-book-screen.pdf", "-o", "sheets.pdf", "--format", "json"]);
    let (_, stock, _) = run(&good, &["preflight", "dist/a-small-book-screen.pdf", "--inventory", "--json"]);
    let stock = object(&stock);
    let fix = ["preflight", "dist/a-small-book-screen.pdf", "--printer", "kdp", "--fix", "mended.pdf", "--json"];
    let (_, mended, _) = run(&good, &fix);
    let mended = object(&mended);
    assert_eq!(mended["mended"]["changes"][0]["change"], "trapped", "{mended}");
    let fonts = stock["inventory"]["fonts"].as_array().unwrap();
    assert!(
        !fonts.is_empty() && fonts.iter().all(|font| font["embedded"] == true && font["subset"] == true),
        "{stock}"
    );
    let files = ["dist/a-small-book.epub", "gone.pdf", "dist/a-small-book-screen.pdf"];
    let (code, several, errors) = run(&good, &[&["preflight", "--json"], &files[..]].concat());
    let several = object(&several);
    assert_eq!((code, errors.as_str(), several.as_array().map(Vec::len)), (1, "", Some(3)));
    let oks: Vec<&Value> = several.as_array().unwrap().iter().map(|one| &one["ok"]).collect();
    assert_eq!(oks, [&Value::from(true), &false.into(), &true.into()], "{several}");
    assert_eq!((&several[0]["file"], &several[2]["file"]), (&files[0].into(), &files[2].into()));
    assert_eq!(several[1]["diagnostics"][0]["code"], "file-missing");
    let other = book(TOML, &GOOD.replace("Some words", "Some other words"));
    let other = other.path().to_str().unwrap();
    let (_, changed, _) = run(&good, &["diff", ".", other, "--json"]);
    let (_, same, _) = run(&good, &["diff", "dist/a-small-book-screen.pdf", "dist/a-small-book-print.pdf", "--json"]);
    let (changed, same) = (object(&changed), object(&same));
    assert_eq!((&changed["difference"], &same["difference"]), (&"words".into(), &"files".into()));
    let all = [
        found,
        object(&built),
        object(&missing),
        object(&pdf),
        object(&epub),
        object(&sheets),
        several,
        stock,
        mended,
        inked,
    ];
    let all = [&all[..], &[changed, same]].concat();
    assert!(!all[3]["findings"].as_array().unwrap().is_empty() && !all[5]["artifacts"][0].is_null());
    for object in &all {
        let kind = match object.get("artifacts") {
            _ if object.is_array() => "files",
            _ if object.get("difference").is_some() => "difference",
            Some(_) => "book",
            None => "file",
        };
        let mut alone = schema.clone();
        alone["anyOf"] = serde_json::json!([]);
        alone.as_object_mut().unwrap().remove("anyOf");
        alone["$ref"] = format!("#/$defs/{kind}").into();
        let faults = schema::faults(&alone, object, true);
        assert!(faults.is_empty(), "{faults:#?}");
        assert!(schema::faults(&schema, object, true).is_empty());
    }
    let mut wrong = all[1].clone();
    wrong["counts"]["errors"] = "none".into();
    assert!(!schema::faults(&schema, &wrong, true).is_empty());
}

#[test]
fn sarif_is_valid_and_says_the_rules() {
    let schema =
        object(&fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/formats/sarif-2.1.0.json")).unwrap());
    let folder = book(TOML, TEXT);
    let good = book(TOML, GOOD);
    run(&good, &["build"]);
    let (code, checked, errors) = run(&folder, &["check", "--format", "sarif"]);
    assert_eq!((code, errors.as_str()), (1, ""));
    let (_, built, _) = run(&good, &["build", "--format", "sarif"]);
    let (_, judged, _) =
        run(&good, &["preflight", "dist/a-small-book-screen.pdf", "--printer", "kdp", "--format", "sarif"]);
    let (_, sheets, _) = run(&good, &["impose", "nowhere.pdf", "-o", "sheets.pdf", "--format", "sarif"]);
    let (code, several, _) =
        run(&good, &["preflight", "nowhere.pdf", "dist/a-small-book-screen.pdf", "--format", "sarif"]);
    assert_eq!((code, object(&several)["runs"].as_array().map(Vec::len)), (1, Some(2)));
    for text in [&checked, &built, &judged, &sheets, &several] {
        let faults = schema::faults(&schema, &object(text), false);
        assert!(faults.is_empty(), "{faults:#?}");
        assert!(!object(text)["runs"][0]["results"].as_array().unwrap().is_empty(), "{text}");
    }
    let run = &object(&checked)["runs"][0];
    let results = run["results"].as_array().unwrap();
    let undefined = results.iter().find(|result| result["ruleId"] == "note-undefined").unwrap();
    let place = &undefined["locations"][0]["physicalLocation"];
    assert_eq!((&place["artifactLocation"]["uri"], &undefined["level"]), (&"one%201.md".into(), &"error".into()));
    assert_eq!((&place["region"]["startLine"], &place["region"]["startColumn"]), (&3.into(), &7.into()));
    let rule = &run["tool"]["driver"]["rules"][undefined["ruleIndex"].as_u64().unwrap() as usize];
    assert_eq!((&rule["id"], &rule["defaultConfiguration"]["level"]), (&"note-undefined".into(), &"error".into()));
    assert!(rule["help"]["text"].as_str().unwrap().contains("[^label]"));
}

#[test]
fn github_gets_a_command_for_each_finding() {
    let folder = book(TOML, TEXT);
    let (code, out, errors) = run(&folder, &["check", "--format", "github"]);
    assert_eq!((code, errors.as_str()), (1, ""));
    assert!(out.contains("::error file=one 1.md,line=3,endLine=3,col=7,endColumn=14,title=note-undefined::"), "{out}");
    assert!(out.contains("::warning file=one 1.md,line=11,"), "{out}");
    assert!(out.lines().all(|line| line.starts_with("::")), "{out}");
}

#[test]
fn levels_on_the_command_line() {
    let folder = book(TOML, GOOD);
    let told = |arguments: &[&str]| {
        let (code, _, errors) = run(&folder, &[&["check"], arguments].concat());
        (code, errors)
    };
    assert!(
        matches!(told(&[]), (0, errors) if errors.contains("warning[note-unused]") && errors.contains("1 warning"))
    );
    for raised in [&["--strict"][..], &["--deny", "note-unused"]] {
        let (code, errors) = told(raised);
        assert!(code == 1 && errors.contains("error[note-unused]") && errors.contains("1 error\n"), "{errors}");
        assert!(!errors.contains("warning"), "{errors}");
    }
    let refused = told(&["--allow", "note-unused", "--allow", "link-broken", "--deny", "note-unusde"]);
    assert!(refused.0 == 2 && refused.1.contains("did you mean `note-unused`?"), "{}", refused.1);
    assert_eq!(refused.1.matches("error[level-refused]").count(), 2, "{}", refused.1);
    let toml = format!("{TOML}[lint]\nnote-unused = \"hint\"\nindented-code = \"allow\"\n");
    let quiet = book(&toml, &TEXT.replace("[^none]", ""));
    let (code, _, errors) = run(&quiet, &["check", "--strict"]);
    assert!(code == 0 && errors.contains("hint[note-unused]") && !errors.contains("indented-code"), "{errors}");
    let (_, found, _) = run(&book(TOML, TEXT), &["check", "--format", "json"]);
    let omitted = &object(&found)["omitted"];
    assert_eq!((&omitted[0]["code"], &omitted[0]["count"]), (&"indented-code".into(), &1.into()));
}

#[test]
fn levels_of_a_verdict() {
    let folder = book(TOML, GOOD);
    run(&folder, &["build"]);
    let printer = "like = \"home\"\nfile.annotations = false\npages = { min = 1, multiple = 1 }\n";
    fs::write(folder.path().join("mine.toml"), printer).unwrap();
    let mine = |arguments: &[&str]| {
        run(&folder, &[&["preflight", "dist/a-small-book-screen.pdf", "--printer", "mine.toml"], arguments].concat())
    };
    let (code, found, _) = mine(&[]);
    assert!(code == 0 && found.contains("warning[bookmarks]"), "{found}");
    let (code, found, _) = mine(&["--deny", "bookmarks"]);
    assert!(code == 1 && found.contains("error[bookmarks]"), "{found}");
    // A printer is named, so what it does not accept is told.
    let (code, _, errors) = mine(&["--allow", "bookmarks"]);
    assert!(code == 2 && errors.contains("error[level-refused]"), "{errors}");
}
