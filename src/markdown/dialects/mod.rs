//! What means nothing in this dialect: blocks of others, LaTeX, bullets of word processors, marks
//! that were left open. It is printed as it was typed, and a finding says what to write.

mod blocks;
pub(crate) mod bookdown;
pub(crate) mod chunks;
pub(crate) mod hidden;
pub(crate) mod inline_code;
pub(crate) mod kramdown;
pub(crate) mod latex;
pub(crate) mod left_open;
mod loose_marks;
mod obsidian;
pub(crate) mod shortcodes;
pub(crate) mod text_chunks;
pub(crate) mod word;

pub(crate) use blocks::pictures_in_a_row;
