//! What `folio --help` shows: the commands by what they are for.

use clap::{Command, CommandFactory};
use comfy_table::{ColumnConstraint, Width};

use crate::cli::args::Cli;
use crate::cli::table::{print, table};
use crate::cli::terminal::width as terminal_width;

/// The commands of each purpose, in the order in which a dissertation meets them.
const GROUPS: &[(&str, &[&str])] = &[
    ("Write", &["new", "watch", "build", "where", "cite"]),
    ("Words and checks", &["count", "check"]),
    (
        "Your supervisor",
        &["status", "milestone", "diff", "comments"],
    ),
    ("Handing in", &["package", "verify"]),
    ("Offices", &["cohort"]),
    (
        "This computer",
        &["setup", "doctor", "completions", "schema"],
    ),
];

/// Commands that look at no project, so that what every command takes means nothing to them.
const WITHOUT_PROJECT: &[&str] = &["completions", "schema"];

/// As wide as clap makes its own help.
const WIDEST: u16 = 100;

/// Returns the command line as clap reads it. Its own list of commands is hidden: the help has one in
/// groups.
pub(crate) fn command() -> Command {
    let mut command = Cli::command();
    let template = format!(
        "{{about}}\n\n{{usage-heading}} {{usage}}\n\n{}\
         Alone it says where you stand and what to type next.\n\n{{all-args}}",
        listed(&command)
    );
    for name in GROUPS.iter().flat_map(|(_, names)| *names) {
        command = command.mut_subcommand(name, |it| it.hide(true));
    }
    for name in WITHOUT_PROJECT {
        command = command.mut_subcommand(name, |it| {
            it.help_template("{about}\n\n{usage-heading} {usage}\n\nArguments:\n{positionals}\n")
                .override_usage(format!(
                    "folio {name} <{}>",
                    if *name == "schema" { "WHAT" } else { "SHELL" }
                ))
        });
    }
    command.help_template(template)
}

/// Returns the commands with what they do, a group after the other.
fn listed(command: &Command) -> String {
    let names = GROUPS.iter().flat_map(|(_, names)| *names);
    let widest = names.map(|name| name.len()).max().unwrap_or_default();
    let first = u16::try_from(widest + 4).unwrap_or(u16::MAX);
    let group = |(title, names): &(&str, &[&str])| {
        let mut rows = table(terminal_width().min(WIDEST), &[]);
        for name in *names {
            let about = command.find_subcommand(name).and_then(Command::get_about);
            let about = about.map(ToString::to_string).unwrap_or_default();
            rows.add_row([format!("  {name}"), about]);
        }
        if let Some(column) = rows.column_mut(0) {
            column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(first)));
        }
        format!("{title}:\n{}\n", print(&rows))
    };
    GROUPS.iter().map(group).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_stands_in_one_group() {
        let command = Cli::command();
        let mut all: Vec<&str> = command.get_subcommands().map(Command::get_name).collect();
        let mut grouped: Vec<&str> = GROUPS
            .iter()
            .flat_map(|(_, names)| *names)
            .copied()
            .collect();
        all.sort_unstable();
        grouped.sort_unstable();
        assert_eq!(grouped, all);
    }
}
