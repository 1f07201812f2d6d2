//! `folio verify`: is this the file, and what is its count?

use std::path::{Path, PathBuf};

use folio::diagnostics::text::inline;
use folio::package::{Answer, COUNT, Conclusion, Difference, RECEIPT, Rebuilt, conclude};
use folio::pipeline::{Request, Verified, VerifyRequest};
use folio::project::{MANIFEST, RulesFile};
use serde::Serialize;

use crate::cli::args::milestone::{MilestoneArgs, MilestoneCommand, SharedArgs, VerifyLedgerArgs};
use crate::cli::args::{Format, VerifyArgs};
use crate::cli::at_work::AtWork;
use crate::cli::context::Context;
use crate::cli::count::view::CountView;
use crate::cli::error::CommandError;
use crate::cli::exit::Exit;
use crate::cli::milestone::{self, Looked, look_at_record};
use crate::cli::view::to_json;

/// Looks at packages again, and at the records of dissertations; needs no project.
pub(crate) fn run(args: &VerifyArgs, context: &Context) -> Result<Exit, CommandError> {
    let given = match &args.project {
        Some(project) => std::slice::from_ref(project),
        None => args.paths.as_slice(),
    };
    let paths: Vec<PathBuf> = given
        .iter()
        .map(|path| context.current_dir.join(path))
        .collect();
    let rules = context.rules.as_deref().map(RulesFile::read).transpose()?;
    let mut at_work = AtWork::new(&args.limits, context)?;
    if args.pdf.is_some() && paths.iter().any(|path| is_record(path)) {
        let message = "`--pdf` compares a file with a package, and a dissertation is none";
        return Err(CommandError::new(message)
            .hint("name the folder that `folio package` made, such as `submission/2027-09-01`"));
    }
    if let [path] = paths.as_slice()
        && is_record(path)
    {
        return record(path, args, context);
    }
    let is_one = paths.len() == 1;
    let mut views = Vec::new();
    let mut worst = Exit::Success;
    for (path, given) in paths.iter().zip(given) {
        let shown = inline(&given.display().to_string(), 200);
        let found = match is_record(path) {
            true => look_at_record(path, args.signers.as_deref(), context).map(Found::Record),
            false => {
                let request = VerifyRequest {
                    package: path.clone(),
                    pdf: args.pdf.as_ref().map(|path| context.current_dir.join(path)),
                    version: env!("CARGO_PKG_VERSION").to_owned(),
                    is_exact: args.exact,
                    rules: rules.clone(),
                };
                look(request, &mut at_work).map(Found::Package)
            }
        };
        let found = match found {
            Err(error) if is_one => return Err(error),
            // One that cannot be looked at does not hide the others.
            Err(error) => Found::Nothing(format!("Could not say: {}", error.message)),
            Ok(found) => found,
        };
        worst = worse(worst, found.exit());
        match (args.format, &found) {
            (Format::Human, Found::Package(package)) if is_one => {
                context.print(&in_words(&package.1, &package.0))?;
            }
            (Format::Human, _) => context.print(&format!("{shown}: {}.\n", found.sentence()))?,
            (Format::Json, _) => views.push((shown, found)),
        }
    }
    match views.as_slice() {
        [] => {}
        [(_, Found::Package(package))] if is_one => {
            context.print_json(&VerifyView::new(&package.0, &package.1))?;
        }
        all => {
            let all: Result<Vec<_>, _> = all.iter().map(|(path, it)| it.view(path)).collect();
            let all = all.map_err(|error| {
                CommandError::new(format!("failed to write the result: {error}"))
            })?;
            context.print_json(&serde_json::json!({ "format": 1, "packages": all }))?;
        }
    }
    Ok(worst)
}

/// What was found under one of several paths.
enum Found {
    Package(Box<(Verified, Conclusion)>),
    Record(Looked),
    /// Why nothing can be said.
    Nothing(String),
}

impl Found {
    fn exit(&self) -> Exit {
        match self {
            Self::Package(package) => exit(&package.1, &package.0),
            Self::Record(Looked { is_sound: true, .. }) => Exit::Success,
            Self::Record(_) => Exit::Findings,
            Self::Nothing(_) => Exit::Failure,
        }
    }

    fn sentence(&self) -> String {
        match self {
            Self::Package(package) => {
                let ruled = package.0.ruled.as_ref();
                let ruled = ruled.map(|it| format!("; under the rules given: {}", it.sentence));
                format!("{}{}", package.1.sentence, ruled.unwrap_or_default())
            }
            Self::Record(looked) => looked.sentence.clone(),
            Self::Nothing(why) => why.clone(),
        }
    }

    /// Returns its part of the JSON of several paths.
    fn view(&self, path: &str) -> Result<serde_json::Value, serde_json::Error> {
        let mut view = match self {
            Self::Package(package) => {
                serde_json::to_value(VerifyView::new(&package.0, &package.1))?
            }
            Self::Record(looked) => serde_json::json!({
                "format": 1,
                "answer": if looked.is_sound { "yes" } else { "no" },
                "sentence": looked.sentence,
                "record": looked.view,
            }),
            Self::Nothing(why) => {
                serde_json::json!({ "format": 1, "answer": "unknown", "sentence": why })
            }
        };
        view["path"] = path.into();
        Ok(view)
    }
}

