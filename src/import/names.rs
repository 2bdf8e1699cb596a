//! In: the name of a paragraph's style, as people and programs call it in many languages. Out: what such a paragraph is.

/// What a paragraph is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    #[default]
    Body,
    Title,
    Subtitle,
    Author,
    Date,
    Heading(u8),
    Quote,
    Epigraph,
    Dedication,
    Verse,
    Attribution,
    Code,
    Caption,
    Term,
    Meaning,
    /// A line across the page.
    Rule,
    /// A line of a list of contents or an index that the program makes.
    Made,
}

/// Words that begin the name of a style, without spaces and digits; the first that fits is meant.
const NAMES: &[(Role, &[&str])] = &[
    (
        Role::Made,
        &[
            "toc",
            "contents",
            "tableofcontents",
            "tableoffigures",
            "inhaltsverzeichnis",
            "inhaltsverzeichnisüberschrift",
            "entêtedetabledesmatières",
            "verzeichnis",
            "tabledesmatières",
            "tm",
            "índice",
            "indice",
            "sommario",
            "оглавление",
            "содержание",
            "spistreści",
            "indexheading",
            "index",
            "userindex",
            "illustrationindex",
        ],
    ),
    (
        Role::Subtitle,
        &[
            "subtitle",
            "untertitel",
            "soustitre",
            "subtítulo",
            "sottotitolo",
            "подзаголовок",
            "podtytuł",
            "ondertitel",
            "underrubrik",
        ],
    ),
    (Role::Author, &["author", "autor", "auteur", "autore", "автор", "verfasser", "byline"]),
    (Role::Date, &["date", "datum"]),
    (
        Role::Heading(1),
        &[
            "heading",
            "header1",
            "chaptertitle",
            "chapterheading",
            "überschrift",
            "titre",
            "título",
            "titolo",
            "intestazione",
            "encabezado",
            "заголовок",
            "nagłówek",
            "kop",
            "rubrik",
            "overskrift",
            "nadpis",
            "címsor",
            "otsikko",
            "başlık",
            "naslov",
            "titlu",
            "επικεφαλίδα",
            "标题",
            "標題",
            "見出し",
            "제목",
            "judul",
            "kapitel",
            "kapitelüberschrift",
            "kapiteltitel",
            "titredechapitre",
            "chapitre",
            "capítulo",
            "capitolo",
            "глава",
        ],
    ),
    (Role::Title, &["title", "titel", "booktitle", "название", "tytuł", "titulo"]),
    (Role::Attribution, &["attribution", "quoteattribution", "quotationsource", "quellenangabe"]),
    (Role::Epigraph, &["epigraph", "epígrafe", "épigraphe", "epigrafe", "motto", "эпиграф"]),
    (Role::Dedication, &["dedication", "dedicatoria", "dédicace", "widmung", "посвящение", "dedykacja"]),
    (
        Role::Verse,
        &[
            "verse",
            "vers",
            "poem",
            "poetry",
            "stanza",
            "strophe",
            "gedicht",
            "poème",
            "poesía",
            "poesia",
            "poema",
            "стих",
            "wiersz",
            "dikt",
            "lineblock",
            "lyrics",
        ],
    ),
    (
        Role::Quote,
        &[
            "quote",
            "quotation",
            "quotations",
            "intensequote",
            "blockquote",
            "blockquotation",
            "blocktext",
            "zitat",
            "intensiveszitat",
            "blockzitat",
            "citationintense",
            "texteenbloc",
            "citation",
            "cita",
            "citazione",
            "citação",
            "цитата",
            "выделеннаяцитата",
            "cytat",
            "citaat",
            "citat",
            "citát",
            "extract",
        ],
    ),
    (
        Role::Code,
        &[
            "code",
            "sourcecode",
            "preformattedtext",
            "preformatted",
            "htmlpreformatted",
            "vorformatiertertext",
            "textepréformaté",
            "verbatim",
            "quelltext",
        ],
    ),
    (
        Role::Caption,
        &[
            "caption",
            "tablecaption",
            "imagecaption",
            "figurecaption",
            "illustration",
            "beschriftung",
            "légende",
            "leyenda",
            "didascalia",
            "название объекта",
            "podpis",
            "bildunterschrift",
        ],
    ),
    (Role::Term, &["definitionterm", "listheading"]),
    (Role::Meaning, &["definition", "listcontents"]),
    (Role::Rule, &["horizontalline", "scenebreak", "sectionbreak", "ornament"]),
];

