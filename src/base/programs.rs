//! The one door to other programs: the editor and the browser of the person who is here, and git. None is run through a
//! shell.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "the door to other programs")]

use std::env;
use std::ffi::OsStr;
use std::io::{self, Read, Write};
use std::path::Path;
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

/// What a program that was waited for said.
#[derive(Debug, Default)]
pub struct Said {
    /// Whether it ended well.
    pub good: bool,
    pub out: Vec<u8>,
    /// The beginning of what it said on standard error.
    pub why: String,
}

/// Bytes of standard error that are kept.
const WHY: u64 = 4_000;

/// Runs git in a folder, with `input` to read, and waits for it. It asks nobody, fetches nothing, and takes no locks.
///
/// # Errors
///
/// There is no git, it cannot be run, or it says more than `most` bytes.
pub fn git(folder: &Path, arguments: &[&str], input: &[u8], most: u64) -> io::Result<Said> {
    let mut command = Command::new("git");
    command.arg("--no-pager").arg("-C").arg(folder).args(arguments);
    let quiet =
        [("GIT_TERMINAL_PROMPT", "0"), ("GIT_NO_LAZY_FETCH", "1"), ("GIT_OPTIONAL_LOCKS", "0"), ("LC_ALL", "C")];
    command.envs(quiet).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn()?;
    let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let read = |from: Option<&mut dyn Read>, most: u64| {
        let mut bytes = Vec::new();
        from.map_or(Ok(0), |from| from.take(most).read_to_end(&mut bytes)).map(|_| bytes)
    };
    // All three at once: a full pipe stops the program.
    let (out, why) = std::thread::scope(|scope| {
        scope.spawn(move || stdin.map(|mut pipe| pipe.write_all(input)));
        let why = scope.spawn(move || {
            let mut pipe = stderr;
            let why = read(pipe.as_mut().map(|pipe| pipe as &mut dyn Read), WHY).unwrap_or_default();
            let _ = pipe.map(|mut pipe| io::copy(&mut pipe, &mut io::sink()));
            why
        });
        let mut pipe = stdout;
        let out = read(pipe.as_mut().map(|pipe| pipe as &mut dyn Read), most + 1);
        if !out.as_ref().is_ok_and(|out| out.len() as u64 <= most) {
            let _ = child.kill();
        }
        (out, why.join().unwrap_or_default())
    });
    let ended = child.wait()?;
    let out = out?;
    if out.len() as u64 > most {
        return Err(io::Error::other(format!("git says more than {most} bytes")));
    }
    Ok(Said { good: ended.success(), out, why: String::from_utf8_lossy(&why).trim().to_owned() })
}
