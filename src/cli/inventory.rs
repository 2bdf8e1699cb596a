//! In: what a PDF is made of. Out: tables for a person. Refuses to choose.

use crate::pipeline::{BoxArea, Inventory, OnPages, PageBoxes};

/// A table for each kind of thing.
pub fn words(inventory: &Inventory) -> String {
    let Inventory { boxes, fonts, inks, colours, pictures, omitted } = inventory;
    let tables = [
        ("page boxes", rows(boxes, page_boxes)),
        (
            "fonts",
            rows(fonts, |font| {
                let embedded = if font.embedded { "embedded" } else { "not embedded" };
                let subset = if font.subset { "subset" } else { "" };
                [font.name.as_str(), font.kind, embedded, subset].map(str::to_owned).to_vec()
            }),
        ),
        ("inks", rows(inks, |ink| vec![ink.name.clone(), if ink.spot { "spot" } else { "process" }.to_owned()])),
        ("colours", rows(colours, |colour| vec![colour.kind.to_owned()])),
        (
            "pictures",
            rows(pictures, |picture| {
                vec![
                    format!("{} × {} px", picture.width, picture.height),
                    picture.colour.clone(),
                    picture.bits.map_or(String::new(), |bits| format!("{bits} bit")),
                    picture.ppi.map_or(String::new(), |ppi| format!("{ppi} ppi")),
                ]
            }),
        ),
    ];
    let mut text: String = tables.iter().map(|(title, rows)| format!("\n{title}\n{}", table(rows))).collect();
    if *omitted > 0 {
        text += &format!("\n{omitted} more places are not listed\n");
    }
    text
}

/// Each with its pages behind it.
fn rows<T>(all: &[OnPages<T>], cells: impl Fn(&T) -> Vec<String>) -> Vec<Vec<String>> {
    let row = |row: &OnPages<T>| cells(&row.what).into_iter().chain([row.shown_pages()]).collect();
    all.iter().map(row).collect()
}

fn page_boxes(page: &PageBoxes) -> Vec<String> {
    let PageBoxes { media, crop, bleed, trim, art, turned } = page;
    let named = [("media", &Some(*media)), ("crop", crop), ("bleed", bleed), ("trim", trim), ("art", art)];
    let named = named.into_iter().filter_map(|(name, area)| Some(format!("{name} {}", area.as_ref().map(shown)?)));
    let turned = (*turned > 0).then(|| format!("turned {turned}°"));
    vec![named.chain(turned).collect::<Vec<_>>().join(", ")]
}

/// `148 × 210 mm at 3, 3 mm`
fn shown(area: &BoxArea) -> String {
    let [x, y, width, height] = [area.x, area.y, area.width, area.height].map(|length| length.millimetres());
    let size = format!("{} × {height}", width.trim_end_matches(" mm"));
    let at = format!("{}, {y}", x.trim_end_matches(" mm"));
    if at == "0, 0 mm" { size } else { format!("{size} at {at}") }
}

/// In columns.
fn table(rows: &[Vec<String>]) -> String {
    if rows.is_empty() {
        return "  none\n".to_owned();
    }
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let wide = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max();
    let widths: Vec<usize> = (0..columns).map(|column| wide(column).unwrap_or(0)).collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("  {cell:<width$}"));
        cells.collect::<String>().trim_end().to_owned() + "\n"
    };
    rows.iter().map(line).collect()
}
