//! What reading one file keeps: the draft that grows, what was found, how deep we stand.

use super::events::References;
use super::node::Kind;
use crate::base::config::nearest;
use crate::base::{Diagnostic, FileId, Report, Span, limits};
use crate::language;
use crate::manuscript::attributes::List;
use crate::manuscript::conditions;
use crate::manuscript::draft::{Attributes, Draft, ListsMark, Place};
use crate::manuscript::includes::Included;
use crate::manuscript::mask::Masked;
use crate::manuscript::scope::{Scope, Variable};
use crate::manuscript::settings::is_variable;
use crate::manuscript::typed::Typed;
use std::rc::Rc;

pub struct Reader<'s> {
    pub file: FileId,
    /// As typed.
    pub text: &'s str,
    pub masked: &'s Masked,
    pub references: Rc<References>,
    pub draft: Draft,
    pub found: Report,
    /// What the words were typed as, where that is asked for.
    pub typed: Option<Vec<Typed>>,
    /// Open containers and inlines.
    pub depth: usize,
    /// Every line of a paragraph is a line of verse.
    pub verse: bool,
    /// Inside how many `::: plain`.
    pub plain: usize,
    /// Inside how many divs whose lines mostly end by a mark: letters, dedications, lines set right.
    pub set_lines: usize,
    /// The end of the last paragraph that looks like verse.
    pub verse_like: Option<usize>,
    /// A name alone on a line was told of in this file.
    pub speaker_told: bool,
    /// The book's language, then those of the divs that are open.
    pub languages: Vec<String>,
    /// The files that it may put in.
    pub includes: &'s Included,
    /// Open divs of nothing but conditions.
    pub bare: usize,
    /// The version that is read.
    pub scope: &'s Scope,
    /// Attribute lists whose conditions were judged.
    pub judged: Vec<Span>,
}

/// A place to go back to, where what follows is left out.
#[derive(Clone, Copy, Debug)]
pub struct ReadMark {
    lists: ListsMark,
    typed: usize,
}

/// Which classes and keys a construct knows.
pub struct AllowedAttributes {
    pub classes: &'static [&'static str],
    /// Classes that say what something is.
    pub also: &'static [&'static str],
    pub keys: &'static [&'static str],
}

impl<'s> Reader<'s> {
    pub fn new(
        file: FileId,
        text: &'s str,
        masked: &'s Masked,
        references: References,
        found: Report,
        manner: (&str, &'s Scope),
    ) -> Reader<'s> {
        static NONE: Included = Included::new();
        Reader {
            file,
            text,
            masked,
            references: references.into(),
            draft: Draft::default(),
            found,
            typed: None,
            depth: 0,
            verse: false,
            plain: 0,
            set_lines: 0,
            verse_like: None,
            speaker_told: false,
            languages: vec![manner.0.to_string()],
            includes: &NONE,
            bare: 0,
            scope: manner.1,
            judged: Vec::new(),
        }
    }

    pub fn language(&self) -> &str {
        self.languages.last().map_or("", String::as_str)
    }

    /// Opens one more container or inline; false, with an error, where there are too many.
    pub fn enter(&mut self, span: Span) -> bool {
        if self.depth >= limits::NESTING {
            self.found.add(
                Diagnostic::error(
                    "nesting-too-deep",
                    format!("more than {} blocks or marks are nested here", limits::NESTING),
                )
                .at(Span { end: span.end.min(span.start + 80), ..span })
                .help("the innermost text is left out; use fewer levels of quotes, lists, divs or marks"),
            );
            return false;
        }
        self.depth += 1;
        true
    }

    pub fn leave(&mut self) {
        self.depth -= 1;
    }

    /// Whether what a list stands on belongs to the version that is read; takes its conditions off it.
    pub fn admits(&mut self, list: &mut List, place: impl Fn(&std::ops::Range<usize>) -> Span) -> bool {
        let Some(judgement) = conditions::judge(list, self.scope) else { return true };
        self.draft.lists.varies = true;
        self.judged.push(place(&list.range));
        self.found.extend(judgement.faults.into_iter().map(|(range, found)| found.at(place(&range))));
        judgement.admits
    }

