//! In: lines in which Hugo and Jekyll compute addresses of links and pictures. Out: the same with the addresses themselves.

use super::lines::Lines;
use crate::import::remarks::Remarks;
use crate::import::tree::At;

/// What stands before an address.
const BEFORE: [&str; 6] = ["](", "](<", "=\"", "='", "]: ", "}}"];

pub fn plain(lines: Lines, remarks: &mut Remarks) -> Lines {
    let one = |(number, line): (usize, String)| {
        if !line.contains("{{") && !line.contains("{%") {
            return (number, line);
        }
        let mut out = String::new();
        let mut rest = line.as_str();
        while let Some(at) = rest.find(['{']) {
            out.push_str(&rest[..at]);
            rest = &rest[at..];
            let is_place = BEFORE.iter().any(|before| out.ends_with(before));
            match computed(rest).filter(|_| is_place) {
                Some((address, length)) => {
                    remarks.converted("addresses that a tool computes", At::Line(number));
                    out.push_str(&address.replace(' ', "%20"));
                    rest = &rest[length..];
                }
                None if out.starts_with('[') && out.ends_with("]: ") && rest.starts_with("{{") => {
                    // It leads nowhere, which is told with its name.
                    let name = rest.trim().trim_matches(|c: char| "{}<>%".contains(c)).trim();
                    out.push_str(&format!("#{}", name.replace(' ', "%20")));
                    rest = "";
                }
                None => {
                    out.push('{');
                    rest = &rest[1..];
                }
            }
        }
        out.push_str(rest);
        (number, out)
    };
    Lines(lines.0.into_iter().map(one).collect())
}

/// The address that a tag gives, and the tag's length.
fn computed(text: &str) -> Option<(String, usize)> {
    let pairs = [("{{<", ">}}"), ("{{%", "%}}"), ("{%", "%}"), ("{{", "}}")];
    let (open, close) = pairs.into_iter().find(|(open, _)| text.starts_with(open))?;
    let length = text.find(close)? + close.len();
    let inner = text[open.len()..length - close.len()].trim().trim_matches('-').trim();
    let (name, rest) = inner.split_once(' ').unwrap_or((inner, ""));
    let bare = |text: &str| text.trim().trim_matches(['"', '\'', '`']).to_owned();
    let address = match (open, name) {
        ("{{<" | "{{%", "ref" | "relref") => {
            let rest = rest.trim();
            let path = rest.split_once("path=").map_or(rest, |(_, path)| path);
            let quote = path.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'));
            match quote {
                Some(quote) => path[1..].split(quote).next()?.to_owned(),
                None => path.split(' ').next()?.to_owned(),
            }
        }
        ("{%", "link") => format!("/{}", bare(rest).trim_start_matches('/')),
        ("{%", "post_url") => format!("/_posts/{}", bare(rest).trim_start_matches('/')),
        ("{{", "site.baseurl" | "site.url" | "site.baseUrl") if rest.is_empty() => String::new(),
        ("{{", "page.url") if rest.is_empty() => "#".to_owned(),
        ("{{", _) => {
            let (value, filters) = inner.split_once('|')?;
            let filters: Vec<&str> = filters.split('|').map(|name| name.trim()).collect();
            let known = |name: &&str| {
                ["relative_url", "absolute_url"].contains(name)
                    || name.starts_with("prepend: site.")
                    || name.starts_with("prepend:site.")
            };
            let value = value.trim();
            let is_text = value.starts_with(['"', '\'']);
            if !is_text || !filters.iter().all(known) {
                return None;
            }
            bare(value)
        }
        _ => return None,
    };
    Some((address, length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_computed() {
        for (text, plainly) in [
            ("[a]({{< ref \"two.md#x\" >}}) b", "[a](two.md#x) b"),
            ("[a]({{% relref path=\"two\" %}})", "[a](two)"),
            ("[a]({{ site.baseurl }}{% link _notes/a.md %})", "[a](/_notes/a.md)"),
            ("![a]({{ '/img/a b.png' | relative_url }})", "![a](/img/a%20b.png)"),
            ("[a]({% post_url 2020-01-02-x %})", "[a](/_posts/2020-01-02-x)"),
            ("{{ site.title }} {{< ref \"x\" >}}", "{{ site.title }} {{< ref \"x\" >}}"),
        ] {
            let lines = plain(Lines(vec![(1, text.to_owned())]), &mut Remarks::of("a.md"));
            assert_eq!(lines.0[0].1, plainly);
        }
    }
}
