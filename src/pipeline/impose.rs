//! In: a PDF of any program, and how to fold it. Out: a PDF of sheets. Refuses to touch what is on the pages.

use super::booklet::{output, plan};
use super::build::BuildOutcome;
use super::progress::Step;
use super::protection::allowed;
use super::{Artifact, Failure, Progress, Stage};
use crate::base::config::{Place, Set, given, given_number};
use crate::base::limits::PDF_BYTES;
use crate::base::register;
use crate::base::{Binding, Choice, Diagnostic, Folio, FolioStyle, Input, Point, Rect, Report, Size, files, staging};
use crate::design::BookletDesign;
use crate::fonts::{FaceId, Faces, builtin};
use crate::impose::{self, Blanks, Lettering};
use crate::manuscript::settings::{BookletScheme, BookletSettings, SheetFit, SheetFlip};
use crate::page::{Boxes, Document, Frame, Info, Item, Page, Side, StructureTree};
use crate::pdfread::stamps::stamps;
use crate::pdfread::{File, Form};
use crate::pictures::PictureRules;
use crate::{design, pdf};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What `chapbook impose` is told.
#[derive(Clone, Debug)]
pub struct ImposeOptions<'a> {
    pub file: Input<'a>,
    /// Where to save; without it the sheets stay in memory.
    pub out: Option<&'a Path>,
    pub booklet: BookletFlags,
    /// The page, from 1, that blanks stand before; at the end if nothing.
    pub blanks_before: Option<usize>,
    /// Whether a warning is an error.
    pub strict: bool,
    /// How severe codes are.
    pub levels: &'a [Choice],
}

/// What flags say, as they are typed.
#[derive(Clone, Debug, Default)]
pub struct BookletFlags {
    pub scheme: Option<BookletScheme>,
    /// Where the pages are bound; as the file says if nothing.
    pub binding: Option<Binding>,
    pub signature: Option<u16>,
    pub signatures: Option<u16>,
    pub sheet: Option<String>,
    pub fit: Option<SheetFit>,
    pub flip: Option<SheetFlip>,
    pub paper: Option<String>,
    pub caliper: Option<String>,
    pub creep: Option<u16>,
    pub two_up: bool,
    pub work_and_turn: bool,
    pub marks: bool,
    pub collating: bool,
    pub stations: Option<u16>,
    pub separate: bool,
    pub dummy: bool,
}

/// Imposes a file and saves the sheets; nothing is saved where something is wrong.
pub fn impose(options: &ImposeOptions, progress: &dyn Progress) -> Result<BuildOutcome, Failure> {
    let mut report = Report::default();
    let (levels, refused) = register::levels(options.levels, false);
    report.set_levels(levels.strict(options.strict));
    report.extend(refused);
    let design = choices(&options.booklet)?;
    let artifacts = match sheets(options, &design, &mut report, progress) {
        Ok(artifacts) => artifacts,
        Err(found) => {
            report.extend(found);
            Vec::new()
        }
    };
    Ok(BuildOutcome { report, artifacts, ..BuildOutcome::default() })
}

fn sheets(
    options: &ImposeOptions,
    design: &BookletDesign,
    report: &mut Report,
    progress: &dyn Progress,
) -> Result<Vec<Artifact>, Vec<Diagnostic>> {
    let one = |found: Diagnostic| vec![found];
    let name = options.file.name();
    if let (Input::Path(file), Some(out)) = (options.file, options.out)
        && files::same(file, out)
    {
        let found = Diagnostic::error("output-file", format!("`{name}` is both the input and the output"));
        return Err(vec![found.help("name another file with `-o`")]);
    }
    options.out.map_or(Ok(()), |out| staging::check_file_of(out, "%PDF")).map_err(one)?;
    let file = Step::of_all(Stage::Read).told(progress, || {
        let bytes = options.file.read(PDF_BYTES).map_err(|error| one(error.diagnostic(None)))?;
        File::parse(&bytes).map_err(|error| one(error.diagnostic(&name)))
    })?;
    told(&file, &name, report).map_err(one)?;
    let usual = if file.is_right_to_left() { Binding::Right } else { Binding::Left };
    let binding = options.booklet.binding.unwrap_or(usual);
    let document = document(Arc::new(file), Path::new(&name), binding);
    let plan = plan(design, blanks(options, document.pages.len())?, binding);
    let lettering = Lettering { faces: &document.fonts, face: FaceId(0) };
    let make = if design.dummy { impose::dummy } else { impose::impose };
    let imposed = Step::of_all(Stage::Layout).told(progress, || make(&document, &plan, &lettering)).map_err(one)?;
    report.extend(imposed.found);
    let file_name = options.out.and_then(Path::file_name).map_or("sheets.pdf".into(), OsStr::to_string_lossy);
    let all = imposed.document;
    let sides = if design.separate { impose::sides(&all) } else { Vec::new() };
    let mut files = vec![(file_name.to_string(), all)];
    files.extend(sides.into_iter().map(|(name, document)| (beside(&file_name, name), document)));
    let mut artifacts = Step::of_all(Stage::Write).told(progress, || {
        let written = files
            .into_iter()
            .map(|(name, document)| Ok(Artifact::new(None, name, pdf::write(&document)?, Some(document.pages.len()))));
        written.collect::<Result<Vec<Artifact>, Vec<Diagnostic>>>()
    })?;
    if let Some(out) = options.out {
        let paths: Vec<PathBuf> = artifacts.iter().map(|artifact| out.with_file_name(&artifact.name)).collect();
        paths.iter().try_for_each(|path| staging::check_file_of(path, "%PDF")).map_err(one)?;
        for (artifact, path) in artifacts.iter_mut().zip(paths) {
            staging::save_over(&path, &artifact.bytes).map_err(one)?;
            artifact.path = Some(path);
        }
    }
    Ok(artifacts)
}

