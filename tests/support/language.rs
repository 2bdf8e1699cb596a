//! A small made-up English: words from `words.txt`, put into sentences by a seeded draw.
//!
//! In: a seed. Out: clauses, sentences, names, as plain text without marks. Refuses to know what a book is. Nothing is
//! borrowed and nothing means anything; lengths of words and sentences are those of ordinary prose, which is what
//! hyphenation, spaces and pages are tried on.

use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Steele, Lea and Flood's SplitMix64: any seed, always the same numbers on every machine.
pub struct Draw(u64);

impl Draw {
    pub fn new(seed: u64) -> Draw {
        Draw(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// One of `range`, all alike.
    pub fn within(&mut self, range: std::ops::RangeInclusive<usize>) -> usize {
        range.start() + (self.next() % (range.end() - range.start() + 1) as u64) as usize
    }

    /// True so many times in a hundred.
    pub fn percent(&mut self, chance: u64) -> bool {
        self.next() % 100 < chance
    }

    pub fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.next() as usize % of.len()]
    }
}

/// Writes sentences; each call draws on.
pub struct Speaker {
    pub draw: Draw,
}

fn words(class: &str) -> &'static [&'static str] {
    static WORDS: OnceLock<BTreeMap<&str, Vec<&str>>> = OnceLock::new();
    let all = WORDS.get_or_init(|| {
        let mut all: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        let mut class = "";
        for line in include_str!("words.txt").lines().filter(|line| !line.starts_with('#')) {
            match line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
                Some(name) => class = name,
                None => all.entry(class).or_default().extend(line.split_whitespace()),
            }
        }
        all
    });
    &all[class]
}

impl Speaker {
    /// One of a class. Short words come oftener than long ones, as they do wherever people write.
    fn word(&mut self, class: &str) -> String {
        let [one, other] = [0; 2].map(|_| *self.draw.one(words(class)));
        let shorter = if other.len() < one.len() { other } else { one };
        if self.draw.percent(70) { shorter } else { one }.replace('_', " ")
    }

    fn pick(&mut self, of: &[&str]) -> String {
        self.draw.one(of).to_string()
    }

    pub fn name(&mut self) -> String {
        let first = self.word("name");
        match self.draw.within(0..=9) {
            0..=1 => format!("{first} {}", self.word("surname")),
            2..=3 => format!("{} {}", self.pick(&["Mr", "Mrs", "Miss", "Dr"]), self.word("surname")),
            _ => first,
        }
    }

    pub fn noun(&mut self) -> String {
        let class = self.pick(&["thing", "thing", "idea", "person", "place"]);
        self.word(&class)
    }

    pub fn adjective(&mut self) -> String {
        self.word("adjective")
    }

    fn noun_phrase(&mut self) -> String {
        let chance = self.draw.within(0..=99);
        let noun = self.noun();
        let noun = if chance.is_multiple_of(3) { format!("{} {noun}", self.word("adjective")) } else { noun };
        match chance {
            0..=44 => format!("the {noun}"),
            45..=62 => with_article(&noun),
            63..=74 => format!("{} {noun}", self.pick(&["his", "her", "their", "my", "our"])),
            75..=82 => format!("{} {}", self.pick(&["the", "some", "many", "two", "no", "those"]), plural(&noun)),
            83..=87 => format!("{} {noun}", self.pick(&["this", "that", "every", "another"])),
            88..=93 => format!("the {noun} of {}", self.name()),
            _ => format!("the {noun} of the {}", self.word("place")),
        }
    }

    fn subject(&mut self) -> String {
        match self.draw.within(0..=99) {
            0..=59 => self.pick(&["he", "she", "he", "she", "they", "it", "we", "I", "you", "I", "nobody"]),
            60..=71 => self.name(),
            72..=82 => format!("the {}", self.word("person")),
            _ => self.noun_phrase(),
        }
    }

    /// The place, time or manner of what is done; begins without a space.
    fn phrase(&mut self) -> String {
        match self.draw.within(0..=9) {
            0 => self.pick(&[
                "then",
                "now",
                "there",
                "too",
                "as he was",
                "all the time",
                "as if it were so",
                "and so on",
            ]),
            1..=4 => {
                let place = self.word("place");
                let place = if self.draw.percent(25) { format!("{} {place}", self.word("adjective")) } else { place };
                format!("{} the {place}", self.word("preposition"))
            }
            5..=6 => format!("with {}", self.noun_phrase()),
            7..=8 => self.word("when"),
            _ => self.word("adverb"),
        }
    }

    fn past(&mut self, class: &str) -> String {
        let verb = self.word(class);
        past(&verb)
    }

    fn base(&mut self, class: &str) -> String {
        let verb = self.word(class);
        verb.split('/').next().unwrap_or_default().to_string()
    }

