//! `folio milestone supervisor`: a new supervisor from a day on, and the key to sign with.

use std::path::Path;

use folio::diagnostics::text::inline;
use folio::diagnostics::{Door, FileError, MAX_TEXT_BYTES, ProjectPath, Target, read_bytes};
use folio::milestones::{self, AllowedSigners, NAMESPACE, SIGNERS};
use jiff::civil::Date;

use crate::cli::args::milestone::SupervisorArgs;
use crate::cli::error::CommandError;
use crate::cli::exit::Exit;
use crate::cli::milestone::MilestoneContext;
use crate::cli::milestone::ask::{Question, anything, day};
use crate::cli::milestone::record::{history, record, report_nothing};
use crate::cli::opened::{Opened, Text};

/// Records a new supervisor, and adds a key to the list of signers.
pub(crate) fn run(args: &SupervisorArgs, cx: &MilestoneContext<'_>) -> Result<Exit, CommandError> {
    let SupervisorArgs {
        name,
        email,
        from,
        until,
        key,
    } = args;
    let asker = cx.asker;
    let opened = cx.open(Text::Unread)?;
    let who = Question::new(
        "the name of the supervisor",
        "folio milestone supervisor NAME",
        "The supervisor's name:",
        "As it is printed, such as: Dr Jane Smith",
    );
    let name = asker.text(name.as_deref(), &who)?;
    let address = Question::new(
        "the address of the supervisor",
        "--email ADDRESS",
        "The e-mail address:",
        "It stands for this person in every decision",
    );
    let email = asker.text(email.as_deref(), &address)?;
    let since = Question::new(
        "the first day",
        "--from DATE",
        "From which day on?",
        "The day as year-month-day, such as 2027-05-20",
    );
    let from = asker.value(*from, &since, day)?;
    let file = Question::new(
        "the key",
        "--key FILE",
        "The public key to sign with:",
        "A file that ends in .pub; Enter for none, decisions are recorded in words then",
    );
    let given = key.as_ref().map(|path| path.display().to_string());
    let key = asker
        .maybe(given.as_deref(), &file, &anything)?
        .map(|path| read_public(&cx.machine.current_dir.join(path)))
        .transpose()?;
    let addition = key
        .as_deref()
        .map(|key| Addition::of(&opened, &email, from, key))
        .transpose()?;

    let history = history(&opened)?;
    let now = opened.basis(&history, "").supervisor();
    let is_same = now.is_some_and(|term| {
        let same = |one: &str, other: &str| one.trim().eq_ignore_ascii_case(other.trim());
        same(&term.name, &name) && term.email.is_none_or(|it| same(&it, &email))
    });
    match (is_same, &addition) {
        (true, Some(addition)) => {
            asker.confirm(&format!("  {} in {SIGNERS}\n", addition.line))?;
            addition.write()?;
            let (name, said) = (inline(&name, 100), addition.said());
            report_nothing(cx, &format!("{name} supervises already: {said}\n"))?;
        }
        (true | false, _) => {
            record(&opened, cx, &|basis| {
                milestones::supervisor(basis, &name, &email, (from, *until), key.as_deref())
            })?;
            if let Some(addition) = &addition {
                addition.write()?;
                cx.say(&addition.said());
            }
        }
    }
    Ok(Exit::Success)
}

/// Reads a public key as its kind and its digits, without the comment.
fn read_public(path: &Path) -> Result<String, CommandError> {
    let shown = inline(&path.display().to_string(), 200);
    let text = String::from_utf8(read_bytes(path, 1 << 20)?).unwrap_or_default();
    let text = text.trim_start_matches('\u{feff}').trim();
    let words: Vec<&str> = text.split_whitespace().collect();
    let known = AllowedSigners::parse(&format!("somebody {}", words.join(" ")));
    let (Some(_), [kind, digits, ..]) = (known.lines.first(), words.as_slice()) else {
        let hint = match text.contains("PRIVATE KEY") {
            true => {
                "this is the private half, which stays with its owner: give the file that \
                     ends in `.pub`"
            }
            false => "give the file that ends in `.pub`, such as `id_ed25519.pub`",
        };
        return Err(CommandError::new(format!("{shown} is no public key of SSH")).hint(hint));
    };
    Ok(format!("{kind} {digits}"))
}

/// A line to be added to the list of signers.
struct Addition {
    target: Target,
    before: String,
    line: String,
    is_there: bool,
}

impl Addition {
    fn of(opened: &Opened, email: &str, from: Date, key: &str) -> Result<Self, CommandError> {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "@.-_+".contains(c);
        if !email.chars().all(is_plain) {
            return Err(CommandError::new(format!(
                "`{}` cannot stand in {SIGNERS}",
                inline(email, 60)
            ))
            .hint("use an address of letters, digits and `.`, `-`, `_`, `+`"));
        }
        let stands = ProjectPath::new(SIGNERS).filter(|path| opened.store.stands(path));
        let before = match &stands {
            Some(path) => opened.store.private_text(path, MAX_TEXT_BYTES)?,
            None => String::new(),
        };
        let day = from.strftime("%Y%m%d");
        let line = format!("{email} namespaces=\"{NAMESPACE}\",valid-after=\"{day}\" {key}");
        let new = AllowedSigners::parse(&line);
        let is_there = new.lines.iter().all(|new| {
            let mut known = opened.signers.lines.iter();
            known.any(|it| {
                it.key.key_data() == new.key.key_data()
                    && it.principals == new.principals
                    && it
                        .valid_after
                        .is_none_or(|after| Some(after) <= new.valid_after)
            })
        });
        let project = Door::open(&opened.project.root)?;
        let (folder, name) = SIGNERS.split_once('/').unwrap_or((".", SIGNERS));
        let target = Target::within(&project, folder, name)?;
        Ok(Self {
            target,
            before,
            line,
            is_there,
        })
    }

    /// Adds the line behind the others, which stay as they are.
    fn write(&self) -> Result<(), FileError> {
        if self.is_there {
            return Ok(());
        }
        let end = match self.before.is_empty() || self.before.ends_with('\n') {
            true => "",
            false => "\n",
        };
        let text = format!("{}{end}{}\n", self.before, self.line);
        self.target.write(text.as_bytes())
    }

    fn said(&self) -> String {
        match self.is_there {
            true => format!("the key stands in {SIGNERS} already"),
            false => format!("the key was added to {SIGNERS}"),
        }
    }
}
