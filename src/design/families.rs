//! In: families as an author or a theme names them. Out: loaded faces. Refuses to know which role asks for which.

use super::Family;
use super::theme::Theme;
use super::values::refused;
use crate::base::{Folder, Report};
use crate::fonts::{Face, FaceId, Faces, FontError, builtin};
use crate::manuscript::settings::{FamilyFiles, FamilySetting, Settings};

/// What a book is set in.
pub(super) struct Fonts {
    pub faces: Faces,
    pub body: Family,
    pub heading: Family,
    pub mono: Family,
    pub fallback: Vec<FaceId>,
}

/// Nothing where an error was reported.
pub(super) fn load(settings: &Settings, theme: &Theme, folder: &Folder, report: &mut Report) -> Option<Fonts> {
    let typed = &settings.typography;
    let mut loader = Loader { faces: Faces::default(), settings, folder, report };
    let body = loader.family(typed.body.as_ref(), &theme.body, "[type] body");
    // A body that the author chose is chosen for headings too, unless the theme parts the two.
    let together = theme.heading == theme.body && typed.heading.is_none();
    let heading = match together {
        true => body,
        false => loader.family(typed.heading.as_ref(), &theme.heading, "[type] heading"),
    };
    let mono = loader.family(typed.mono.as_ref(), &theme.mono, "[type] mono");
    let mut fallback: Vec<Option<FaceId>> = typed
        .fallback
        .iter()
        .enumerate()
        .map(|(at, path)| loader.file(path, &format!("[type] fallback.{at}")))
        .collect();
    for name in builtin::FAMILIES {
        fallback.push(loader.builtin(name, "").map(|family| family.regular));
    }
    let mut ids: Vec<FaceId> = fallback.into_iter().collect::<Option<_>>()?;
    let mut seen = Vec::new();
    ids.retain(|id| {
        !seen.contains(id) && {
            seen.push(*id);
            true
        }
    });
    Some(Fonts { body: body?, heading: heading?, mono: mono?, fallback: ids, faces: loader.faces })
}

struct Loader<'a> {
    faces: Faces,
    settings: &'a Settings,
    folder: &'a Folder,
    report: &'a mut Report,
}

impl Loader<'_> {
    fn family(&mut self, typed: Option<&FamilySetting>, default: &str, key: &str) -> Option<Family> {
        match typed {
            None => self.builtin(default, key),
            Some(FamilySetting::Builtin(name)) => self.builtin(name, key),
            Some(FamilySetting::Files(files)) => self.files(files, key),
        }
    }

    fn builtin(&mut self, name: &str, key: &str) -> Option<Family> {
        let plain = |name: &str| name.to_lowercase().replace(['-', '_'], " ");
        let known = builtin::FAMILIES.iter().find(|known| plain(known) == plain(name));
        let Some([regular, italic, bold, bold_italic]) = known.and_then(|name| builtin::family(name)) else {
            let why = format!("no built-in family is named `{name}`");
            let help = format!("name one of {}, or give files: {{ regular = \"…\" }}", builtin::FAMILIES.join(", "));
            self.report.add(refused(self.settings, "font-unknown", key, &why).help(help));
            return None;
        };
        Some(Family {
            regular: self.faces.add(regular),
            italic: Some(self.faces.add(italic)),
            bold: Some(self.faces.add(bold)),
            bold_italic: Some(self.faces.add(bold_italic)),
        })
    }

    fn files(&mut self, files: &FamilyFiles, key: &str) -> Option<Family> {
        let regular = self.file(&files.regular, &format!("{key}.regular"));
        let mut other = |path: &Option<String>, name: &str| match path {
            Some(path) => self.file(path, &format!("{key}.{name}")).map(Some),
            None => Some(None),
        };
        let (italic, bold) = (other(&files.italic, "italic"), other(&files.bold, "bold"));
        let bold_italic = other(&files.bold_italic, "bold-italic");
        Some(Family { regular: regular?, italic: italic?, bold: bold?, bold_italic: bold_italic? })
    }

    fn file(&mut self, path: &str, key: &str) -> Option<FaceId> {
        let bytes =
            self.folder.bytes(path).map_err(|why| self.report.add(why.diagnostic(self.settings.place(key)))).ok()?;
        let face = Face::new(bytes, 0).map_err(|why| {
            let code = match why {
                FontError::Broken(_) => "font-broken",
                FontError::Restricted => "font-restricted",
            };
            self.report.add(refused(self.settings, code, key, &format!("the font `{path}` cannot be used: {why}")));
        });
        Some(self.faces.add(face.ok()?))
    }
}
