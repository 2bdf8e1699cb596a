//! The one door to other programs: the editor and the browser of the person who is here. None is run through a shell.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "the door to other programs")]

use std::env;
use std::ffi::OsStr;
use std::io;
use std::process::{Command, Stdio};

/// The editor that this person's environment names.
pub fn editor() -> Option<String> {
    ["VISUAL", "EDITOR"].into_iter().filter_map(|name| env::var(name).ok()).find(|value| !value.trim().is_empty())
}

/// Starts a program and does not wait for it; what it says is not heard.
///
/// # Errors
///
/// There is no such program, or it cannot be run.
pub fn start<A: AsRef<OsStr>>(program: &str, arguments: impl IntoIterator<Item = A>) -> io::Result<()> {
    let mut command = Command::new(program);
    let command = command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn()?;
    // Somebody must hear that it ended, or its name stays taken.
    std::thread::spawn(move || child.wait());
    Ok(())
}

/// Shows an address in the person's browser.
///
/// # Errors
///
/// There is none that can be found.
pub fn browse(address: &str) -> io::Result<()> {
    let (program, before): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("rundll32", &["url.dll,FileProtocolHandler"])
    } else {
        ("xdg-open", &[])
    };
    start(program, before.iter().copied().chain([address]))
}
