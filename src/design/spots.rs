//! In: `[inks]`. Out: the spot inks of the press. Refuses to know what is printed in them.

use super::values::Lengths;
use crate::base::config::{Set, nearest};
use crate::base::{Diagnostic, Length, Report};
use crate::manuscript::settings::{InkSettings, Settings};
use crate::model::{Book, Image, SectionId, walk};
use crate::press::{PressSetup, Spot};
use crate::printers::Printer;

/// A wider rim would be seen.
const MOST_TRAP: Length = Length::mm(1);

const WHOLE: &str = "write `red = { name = \"PANTONE Warm Red U\", cmyk = [0, 75, 76, 0], colour = \"#f9423a\" }`";

/// What an ink must say and does not, and who prints none, is reported at its name.
pub(super) fn spots(
    settings: &Settings,
    press: &PressSetup,
    printer: Option<&Printer>,
    report: &mut Report,
) -> Vec<Spot> {
    let mut spots: Vec<Spot> = Vec::new();
    for (key, said) in &settings.inks.table.0 {
        let Some(spot) = spot(key, said, &spots, report) else { continue };
        let takes = |printer: &Printer| printer.file.colours.is.iter().any(|colour| colour == "spot");
        if let Some(printer) = printer.filter(|printer| !takes(printer)) {
            let why = format!("{} prints no spot inks, such as {}", printer.name, spot.name);
            let help = "delete it, or choose another printer; an edition can have inks of its own";
            report.add(Diagnostic::error("printer-spot", why).help(help).at_any(said.key));
            continue;
        }
        if press.keeps_rgb {
            let why = format!("{} cannot stand in a file of RGB colours", spot.name);
            report.add(Diagnostic::error("printer-spot", why).help("set `[print] standard`").at_any(said.key));
            continue;
        }
        spots.push(spot);
    }
    if settings.print.plates.as_deref() == Some(&true) {
        report.extend(unplated(settings, press));
    }
    spots
}

/// Why plates cannot be made.
fn unplated(settings: &Settings, press: &PressSetup) -> Option<Diagnostic> {
    let why = "plates are of black and spot inks, and the book is printed in four inks as well";
    let help = "delete `ink` under `[print]`, so that everything else is printed in black, or delete `plates`";
    let asked = settings.print.plates.as_ref().and_then(Set::span);
    press.inks.is_colour().then(|| Diagnostic::error("plates-colour", why).help(help).at_any(asked))
}

/// What `ink` says of pictures and cannot be.
pub fn ink_findings(book: &Book, settings: &Settings) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let sections = book.section_ids().zip(&book.sections).map(|(id, section)| (id, &section.blocks));
    let notes = book.notes().map(|(id, note)| (id.section, &note.blocks));
    for (section, blocks) in sections.chain(notes) {
        walk::figures_of(blocks, &mut |image| found.extend(misprinted(book, settings, (section, image), true)));
        walk::text_images_of(blocks, &mut |image| found.extend(misprinted(book, settings, (section, image), false)));
    }
    found
}

/// A picture that cannot be printed in the ink that it names: a figure alone can, which `is_figure` says.
fn misprinted(
    book: &Book,
    settings: &Settings,
    (section, image): (SectionId, &Image),
    is_figure: bool,
) -> Option<Diagnostic> {
    let (_, ink) = image.attributes.others.iter().find(|(key, _)| key == "ink")?;
    let known: Vec<&str> = settings.inks.table.0.keys().map(String::as_str).collect();
    let found = if !known.contains(&ink.as_str()) {
        let help = match nearest(ink, &known) {
            Some((_, near)) => format!("did you mean `{near}`?"),
            None => format!("declare it in book.toml: `[inks.{ink}]`"),
        };
        Diagnostic::error("ink-unknown", format!("there is no ink called `{ink}`")).help(help)
    } else if book.asset(image.asset).picture.is_drawing() {
        let why = format!("a drawing cannot be printed in the ink `{ink}` as a whole");
        Diagnostic::error("ink-drawing", why).help("give its shapes the colour of the ink, and delete `ink`")
    } else if !is_figure {
        let why = format!("`ink={ink}` works only for a picture on a line of its own; this one is printed as it is");
        Diagnostic::warning("ink-inline", why).help("put the picture on a line of its own, or delete `ink`")
    } else {
        return None;
    };
    Some(found.at(book.span(section, image.span)))
}

