//! Citations and references as a citation style prints them.
//!
//! A processor of the Citation Style Language 1.0.2. It takes items, a style and the citations of
//! a document in their order, and answers with pieces of text that say which variable each word
//! comes from. It knows no file, no engine and no page.

mod archive;
mod cluster;
mod collapse;
mod disambiguate;
mod eval;
mod item;
mod list;
mod locale;
mod locator;
mod out;
mod output;
mod position;
mod rich;
mod run;
mod sort;
mod style;
mod substitute;
#[cfg(test)]
mod tests;

pub use archive::built_in_styles;
pub(crate) use eval::roman;
pub use item::{Date, DateParts, Item, Name, RangeEnd, Value, escaped};
pub use output::{
    Cite, Cluster, Display, Face, Form, Formatted, ListLayout, Locator, Piece, Reference, Side,
    plain,
};
pub use run::format;
pub use style::{Style, StyleError};
