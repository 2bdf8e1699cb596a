//! In: a book's pages, its printer and its booklet. Out: what to know of blank pages and of a printer's limits, in words.

use super::trial::Measured;
use crate::base::config::Set;
use crate::impose;
use crate::impose::{Blanks, Scheme};
use crate::manuscript::settings::{Output, PaperSetting, Settings};
use crate::pipeline::booklet;
use crate::printers::CountFault;

pub fn advice(now: &Measured, settings: &Settings) -> Vec<String> {
    let pages = now.layout.pages;
    let mut advice = Vec::new();
    if let Some(printer) = now.design.printer.as_deref() {
        let count = u32::try_from(pages).unwrap_or(u32::MAX);
        let blanks = printer.blanks(count, now.last_blank);
        let bound = count.saturating_add(blanks);
        if blanks > 0 {
            advice.push(format!("{} binds {bound} pages: {} at the end", printer.name, blank(blanks as usize)));
        }
        let paper = settings.print.paper.as_ref().map(|paper: &Set<PaperSetting>| &paper.value);
        advice.extend(match printer.count_fault(bound, paper.and_then(PaperSetting::name)) {
            Some(CountFault::Fewer { least }) => {
                Some(format!("{} requires at least {least} pages: try `--pages {least}`", printer.name))
            }
            Some(CountFault::More { most }) => {
                Some(format!("{} allows at most {most} pages: try `--pages {most}`", printer.name))
            }
            None => None,
        });
    }
    let plan = booklet::plan(&now.design.booklet, Blanks::End, now.design.print.binding);
    // How many leaves stand side by side on cut sheets is not known without their size.
    if settings.makes(Output::Booklet) && !matches!(plan.scheme, Scheme::Repeat | Scheme::Stack) {
        let order = impose::order::order(pages, plan.scheme, (1, 1));
        let blanks = order.places.saturating_sub(pages);
        let sheets = match order.sheets.len() {
            1 => "1 sheet".to_owned(),
            count => format!("{count} sheets"),
        };
        if blanks > 0 {
            advice.push(format!("the booklet of {sheets} has {}", blank(blanks)));
        }
    }
    advice
}

fn blank(pages: usize) -> String {
    match pages {
        1 => "1 blank page".to_owned(),
        pages => format!("{pages} blank pages"),
    }
}
