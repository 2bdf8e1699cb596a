//! In: a language. Out: the words and number words that no author typed, as data.

use crate::model::metadata::Words;

/// In the order of the fields of `Words`.
const WORDS: &[(&str, &str)] = &[
    (
        "en",
        "Contents|Notes|Note|Part|Chapter|Cover|Title page|\
         Imprint|Half title|Back to the text|Page|Epigraph|Dedication",
    ),
    (
        "de",
        "Inhalt|Anmerkungen|Anmerkung|Teil|Kapitel|Umschlag|Titelseite|\
         Impressum|Schmutztitel|Zurück zum Text|Seite|Motto|Widmung",
    ),
    (
        "fr",
        "Table des matières|Notes|Note|Partie|Chapitre|Couverture|Page de titre|\
         Mentions légales|Faux-titre|Retour au texte|Page|Épigraphe|Dédicace",
    ),
    (
        "es",
        "Índice|Notas|Nota|Parte|Capítulo|Cubierta|Portada|\
         Créditos|Portadilla|Volver al texto|Página|Epígrafe|Dedicatoria",
    ),
    (
        "it",
        "Indice|Note|Nota|Parte|Capitolo|Copertina|Frontespizio|\
         Colophon|Occhiello|Torna al testo|Pagina|Epigrafe|Dedica",
    ),
    (
        "pt",
        "Índice|Notas|Nota|Parte|Capítulo|Capa|Página de rosto|\
         Ficha técnica|Anterrosto|Voltar ao texto|Página|Epígrafe|Dedicatória",
    ),
    (
        "pt-br",
        "Sumário|Notas|Nota|Parte|Capítulo|Capa|Folha de rosto|\
         Créditos|Falsa folha de rosto|Voltar ao texto|Página|Epígrafe|Dedicatória",
    ),
    (
        "ca",
        "Índex|Notes|Nota|Part|Capítol|Coberta|Portada|\
         Crèdits|Portadella|Torna al text|Pàgina|Epígraf|Dedicatòria",
    ),
    (
        "ro",
        "Cuprins|Note|Notă|Partea|Capitolul|Copertă|Pagină de titlu|\
         Casetă tehnică|Pagină de gardă|Înapoi la text|Pagina|Epigraf|Dedicație",
    ),
    (
        "nl",
        "Inhoud|Noten|Noot|Deel|Hoofdstuk|Omslag|Titelpagina|\
         Colofon|Franse titel|Terug naar de tekst|Pagina|Motto|Opdracht",
    ),
    (
        "sv",
        "Innehåll|Noter|Not|Del|Kapitel|Omslag|Titelsida|\
         Tryckort|Smutstitel|Tillbaka till texten|Sida|Motto|Dedikation",
    ),
    (
        "da",
        "Indhold|Noter|Note|Del|Kapitel|Omslag|Titelblad|\
         Kolofon|Smudstitel|Tilbage til teksten|Side|Motto|Dedikation",
    ),
    (
        "nb",
        "Innhold|Noter|Note|Del|Kapittel|Omslag|Tittelside|\
         Kolofon|Smusstittel|Tilbake til teksten|Side|Motto|Dedikasjon",
    ),
    (
        "nn",
        "Innhald|Notar|Note|Del|Kapittel|Omslag|Tittelside|\
         Kolofon|Smusstittel|Tilbake til teksten|Side|Motto|Dedikasjon",
    ),
    (
        "is",
        "Efnisyfirlit|Skýringar|Skýring|Hluti|Kafli|Kápa|Titilsíða|\
         Útgáfuupplýsingar|Saurblað|Aftur í textann|Síða|Einkunnarorð|Tileinkun",
    ),
    (
        "fi",
        "Sisällys|Viitteet|Viite|Osa|Luku|Kansi|Nimiölehti|\
         Julkaisutiedot|Esinimiö|Takaisin tekstiin|Sivu|Motto|Omistus",
    ),
    (
        "et",
        "Sisukord|Märkused|Märkus|Osa|Peatükk|Kaas|Tiitelleht|\
         Impressum|Eestiitel|Tagasi teksti juurde|Lehekülg|Moto|Pühendus",
    ),
    (
        "pl",
        "Spis treści|Przypisy|Przypis|Część|Rozdział|Okładka|Strona tytułowa|\
         Strona redakcyjna|Przedtytuł|Powrót do tekstu|Strona|Motto|Dedykacja",
    ),
    (
        "cs",
        "Obsah|Poznámky|Poznámka|Část|Kapitola|Obálka|Titulní list|\
         Tiráž|Patitul|Zpět k textu|Strana|Motto|Věnování",
    ),
    (
        "sk",
        "Obsah|Poznámky|Poznámka|Časť|Kapitola|Obálka|Titulný list|\
         Tiráž|Patitul|Späť k textu|Strana|Motto|Venovanie",
    ),
    (
        "sl",
        "Kazalo|Opombe|Opomba|Del|Poglavje|Platnica|Naslovna stran|\
         Kolofon|Predlist|Nazaj k besedilu|Stran|Moto|Posvetilo",
    ),
    (
        "hr",
        "Sadržaj|Bilješke|Bilješka|Dio|Poglavlje|Korice|Naslovna stranica|\
         Impresum|Predlist|Natrag na tekst|Stranica|Moto|Posveta",
    ),
    (
        "hu",
        "Tartalom|Jegyzetek|Jegyzet|Rész|Fejezet|Borító|Címoldal|\
         Impresszum|Szennycím|Vissza a szöveghez|Oldal|Mottó|Ajánlás",
    ),
    (
        "ru",
        "Содержание|Примечания|Примечание|Часть|Глава|Обложка|Титульный лист|\
         Выходные данные|Шмуцтитул|Назад к тексту|Страница|Эпиграф|Посвящение",
    ),
    (
        "uk",
        "Зміст|Примітки|Примітка|Частина|Розділ|Обкладинка|Титульна сторінка|\
         Вихідні дані|Шмуцтитул|Назад до тексту|Сторінка|Епіграф|Присвята",
    ),
    (
        "bg",
        "Съдържание|Бележки|Бележка|Част|Глава|Корица|Титулна страница|\
         Издателско каре|Шмуцтитул|Обратно към текста|Страница|Епиграф|Посвещение",
    ),
    (
        "el",
        "Περιεχόμενα|Σημειώσεις|Σημείωση|Μέρος|Κεφάλαιο|Εξώφυλλο|Σελίδα τίτλου|\
         Στοιχεία έκδοσης|Ψευδότιτλος|Επιστροφή στο κείμενο|Σελίδα|Προμετωπίδα|Αφιέρωση",
    ),
    (
        "lt",
        "Turinys|Pastabos|Pastaba|Dalis|Skyrius|Viršelis|Antraštinis puslapis|\
         Leidybos duomenys|Priešantraštė|Atgal į tekstą|Puslapis|Epigrafas|Dedikacija",
    ),
    (
        "tr",
        "İçindekiler|Notlar|Not|Kısım|Bölüm|Kapak|Başlık sayfası|\
         Künye|Yarım başlık|Metne dön|Sayfa|Epigraf|İthaf",
    ),
];

