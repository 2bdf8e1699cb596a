//! In: findings. Out: one object of SARIF 2.1.0 (OASIS), as code hosts and editors read it. Refuses to judge.

use super::found::{Found, Region};
use crate::base::Severity;
use crate::base::register::{self, Entry};
use serde::Serialize;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt::Write;

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: Vec<Run<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool,
    column_kind: &'static str,
    invocations: [Invocation; 1],
    results: Vec<SarifResult<'a>>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
struct Driver {
    name: &'static str,
    version: &'static str,
    rules: Vec<SarifRule>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifRule {
    id: &'static str,
    short_description: Text<'static>,
    help: Text<'static>,
    default_configuration: Configuration,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct Text<'a> {
    text: Cow<'a, str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    /// What is not listed because there is too much of it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tool_execution_notifications: Vec<Notification>,
}

#[derive(Serialize)]
struct Notification {
    level: &'static str,
    message: Text<'static>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifResult<'a> {
    rule_id: &'static str,
    rule_index: usize,
    level: &'static str,
    message: Text<'a>,
    locations: Vec<Location>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    physical_location: PhysicalLocation,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<SarifRegion>,
}

#[derive(Serialize)]
struct ArtifactLocation {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifRegion {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

/// Codes of which not all findings are kept, and how many more there are.
pub type Omitted<'a> = Vec<(Severity, &'a str, usize)>;

/// One line of JSON.
pub fn object(found: &[Found], omitted: &[(Severity, &str, usize)]) -> String {
    log(vec![run(found, omitted)])
}

/// The same of several books, a run for each.
pub fn together(books: &[(Vec<Found>, Omitted)]) -> String {
    log(books.iter().map(|(found, omitted)| run(found, omitted)).collect())
}

fn log(runs: Vec<Run>) -> String {
    let log = Log { schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs };
    serde_json::to_string(&log).unwrap_or_default() + "\n"
}

/// Its rules are those of the codes that were found.
fn run<'a>(found: &'a [Found<'a>], omitted: &[(Severity, &str, usize)]) -> Run<'a> {
    let codes: BTreeSet<&'static str> = found.iter().map(|found| found.code).collect();
    let rules: Vec<SarifRule> =
        codes.into_iter().filter_map(|code| register::find(code).ok()).map(|(code, entry)| rule(code, entry)).collect();
    let results = found.iter().filter_map(|found| {
        let rule_index = rules.iter().position(|rule| rule.id == found.code)?;
        Some(result(found, rule_index))
    });
    let results = results.collect();
    let notifications = omitted.iter().map(|(_, code, count)| Notification {
        level: "note",
        message: text(format!("{count} more results of {code} are not listed")),
    });
    Run {
        column_kind: "unicodeCodePoints",
        invocations: [Invocation { execution_successful: true, tool_execution_notifications: notifications.collect() }],
        results,
        tool: Tool { driver: Driver { name: "Chapbook", version: env!("CARGO_PKG_VERSION"), rules } },
    }
}

fn text<'a>(text: impl Into<Cow<'a, str>>) -> Text<'a> {
    Text { text: text.into() }
}

fn rule(id: &'static str, entry: &'static Entry) -> SarifRule {
    // Where it depends on something, the worst stands first.
    let severity = [Severity::Error, Severity::Warning, Severity::Hint]
        .into_iter()
        .find(|severity| entry.severity.starts_with(severity.name()));
    SarifRule {
        id,
        short_description: text(entry.meaning.as_str()),
        help: text(entry.help.as_str()),
        default_configuration: Configuration { level: level(severity.unwrap_or(Severity::Warning)) },
    }
}

fn result<'a>(found: &'a Found, rule_index: usize) -> SarifResult<'a> {
    let message = match found.help {
        Some(help) => text(format!("{}\nhelp: {help}", found.message)),
        None => text(found.message.as_str()),
    };
    let location = found.file.as_ref().map(|file| Location {
        physical_location: PhysicalLocation {
            artifact_location: ArtifactLocation { uri: uri(file) },
            region: found.region.as_ref().map(|Region { start, end }| SarifRegion {
                start_line: start.0,
                start_column: start.1,
                end_line: end.0,
                end_column: end.1,
            }),
        },
    });
    let locations = location.into_iter().collect();
    SarifResult { rule_id: found.code, rule_index, level: level(found.severity), message, locations }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "note",
    }
}

/// A path as a relative reference, or with its scheme where it begins at the root (RFC 3986, RFC 8089).
fn uri(path: &str) -> String {
    let mut uri = String::new();
    if path.starts_with('/') {
        uri += "file://";
    }
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            b'\\' => uri.push('/'),
            _ => drop(write!(uri, "%{byte:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_a_uri() {
        assert_eq!(uri("a book/ü:1.md"), "a%20book/%C3%BC%3A1.md");
        assert_eq!(uri("/home/me/one.md"), "file:///home/me/one.md");
    }
}
