//! `folio verify`: is this the file, and what is its count?

use folio::package::Answer;
use folio::pipeline::{Request, Verified, VerifyRequest};
use serde::Serialize;

use crate::cli::args::{Format, VerifyArgs};
use crate::cli::at_work::AtWork;
use crate::cli::context::Context;
use crate::cli::error::CommandError;
use crate::cli::exit::Exit;

/// Looks at a package again; needs no project.
pub(crate) fn run(args: &VerifyArgs, context: &Context) -> Result<Exit, CommandError> {
    let folder = context.current_dir.join(&args.folder);
    if !folder.is_dir() {
        return Err(
            CommandError::new(format!("there is no folder {}", folder.display()))
                .hint("name the folder that `folio package` made, such as `submission/2027-09-01`"),
        );
    }
    let request = VerifyRequest {
        folder,
        pdf: args.pdf.as_ref().map(|path| context.current_dir.join(path)),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    };
    let mut at_work = AtWork::new(&args.limits, context)?;
    let verified: Verified = at_work.ask(Request::Verify(request))?.said;
    match args.format {
        Format::Human => {
            let mut out = format!("{}.\n", verified.conclusion.sentence);
            for remark in &verified.conclusion.remarks {
                out.push_str(&format!("  {remark}\n"));
            }
            context.print(&out)?;
        }
        Format::Json => context.print_json(&VerifyView::new(&verified))?,
    }
    Ok(match verified.conclusion.answer {
        Answer::Yes => Exit::Success,
        Answer::No => Exit::Findings,
        Answer::Unknown => Exit::Failure,
    })
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
}

impl<'a> VerifyView<'a> {
    /// Returns the view of a verification.
    fn new(verified: &'a Verified) -> Self {
        let receipt = verified.receipt.as_ref();
        Self {
            format: 1,
            answer: match verified.conclusion.answer {
                Answer::Yes => "yes",
                Answer::No => "no",
                Answer::Unknown => "unknown",
            },
            sentence: &verified.conclusion.sentence,
            remarks: &verified.conclusion.remarks,
            file: receipt.map(|it| it.file.as_str()),
            packaged_on: receipt.map(|it| it.packaged_on.to_string()),
            counted: receipt.map(|it| it.counted),
            recounted: verified.recounted,
            limit: receipt.and_then(|it| it.limit),
            policy: receipt.map(|it| it.policy.as_str()),
            convention: receipt.map(|it| it.convention.as_str()),
            made_with: receipt.map(|it| it.folio.as_str()),
        }
    }
}