/// Looks at one package.
fn look(
    request: VerifyRequest,
    at_work: &mut AtWork,
) -> Result<Box<(Verified, Conclusion)>, CommandError> {
    if !request.package.exists() {
        let message = format!("there is no file or folder {}", request.package.display());
        return Err(CommandError::new(message)
            .hint("name the folder that `folio package` made, such as `submission/2027-09-01`"));
    }
    let verified: Verified = at_work.ask(Request::Verify(request))?.said;
    let conclusion = conclusion(&verified)?;
    Ok(Box::new((verified, conclusion)))
}

/// Whether a folder is a dissertation and no package.
fn is_record(path: &Path) -> bool {
    path.join(MANIFEST).is_file() && !path.join(RECEIPT).exists()
}

/// Checks the record of a dissertation.
fn record(path: &Path, args: &VerifyArgs, context: &Context) -> Result<Exit, CommandError> {
    let args = MilestoneArgs {
        shared: SharedArgs {
            project: Some(path.to_owned()),
            format: args.format,
            entered_by: None,
        },
        command: MilestoneCommand::Verify(VerifyLedgerArgs {
            signers: args.signers.clone(),
            extract: None,
            repair: false,
        }),
    };
    milestone::run(&args, context)
}

fn in_words(conclusion: &Conclusion, verified: &Verified) -> String {
    let mut out = format!("{}.\n", conclusion.sentence);
    if let Some(ruled) = &verified.ruled {
        out.push_str(&format!("  under the rules given: {}\n", ruled.sentence));
    }
    for remark in &conclusion.remarks {
        out.push_str(&format!("  {remark}\n"));
    }
    out
}

fn exit(conclusion: &Conclusion, verified: &Verified) -> Exit {
    match conclusion.answer {
        Answer::Yes if verified.ruled.as_ref().is_some_and(|ruled| !ruled.is_kept) => {
            Exit::Findings
        }
        Answer::Yes => Exit::Success,
        Answer::No => Exit::Findings,
        Answer::Unknown => Exit::Failure,
    }
}

/// Of many answers a no weighs most, then what could not be said.
fn worse(one: Exit, other: Exit) -> Exit {
    let weight = |exit: &Exit| match exit {
        Exit::Success => 0,
        Exit::Failure => 1,
        Exit::Findings => 2,
    };
    if weight(&other) > weight(&one) {
        other
    } else {
        one
    }
}

/// Says what follows from what was found, the count as data compared with the one that is written now.
pub(crate) fn conclusion(verified: &Verified) -> Result<Conclusion, CommandError> {
    let (receipt, evidence) = match (&verified.receipt, &verified.evidence) {
        (Some(receipt), Ok(evidence)) => (receipt, evidence),
        (_, Err(sentence)) => return Ok(Conclusion::no(sentence)),
        (None, Ok(_)) => return Ok(Conclusion::no("No: there is no receipt")),
    };
    let mut evidence = evidence.clone();
    if let (Rebuilt::Made { differs, .. }, Some(count)) = (&mut evidence.rebuilt, &verified.recount)
        && receipt.folio == evidence.version
        && verified.data.replace("\r\n", "\n") != to_json(&CountView::new(count))?
    {
        differs.push(Difference::of_file(COUNT));
    }
    Ok(conclude(receipt, &evidence))
}

/// `folio verify --format json`.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct VerifyView<'a> {
    format: u32,
    answer: &'static str,
    sentence: &'a str,
    remarks: &'a [String],
    file: Option<&'a str>,
    packaged_on: Option<String>,
    counted: Option<usize>,
    recounted: Option<usize>,
    limit: Option<usize>,
    policy: Option<&'a str>,
    convention: Option<&'a str>,
    made_with: Option<&'a str>,
    under_rules: Option<&'a str>,
}

impl<'a> VerifyView<'a> {
    /// Returns the view of a verification.
    fn new(verified: &'a Verified, conclusion: &'a Conclusion) -> Self {
        let receipt = verified.receipt.as_ref();
        Self {
            format: 1,
            answer: match conclusion.answer {
                Answer::Yes => "yes",
                Answer::No => "no",
                Answer::Unknown => "unknown",
            },
            sentence: &conclusion.sentence,
            remarks: &conclusion.remarks,
            file: receipt.map(|it| it.file.as_str()),
            packaged_on: receipt.map(|it| it.packaged_on.to_string()),
            counted: receipt.map(|it| it.counted),
            recounted: verified.recount.as_ref().map(|it| it.short.counted),
            limit: receipt.and_then(|it| it.limit),
            policy: receipt.map(|it| it.policy.as_str()),
            convention: receipt.map(|it| it.convention.as_str()),
            made_with: receipt.map(|it| it.folio.as_str()),
            under_rules: verified.ruled.as_ref().map(|it| it.sentence.as_str()),
        }
    }
}
