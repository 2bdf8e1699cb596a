//! In: a Jupyter notebook. Out: its text as Markdown, code in fences that the reader of cells knows. What its code made is
//! told, and nothing is run.

use super::cells;
use crate::import::remarks::Remarks;
use crate::import::tree::At;
use serde_json::Value;

pub fn is_one(name: &str) -> bool {
    name.to_ascii_lowercase().ends_with(".ipynb")
}

/// The text; nothing where it is no notebook.
pub fn text(json: &str, remarks: &mut Remarks) -> Option<String> {
    let book: Value = serde_json::from_str(json.trim_start_matches('\u{feff}')).ok()?;
    let old = book.get("worksheets").and_then(Value::as_array).and_then(|sheets| sheets.first());
    let all = book.get("cells").or_else(|| old.and_then(|sheet| sheet.get("cells")))?.as_array()?;
    let info = book.get("metadata");
    let name = |path: &[&str]| path.iter().try_fold(info?, |value, key| value.get(key)).and_then(Value::as_str);
    let language = name(&["language_info", "name"]).or(name(&["kernelspec", "language"])).unwrap_or_default();
    let mut out = String::new();
    for (at, cell) in all.iter().enumerate() {
        let words = lines(cell.get("source").or(cell.get("input")));
        match cell.get("cell_type").and_then(Value::as_str).unwrap_or_default() {
            "markdown" => out.push_str(&words),
            "heading" => {
                let level = cell.get("level").and_then(Value::as_u64).unwrap_or(1).clamp(1, 6);
                out.push_str(&format!("{} {words}", "#".repeat(usize::try_from(level).unwrap_or(1))));
            }
            "code" => {
                code(&mut out, language, &words);
                for output in cell.get("outputs").and_then(Value::as_array).into_iter().flatten() {
                    let shown = made(output);
                    remarks.left("what the code of a notebook made", &shown, At::Paragraph(at + 1));
                }
            }
            // A head may be a cell of its own.
            _ if at == 0 && words.starts_with("---\n") => out.push_str(&words),
            _ => remarks.left("raw cells of a notebook", &words, At::Paragraph(at + 1)),
        }
        let pictures = cell.get("attachments").and_then(Value::as_object).is_some_and(|all| !all.is_empty());
        if pictures {
            remarks.left("pictures inside a notebook", "", At::Paragraph(at + 1));
        }
        out.push_str("\n\n");
    }
    Some(out)
}

fn code(out: &mut String, language: &str, words: &str) {
    if words.trim().is_empty() {
        return;
    }
    let most = words.lines().map(|line| line.len() - line.trim_start_matches('`').len()).max().unwrap_or(0);
    let fence = "`".repeat(most.max(2) + 1);
    let head = if cells::is_cell(language) { format!("{{{language}}}") } else { language.to_owned() };
    out.push_str(&format!("{fence}{head}\n{}\n{fence}", words.trim_end()));
}

/// A text, whole or as a list of lines.
fn lines(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).collect(),
        _ => String::new(),
    }
}

/// The words of an output, else of which kind it is.
fn made(output: &Value) -> String {
    let data = output.get("data");
    let text = output.get("text").or_else(|| data.and_then(|data| data.get("text/plain")));
    let words = lines(text);
    let kinds =
        data.and_then(Value::as_object).map(|data| data.keys().map(String::as_str).collect::<Vec<_>>().join(", "));
    match (words.trim().is_empty(), kinds) {
        (false, _) => words,
        (true, Some(kinds)) => kinds,
        (true, None) => output.get("output_type").and_then(Value::as_str).unwrap_or_default().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_become_text() {
        let json = r##"{"cells": [
            {"cell_type": "raw", "source": "---\ntitle: T\n---"},
            {"cell_type": "markdown", "source": ["# One\n", "Words."]},
            {"cell_type": "code", "source": "print(1)", "outputs": [{"output_type": "stream", "text": ["1\n"]}]},
            {"cell_type": "raw", "source": "\\newpage"}
        ], "metadata": {"kernelspec": {"language": "python"}}}"##;
        let mut remarks = Remarks::of("a.ipynb");
        let out = text(json, &mut remarks).unwrap();
        assert_eq!(out, "---\ntitle: T\n---\n\n# One\nWords.\n\n```{python}\nprint(1)\n```\n\n\n\n");
        let told: Vec<&str> = remarks.all.iter().map(|remark| remark.shown.as_str()).collect();
        assert_eq!(told, ["1", "\\newpage"]);
        assert_eq!((text("{}", &mut remarks), text("# One", &mut remarks)), (None, None));
    }
}
