//! The problem matcher of the handbook's `tasks.json` finds in the program's words what the JSON has.

use super::{Book, TOML, json};
use regex_lite::Regex;
use serde_json::Value;
use std::fs;

/// What an editor makes of the words: code, file, line and column.
type Problem = [String; 4];

/// The task of the handbook.
fn task() -> Value {
    let chapter = fs::read_to_string("manuscript/11-first-build.md").unwrap();
    let fences = chapter.split("\n~~~").skip(1).step_by(2);
    let task = fences.filter_map(|fence| fence.split_once('\n')).find(|(_, text)| text.contains("problemMatcher"));
    serde_json::from_str(task.expect("the handbook has a task").1).unwrap()
}

/// As an editor reads patterns of several lines: each must match the line after that of the one before.
fn problems(words: &str, patterns: &[(Regex, Value)]) -> Vec<Problem> {
    let lines: Vec<&str> = words.lines().collect();
    let found = lines.windows(patterns.len()).filter_map(|lines| {
        let mut problem = Problem::default();
        for (line, (pattern, names)) in lines.iter().zip(patterns) {
            let matched = pattern.captures(line)?;
            for (part, name) in problem.iter_mut().zip(["code", "file", "line", "column"]) {
                if let Some(nth) = names[name].as_u64() {
                    *part = matched.get(usize::try_from(nth).unwrap())?.as_str().to_owned();
                }
            }
        }
        Some(problem)
    });
    found.collect()
}

#[test]
fn an_editor_reads_every_finding_that_has_a_place() {
    let task = task();
    let task = &task["tasks"][0];
    assert_eq!(task["command"], "chapbook check");
    let patterns = task["problemMatcher"]["pattern"].as_array().unwrap().iter();
    let patterns: Vec<(Regex, Value)> =
        patterns.map(|pattern| (Regex::new(pattern["regexp"].as_str().unwrap()).unwrap(), pattern.clone())).collect();
    let text = "# One\n\nSee [](#nowhere) and ![](none.png).\n\n## Two {#a}\n\nA word.^[A note.]\n\n## Three {#a}\n";
    let book = Book::of(&format!("{TOML}colour = \"red\"\n"), text);
    let check = |arguments: &[&str]| {
        let mut run = book.command("check");
        run.args(arguments);
        run
    };
    let words = String::from_utf8(check(&[]).output().unwrap().stderr).unwrap();
    let mut seen = problems(&words, &patterns);
    let object = json(&mut check(&["--json"]));
    let found = object["diagnostics"].as_array().unwrap().iter().filter(|found| !found["file"].is_null());
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let mut told: Vec<Problem> =
        found.map(|found| ["code", "file", "line", "column"].map(|name| text(&found[name]))).collect();
    seen.sort();
    told.sort();
    assert!(told.len() >= 3, "{told:?}");
    assert_eq!(seen, told, "{words}");
}
