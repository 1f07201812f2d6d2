//! `folio schema`: the shape of `folio.toml`, for editors.

use folio::project;

use crate::cli::context::Context;
use crate::cli::error::CommandError;
use crate::cli::exit::Exit;

/// Prints the JSON schema of the manifest.
pub(crate) fn run(context: &Context) -> Result<Exit, CommandError> {
    let schema = serde_json::to_string_pretty(&project::schema())
        .map_err(|error| CommandError::new(format!("failed to write the schema: {error}")))?;
    context.print(&format!("{schema}\n"))?;
    Ok(Exit::Success)
}
