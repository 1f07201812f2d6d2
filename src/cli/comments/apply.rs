//! Taking changes over: shown first, asked about, and kept as it was before.

use folio::diagnostics::text::{count, inline};
use folio::diagnostics::{Door, ProjectPath, Store};
use folio::word::{Applied, CommentsGo, printed_blocks};
use similar::{ChangeTag, TextDiff};

use crate::cli::args::comments::{CommentsArgs, RemarksChoice};
use crate::cli::comments::Reviewed;
use crate::cli::context::Context;
use crate::cli::error::CommandError;
use crate::cli::exit::Exit;
use crate::cli::terminal::confirm;

/// Where the words of other people are kept; no package takes it, and git does not see it.
const REVIEWS: &str = "reviews";
/// How many signs around a change are shown.
const AROUND: usize = 50;

/// Shows what would change, asks, and writes it.
pub(super) fn run(
    args: &CommentsArgs,
    reviewed: &Reviewed,
    store: &Store,
    context: &Context,
) -> Result<Exit, CommandError> {
    let go = match args.remarks {
        RemarksChoice::Chapters => CommentsGo::Chapters,
        RemarksChoice::List => CommentsGo::List,
    };
    // The name stands for any chapter: what is printed does not depend on it.
    let any = ProjectPath::new("chapters/chapter.md");
    let printed = |text: &str| {
        any.as_ref()
            .map_or_else(Vec::new, |path| printed_blocks(path, text))
    };
    let applied = reviewed.review.apply(go, &printed);
    for (path, before, after) in &applied.files {
        context.say(&format!("\n{path}\n{}", difference(before, after)));
    }
    context.say(&refusals(&applied));
    if applied.files.is_empty() && applied.list.is_empty() {
        context.say("there is nothing to write");
        return Ok(exit(&applied));
    }
    if !args.yes {
        if !context.can_ask() {
            return Err(CommandError::new(
                "nothing was written: nobody can be asked here whether the changes above are right",
            )
            .hint("read them, and add `--yes` to write them"));
        }
        let files = count(applied.files.len(), "file");
        confirm(
            &format!("Write the changes above into {files}?"),
            "add `--yes` to write without a question",
        )?;
    }
    let door = store.door().cloned();
    let door = match door {
        Some(door) => door,
        None => Door::open(&reviewed.project.root)?,
    };
    write(&applied, reviewed, &door, context)?;
    Ok(exit(&applied))
}

fn exit(applied: &Applied) -> Exit {
    match applied.refused.is_empty() {
        true => Exit::Success,
        false => Exit::Findings,
    }
}

fn write(
    applied: &Applied,
    reviewed: &Reviewed,
    door: &Door,
    context: &Context,
) -> Result<(), CommandError> {
    let stem = reviewed.name.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = context.gate.file_stem(stem.trim_end_matches(".docx"), 40);
    let stem = if stem.is_empty() {
        "review".to_owned()
    } else {
        stem
    };
    // Nothing that was kept before is written over.
    let free = |suffix: &str| {
        let mut names = std::iter::once(format!("{REVIEWS}/{stem}{suffix}"))
            .chain((2..).map(|number| format!("{REVIEWS}/{stem}-{number}{suffix}")));
        names
            .find(|name| !door.stands(name))
            .unwrap_or_else(|| format!("{REVIEWS}/{stem}{suffix}"))
    };
    ignore(door)?;
    if !applied.files.is_empty() {
        let kept = free("-before");
        for (path, before, _) in &applied.files {
            door.create_new(format!("{kept}/{path}"), before.as_bytes())?;
        }
        for (path, _, after) in &applied.files {
            door.write(path, after.as_bytes())?;
        }
        context.say(&format!(
            "{} changed and {} placed in {}; the files as they were are in {kept}/",
            count(applied.paragraphs, "paragraph"),
            count(applied.comments, "comment"),
            count(applied.files.len(), "file"),
        ));
    }
    if !applied.list.is_empty() {
        let list = free(".md");
        let text = format!(
            "# Comments in {}\n\n{}",
            inline(&reviewed.name, 120),
            applied.list
        );
        door.create_new(&list, text.as_bytes())?;
        context.say(&format!("comments as a list: {list}"));
    }
    Ok(())
}

