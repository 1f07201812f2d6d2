//! `folio verify`: is this the file, and what is its count?

use folio::package::Answer;
use folio::pipeline::{Request, Verified, VerifyRequest};

use crate::cli::args::{Format, VerifyArgs};
use crate::cli::context::Context;
use crate::cli::deliver::deliver;
use crate::cli::error::CommandError;
use crate::cli::exit::Exit;
use crate::cli::package_view::VerifyView;
use crate::cli::supervise::Delivery;
use crate::cli::view;

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
        scratch: context.scratch.clone(),
    };
    let Delivery { said: verified, .. }: Delivery<Verified> =
        deliver(Request::Verify(request), &args.limits, context)?;
    match args.format {
        Format::Human => {
            let mut out = format!("{}.\n", verified.conclusion.sentence);
            for remark in &verified.conclusion.remarks {
                out.push_str(&format!("  {remark}\n"));
            }
            context.print(&out)?;
        }
        Format::Json => context.print(&view::to_json(&VerifyView::new(&verified))?)?,
    }
    Ok(match verified.conclusion.answer {
        Answer::Yes => Exit::Success,
        Answer::No => Exit::Findings,
        Answer::Unknown => Exit::Failure,
    })
}
