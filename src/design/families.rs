//! In: families as an author or a theme names them. Out: loaded faces. Refuses to know which role asks for which.

use super::theme::Theme;
use super::{Family, FamilyId};
use crate::base::config::{FilePath, Place, Set};
use crate::base::{Folder, Report};
use crate::fonts::{AxisValue, Builtin, Face, FaceId, Faces, FontError, builtin};
use crate::manuscript::settings::{FamilyFiles, FamilySetting, Settings};
use std::collections::BTreeMap;

/// The families that every book has, as styles name them.
const ROLES: [(&str, FamilyId); 4] = [
    ("body", FamilyId::BODY),
    ("heading", FamilyId::HEADING),
    ("mono", FamilyId::MONO),
    ("display", FamilyId::DISPLAY),
];

/// The family whose digits stand where others have none.
const DIGITS: &str = "Source Sans";

/// What a book is set in.
pub(super) struct Fonts {
    pub faces: Faces,
    /// By `FamilyId`.
    pub families: Vec<Family>,
    /// What the ebook calls them.
    pub family_names: Vec<String>,
    pub names: BTreeMap<String, FamilyId>,
    /// The same families at other values of their axes.
    pub instances: BTreeMap<(FamilyId, u8), FamilyId>,
    pub fallback: Vec<FaceId>,
}

/// Nothing where an error was reported.
pub(super) fn load(settings: &Settings, theme: &Theme, folder: &Folder, report: &mut Report) -> Option<Fonts> {
    let typed = &settings.typography;
    let mut loader = Loader { faces: Faces::default(), folder, report };
    let body = loader.family(typed.body.as_ref(), &theme.body);
    // A body that the author chose is chosen for headings too, unless the theme parts the two.
    let together = theme.heading == theme.body && typed.heading.is_none();
    let heading = match together {
        true => body,
        false => loader.family(typed.heading.as_ref(), &theme.heading),
    };
    let mono = loader.family(typed.mono.as_ref(), &theme.mono);
    let display = match (&typed.display, &theme.display) {
        (None, None) => heading,
        (own, usual) => loader.family(own.as_ref(), usual.as_deref().unwrap_or(&theme.heading)),
    };
    let others = typed.families.iter().flat_map(|families| &families.0);
    let others: Vec<_> = others.map(|(name, own)| (name.clone(), loader.family(Some(own), ""))).collect();
    let mut fallback: Vec<Option<FaceId>> = typed.fallback.iter().map(|path| loader.file(path)).collect();
    for name in builtin::FAMILIES {
        fallback.push(loader.builtin(name, &Place::default()).map(|family| family.regular));
    }
    fallback.extend(Builtin::signs().map(|face| Some(loader.faces.add_builtin(face))));
    let mut ids: Vec<FaceId> = fallback.into_iter().collect::<Option<_>>()?;
    let mut seen = Vec::new();
    ids.retain(|id| {
        !seen.contains(id) && {
            seen.push(*id);
            true
        }
    });
    let body = body?;
    let digits = loader.builtin(DIGITS, &Place::default())?;
    let digits = Family { regular: digits.regular, ..Family::default() };
    let mut families = vec![body, heading?, mono?, display?, digits];
    let mut names: BTreeMap<String, FamilyId> = ROLES.into_iter().map(|(name, id)| (name.to_owned(), id)).collect();
    let mut family_names: Vec<String> = ["body", "heading", "mono", "display", "digits"].map(str::to_owned).into();
    for (name, family) in others {
        family_names.push(format!("own-{}", family_names.len() - 4));
        names.insert(name, FamilyId(u8::try_from(families.len()).ok()?));
        families.push(family?);
    }
    let instances = BTreeMap::new();
    Some(Fonts { families, family_names, names, instances, fallback: ids, faces: loader.faces })
}

impl Fonts {
    /// Adds every family that has faces of variable fonts with such axes, for each set of them.
    pub fn vary(&mut self, sets: &[Vec<AxisValue>]) {
        let known = self.families.len();
        for (nth, axes) in (0..).zip(sets) {
            for at in (0..known).filter(|at| *at != usize::from(FamilyId::DIGITS.0)) {
                let family = self.families[at];
                let mut instance = |id: FaceId| Some(self.faces.add(self.faces.get(id).instance(axes)?));
                let Some(regular) = instance(family.regular) else { continue };
                let mut other = |face: Option<FaceId>| face.map(|face| instance(face).unwrap_or(face));
                let (italic, bold) = (other(family.italic), other(family.bold));
                let bold_italic = other(family.bold_italic);
                let Ok(id) = u8::try_from(self.families.len()) else { return };
                self.instances.insert((FamilyId(at as u8), nth), FamilyId(id));
                self.families.push(Family { regular, italic, bold, bold_italic, ..family });
                self.family_names.push(format!("{}-axes-{}", self.family_names[at], nth + 1));
            }
        }
    }
}

struct Loader<'a> {
    faces: Faces,
    folder: &'a Folder,
    report: &'a mut Report,
}

impl Loader<'_> {
    fn family(&mut self, typed: Option<&Set<FamilySetting>>, default: &str) -> Option<Family> {
        let Some(typed) = typed else { return self.builtin(default, &Place::default()) };
        match &typed.value {
            FamilySetting::Builtin(name) => self.builtin(name, &typed.place),
            FamilySetting::Files(files) => self.files(files).map(|family| Family { span: typed.span(), ..family }),
        }
    }

    fn builtin(&mut self, name: &str, place: &Place) -> Option<Family> {
        let plain = |name: &str| name.to_lowercase().replace(['-', '_'], " ");
        let known = builtin::FAMILIES.iter().find(|known| plain(known) == plain(name));
        let Some([regular, italic, bold, bold_italic]) = known.and_then(|name| Builtin::family(name)) else {
            let why = format!("no built-in family is named `{name}`");
            let help =
                format!("choose one of {}, or give font files: {{ regular = \"…\" }}", builtin::FAMILIES.join(", "));
            self.report.add(place.error("font-unknown", why).help(help));
            return None;
        };
        Some(Family {
            regular: self.faces.add_builtin(regular),
            italic: Some(self.faces.add_builtin(italic)),
            bold: Some(self.faces.add_builtin(bold)),
            bold_italic: Some(self.faces.add_builtin(bold_italic)),
            span: place.span,
        })
    }

    fn files(&mut self, files: &FamilyFiles) -> Option<Family> {
        let regular = self.file(&files.regular);
        let mut other = |path: &Option<Set<FilePath>>| match path {
            Some(path) => self.file(path).map(Some),
            None => Some(None),
        };
        let (italic, bold) = (other(&files.italic), other(&files.bold));
        let bold_italic = other(&files.bold_italic);
        Some(Family { regular: regular?, italic: italic?, bold: bold?, bold_italic: bold_italic?, span: None })
    }

    fn file(&mut self, path: &Set<FilePath>) -> Option<FaceId> {
        let bytes = self.folder.bytes(path).map_err(|why| self.report.add(why.diagnostic(path.span()))).ok()?;
        let face = Face::new(bytes, 0).map_err(|why| {
            let code = match why {
                FontError::Broken(_) => "font-broken",
                FontError::Restricted => "font-restricted",
            };
            self.report.add(path.error(code, format!("the font `{}` cannot be used: {why}", path.value.0)));
        });
        Some(self.faces.add(face.ok()?))
    }
}