    /// What `{{name}}` stands for; nothing, with an error, where no value is known by that name.
    pub fn variable(&mut self, name: &str, span: Span) -> Option<Kind> {
        if !is_variable(name) {
            return None;
        }
        self.judged.push(span);
        let scope = self.scope;
        let Some((variable, same)) = scope.variables.get(name) else {
            let known: Vec<&str> = scope.variables.keys().map(String::as_str).collect();
            let help = match nearest(name, &known) {
                Some((_, near)) => format!("did you mean `{{{{{near}}}}}`?"),
                None => {
                    "set it under `[variables]` in book.toml; write `\\{{` for the characters themselves".to_owned()
                }
            };
            let why = format!("there is no variable `{name}`");
            self.found.add(Diagnostic::error("variable-unknown", why).at(span).help(help));
            return None;
        };
        self.draft.lists.varies |= !same;
        let found = match variable {
            Variable::Words(words) => return Some(Kind::Value(words.clone())),
            Variable::Pages => return Some(Kind::Pages),
            Variable::Unset if name == "pages" => Diagnostic::error("variable-unset", "an ebook has no pages to count")
                .help("put these words under the condition `only=pdf`"),
            Variable::Unset => {
                let why = format!("`{{{{{name}}}}}` has no value in the {}", scope.version.medium.name());
                let help = "set it in book.toml, or put these words under a condition such as `only=print`";
                Diagnostic::error("variable-unset", why).help(help)
            }
        };
        self.found.add(found.at(span));
        None
    }

    pub fn mark(&self) -> ReadMark {
        ReadMark { lists: self.draft.lists.mark(), typed: self.typed.as_ref().map_or(0, Vec::len) }
    }

    /// Forgets what was read since; `span` is what is left out.
    pub fn leave_out(&mut self, since: ReadMark, span: Span) {
        self.draft.lists.go_back(since.lists);
        self.typed.iter_mut().for_each(|typed| typed.truncate(since.typed));
        self.found.forget(span);
        self.draft.lists.left_out.push(span);
    }

    /// For what looks like an attribute list and is text.
    pub fn not_a_list(&mut self, span: Span) {
        self.found.add(
            Diagnostic::warning("attributes-invalid", "this attribute list cannot be read and is printed as text")
                .at(span)
                .help("write it like `{#id .class key=\"a value\"}`, without a space before it"),
        );
    }

    /// Attributes of the model from a list as typed, with hints for what nothing will come of.
    pub fn attributes(
        &mut self,
        list: &List,
        place: impl Fn(&std::ops::Range<usize>) -> Span,
        known: &AllowedAttributes,
    ) -> Attributes {
        let mut out = Attributes::default();
        if let Some(id) = &list.id {
            let place = Place { name: id.text.clone(), span: place(&id.range) };
            out.anchor = Some(self.draft.lists.id(self.file, place));
        }
        for class in &list.classes {
            if ![known.classes, known.also].iter().any(|known| known.contains(&class.text.as_str())) {
                let place = Place { name: class.text.clone(), span: place(&class.range) };
                self.draft.lists.classes.push(place);
            }
            out.classes.push(class.text.clone());
        }
        for pair in &list.pairs {
            if pair.key == "lang" {
                if language::is_tag(&pair.value) {
                    out.lang = Some(pair.value.clone());
                    continue;
                }
                self.found.add(
                    Diagnostic::error("language-invalid", format!("`{}` is not a language tag", pair.value))
                        .at(place(&pair.range))
                        .help("write a BCP 47 tag like `fr`, `pt-BR` or `grc`"),
                );
                continue;
            }
            if !known.keys.contains(&pair.key.as_str()) {
                self.found.add(
                    Diagnostic::hint("key-unknown", format!("the key `{}` means nothing here", pair.key))
                        .at(place(&(pair.start..pair.range.end))),
                );
            }
            out.others.push((pair.key.clone(), pair.value.clone()));
        }
        out
    }
}
