//! What is set apart from the text: what a Word file calls it, and what Markdown does.
//!
//! The export gives these styles, and a draft that has them has the blocks.

/// A style of something that is set apart.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::word) struct Kind {
    /// The id of the style in an export; other programs change it.
    pub(in crate::word) id: &'static str,
    /// The name of the style.
    pub(in crate::word) name: &'static str,
    /// The class of the block in Markdown.
    pub(in crate::word) class: &'static str,
}

/// The style of the title of a callout.
pub(in crate::word) const CALLOUT_TITLE: &str = "Callout Title";
/// The style of whose words a block has.
pub(in crate::word) const ATTRIBUTION: &str = "Attribution";
/// The style of a line between sections.
pub(in crate::word) const SECTION_BREAK: &str = "Section Break";
/// The style of a term with its meaning.
pub(in crate::word) const DEFINITION: &str = "Definition";
/// The style of a chapter's heading that the contents leave out.
pub(in crate::word) const UNLISTED_HEADING: &str = "Unlisted Heading";

const KINDS: [Kind; 9] = [
    Kind::of("Quote", "Quote", "quote"),
    Kind::of("Participant", "Participant Quotation", "participant"),
    Kind::of("Epigraph", "Epigraph", "epigraph"),
    Kind::of("Callout", "Callout", "callout"),
    Kind::of("BlockTitle", CALLOUT_TITLE, "callout"),
    Kind::of("Finding", "Finding", "finding"),
    Kind::of("Recommendation", "Recommendation", "recommendation"),
    Kind::of("Question", "Question", "question"),
    Kind::of("Statement", "Statement", "statement"),
];

impl Kind {
    const fn of(id: &'static str, name: &'static str, class: &'static str) -> Self {
        Self { id, name, class }
    }

    /// Returns whether its blocks have numbers.
    pub(in crate::word) fn is_numbered(&self) -> bool {
        matches!(
            self.class,
            "finding" | "recommendation" | "question" | "statement"
        )
    }
}

/// Returns what a style of an export is.
pub(in crate::word) fn of(id: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.id == id)
}

/// Returns what a style is by its name.
pub(in crate::word) fn named(name: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.name == name)
}
