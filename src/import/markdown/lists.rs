//! Directives of MyST that are lists: a table by rows of items, a glossary by indents. Out: the same as Markdown.

/// `* - cell` begins a row, `- cell` another cell of it.
pub fn table(lines: &[&str], heads: usize, caption: Option<&str>) -> Vec<String> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    for line in lines {
        let body = line.trim();
        let is_item = |rest: &str| rest == "-" || rest.starts_with("- ");
        let row = ["* ", "- "]
            .iter()
            .find_map(|mark| line.trim_end().strip_prefix(mark))
            .map(str::trim)
            .filter(|rest| is_item(rest));
        match row {
            Some(cell) => rows.push(vec![cell[1..].trim().to_owned()]),
            None if is_item(body) => rows.last_mut().into_iter().for_each(|row| row.push(body[1..].trim().to_owned())),
            None => {
                if let Some(cell) = rows.last_mut().and_then(|row| row.last_mut()).filter(|_| !body.is_empty()) {
                    let space = if cell.is_empty() { "" } else { " " };
                    cell.push_str(&format!("{space}{body}"));
                }
            }
        }
    }
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let line = |cells: &[String]| {
        let cells = (0..columns).map(|at| cells.get(at).map_or(String::new(), |cell| cell.replace('|', "\\|")));
        format!("| {} |", cells.collect::<Vec<_>>().join(" | "))
    };
    let mut out = Vec::new();
    let head = if heads > 0 { rows.remove(0) } else { Vec::new() };
    out.push(line(&head));
    out.push(format!("|{}", " --- |".repeat(columns)));
    out.extend(rows.iter().map(|row| line(row)));
    out.extend(caption.filter(|caption| !caption.is_empty()).map(|caption| format!(": {caption}")));
    out
}

/// A term stands at the margin, what it means is indented.
pub fn glossary(lines: &[&str]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut is_term = false;
    for line in lines {
        let body = line.trim();
        let is_meant = line.starts_with([' ', '\t']);
        match (body.is_empty(), is_meant) {
            (true, _) => out.push(String::new()),
            (false, false) => out.extend([String::new(), body.to_owned()]),
            (false, true) if is_term => out.push(format!(":   {body}")),
            (false, true) => out.push(format!("    {body}")),
        }
        is_term = !body.is_empty() && !is_meant || is_term && body.is_empty();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_and_terms() {
        let rows = ["* - Name", "  - Use", "* - Rope | line", "  - pulling", "    hard"];
        let wanted = ["| Name | Use |", "| --- | --- |", "| Rope \\| line | pulling hard |", ": Things"];
        assert_eq!(table(&rows, 1, Some("Things")), wanted);
        assert_eq!(glossary(&["lock", "  A box.", "  Of water."]), ["", "lock", ":   A box.", "    Of water."]);
    }
}