/// `book.pdf` and `fronts` are `book-fronts.pdf`.
fn beside(file: &str, side: &str) -> String {
    let path = Path::new(file);
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    match path.extension() {
        Some(extension) => format!("{stem}-{side}.{}", extension.to_string_lossy()),
        None => format!("{stem}-{side}"),
    }
}

/// What its owner does not allow is not done; what was mended is said.
fn told(file: &File, name: &str, report: &mut Report) -> Result<(), Diagnostic> {
    if file.is_repaired {
        let why =
            format!("`{name}`: the cross-reference table of this PDF is damaged; its objects were found without it");
        report.add(Diagnostic::warning("pdf-repaired", why).help("look at every sheet, or make the PDF again"));
    }
    if let Some(first) = file.pages().iter().position(|page| !page.has_media) {
        let why = format!("`{name}`: page {} has no MediaBox, so it counts as US Letter", first + 1);
        report.add(Diagnostic::warning("box-missing", why).help("make the PDF again, with a MediaBox"));
    }
    let left: Vec<usize> = file.pages().iter().map(|page| stamps(file, page).left).collect();
    let count: usize = left.iter().sum();
    if count > 0 {
        let first = left.iter().position(|left| *left > 0).unwrap_or(0) + 1;
        let things =
            if count == 1 { "1 field or comment is".to_owned() } else { format!("{count} fields or comments are") };
        let why = format!("`{name}`: {things} not on the sheets, first on page {first}, for they do not print");
        let help = "flatten the PDF in the program that made it if they should be printed";
        report.add(Diagnostic::warning("annotations-left", why).help(help));
    }
    if allowed(file, name)? {
        let why = format!("`{name}` has an owner password; it allows printing and assembly");
        report.add(Diagnostic::hint("pdf-protected", why).help("the sheets are not protected"));
    }
    Ok(())
}

fn blanks(options: &ImposeOptions, pages: usize) -> Result<Blanks, Vec<Diagnostic>> {
    match options.blanks_before {
        None => Ok(Blanks::End),
        Some(page) if (1..=pages).contains(&page) => Ok(Blanks::Before(page - 1)),
        Some(page) => {
            let why = format!("blank pages cannot be inserted before page {page}: the file has {pages}");
            Err(vec![Diagnostic::error("booklet-blanks", why)])
        }
    }
}

/// Flags are judged as the settings are that bear their names.
fn choices(flags: &BookletFlags) -> Result<BookletDesign, Failure> {
    let mut report = Report::default();
    let found = &mut report;
    let settings = BookletSettings {
        cover: None,
        enabled: None,
        scheme: flags.scheme.map(|scheme| flag("--scheme", scheme)),
        signature: flags.signature.and_then(|pages| given_number("--signature", pages, found)),
        signatures: flags.signatures.and_then(|count| given_number("--signatures", count, found)),
        sheet: flags.sheet.as_ref().and_then(|sheet| given("--sheet", sheet, found)),
        fit: flags.fit.map(|fit| flag("--fit", fit)),
        flip: flags.flip.map(|flip| flag("--flip", flip)),
        blanks: None,
        paper: flags.paper.as_ref().and_then(|paper| given("--paper", paper, found)),
        caliper: flags.caliper.as_ref().and_then(|caliper| given("--caliper", caliper, found)),
        creep: flags.creep.and_then(|creep| given_number("--creep", creep, found)),
        two_up: Some(flag("--two-up", flags.two_up)),
        work_and_turn: Some(flag("--work-and-turn", flags.work_and_turn)),
        marks: Some(flag("--marks", flags.marks)),
        collating: Some(flag("--collating-marks", flags.collating)),
        stations: flags.stations.and_then(|count| given_number("--sewing-stations", count, found)),
        separate: Some(flag("--separate-sides", flags.separate)),
        dummy: Some(flag("--dummy", flags.dummy)),
    };
    let design = design::booklet(&settings, found);
    if report.has_errors() { Err(Failure::Usage(report)) } else { Ok(design) }
}

fn flag<T>(name: &str, value: T) -> Set<T> {
    Set { value, place: Place::new(None, format!("`{name}`")) }
}

/// Every page of the file as a page of ours, that shows it as a form.
fn document(file: Arc<File>, path: &Path, binding: Binding) -> Document {
    let mut faces = Faces::default();
    // A family of the program is always there.
    if let Some([regular, ..]) = builtin::family("Source Sans") {
        faces.add(regular);
    }
    let pages = Form::all(&file).into_iter().map(page).collect();
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let title = file.title().filter(|title| !title.trim().is_empty()).unwrap_or(stem);
    Document {
        pages,
        binding,
        fonts: Arc::new(faces),
        outline: Vec::new(),
        structure: StructureTree::default(),
        info: Info { title, ..Info::default() },
        pictures: PictureRules::default(),
        output: output(),
    }
}

fn page(form: Form) -> Page {
    let (at, trim) = (form.index(), form.size());
    let [left, top, right, bottom] = form.bleed();
    let whole = Size::new(left + trim.width + right, top + trim.height + bottom);
    let bleed = Rect { origin: Point::new(-left, -top), size: whole };
    Page {
        boxes: Boxes { trim, bleed, media: bleed },
        side: if at.is_multiple_of(2) { Side::Recto } else { Side::Verso },
        folio: Some(Folio::of_index(FolioStyle::Arabic, at)),
        frame: Arc::new(Frame { size: trim, items: vec![(Point::ZERO, Item::Form(form))] }),
    }
}
