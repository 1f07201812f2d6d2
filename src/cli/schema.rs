//! `folio schema`: the shape of `folio.toml`, for editors, and of a row of a cohort, for programs.

use folio::cohort;
use folio::project;

use crate::cli::args::{SchemaArgs, SchemaChoice};
use crate::cli::context::Context;
use crate::cli::error::CommandError;
use crate::cli::exit::Exit;

/// Prints a JSON schema.
pub(crate) fn run(args: &SchemaArgs, context: &Context) -> Result<Exit, CommandError> {
    if args.what == SchemaChoice::Cohort {
        context.print_as_is(cohort::SCHEMA)?;
        return Ok(Exit::Success);
    }
    let schema = serde_json::to_string_pretty(&project::schema())
        .map_err(|error| CommandError::new(format!("failed to write the schema: {error}")))?;
    context.print(&format!("{schema}\n"))?;
    Ok(Exit::Success)
}
