//! What authors type, and what it means.

use super::*;
use crate::base::config::FromText;
use crate::base::{Length, Size};

#[test]
fn sizes_by_name_and_number() {
    let trim = |text: &str| Trim::from_text(text).map(|trim| trim.0).map_err(|fault| fault.code);
    assert_eq!(trim("A5"), Ok(Size::new(Length::mm(148), Length::mm(210))));
    assert_eq!(trim("6in x 9in"), Ok(Size::new(Length::pt(432), Length::pt(648))));
    assert_eq!(trim("6 × 9 in"), trim("trade"));
    for wrong in ["", "A55", "6 x 9", "6in", "x", "1mm x 1mm", "10em x 20em", "-148mm x 210mm"] {
        assert_eq!(trim(wrong), Err("page-trim"), "{wrong}");
        assert_eq!(Sheet::from_text(wrong).unwrap_err().code, "booklet-sheet");
    }
}

#[test]
fn dates_are_in_the_calendar() {
    let date = |text: &str| Date::from_text(text).map(|date| date.to_string()).ok();
    for good in ["2026", "2026-11", "2024-02-29", "0800-01-31"] {
        assert_eq!(date(good).as_deref(), Some(good));
    }
    for wrong in [
        "",
        "26",
        "2026-1",
        "2023-02-29",
        "2026-13",
        "2026-04-31",
        "2026-11-23-1",
        "+026",
        "0000",
        "2026-11-23T10:00:00",
    ] {
        assert_eq!(date(wrong), None, "{wrong}");
    }
}

#[test]
fn prices_become_five_digits() {
    let digits = |typed: &str| Price::from_text(typed).map(|price| price.digits);
    assert_eq!(digits("$19.95"), Ok([5, 1, 9, 9, 5]));
    assert_eq!(digits("USD 7"), Ok([5, 0, 7, 0, 0]));
    assert_eq!(digits("£8.99"), Ok([0, 0, 8, 9, 9]));
    assert_eq!(digits("£120.00"), Ok([1, 2, 0, 0, 0]));
    assert_eq!(digits("CA$24,50"), Ok([6, 2, 4, 5, 0]));
    assert_eq!(digits("24.50 NZD"), Ok([4, 2, 4, 5, 0]));
    assert_eq!(digits("$250.00"), Ok([5, 9, 9, 9, 9]));
    assert_eq!(digits("90000"), Ok([9, 0, 0, 0, 0]));
    for wrong in ["", "19.95", "€9.99", "$", "$9.9", "$-1.00", "$1.2.3", "123456", "$99999"] {
        assert!(digits(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn colours_are_read() {
    let ink = |text: &str| Ink::from_text(text).ok();
    assert_eq!(ink("#1d3557"), Some(Ink::Rgb(0x1d, 0x35, 0x57)));
    assert_eq!(ink(" #fa0 "), Some(Ink::Rgb(255, 170, 0)));
    assert_eq!(ink("cmyk(100, 70,0, 30)"), Some(Ink::Cmyk(100, 70, 0, 30)));
    for wrong in ["", "red", "#12345", "#1d35zz", "#é12345", "cmyk(1,2,3)", "cmyk(101,0,0,0)", "cmyk(1,2,3,4,5)"] {
        assert_eq!(ink(wrong), None, "{wrong}");
    }
}

#[test]
fn papers_by_name_and_thickness() {
    let paper = |text: &str| PaperSetting::from_text(text).map_err(|fault| fault.code);
    assert_eq!(paper("offset-80"), Ok(PaperSetting::Named("offset-80".into())));
    assert_eq!(paper(" 0.12 mm"), Ok(PaperSetting::Caliper(Length::micrometres(120))));
    assert_eq!(paper("0.004in"), Ok(PaperSetting::Caliper(Length::mils(4))));
    for wrong in ["0.1", "0.1em", "4mm", "0mm"] {
        assert_eq!(paper(wrong), Err("paper-unknown"), "{wrong}");
    }
}
