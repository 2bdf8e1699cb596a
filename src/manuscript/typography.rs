//! In: a paragraph's text as typed, in pieces. Out: the same pieces with the language's quotation marks, apostrophes,
//! dashes, ellipses and spaces. Refuses to know Markdown: whoever calls says what is literal.
//!
//! A straight mark is judged by what stands before and after it in the whole paragraph, across the borders of
//! emphasis, links and languages; note calls are left out, so that a mark sees the words on both sides of one.

use crate::base::limits;
use crate::language::{self, Language};

/// How far a mark looks for the end of the word that it stands at.
const SIGHT: usize = 16;

/// One run of a paragraph (or stanza, with its line ends as literal `"\n"`).
#[derive(Clone, Copy, Debug)]
pub struct Piece<'a> {
    pub text: &'a str,
    /// Kept as it is: code, addresses, what a backslash protects, line ends.
    pub literal: bool,
    /// BCP 47.
    pub language: &'a str,
}

/// Sets one paragraph; the answer has one text for each piece.
pub fn set(pieces: &[Piece<'_>]) -> Vec<String> {
    run(pieces, None)
}

/// Where a letter of a set piece comes from: its byte there, and the byte of the piece as typed.
pub type Letter = (u32, u32);

/// The same, and for each piece the letters of it that were typed, in order.
pub fn set_and_tell(pieces: &[Piece<'_>]) -> Vec<(String, Vec<Letter>)> {
    let mut told = Vec::new();
    let texts = run(pieces, Some(&mut told));
    texts.into_iter().zip(told).collect()
}

fn run(pieces: &[Piece<'_>], mut told: Option<&mut Vec<Vec<Letter>>>) -> Vec<String> {
    let text: Vec<Char> =
        pieces.iter().flat_map(|piece| piece.text.chars().map(|ch| Char { ch, straight: !piece.literal })).collect();
    let last_close = (1..text.len()).rev().find(|&at| may_close(&text, at));
    let told_of = told.is_some().then(Vec::new);
    let mut setter = Setter { text, at: 0, before: None, open: Vec::new(), last_close, told: told_of };
    let mut out = Vec::with_capacity(pieces.len());
    let mut end = 0;
    for piece in pieces {
        let begin = end;
        end += piece.text.chars().count();
        let language = language::of(piece.language);
        let mut set = String::with_capacity(piece.text.len() + 8);
        // A mark of several characters may have taken the first ones of this piece.
        while setter.at < end {
            setter.step(language, &mut set);
        }
        if let (Some(told), Some(own)) = (told.as_deref_mut(), setter.told.as_mut()) {
            let bytes: Vec<u32> = piece.text.char_indices().map(|(at, _)| at as u32).collect();
            let byte = |at: usize| bytes.get(at - begin).copied().unwrap_or(piece.text.len() as u32);
            told.push(own.drain(..).map(|(set, at)| (set, byte(at))).collect());
        }
        out.push(set);
    }
    out
}

#[derive(Clone, Copy)]
struct Char {
    ch: char,
    /// May be changed.
    straight: bool,
}

struct Open {
    typed: char,
    inner: bool,
    close: &'static str,
    inside: Option<char>,
}

struct Setter {
    text: Vec<Char>,
    at: usize,
    /// What stands before; `(` and `)` stand for opening and closing marks.
    before: Option<char>,
    open: Vec<Open>,
    /// Where the last single mark stands that could close.
    last_close: Option<usize>,
    /// For each letter of this piece its byte when set, and which character of the text it was.
    told: Option<Vec<(u32, usize)>>,
}

/// Whether a single mark after a word and before none stands here.
fn may_close(text: &[Char], at: usize) -> bool {
    text[at].ch == '\''
        && text[at].straight
        && !text[at - 1].ch.is_whitespace()
        && text.get(at + 1).is_none_or(|next| !next.ch.is_alphanumeric())
}

impl Setter {
    fn step(&mut self, language: &'static Language, out: &mut String) {
        let Char { ch, straight } = self.text[self.at];
        match ch {
            _ if !straight => self.put(ch, out),
            '"' => self.double(language, out),
            '\'' => self.single(language, out),
            '-' => self.run('-', &[(2, "–"), (3, "—")], out),
            '.' => self.run('.', &[(3, "…"), (4, "….")], out),
            ';' | '!' | '?' => self.spaced(ch, language.spaces.before_high.char(), out),
            ':' => self.spaced(ch, language.spaces.before_colon.char(), out),
            ' ' if self.before == Some('«') || self.peek(1) == Some('»') => {
                let space = language.spaces.inside_guillemets.char();
                self.put(space.unwrap_or(ch), out);
                self.before = Some(' ');
            }
            ' ' if language.spaces.after_letter && self.is_after_letter() => {
                self.put('\u{a0}', out);
                self.before = Some(' ');
            }
            _ => self.put(ch, out),
        }
    }

    /// The character `steps` further on.
    fn peek(&self, steps: usize) -> Option<char> {
        self.text.get(self.at + steps).map(|c| c.ch)
    }

    /// Whether a word of one letter ends here.
    fn is_after_letter(&self) -> bool {
        let before = |steps: usize| self.at.checked_sub(steps).map(|at| self.text[at].ch);
        before(1).is_some_and(char::is_alphabetic)
            && before(2).is_none_or(|ch| !ch.is_alphanumeric() && !matches!(ch, '\'' | '’' | '.' | '-'))
            && self.peek(1).is_some_and(|next| !next.is_whitespace())
    }

    /// Whether a measure goes on here: digits stand before, behind one of these marks.
    fn is_measure(&self, marks: &[char]) -> bool {
        let digits = self.text[..self.at].iter().rev().take_while(|c| c.ch.is_ascii_digit()).count();
        let mark = self.at.checked_sub(digits + 1).map(|at| self.text[at].ch);
        (1..=2).contains(&digits) && mark.is_some_and(|mark| marks.contains(&mark))
    }

    /// Feet or minutes: a number stands before, and another of one or two digits behind, or degrees before.
    fn is_foot(&self) -> bool {
        let ends = |from: usize| self.peek(from).is_none_or(|next| !next.is_alphanumeric());
        let digit = |at: usize| self.peek(at).is_some_and(|next| next.is_ascii_digit());
        let more = digit(1) && (ends(2) || digit(2) && ends(3));
        self.before.is_some_and(|before| before.is_ascii_digit()) && (more || ends(1) && self.is_measure(&['°']))
    }

    /// What is pushed next is the character here.
    fn tell(&mut self, out: &str) {
        if let Some(told) = &mut self.told {
            told.push((out.len() as u32, self.at));
        }
    }

    fn put(&mut self, ch: char, out: &mut String) {
        self.tell(out);
        out.push(ch);
        self.before = Some(ch);
        self.at += 1;
    }

    /// Puts `with` for `taken` characters; `seen` is what the next mark sees before it.
    fn replace(&mut self, taken: usize, with: &str, seen: char, out: &mut String) {
        self.tell(out);
        out.push_str(with);
        self.before = Some(seen);
        self.at += taken;
    }

    /// A run of one character of exactly a known length becomes one mark; other runs stay.
    fn run(&mut self, ch: char, known: &[(usize, &str)], out: &mut String) {
        let length = self.text[self.at..].iter().take_while(|c| c.ch == ch && c.straight).count();
        match known.iter().find(|(of, _)| *of == length) {
            Some((_, mark)) => self.replace(length, mark, mark.chars().last().unwrap_or(ch), out),
            None => (0..length).for_each(|_| self.put(ch, out)),
        }
    }

    /// French high punctuation at a word's end takes its space, typed or not.
    fn spaced(&mut self, ch: char, space: Option<char>, out: &mut String) {
        let ends =
            self.peek(1).is_none_or(|next| !next.is_alphanumeric() && !matches!(next, '/' | '=' | '&' | ':' | '_'));
        if let Some(space) = space.filter(|_| ends) {
            match self.before {
                Some(' ') if out.ends_with(' ') => {
                    out.pop();
                    out.push(space);
                }
                Some(before)
                    if before.is_alphanumeric() || matches!(before, ')' | '»' | '”' | '’' | '…' | '.' | '%') =>
                {
                    out.push(space);
                }
                _ => {}
            }
        }
        self.put(ch, out);
    }

    fn double(&mut self, language: &'static Language, out: &mut String) {
        // The inches of 5'10".
        if self.is_measure(&['\'', '′']) {
            return self.replace(1, "″", '″', out);
        }
        let follows = self.peek(1).is_some_and(|next| !next.is_whitespace());
        let word_follows = self.peek(1).is_some_and(char::is_alphanumeric);
        let is_open = self.is_open('"');
        let opens = match self.may_open() {
            true => word_follows || !is_open || (follows && !self.after_dash() && !self.only_marks_follow()),
            false => word_follows && !is_open && !self.before.is_some_and(char::is_numeric),
        };
        if opens {
            self.start('"', language, out);
        } else if !is_open && self.before.is_some_and(char::is_numeric) {
            // Inches and seconds: the author's own.
            self.put('"', out);
        } else {
            self.finish('"', language, out);
        }
    }

    fn single(&mut self, language: &'static Language, out: &mut String) {
        if self.is_foot() {
            return self.replace(1, "′", '′', out);
        }
        let word_follows = self.peek(1).is_some_and(char::is_alphanumeric);
        let follows = self.peek(1).is_some_and(|next| !next.is_whitespace());
        let opens = self.may_open() && follows && self.closes_later() && !(word_follows && self.elides(language));
        let closes = self.is_open('\'') && !word_follows;
        if opens && !(closes && (self.after_dash() || self.only_marks_follow())) {
            self.start('\'', language, out);
        } else if closes {
            self.finish('\'', language, out);
        } else {
            self.replace(1, "’", '’', out);
            // rock ’n’ roll
            if self.peek(0) == Some('n')
                && self.peek(1) == Some('\'')
                && language.elisions.iter().any(|word| word == "n")
            {
                self.put('n', out);
                if self.at < self.text.len() && self.text[self.at].straight {
                    self.replace(1, "’", '’', out);
                }
            }
        }
    }

    /// Whether what stands before lets a mark open: nothing, a space, a bracket, a dash, an opening mark.
    fn may_open(&self) -> bool {
        self.before.is_none_or(|ch| ch.is_whitespace() || "([{<«‹„‚“‘¿¡-–—―/=".contains(ch))
    }

    fn after_dash(&self) -> bool {
        self.before.is_some_and(|ch| "-–—―".contains(ch))
    }

    /// Whether only closing punctuation stands between here and the next space.
    fn only_marks_follow(&self) -> bool {
        let mut word = self.text[self.at + 1..].iter().take(SIGHT).take_while(|c| !c.ch.is_whitespace());
        word.all(|c| !c.ch.is_alphanumeric() && !"([{¿¡«".contains(c.ch))
    }

    fn is_open(&self, typed: char) -> bool {
        self.open.iter().any(|open| open.typed == typed)
    }

    fn closes_later(&self) -> bool {
        self.last_close.is_some_and(|last| last >= self.at + 2)
    }

    /// Whether a word that is written with an apostrophe in front stands here: ’twas, ’90s. A word alone between two
    /// marks is a quotation.
    fn elides(&self, language: &Language) -> bool {
        let word: String =
            self.text[self.at + 1..].iter().map(|c| c.ch).take_while(|ch| ch.is_alphanumeric()).collect();
        let closed = self.peek(1 + word.chars().count()) == Some('\'');
        let decade = word.strip_suffix('s').unwrap_or(&word);
        let is_year = decade.len() == 2 && decade.bytes().all(|b| b.is_ascii_digit());
        let word = word.to_lowercase();
        (language.elisions.contains(&word) && (!closed || word == "n")) || (is_year && !closed)
    }

    fn start(&mut self, typed: char, language: &'static Language, out: &mut String) {
        let inner = match self.open.last() {
            Some(open) => !open.inner,
            None => typed == '\'' && !language.quotes.outer_is_single(),
        };
        let [open, close] = if inner { &language.quotes.inner } else { &language.quotes.outer };
        let inside = language.spaces.inside_guillemets.char().filter(|_| open == "«");
        self.tell(out);
        out.push_str(open);
        out.extend(inside);
        if self.open.len() < limits::NESTING {
            self.open.push(Open { typed, inner, close, inside });
        }
        self.at += 1;
        // The space that some type inside their marks is the mark's own.
        if inside.is_some() && self.peek(0) == Some(' ') && self.text[self.at].straight {
            self.at += 1;
        }
        self.before = Some('(');
    }

    /// Closes the last open mark of its kind and with it what was left open inside.
    fn finish(&mut self, typed: char, language: &'static Language, out: &mut String) {
        let (close, inside) = match self.open.iter().rposition(|open| open.typed == typed) {
            Some(at) => {
                let open = self.open.swap_remove(at);
                self.open.truncate(at);
                (open.close, open.inside)
            }
            None => {
                let close = language.quotes.outer[1].as_str();
                (close, language.spaces.inside_guillemets.char().filter(|_| close == "»"))
            }
        };
        if let Some(space) = inside {
            if out.ends_with(' ') {
                out.pop();
            }
            out.push(space);
        }
        self.replace(1, close, ')', out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(language: &str, text: &str) -> String {
        set(&[Piece { text, literal: false, language }]).concat()
    }

    /// Thin and fixed spaces made visible.
    fn french(typed: &str) -> String {
        text("fr", typed).replace('\u{202F}', "_").replace('\u{A0}', "~")
    }

    const TYPED: &str = r#""One 'two' three," she said--'four'---and..."#;

    #[test]
    fn every_language_has_its_marks() {
        for (language, set) in [
            ("en", "“One ‘two’ three,” she said–‘four’—and…"),
            ("en-US", "“One ‘two’ three,” she said–‘four’—and…"),
            ("en-GB", "‘One “two” three,’ she said–‘four’—and…"),
            ("de", "„One ‚two‘ three,“ she said–‚four‘—and…"),
            ("de-CH", "«One ‹two› three,» she said–‹four›—and…"),
            ("de-Latn-CH", "«One ‹two› three,» she said–‹four›—and…"),
            ("fr", "«\u{202F}One “two” three,\u{202F}» she said–“four”—and…"),
            ("it", "«One “two” three,» she said–“four”—and…"),
            ("es", "«One “two” three,» she said–“four”—and…"),
            ("es-MX", "“One ‘two’ three,” she said–‘four’—and…"),
            ("ca", "«One “two” three,» she said–“four”—and…"),
            ("pt", "«One “two” three,» she said–“four”—and…"),
            ("pt-BR", "“One ‘two’ three,” she said–‘four’—and…"),
            ("nl", "“One ‘two’ three,” she said–‘four’—and…"),
            ("sv", "”One ’two’ three,” she said–’four’—and…"),
            ("fi", "”One ’two’ three,” she said–’four’—and…"),
            ("da", "»One ›two‹ three,« she said–›four‹—and…"),
            ("nb", "«One ‘two’ three,» she said–‘four’—and…"),
            ("nn", "«One ‘two’ three,» she said–‘four’—and…"),
            ("ru", "«One „two“ three,» she said–„four“—and…"),
            ("uk", "«One „two“ three,» she said–„four“—and…"),
            ("pl", "„One «two» three,” she said–«four»—and…"),
            ("cs", "„One ‚two‘ three,“ she said–‚four‘—and…"),
            ("sk", "„One ‚two‘ three,“ she said–‚four‘—and…"),
            ("hu", "„One »two« three,” she said–»four«—and…"),
            ("el", "«One “two” three,» she said–“four”—and…"),
            ("xx", "“One ‘two’ three,” she said–‘four’—and…"),
            ("", "“One ‘two’ three,” she said–‘four’—and…"),
        ] {
            assert_eq!(text(language, TYPED), set, "{language}");
        }
    }

    #[test]
    fn feet_inches_minutes_and_seconds() {
        for (typed, set) in [
            ("5'10\" tall", "5′10″ tall"),
            ("\"He is 5'10\" tall,\" she said", "“He is 5′10″ tall,” she said"),
            ("40°26'46\" N, 79°58' W", "40°26′46″ N, 79°58′ W"),
            ("a 6\" pipe, the 1960's, in '68", "a 6\" pipe, the 1960’s, in ’68"),
            ("10'000 and 1'234'567", "10’000 and 1’234’567"),
            ("'page 5' and \"page 10\"", "‘page 5’ and “page 10”"),
        ] {
            assert_eq!(text("en", typed), set, "{typed}");
        }
    }

    #[test]
    fn words_of_one_letter_hold_to_the_next() {
        let set = |language| text(language, "z lasu i o zmroku a w J. K. domu x-y to").replace('\u{a0}', "~");
        assert_eq!(set("pl"), "z~lasu i~o~zmroku a~w~J. K. domu x-y to");
        assert_eq!(set("cs"), set("pl"));
        assert_eq!(set("en"), "z lasu i o zmroku a w J. K. domu x-y to");
    }

    #[test]
    fn apostrophes() {
        for (typed, set) in [
            ("don't l'amour O'Neil", "don’t l’amour O’Neil"),
            ("'Twas the '90s, 'tis said", "’Twas the ’90s, ’tis said"),
            ("'twas a 'word' here", "’twas a ‘word’ here"),
            ("rock 'n' roll and 'more'", "rock ’n’ roll and ‘more’"),
            ("the dogs' bowls", "the dogs’ bowls"),
            ("'cause' is a word", "‘cause’ is a word"),
            ("'45' was chalked up; '45 it was", "‘45’ was chalked up; ’45 it was"),
            ("give 'em", "give ’em"),
            ("'He said \"no\" twice'", "‘He said “no” twice’"),
            ("\"'Yes,' he said,\" she said", "“‘Yes,’ he said,” she said"),
            ("\"She said 'no'\"", "“She said ‘no’”"),
        ] {
            assert_eq!(text("en", typed), set);
        }
        assert_eq!(text("de", "Wie geht's? 'ne Frage, 's ist spät"), "Wie geht’s? ’ne Frage, ’s ist spät");
        assert_eq!(text("nl", "'s avonds 't huis"), "’s avonds ’t huis");
        assert_eq!(text("it", "l'\"amore\" dell'anima"), "l’«amore» dell’anima");
    }

    #[test]
    fn quotes_beside_brackets_and_dashes() {
        for (typed, set) in [
            ("(\"a\") [\"b\"] {'c'}", "(“a”) [“b”] {‘c’}"),
            ("he---\"no\"---went", "he—“no”—went"),
            ("\"But I---\" she began", "“But I—” she began"),
            ("\"But I--\"", "“But I–”"),
            ("\"But---\"; \"And---\"", "“But—”; “And—”"),
            ("5\" and 6'", "5\" and 6’"),
            ("\"it was 1984\" she said", "“it was 1984” she said"),
            ("\"...and so\"", "“…and so”"),
            ("\"(so)\" it", "“(so)” it"),
            ("\"a\", \"b\" and \"c\".", "“a”, “b” and “c”."),
            ("a----b .....", "a----b ....."),
            ("Wait....", "Wait…."),
            ("\"\"", "“”"),
            ("\"open", "“open"),
            ("done\"", "done”"),
        ] {
            assert_eq!(text("en", typed), set);
        }
    }

    #[test]
    fn french_spaces() {
        for (typed, set) in [
            ("Bonjour! Quoi ? Oui; non : si", "Bonjour_! Quoi_? Oui_; non~: si"),
            ("\"Bonjour\", dit-il", "«_Bonjour_», dit-il"),
            ("\" Bonjour \" et « deux »", "«_Bonjour_» et «_deux_»"),
            ("\"Ah!\" Quoi?!", "«_Ah_!_» Quoi_?!"),
            ("à 10:30 http://a.b/?c=1;d", "à 10:30 http://a.b/?c=1;d"),
            ("(!) déjà\u{202F}! là\u{A0}:", "(!) déjà_! là~:"),
            ("\"Il dit 'non'.\"", "«_Il dit “non”._»"),
        ] {
            assert_eq!(french(typed), set);
        }
    }

    #[test]
    fn marks_see_over_the_borders_of_pieces() {
        let piece = |text, literal, language| Piece { text, literal, language };
        let out = set(&[
            piece("\"", false, "en"),
            piece("Stop", false, "en"),
            piece("\" she said to '", false, "en"),
            piece("x'", true, "en"),
            piece("' in \"", false, "en"),
            piece("\"да\"", false, "ru"),
            piece("\"", false, "en"),
        ]);
        assert_eq!(out, ["“", "Stop", "” she said to ‘", "x'", "’ in “", "„да“", "”"]);
        let out = set(&[
            piece("a ", false, "en"),
            piece("\n", true, "en"),
            piece("'tis -", false, "en"),
            piece("-", false, "en"),
        ]);
        assert_eq!(out, ["a ", "\n", "’tis –", ""]);
        let out = set(&[piece("\\", true, "en"), piece("\"", true, "en"), piece("'s", false, "en")]);
        assert_eq!(out, ["\\", "\"", "’s"]);
    }

    proptest! {
        #[test]
        fn letters_are_kept_in_order(typed in "[ab \"'.,;:!?«»()\u{2014}0-9\n-]{0,40}", language in "(en|en-GB|de|fr|fr-CA|sv|da)") {
            let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
            let set = text(&language, &typed);
            prop_assert_eq!(letters(&set), letters(&typed));
            prop_assert!(!set.contains('\''));
        }

        #[test]
        fn every_letter_is_told(typed in "[ab \"'.,;:!?«»()\u{2014}0-9\n-]{0,40}", language in "(en|en-GB|de|fr|fr-CA|sv|da)") {
            let (whole, parts) = (text(&language, &typed), set_and_tell(&[Piece { text: &typed, literal: false, language: &language }]));
            let (set, letters) = &parts[0];
            prop_assert_eq!(&whole, set);
            let told: Vec<u32> = letters.iter().filter(|(set_at, at)| {
                let (set, typed) = (set[*set_at as usize..].chars().next(), typed[*at as usize..].chars().next());
                set == typed && typed.is_some_and(char::is_alphanumeric)
            }).map(|(_, at)| *at).collect();
            let all: Vec<u32> = typed.char_indices().filter(|(_, c)| c.is_alphanumeric()).map(|(at, _)| at as u32).collect();
            prop_assert_eq!(told, all);
        }

        #[test]
        fn what_is_set_stays_set(typed in "[ab \"'.,()-]{0,30}") {
            let once = text("en", &typed);
            prop_assert_eq!(text("en", &once.replace(['"', '-', '.'], "")), once.replace(['"', '-', '.'], ""));
        }
    }
}
