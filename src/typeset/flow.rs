//! The document as one text without pages.

use typst::World;
use typst::diag::Warned;
use typst_html::HtmlDocument;

use crate::typeset::large_stack::on_large_stack;
use crate::typeset::layouts::{LaidOut, Until, lay_out};
use crate::typeset::session::{Session, TypesetError};

impl Session {
    /// Makes one text without pages of the document, as its virtual files say it: headings, lists,
    /// notes as what they are. What there is to say of its files the pages have said.
    ///
    /// # Errors
    ///
    /// As for [`Session::compile`].
    pub fn flow(&self) -> Result<HtmlDocument, TypesetError> {
        let world: &dyn World = &self.world;
        let compile = || lay_out::<HtmlDocument>(world, None, Until::Settled, false);
        let Warned { output, warnings } = on_large_stack(compile).map_err(TypesetError::Engine)?;
        match output {
            Ok(LaidOut { document, .. }) => Ok(document),
            Err(errors) => Err(TypesetError::Findings(
                self.findings_with(&errors, &warnings),
            )),
        }
    }
}
