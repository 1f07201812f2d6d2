//! `folio count`: the words of the typeset pages, held to the limit.

mod appeal;
mod tables;
pub(crate) mod view;

use std::io::{self, Read};
use std::path::Path;

use folio::diagnostics::Target;
use folio::diagnostics::text::{self, did_you_mean, thousands};
use folio::dissertation::Edition;
use folio::pipeline::{CountReport, CountRequest, ProofKind, Request};
use folio::words::{Convention, Counter, count_text};
use folio::worker::{Answer, PROOF};

use crate::cli::args::{CountArgs, CounterChoice, Format};
use crate::cli::at_work::AtWork;
use crate::cli::context::Context;
use crate::cli::count::tables::CountOptions;
use crate::cli::count::view::{CountView, TextView, WordsView};
use crate::cli::error::CommandError;
use crate::cli::exit::Exit;
use crate::cli::output::{check_is_html, check_is_pdf, shown_path};
use crate::cli::verdict;

/// Text on standard input may be so long: some six hundred dissertations.
const MAX_STDIN_BYTES: u64 = 32 << 20;

/// Counts a project, or plain text from standard input.
pub(crate) fn run(args: &CountArgs, context: &Context) -> Result<Exit, CommandError> {
    if args.stdin {
        return run_on_text(args, context);
    }
    let root = context.root(args.folder.named())?;
    let (mut at_work, _) = AtWork::open(&root, &args.limits, context)?;
    let proof = args
        .proof
        .as_deref()
        .map(|path| Proof::at(path, context))
        .transpose()?;
    let request = CountRequest {
        edition: Edition::submission(false),
        policy: args.policy.clone(),
        convention: args.convention.clone(),
        all_policies: args.all_policies,
        words: args.words,
        proof: proof.as_ref().map(|proof| proof.kind),
        against: args.against.map(|theirs| (theirs, args.from.map(counter))),
        since: args.since.clone(),
    };
    let mut answer: Answer<CountReport> = at_work.ask_to_show(Request::Count(request), context)?;
    if let Some(proof) = &proof {
        proof.target.write(&answer.take(PROOF))?;
        let shown = shown_path(proof.target.path(), &context.current_dir);
        context.say(&format!("every word on its page: {shown}"));
    }
    let mut counting = answer.said;
    let CountReport {
        findings,
        sources,
        exempt,
        too_long,
        words,
        ..
    } = &mut counting;
    context.gate.cover(findings, sources);
    let words = words.iter_mut().map(|row| &mut row.word);
    context.gate.cover_words(words);
    let paragraphs = too_long.iter_mut().flat_map(|it| &mut it.paragraphs);
    let quoted = exempt.iter_mut().map(|it| &mut it.text);
    for text in quoted.chain(paragraphs.map(|it| &mut it.text)) {
        *text = context.gate.excerpt(text);
    }
    context.show(&counting.overruled, &counting.sources);
    context.show(&counting.findings, &counting.sources);
    match (args.format, args.words) {
        (Format::Json, true) => context.print_json(&WordsView::new(&counting))?,
        (Format::Json, false) => context.print_json(&CountView::new(&counting))?,
        (Format::Human, true) => {
            context.print(&tables::words(&counting))?;
            context.say(verdict::in_words(&counting.short, context.today).trim_end());
        }
        (Format::Human, false) => {
            let shown = CountOptions {
                sections: args.sections,
                width: context.width(),
                today: context.today,
            };
            context.print(&tables::count(&counting, &shown))?;
        }
    }
    Ok(if counting.short.fails() {
        Exit::Findings
    } else {
        Exit::Success
    })
}

/// Where the drawing of the count goes.
struct Proof {
    target: Target,
    kind: ProofKind,
}

impl Proof {
    /// Looks before the work whether the file can be written.
    fn at(path: &Path, context: &Context) -> Result<Self, CommandError> {
        let extension = path
            .extension()
            .map(|extension| extension.to_string_lossy().to_lowercase());
        let kind = match extension.as_deref() {
            Some("pdf") => ProofKind::Pdf,
            Some("html" | "htm") => ProofKind::Html,
            Some(_) | None => {
                return Err(CommandError::new(format!(
                    "the proof of a count is a `.pdf` or a `.html` file, not `{}`",
                    text::inline(&path.to_string_lossy(), 60)
                ))
                .hint("name it so: `--proof count.pdf` or `--proof count.html`"));
            }
        };
        let path = context.current_dir.join(path);
        match kind {
            ProofKind::Pdf => check_is_pdf(&path)?,
            ProofKind::Html => check_is_html(&path)?,
        }
        let target = Target::named(&path)?;
        Ok(Self { target, kind })
    }
}

fn counter(choice: CounterChoice) -> Counter {
    match choice {
        CounterChoice::Turnitin => Counter::Turnitin,
        CounterChoice::Word => Counter::Word,
        CounterChoice::LibreOffice => Counter::LibreOffice,
        CounterChoice::TexCount => Counter::TexCount,
        CounterChoice::Pdf => Counter::Pdf,
    }
}

/// Counts plain text from standard input: one number out.
fn run_on_text(args: &CountArgs, context: &Context) -> Result<Exit, CommandError> {
    let convention = match &args.convention {
        None => Convention::default(),
        Some(name) => Convention::from_name(name).ok_or_else(|| {
            let known: Vec<&str> = Convention::ALL.iter().map(|known| known.name()).collect();
            let written = text::inline(name, 40);
            CommandError::new(format!("there is no convention `{written}`"))
                .hint(did_you_mean(&written, &known))
        })?,
    };
    let text = read_text(io::stdin().lock())?;
    let words = count_text(&text, convention);
    match args.format {
        Format::Human => context.print(&format!("{words}\n"))?,
        Format::Json => context.print_json(&TextView {
            format: 1,
            convention: convention.name(),
            words,
        })?,
    }
    Ok(Exit::Success)
}

fn read_text(input: impl Read) -> Result<String, CommandError> {
    let mut bytes = Vec::new();
    input
        .take(MAX_STDIN_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| CommandError::new(format!("failed to read standard input: {error}")))?;
    if bytes.len() as u64 > MAX_STDIN_BYTES {
        return Err(CommandError::new(format!(
            "the text on standard input is longer than {} MiB",
            MAX_STDIN_BYTES >> 20
        ))
        .hint("count it in parts, or give the file of one document"));
    }
    String::from_utf8(bytes).map_err(|error| {
        let error = error.utf8_error();
        CommandError::new(format!(
            "the text on standard input is not UTF-8: byte {} is the first that is not",
            thousands(error.valid_up_to() + 1)
        ))
        .hint("save it as UTF-8 and try again; a Word document is no plain text")
    })
}