/// Styles of running text that begin like others.
const BODY: &[&str] = &["titlepage", "headingbase", "quotedtext", "index1text", "dateline", "bodytext", "codechar"];

/// What the name says; `Body` where it says nothing.
pub fn role(name: &str) -> Role {
    let lower = name.to_lowercase();
    let plain: String = lower.chars().filter(|c| c.is_alphabetic()).collect();
    let level = lower.chars().filter_map(|c| c.to_digit(10)).next_back().filter(|level| (1..=9).contains(level));
    if BODY.contains(&plain.as_str()) {
        return Role::Body;
    }
    let fits = |word: &&str| plain == **word || (level.is_some() && *plain.trim_end_matches("char") == **word);
    let Some((role, _)) = NAMES.iter().find(|(_, words)| words.iter().any(&fits)) else {
        return longer(&plain);
    };
    match (*role, level) {
        (Role::Heading(_), Some(level)) => Role::Heading(level.min(6) as u8),
        // `Titre` and `Título` without a number are titles; so is `Titel 1` a heading.
        (Role::Heading(_), None) if TITLES.contains(&plain.as_str()) => Role::Title,
        (Role::Title, Some(level)) => Role::Heading(level.min(6) as u8),
        (role, _) => role,
    }
}

/// Whether the name is that of an item of a list.
pub fn is_list(name: &str) -> bool {
    const STARTS: &[&str] = &["list", "paragraphe de liste", "aufzählung", "párrafo de lista", "paragrafo elenco"];
    let lower = name.to_lowercase();
    STARTS.iter().any(|start| lower.starts_with(start))
}

/// Names of headings that mean the title where no number follows.
const TITLES: &[&str] = &[
    "titre",
    "título",
    "titolo",
    "заголовок",
    "otsikko",
    "naslov",
    "titlu",
    "标题",
    "標題",
    "제목",
    "judul",
    "rubrik",
];

/// `Verse First Line`, `Block Quote Last`: names of people's own that begin with a word that says enough.
fn longer(plain: &str) -> Role {
    let starts: &[(Role, &[&str])] = &[
        (Role::Verse, &["verse", "poem", "poetry", "stanza", "gedicht", "стих"]),
        (Role::Quote, &["blockquot", "quotation", "quote", "zitat", "extract"]),
        (Role::Epigraph, &["epigraph"]),
        (Role::Dedication, &["dedication"]),
        (Role::Attribution, &["attribution"]),
        (Role::Made, &["contentsheading", "tocheading", "contents", "toa"]),
        (Role::Rule, &["scenebreak", "sectionbreak", "horizontal"]),
        (Role::Heading(1), &["chaptertitle", "chapterhead", "headingunnumbered"]),
        (Role::Caption, &["caption"]),
        (Role::Term, &["definitionterm"]),
        (Role::Meaning, &["definitiondefinition"]),
    ];
    starts
        .iter()
        .find(|(_, words)| words.iter().any(|word| plain.starts_with(word)))
        .map_or(Role::Body, |(role, _)| *role)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_styles_are_known_in_many_languages() {
        for (name, expected) in [
            ("heading 2", Role::Heading(2)),
            ("Überschrift 3", Role::Heading(3)),
            ("Заголовок 1", Role::Heading(1)),
            ("Titre", Role::Title),
            ("Titre 1", Role::Heading(1)),
            ("Citation intense", Role::Quote),
            ("Kapitelüberschrift", Role::Heading(1)),
            ("Inhaltsverzeichnisüberschrift", Role::Made),
            ("Title", Role::Title),
            ("Titel", Role::Title),
            ("toc 1", Role::Made),
            ("Contents 2", Role::Made),
            ("TOC Heading", Role::Made),
            ("Block Text", Role::Quote),
            ("Intense Quote", Role::Quote),
            ("Verse First", Role::Verse),
            ("Gedicht", Role::Verse),
            ("Body Text", Role::Body),
            ("Body Text 2", Role::Body),
            ("List Paragraph", Role::Body),
            ("Normal", Role::Body),
            ("Code", Role::Code),
            ("Date", Role::Date),
            ("Definition Term", Role::Term),
            ("Horizontal Line", Role::Rule),
            ("heading 9", Role::Heading(6)),
        ] {
            assert_eq!(role(name), expected, "{name}");
        }
    }
}
