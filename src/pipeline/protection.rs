//! In: a PDF of any program. Out: whether its owner allows that it is printed and put together anew. Refuses to know what is
//! made of it.

use crate::base::Diagnostic;
use crate::pdfread::File;

/// Whether it has an owner's password.
///
/// # Errors
///
/// What its owner does not allow.
pub fn allowed(file: &File, name: &str) -> Result<bool, Diagnostic> {
    let Some(protection) = file.protection else { return Ok(false) };
    let refused = match (protection.prints, protection.assembles) {
        (false, _) => "printing (bit 3 of its permissions)",
        (true, false) => "assembly (bit 11 of its permissions)",
        (true, true) => return Ok(true),
    };
    let why = format!("`{name}` has an owner password, and does not allow {refused}");
    Err(Diagnostic::error("pdf-protected", why).help("ask whoever made it for a file that allows it"))
}