/// The generated words of a BCP 47 tag: of language and region, else of the language, else English.
pub fn words(language: &str) -> Words {
    let tag = match language.to_ascii_lowercase().replace('_', "-") {
        bokmal if bokmal == "no" || bokmal.starts_with("no-") => "nb".to_string(),
        tag => tag,
    };
    let base = tag.split('-').next().unwrap_or_default();
    let find = |name: &str| WORDS.iter().find(|(tag, _)| *tag == name).map(|(_, words)| *words);
    let mut all = find(&tag).or_else(|| find(base)).unwrap_or(WORDS[0].1).split('|').map(str::to_string);
    let mut next = || all.next().unwrap_or_default();
    Words {
        contents: next(),
        notes: next(),
        note: next(),
        part: next(),
        chapter: next(),
        cover: next(),
        title_page: next(),
        imprint: next(),
        half_title: next(),
        back_to_text: next(),
        page: next(),
        epigraph: next(),
        dedication: next(),
    }
}

/// A number from 1 to 99 in words, with a capital; nothing where the language or the number is not known.
pub fn number(language: &str, number: u32) -> Option<String> {
    let number = usize::try_from(number).ok().filter(|number| (1..100).contains(number))?;
    let base = language.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    let words = match base.as_str() {
        "en" => english(number),
        "de" => german(number),
        "fr" => french(number),
        "es" => spanish(number),
        "it" => italian(number),
        _ => return None,
    };
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect())
}

fn list(words: &str, at: usize) -> &str {
    words.split(' ').nth(at).unwrap_or_default()
}

