//! In: findings. Out: workflow commands of GitHub Actions, a line each, which become annotations. Refuses to judge.
//!
//! https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands

use super::found::{Found, Region};
use crate::base::Severity;

/// A line for each finding, and one for each kind of which not all are listed.
pub fn commands(found: &[Found], omitted: &[(Severity, &str, usize)]) -> String {
    let more = |(severity, code, count): &(Severity, &str, usize)| {
        format!("::{} title={code}::and {count} more of {code}\n", command(*severity))
    };
    found.iter().map(line).chain(omitted.iter().map(more)).collect()
}

fn line(found: &Found) -> String {
    let mut properties: Vec<String> = Vec::new();
    if let Some(file) = &found.file {
        properties.push(format!("file={}", property(file)));
    }
    if let Some(Region { start, end }) = &found.region {
        properties.push(format!("line={},endLine={}", start.0, end.0));
        // Columns count within one line.
        if start.0 == end.0 {
            properties.push(format!("col={},endColumn={}", start.1, end.1));
        }
    }
    properties.push(format!("title={}", property(found.code)));
    let help = found.help.map_or(String::new(), |help| format!("\nhelp: {help}"));
    format!("::{} {}::{}\n", command(found.severity), properties.join(","), data(&format!("{}{help}", found.message)))
}

fn command(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "notice",
    }
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_end_a_command_is_escaped() {
        let found = Found {
            code: "link-broken",
            severity: Severity::Hint,
            message: "100 %: gone, all of it".to_owned(),
            help: Some("look"),
            file: Some("a,b:c.md".to_owned()),
            region: Some(Region { start: (3, 5), end: (3, 9) }),
        };
        let expected = "::notice file=a%2Cb%3Ac.md,line=3,endLine=3,col=5,endColumn=9,title=link-broken\
                        ::100 %25: gone, all of it%0Ahelp: look\n";
        assert_eq!(commands(&[found], &[]), expected);
        let more = commands(&[], &[(Severity::Error, "link-broken", 7)]);
        assert_eq!(more, "::error title=link-broken::and 7 more of link-broken\n");
    }
}
