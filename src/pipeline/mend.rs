//! In: a PDF, a printer, a place. Out: there, a copy in which everything is mended that cannot change how a page looks, and
//! what is left to find in it. Refuses to touch the source.

use super::Failure;
use super::preflight::{Judge, Mended, PreflightOptions, PreflightOutcome};
use super::protection::allowed;
use crate::base::config::given;
use crate::base::limits::PDF_BYTES;
use crate::base::{Diagnostic, Input, Report, Size, files, staging};
use crate::manuscript::settings::{Trim, usual_sizes};
use crate::mend::{self, Wanted};
use crate::pdfread::File;
use crate::printers::Printer;
use std::path::Path;

/// What `chapbook preflight --fix` is told.
#[derive(Clone, Copy, Debug)]
pub struct MendOptions<'a> {
    pub file: Input<'a>,
    /// Where to save; without it the copy stays in memory.
    pub out: Option<&'a Path>,
    /// The trim as it is typed; a usual one if nothing.
    pub trim: Option<&'a str>,
    pub preflight: PreflightOptions<'a>,
}

/// A copy, and what was found in it.
#[derive(Clone, Debug)]
pub struct MendOutcome {
    pub bytes: Vec<u8>,
    /// What the copy is, and what is left to find in it; what was mended stands beside it.
    pub verdict: PreflightOutcome,
}

/// Mends a PDF; nothing is saved where it cannot be read, or may not be changed.
pub fn mend(options: &MendOptions) -> Result<MendOutcome, Failure> {
    let judge = Judge::new(options.preflight)?;
    let sizes = sizes(options.trim, judge.printer())?;
    let name = options.file.name();
    let wrong = |found: Diagnostic| Failure::input([found]);
    if let (Input::Path(file), Some(out)) = (options.file, options.out)
        && files::same(file, out)
    {
        let found = Diagnostic::error("output-file", format!("`{name}` is both the input and the output"));
        return Err(wrong(found.help("name another file behind `--fix`")));
    }
    options.out.map_or(Ok(()), |out| staging::check_file_of(out, "%PDF")).map_err(wrong)?;
    let source = options.file.read(PDF_BYTES).map_err(|error| wrong(error.diagnostic(None)))?;
    let file = File::parse(&source).map_err(|error| wrong(error.diagnostic(&name)))?;
    allowed(&file, &name).map_err(wrong)?;
    let title = Path::new(&name).file_stem().unwrap_or_default().to_string_lossy();
    let trim = sizes.first().copied().filter(|_| options.trim.is_some());
    let wanted = Wanted { printer: judge.printer(), sizes: &sizes, trim, title: &title };
    let mended = mend::mend(&file, &source, &wanted).map_err(wrong)?;
    let bytes = mended.bytes.unwrap_or_else(|| source.into());
    let shown = options.out.map_or_else(|| name.clone(), |out| out.display().to_string());
    let mut verdict = judge.pdf(shown, &bytes)?;
    let sha256 = staging::sha256(&bytes);
    verdict.mended = Some(Mended { source: name, bytes: bytes.len(), sha256, changes: mended.changes });
    if let Some(out) = options.out {
        staging::save_over(out, &bytes).map_err(wrong)?;
    }
    Ok(MendOutcome { bytes, verdict })
}

/// The trim that is named, else those that books have and those that the printer lists.
fn sizes(trim: Option<&str>, printer: Option<&Printer>) -> Result<Vec<Size>, Failure> {
    let Some(typed) = trim else {
        let listed = printer.and_then(|printer| printer.trims.sizes.as_ref());
        let listed = listed.into_iter().flat_map(|sizes| &sizes.is).map(|size| size.size);
        return Ok(usual_sizes().chain(listed).collect());
    };
    let mut report = Report::default();
    match given::<Trim>("--trim", typed, &mut report) {
        Some(trim) => Ok(vec![trim.0]),
        None => Err(Failure::Usage(report)),
    }
}
