//! In: how Jekyll makes the addresses of pages, as its settings say. Out: the address of each page, by which others link to it.

use super::head::words;
use serde_json::{Map, Value};

/// The patterns of posts and of collections, by their folders.
#[derive(Debug, Default)]
pub struct Permalinks(Vec<(String, String)>);

impl Permalinks {
    /// Takes the patterns out of the settings.
    pub fn take(&mut self, keys: &mut Map<String, Value>) {
        let pattern = keys.get("permalink").and_then(words);
        if keys.get("permalink").is_some_and(Value::is_string) {
            keys.remove("permalink");
        }
        let of_posts = match pattern.as_deref().unwrap_or("date") {
            "date" | "pretty" => "/:categories/:year/:month/:day/:title/",
            "ordinal" => "/:categories/:year/:y_day/:title/",
            "none" => "/:categories/:title/",
            own => own,
        };
        self.0.push(("_posts/".to_owned(), of_posts.to_owned()));
        match keys.get_mut("collections") {
            Some(Value::Object(all)) => {
                for (name, own) in all.iter_mut() {
                    let own = own.as_object_mut().and_then(|own| {
                        own.remove("output");
                        own.remove("permalink")
                    });
                    self.collection(name, own.as_ref().and_then(words));
                }
                all.retain(|_, own| own.as_object().is_none_or(|own| !own.is_empty()) && !own.is_null());
                if all.is_empty() {
                    keys.remove("collections");
                }
            }
            Some(Value::Array(all)) => {
                let names: Vec<String> = all.iter().filter_map(words).collect();
                names.iter().for_each(|name| self.collection(name, None));
                keys.remove("collections");
            }
            Some(_) | None => {}
        }
    }

    fn collection(&mut self, name: &str, pattern: Option<String>) {
        let pattern = pattern.unwrap_or_else(|| "/:collection/:path/".to_owned());
        self.0.push((format!("_{name}/"), pattern.replace(":collection", name)));
    }

    /// The address of a page, where its folder has a pattern.
    pub fn of(&self, name: &str, keys: &Map<String, Value>) -> Option<String> {
        let place = |folder: &str| name.find(folder).filter(|at| *at == 0 || name[..*at].ends_with('/'));
        let mut found =
            self.0.iter().rev().filter_map(|(folder, pattern)| Some((place(folder)? + folder.len(), pattern)));
        let (at, pattern) = found.next()?;
        let path = &name[at..];
        let path = path.rsplit_once('.').map_or(path, |(path, _)| path);
        let last = path.rsplit('/').next().unwrap_or(path);
        let parts: Vec<&str> = last.splitn(4, '-').collect();
        let is_dated = parts.len() == 4 && parts[..3].iter().all(|part| part.chars().all(|c| c.is_ascii_digit()));
        let (title, date) = if is_dated { (parts[3], &parts[..3]) } else { (last, ["", "", ""].as_slice()) };
        let slug = keys.get("slug").and_then(words).unwrap_or_else(|| title.to_owned());
        let categories = keys.get("categories").or(keys.get("category")).map(|own| match own {
            Value::Array(all) => all.iter().filter_map(words).collect::<Vec<_>>().join("/"),
            own => words(own).unwrap_or_default().replace(' ', "/"),
        });
        let made = pattern
            .replace(":categories", &categories.unwrap_or_default())
            .replace(":output_ext", "")
            .replace(":path", path)
            .replace(":name", last)
            .replace(":title", &slug)
            .replace(":slug", &slug)
            .replace(":year", date[0])
            .replace(":month", date[1])
            .replace(":day", date[2]);
        let parts: Vec<&str> = made.trim_end_matches(".html").split('/').filter(|part| !part.is_empty()).collect();
        (!made.contains(':')).then(|| parts.join("/"))
    }
}

#[cfg(test)]
mod tests {
    use super::super::head::yaml;
    use super::*;

    #[test]
    fn patterns_make_addresses() {
        let of = |settings: &str, name: &str, head: &str| {
            let map = |text: &str| yaml(text).and_then(|value| value.as_object().cloned()).unwrap_or_default();
            let (mut links, mut keys) = (Permalinks::default(), map(settings));
            links.take(&mut keys);
            (links.of(name, &map(head)), keys.len())
        };
        let made = |path: &str| Some(path.to_owned());
        let book = "collections:\n  rooms:\n    output: true\n    permalink: /book/:title/\ntitle: T\n";
        assert_eq!(of(book, "_rooms/01-attic.md", ""), (made("book/01-attic"), 1));
        assert_eq!(of("collections: [rooms]", "_rooms/a/b.md", ""), (made("rooms/a/b"), 0));
        assert_eq!(of("permalink: /:year/:title.html", "_posts/2020-01-02-hi-all.md", ""), (made("2020/hi-all"), 0));
        let dated = made("house/2020/01/02/hi");
        assert_eq!(of("", "_posts/2020-01-02-hi.md", "categories: [house]"), (dated, 0));
        assert_eq!(of("", "about.md", ""), (None, 0));
    }
}
