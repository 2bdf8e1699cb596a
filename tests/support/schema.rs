//! A JSON Schema against values, as far as the schemas of the tests go; a keyword that is not known here fails.

use regex_lite::Regex;
use serde_json::Value;

/// What a schema has against a value, each with its path. With `closed` no key may be undeclared.
pub fn faults(schema: &Value, value: &Value, closed: bool) -> Vec<String> {
    let mut found = Vec::new();
    Check { root: schema, closed }.check(schema, value, "", &mut found);
    found
}

struct Check<'a> {
    root: &'a Value,
    closed: bool,
}

impl Check<'_> {
    fn check(&self, schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
        let Value::Object(keywords) = schema else {
            assert!(schema == &Value::Bool(true), "{schema} at {at}");
            return;
        };
        for (keyword, said) in keywords {
            let fits = match keyword.as_str() {
                "$schema" | "$id" | "title" | "description" | "default" | "format" | "definitions" | "$defs" => true,
                "$ref" => {
                    let path = said.as_str().unwrap().strip_prefix('#').expect("a reference within the schema");
                    self.check(self.root.pointer(path).expect("what is referred to"), value, at, found);
                    true
                }
                "type" => match said {
                    Value::Array(names) => names.iter().any(|name| is(name, value)),
                    name => is(name, value),
                },
                "const" => said == value,
                "enum" => said.as_array().unwrap().contains(value),
                "minimum" => value.as_f64().is_none_or(|number| number >= said.as_f64().unwrap()),
                "maximum" => value.as_f64().is_none_or(|number| number <= said.as_f64().unwrap()),
                "minItems" => value.as_array().is_none_or(|items| items.len() as u64 >= said.as_u64().unwrap()),
                "uniqueItems" => value
                    .as_array()
                    .is_none_or(|items| items.iter().enumerate().all(|(at, item)| !items[..at].contains(item))),
                "pattern" => {
                    value.as_str().is_none_or(|text| Regex::new(said.as_str().unwrap()).unwrap().is_match(text))
                }
                "anyOf" => said.as_array().unwrap().iter().any(|one| self.fits(one, value, at)),
                "oneOf" => said.as_array().unwrap().iter().filter(|one| self.fits(one, value, at)).count() == 1,
                "allOf" => said.as_array().unwrap().iter().all(|one| self.fits(one, value, at)),
                "not" => !self.fits(said, value, at),
                "required" => value.as_object().is_none_or(|object| {
                    said.as_array().unwrap().iter().all(|key| object.contains_key(key.as_str().unwrap()))
                }),
                "items" => {
                    for (nth, item) in value.as_array().into_iter().flatten().enumerate() {
                        self.check(said, item, &format!("{at}/{nth}"), found);
                    }
                    true
                }
                "properties" => self.properties(keywords, value, at, found),
                "additionalProperties" => true,
                keyword => panic!("`{keyword}` at {at}"),
            };
            if !fits {
                found.push(format!("{at}: {value} against {keyword} {said}"));
            }
        }
    }

    fn properties(
        &self,
        keywords: &serde_json::Map<String, Value>,
        value: &Value,
        at: &str,
        found: &mut Vec<String>,
    ) -> bool {
        let open = keywords.get("additionalProperties");
        for (key, inner) in value.as_object().into_iter().flatten() {
            let at = format!("{at}/{key}");
            match (keywords["properties"].get(key), open) {
                (Some(schema), _) => self.check(schema, inner, &at, found),
                (None, Some(Value::Bool(false))) => found.push(format!("{at} is not declared")),
                (None, None) if self.closed => found.push(format!("{at} is not declared")),
                (None, Some(schema)) => self.check(schema, inner, &at, found),
                (None, None) => {}
            }
        }
        true
    }

    fn fits(&self, schema: &Value, value: &Value, at: &str) -> bool {
        let mut found = Vec::new();
        self.check(schema, value, at, &mut found);
        found.is_empty()
    }
}

fn is(name: &Value, value: &Value) -> bool {
    match name.as_str().unwrap() {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        name => panic!("the type `{name}`"),
    }
}
