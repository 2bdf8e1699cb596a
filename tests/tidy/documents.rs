//! What documents name is there: tests that clauses lean on, and paths.

use super::*;

/// The names of the tests in a source; of those that are ignored, where `tests/run` runs them all the same.
fn tests_in(path: &Path, script: &str) -> Vec<String> {
    let text = fs::read_to_string(path).unwrap();
    let name = shown(path);
    // `tests/outside.rs` and the files in `tests/outside/` are one program.
    let program = name.trim_start_matches("tests/").trim_end_matches(".rs").split('/').next().unwrap_or_default();
    let ignored_are_run = script.lines().any(|line| {
        line.contains(&format!("--test {program} -- --ignored --test-threads")) && name.starts_with("tests/")
    });
    let mut names = Vec::new();
    let (mut is_test, mut is_ignored) = (false, false);
    for line in text.lines().map(str::trim) {
        if line.starts_with("#[") {
            is_test |= line == "#[test]";
            is_ignored |= line.starts_with("#[ignore");
            continue;
        }
        if let Some(function) = line.strip_prefix("fn ").and_then(|rest| rest.split('(').next())
            && is_test
            && (!is_ignored || ignored_are_run)
        {
            names.push(function.to_owned());
        }
        (is_test, is_ignored) = (false, false);
    }
    names
}

/// Every row of every table of clauses says in its last cell what holds the clause: tests by name or golden cases by
/// folder, which must be there, or whose duty it is where no program can know.
#[test]
fn tests_named_by_clauses_exist() {
    let script = fs::read_to_string(root().join("tests/run")).unwrap();
    let sources = rust_files("src").into_iter().chain(rust_files("tests"));
    let tests: BTreeSet<String> = sources.flat_map(|path| tests_in(&path, &script)).collect();
    let holds = |name: &str| match name.split_once('/') {
        Some(_) => root().join("tests/cases").join(name).is_dir(),
        None => tests.contains(name),
    };
    let mut all = Vec::new();
    files(&root().join("src"), &mut all);
    let mut wrong = Vec::new();
    let mut named = 0;
    for path in all.iter().filter(|path| path.ends_with("CLAUSES.md")) {
        let text = fs::read_to_string(path).unwrap();
        for table in text.split("\n\n").filter(|part| part.starts_with('|')) {
            if !table.lines().next().is_some_and(|head| head.ends_with("| held by |")) {
                wrong.push(format!("{}: a table does not say what holds its clauses:\n{table}", shown(path)));
            }
            for line in table.lines().skip(2) {
                let last = line.trim_matches('|').split('|').next_back().unwrap_or_default();
                let names: Vec<&str> = last.split('`').skip(1).step_by(2).collect();
                if names.is_empty() && !line.contains("author's duty") && !line.contains("publisher's duty") {
                    wrong.push(format!("{}: nothing holds {line}", shown(path)));
                }
                named += names.len();
                let missing = names.into_iter().filter(|name| !holds(name));
                wrong.extend(missing.map(|name| format!("{}: {name} is no test that is run", shown(path))));
            }
        }
    }
    assert!(wrong.is_empty() && named > 100, "{named}\n{}", wrong.join("\n"));
}

#[test]
fn paths_named_in_documents_exist() {
    let folders = ["src/", "tests/", "fonts/", "covers/", "manuscript/", ".ci/", ".github/"];
    let mut wrong = Vec::new();
    let mut documents: Vec<PathBuf> =
        ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"].map(|name| root().join(name)).into();
    let mut inside = Vec::new();
    files(&root().join("src"), &mut inside);
    documents.extend(inside.into_iter().filter(|path| path.ends_with("README.md") || path.ends_with("CLAUSES.md")));
    for required in ["src/README.md", "src/layout/README.md"] {
        assert!(documents.contains(&root().join(required)), "{required} is not there");
    }
    for document in documents {
        let text = fs::read_to_string(&document).unwrap_or_default();
        let spans = text.split('`').skip(1).step_by(2).flat_map(str::split_whitespace);
        let links = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        for name in spans.chain(links) {
            let name = name.split('#').next().unwrap_or_default();
            let is_path = folders.iter().any(|folder| name.starts_with(folder)) && !name.contains(['*', '<', '…']);
            if is_path && !root().join(name.trim_end_matches([',', '.', ';'])).exists() {
                wrong.push(format!("{} names {name}", shown(&document)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