    fn predicate(&mut self) -> String {
        match self.draw.within(0..=19) {
            0..=7 => format!("{} {}", self.past("transitive"), self.noun_phrase()),
            8..=11 => format!("{} {}", self.past("intransitive"), self.phrase()),
            12 => format!("was {}", self.word("adjective")),
            13 => format!("was {} and {}", self.word("adjective"), self.word("adjective")),
            14 => format!("had {} to {}", self.pick(&["come", "gone", "learned", "begun"]), self.base("intransitive")),
            15 => format!("could not {} {}", self.base("transitive"), self.noun_phrase()),
            16 => format!("would {} {}", self.base("transitive"), self.noun_phrase()),
            17 => format!("{} {}", self.past("transitive"), self.pick(&["it", "him", "her", "them", "us", "me"])),
            18 => format!("thought that {}", self.clause()),
            _ => format!("had never seen {} {}", self.noun_phrase(), self.phrase()),
        }
    }

    /// Subject, verb and what hangs on them; 3 to about 25 words.
    pub fn clause(&mut self) -> String {
        let mut clause = format!("{} {}", self.subject(), self.predicate());
        if self.draw.percent(40) {
            clause = format!("{clause} {}", self.phrase());
        }
        clause
    }

    /// One sentence, with its capital and its stop.
    pub fn sentence(&mut self) -> String {
        let first = self.clause();
        let text = match self.draw.within(0..=19) {
            0..=5 => first,
            6..=8 => format!("{first}, and {}", self.clause()),
            9..=10 => format!("{first}, but {}", self.clause()),
            11 => format!("{first}; {}", self.clause()),
            12..=13 => format!("{}, {first}", self.word("when")),
            14 => format!("{first}, {} {}", self.pick(&["who", "which"]), self.predicate()),
            15 => format!("when {first}, {}", self.clause()),
            16 => format!("{first}, for {}, and {}", self.clause(), self.clause()),
            17 => format!("{first} --- {} --- because {}", self.clause(), self.clause()),
            18 => format!("{first}, although {}: {}", self.clause(), self.noun_phrase()),
            _ => format!("{first}; and if {}, then {}, {}", self.clause(), self.clause(), self.phrase()),
        };
        let stop = self.pick(&[".", ".", ".", ".", ".", ".", ".", ".", ".", "!", "?"]);
        capital(&text) + &stop
    }

    /// What somebody says, without quotation marks; ends in a comma, a question mark or an exclamation mark.
    pub fn speech(&mut self) -> String {
        let text = match self.draw.within(0..=9) {
            0 => self.pick(&["yes", "no", "perhaps", "good evening", "I don't know", "come in", "never", "not at all"]),
            1 => format!("I don't {} {}", self.base("transitive"), self.noun_phrase()),
            2 => format!("I've {} to {} you", self.pick(&["come", "hoped", "tried"]), self.base("transitive")),
            3 => format!("you mustn't {} {}", self.base("transitive"), self.noun_phrase()),
            4 => format!("it's {}", with_article(&format!("{} {}", self.word("adjective"), self.word("idea")))),
            5 => format!("{}, then, {}", self.base("intransitive"), self.phrase()),
            6 => format!("what did you {} {}", self.base("transitive"), self.phrase()),
            _ => self.clause(),
        };
        capital(&text) + &self.pick(&[",", ",", ",", "?", "!"])
    }

    /// Who said it, and how: `said Ada slowly`.
    pub fn tag(&mut self) -> String {
        let who = if self.draw.percent(40) { self.pick(&["he", "she"]) } else { self.name() };
        let how = self.pick(&["said", "said", "said", "asked", "answered", "whispered", "replied", "cried"]);
        let how = if self.draw.percent(50) { format!("{who} {how}") } else { format!("{how} {who}") };
        if self.draw.percent(30) { format!("{how} {}", self.word("adverb")) } else { how }
    }

    pub fn title(&mut self) -> String {
        let text = match self.draw.within(0..=4) {
            0 => format!("the {}", self.noun()),
            1 => format!("the {} of the {}", self.noun(), self.noun()),
            2 => with_article(&format!("{} {}", self.adjective(), self.noun())),
            3 => format!("{}'s {}", self.name(), self.noun()),
            _ => format!("the {} {}", self.adjective(), self.noun()),
        };
        text.split(' ').map(|word| if word == "of" || word == "the" { word.into() } else { capital(word) }).fold(
            String::new(),
            |title, word: String| {
                if title.is_empty() { capital(&word) } else { format!("{title} {word}") }
            },
        )
    }
}

pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

fn with_article(noun: &str) -> String {
    let vowel = noun.starts_with(['a', 'e', 'i', 'o', 'u']) && !noun.starts_with("uni") && !noun.starts_with("use");
    format!("{} {noun}", if vowel { "an" } else { "a" })
}

fn plural(noun: &str) -> String {
    let stem = noun.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u']));
    match stem {
        Some(stem) => format!("{stem}ies"),
        None if noun.ends_with("man") => format!("{}men", &noun[..noun.len() - 3]),
        None if noun.ends_with(['s', 'x']) || noun.ends_with("ch") || noun.ends_with("sh") => format!("{noun}es"),
        None => format!("{noun}s"),
    }
}

fn past(verb: &str) -> String {
    if let Some((_, past)) = verb.split_once('/') {
        return past.to_string();
    }
    let stem = verb.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u']));
    match stem {
        Some(stem) => format!("{stem}ied"),
        None if verb.ends_with('e') => format!("{verb}d"),
        None => format!("{verb}ed"),
    }
}
