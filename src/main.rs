//! Arguments in, an exit code out; and the last net under a fault of our own.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "the arguments come in here")]

use chapbook::base::limits::{FOREIGN_THREAD, STACK};
use std::process::ExitCode;

/// What sysexits.h calls an internal software error.
const INTERNAL: u8 = 70;

fn main() -> ExitCode {
    std::panic::set_hook(Box::new(|panic| {
        if std::thread::current().name() == Some(FOREIGN_THREAD) {
            return;
        }
        let place = panic.location().map(|at| format!(" ({}:{})", at.file(), at.line())).unwrap_or_default();
        eprintln!("chapbook: internal error{place}; please report it with the book that caused it");
    }));
    outgrow_quietly();
    let done = std::panic::catch_unwind(|| {
        let pool = rayon::ThreadPoolBuilder::new().stack_size(STACK).build();
        let run = || chapbook::cli::run(std::env::args_os());
        match pool {
            Ok(pool) => pool.install(run),
            Err(_) => run(),
        }
    });
    ExitCode::from(done.unwrap_or(INTERNAL))
}

/// A file that outgrows the limit of its user is an error of the write, as on a full disk; without this the system would
/// end the program with half a file left.
#[cfg(unix)]
fn outgrow_quietly() {
    let seen = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, seen);
}

#[cfg(not(unix))]
fn outgrow_quietly() {}