fn spot(key: &str, said: &InkSettings, others: &[Spot], report: &mut Report) -> Option<Spot> {
    let lengths = Lengths { em: Length::ZERO };
    let trap = said.trap.as_ref().and_then(|trap| lengths.within(trap, Length::ZERO, MOST_TRAP, report));
    let trap = trap.unwrap_or(Length::ZERO);
    let mut refuse = |why: String, help: &str| {
        report.add(Diagnostic::error("ink-incomplete", why).help(help).at_any(said.key));
        None
    };
    let (Some(name), Some(colour)) = (&said.name, &said.colour) else {
        return refuse(format!("the ink `{key}` needs a `name` and a `colour`"), WHOLE);
    };
    let Ok(inks) = <[u8; 4]>::try_from(said.cmyk.iter().map(|part| part.get() as u8).collect::<Vec<_>>()) else {
        return refuse(format!("`cmyk` of the ink `{key}` needs four numbers"), WHOLE);
    };
    let name = name.trim();
    if name.is_empty() || Spot::RESERVED.contains(&name) {
        return refuse(format!("a spot ink cannot be called `{name}`"), "give it the name that the printer uses");
    }
    let overprint = said.overprint.as_deref() == Some(&true);
    let spot = Spot { key: key.to_owned(), name: name.to_owned(), inks, colour: **colour, overprint, trap };
    if others.iter().any(|other| other.name == spot.name || other.is_meant_by(spot.colour)) {
        let why = format!("the ink `{key}` has the name or the colour of another one");
        return refuse(why, "give each ink its own");
    }
    let file = Spot::plate_name(key);
    if file == Spot::plate_name(Spot::BLACK) {
        let why = format!("the plate of the ink `{key}` would have the name of the black one");
        return refuse(why, "call it something else in `[inks]`");
    }
    if let Some(other) = others.iter().find(|other| Spot::plate_name(&other.key) == file) {
        let why = format!("the plates of the inks `{}` and `{key}` would have one name", other.key);
        return refuse(why, "call one of them something else in `[inks]`");
    }
    let (red, green, blue) = spot.colour.rgb();
    if red == green && green == blue {
        let why = format!("the ink `{key}` stands for a gray, which black prints");
        return refuse(why, "give it a colour that nothing else has");
    }
    Some(spot)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Ink, config};

    fn found(toml: &str) -> (Vec<Spot>, Vec<String>) {
        let mut report = Report::default();
        let file = report.sources.add("book.toml", toml);
        let settings: Settings = config::read(file, "", &mut report).unwrap();
        let printer = settings.print.printer.as_ref().and_then(|_| crate::printers::printer("ingramspark"));
        let spots = spots(&settings, &PressSetup::default(), printer, &mut report);
        (spots, report.sorted().iter().map(|found| format!("{}: {}", found.code, found.message)).collect())
    }

    #[test]
    fn an_ink_has_a_name_a_colour_and_what_stands_for_it() {
        let red = "[inks]\nred = { name = 'PANTONE Warm Red U', cmyk = [0, 75, 76, 0], colour = '#f9423a' }\n";
        let (spots, none) = found(red);
        assert_eq!((spots.len(), none.len()), (1, 0), "{none:?}");
        assert!(spots[0].is_meant_by(Ink::Rgb(0xf9, 0x42, 0x3a)) && spots[0].is_meant_by(Ink::Cmyk(0, 75, 76, 0)));
        assert!(!spots[0].is_meant_by(Ink::Rgb(0xf9, 0x42, 0x3b)));
        for (toml, why) in [
            ("[inks.red]\nname = 'Red'\n", "ink-incomplete: the ink `red` needs"),
            ("[inks.red]\nname = 'Red'\ncmyk = [1, 2, 3]\ncolour = '#f00'\n", "ink-incomplete: `cmyk`"),
            ("[inks.red]\nname = 'Black'\ncmyk = [1, 2, 3, 4]\ncolour = '#f00'\n", "ink-incomplete: a spot ink"),
            (
                "[inks.red]\nname = 'Red'\ncmyk = [1, 2, 3, 4]\ncolour = '#777'\n",
                "ink-incomplete: the ink `red` stands",
            ),
            ("[inks.red]\nname = 'Red'\ncmyk = [0, 0, 0, 400]\ncolour = '#f00'\n", "setting-value"),
            (&format!("{red}also = {{ name = 'Other', cmyk = [0, 75, 70, 0], colour = '#f9423a' }}"), "ink-incomplete"),
            (&format!("print.printer = 'ingramspark'\n{red}"), "printer-spot"),
            (&red.replace(" }", ", trap = '2mm' }"), "length-invalid: `[inks] red.trap`: 2 mm"),
            (&red.replace("red =", "Black ="), "ink-incomplete: the plate of the ink `Black`"),
            (
                &format!("{red}Red = {{ name = 'Other', cmyk = [0, 75, 70, 0], colour = '#f9423b' }}"),
                "ink-incomplete: the plates of the inks `Red` and `red`",
            ),
            (
                "[inks]\n'a b' = { name = 'A', cmyk = [0, 75, 70, 0], colour = '#f9423b' }\n\
                 a-b = { name = 'B', cmyk = [0, 75, 76, 0], colour = '#f9423a' }",
                "ink-incomplete: the plates of the inks `a b` and `a-b`",
            ),
        ] {
            let (_, found) = found(toml);
            assert!(found.iter().any(|found| found.starts_with(why)), "{toml}: {found:?}");
        }
    }
}