fn english(n: usize) -> String {
    let small = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen \
                 seventeen eighteen nineteen";
    let tens = "- - twenty thirty forty fifty sixty seventy eighty ninety";
    match (n / 10, n % 10) {
        (0 | 1, _) => list(small, n).to_string(),
        (ten, 0) => list(tens, ten).to_string(),
        (ten, one) => format!("{}-{}", list(tens, ten), list(small, one)),
    }
}

fn german(n: usize) -> String {
    let small = "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn \
                 sechzehn siebzehn achtzehn neunzehn";
    let tens = "- - zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig";
    match (n / 10, n % 10) {
        (0 | 1, _) => list(small, n).to_string(),
        (ten, 0) => list(tens, ten).to_string(),
        (ten, 1) => format!("einund{}", list(tens, ten)),
        (ten, one) => format!("{}und{}", list(small, one), list(tens, ten)),
    }
}

fn french(n: usize) -> String {
    let small = "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept \
                 dix-huit dix-neuf";
    let tens = "- - vingt trente quarante cinquante soixante soixante quatre-vingt quatre-vingt";
    let ten = list(tens, n / 10);
    match n {
        0..20 => list(small, n).to_string(),
        80 => "quatre-vingts".to_string(),
        71 => "soixante et onze".to_string(),
        60..=99 if n.is_multiple_of(20) => ten.to_string(),
        61 => "soixante et un".to_string(),
        60..=99 => format!("{ten}-{}", list(small, n % 20)),
        _ if n.is_multiple_of(10) => ten.to_string(),
        _ if n % 10 == 1 => format!("{ten} et un"),
        _ => format!("{ten}-{}", list(small, n % 10)),
    }
}

fn spanish(n: usize) -> String {
    let small = "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis \
                 diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco \
                 veintiséis veintisiete veintiocho veintinueve";
    let tens = "- - - treinta cuarenta cincuenta sesenta setenta ochenta noventa";
    match (n / 10, n % 10) {
        (0..3, _) => list(small, n).to_string(),
        (ten, 0) => list(tens, ten).to_string(),
        (ten, one) => format!("{} y {}", list(tens, ten), list(small, one)),
    }
}

fn italian(n: usize) -> String {
    let small = "zero uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici \
                 sedici diciassette diciotto diciannove";
    let tens = "- - venti trenta quaranta cinquanta sessanta settanta ottanta novanta";
    let ten = list(tens, n / 10);
    match (n / 10, n % 10) {
        (0 | 1, _) => list(small, n).to_string(),
        (_, 0) => ten.to_string(),
        // The last vowel falls before another: ventuno, ventotto.
        (_, one @ (1 | 8)) => format!("{}{}", &ten[..ten.len() - 1], list(small, one)),
        (_, 3) => format!("{ten}tré"),
        (_, one) => format!("{ten}{}", list(small, one)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_its_words() {
        assert_eq!(words("de-AT").contents, "Inhalt");
        assert_eq!(words("pt-BR").contents, "Sumário");
        assert_eq!(words("no").chapter, "Kapittel");
        assert_eq!(words("tlh").contents, "Contents");
        assert!(WORDS.len() >= 17);
        for (language, all) in WORDS {
            assert_eq!(all.split('|').filter(|word| !word.trim().is_empty()).count(), 13, "{language}");
            assert!(!words(language).dedication.is_empty());
        }
    }

    #[test]
    fn numbers_in_words() {
        for (language, n, word) in [
            ("en", 1, "One"),
            ("en-GB", 21, "Twenty-one"),
            ("en", 90, "Ninety"),
            ("de", 1, "Eins"),
            ("de", 31, "Einunddreißig"),
            ("fr", 21, "Vingt et un"),
            ("fr", 60, "Soixante"),
            ("fr", 71, "Soixante et onze"),
            ("fr", 79, "Soixante-dix-neuf"),
            ("fr", 80, "Quatre-vingts"),
            ("fr", 81, "Quatre-vingt-un"),
            ("fr", 99, "Quatre-vingt-dix-neuf"),
            ("es", 22, "Veintidós"),
            ("es", 31, "Treinta y uno"),
            ("it", 28, "Ventotto"),
            ("it", 33, "Trentatré"),
            ("it", 50, "Cinquanta"),
        ] {
            assert_eq!(number(language, n).as_deref(), Some(word));
        }
        assert_eq!(number("ru", 1), None);
        assert_eq!(number("en", 100), None);
        for language in ["en", "de", "fr", "es", "it"] {
            let all: std::collections::BTreeSet<_> = (1..100).map(|n| number(language, n)).collect();
            assert_eq!(all.len(), 99, "{language}");
        }
    }
}