/// Keeps the words of other people out of git.
fn ignore(door: &Door) -> Result<(), CommandError> {
    const NAME: &str = ".gitignore";
    let text = match door.stands(NAME) {
        true => door.read(NAME.as_ref(), 1 << 20)?,
        false => Vec::new(),
    };
    let mut text = String::from_utf8_lossy(&text).into_owned();
    let line = format!("{REVIEWS}/");
    if text.lines().any(|known| known.trim() == line) {
        return Ok(());
    }
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    text.push_str(&format!("\n# What others wrote about the text.\n{line}\n"));
    door.write(NAME, text.trim_start_matches('\n').as_bytes())?;
    Ok(())
}

/// Says what is not done, and why.
fn refusals(applied: &Applied) -> String {
    let mut out = String::new();
    for refused in &applied.refused {
        let place = match &refused.place {
            Some((path, line)) => format!("{path}:{line}"),
            None => "somewhere".to_owned(),
        };
        out.push_str(&format!(
            "not taken over at {place}: {}\n  in the chapter: {}\n  in Word:        {}\n",
            refused.why,
            inline(&refused.here, 300),
            inline(&refused.there, 300),
        ));
    }
    out
}

/// Returns the lines that differ, word by word: `[-old-]` and `{+new+}`, as git marks them.
fn difference(before: &str, after: &str) -> String {
    let mut out = String::new();
    let lines = TextDiff::from_lines(before, after);
    for group in lines.grouped_ops(0) {
        for operation in group {
            let old: String = lines
                .iter_changes(&operation)
                .filter(|it| it.tag() != ChangeTag::Insert)
                .map(|it| it.value())
                .collect();
            let new: String = lines
                .iter_changes(&operation)
                .filter(|it| it.tag() != ChangeTag::Delete)
                .map(|it| it.value())
                .collect();
            if old == new {
                continue;
            }
            let line = operation.old_range().start + 1;
            let words = TextDiff::from_words(old.trim_end(), new.trim_end());
            let mut text = String::new();
            let all: Vec<_> = words.iter_all_changes().collect();
            let mut at = 0;
            while at < all.len() {
                let tag = all[at].tag();
                let run: String = all[at..]
                    .iter()
                    .take_while(|it| it.tag() == tag)
                    .map(|it| it.value())
                    .collect();
                let length = all[at..].iter().take_while(|it| it.tag() == tag).count();
                let (is_first, is_last) = (at == 0, at + length == all.len());
                match tag {
                    ChangeTag::Delete => text.push_str(&format!("[-{run}-]")),
                    ChangeTag::Insert => text.push_str(&format!("{{+{run}+}}")),
                    ChangeTag::Equal => text.push_str(&near(&run, is_first, is_last)),
                }
                at += length;
            }
            let text = text.replace('\n', "\n         ");
            out.push_str(&format!("  {line:>6} {text}\n"));
        }
    }
    out
}

/// Returns what stands around changes, its middle left out.
fn near(text: &str, is_first: bool, is_last: bool) -> String {
    let signs: Vec<char> = text.chars().collect();
    let head: String = signs.iter().take(AROUND).collect();
    let tail: String = signs
        .iter()
        .skip(signs.len().saturating_sub(AROUND))
        .collect();
    match (is_first, is_last) {
        _ if signs.len() <= 2 * AROUND => text.to_owned(),
        (true, _) => format!("… {tail}"),
        (false, true) => format!("{head} …"),
        (false, false) => format!("{head} … {tail}"),
    }
}
