//! In: the command line as it is declared. Out: its manual, and scripts that complete it. Refuses to know what commands do.

use super::args::Arguments;
use crate::base::Diagnostic;
use crate::pipeline::Failure;
use clap::CommandFactory;
use clap_complete::Shell;
use clap_mangen::Man;

/// A script for a shell.
pub fn completions(shell: Shell) -> String {
    let mut bytes = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), env!("CARGO_PKG_NAME"), &mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A page in troff: the program's, or a command's.
pub fn page(command: Option<&str>) -> Result<String, Failure> {
    let mut all = Arguments::command();
    // Names of commands then say the program's too.
    all.build();
    let shown = match command {
        None => all,
        Some(name) => all.find_subcommand(name).cloned().ok_or_else(|| unknown(name))?,
    };
    let mut bytes = Vec::new();
    // Memory takes all that is written.
    let _ = Man::new(shown).render(&mut bytes);
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn unknown(name: &str) -> Failure {
    let found = Diagnostic::error("command-unknown", format!("there is no command `{name}`"));
    Failure::usage([found.help("`chapbook --help` lists the commands")])
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::ValueEnum;

    #[test]
    fn every_command_has_a_page_and_every_shell_a_script() {
        let text = page(None).unwrap();
        for command in Arguments::command().get_subcommands() {
            let own = page(Some(command.get_name())).unwrap();
            assert!(own.contains(".SH SYNOPSIS") && own.contains(".SH DESCRIPTION"), "{}", command.get_name());
            assert!(text.contains(&command.get_name().replace('-', "\\-")), "{}", command.get_name());
        }
        assert!(page(Some("sing")).is_err());
        for shell in Shell::value_variants() {
            assert!(completions(*shell).contains("preflight"), "{shell}");
        }
    }
}
