//! `folio completions`: what a shell needs to complete commands, and the page for `man`.

use std::io;

use clap::{Command, CommandFactory};
use clap_complete::Shell;
use clap_mangen::Man;

use crate::cli::args::{Cli, CompletionsArgs, HelpFor};
use crate::cli::context::Context;
use crate::cli::error::CommandError;
use crate::cli::exit::Exit;

/// Prints what a shell or `man` reads.
pub(crate) fn run(args: &CompletionsArgs, context: &Context) -> Result<Exit, CommandError> {
    context.print(&written(args.shell)?)?;
    Ok(Exit::Success)
}

/// Returns what a shell or `man` reads.
pub(crate) fn written(reader: HelpFor) -> Result<String, CommandError> {
    let shell = match reader {
        HelpFor::Bash => Shell::Bash,
        HelpFor::Elvish => Shell::Elvish,
        HelpFor::Fish => Shell::Fish,
        HelpFor::Powershell => Shell::PowerShell,
        HelpFor::Zsh => Shell::Zsh,
        HelpFor::Man => {
            return manual().map_err(|_| CommandError::new("failed to write the page for `man`"));
        }
    };
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "folio", &mut script);
    Ok(String::from_utf8_lossy(&script).into_owned())
}

/// Returns one page for the program and all its commands: whoever types `man folio` finds what they
/// look for without knowing a second name.
fn manual() -> io::Result<String> {
    let command = Cli::command().disable_help_subcommand(true);
    let mut page = Vec::new();
    let man = Man::new(command.clone()).title("folio").manual("folio");
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    page.extend_from_slice(b".SH COMMANDS\n");
    for command in command.get_subcommands() {
        write_command(command, "folio", &mut page)?;
    }
    Ok(String::from_utf8_lossy(&page).into_owned())
}

fn write_command(command: &Command, above: &str, page: &mut Vec<u8>) -> io::Result<()> {
    let name = format!("{above} {}", command.get_name());
    let man = Man::new(
        command
            .clone()
            .bin_name(&name)
            .disable_help_flag(true)
            .disable_help_subcommand(true),
    );
    let mut own = Vec::new();
    man.render_synopsis_section(&mut own)?;
    man.render_description_section(&mut own)?;
    if command.get_arguments().next().is_some() {
        man.render_options_section(&mut own)?;
    }
    // The sections of a page of its own are what this page says of one command.
    for line in String::from_utf8_lossy(&own).lines() {
        let line = match line.strip_prefix(".SH ") {
            None => line,
            Some("SYNOPSIS") => &format!(".SS {name}"),
            Some("DESCRIPTION") => ".PP",
            Some(_) => continue,
        };
        page.extend_from_slice(line.as_bytes());
        page.push(b'\n');
    }
    for below in command.get_subcommands() {
        write_command(below, &name, page)?;
    }
    Ok(())
}
