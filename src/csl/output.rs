//! What a style makes of works: pieces of text that say where they come from.

use strum::IntoStaticStr;

/// One citation, as it stands in a text: everything in one bracket.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cluster {
    /// What is cited, in the order written.
    pub cites: Vec<Cite>,
    /// The number of the note that it stands in; absent in the text itself.
    pub note: Option<u32>,
    /// Whether it stands inside a note of the author's own, not in one that the style makes.
    pub is_inside: bool,
}

impl Cluster {
    /// Returns the citation of one work alone.
    pub fn of(key: &str, form: Form) -> Self {
        Self {
            cites: vec![Cite {
                key: key.to_owned(),
                form,
                ..Cite::default()
            }],
            ..Self::default()
        }
    }
}

/// One work in a citation.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cite {
    /// The key of the item.
    pub key: String,
    /// How it is cited.
    pub form: Form,
    /// The author's own words before it, with markup as in [`super::Value::Text`]; they are
    /// printed where [`Piece::Own`] stands.
    pub prefix: String,
    /// The place in the work.
    pub locator: Option<Locator>,
    /// The author's own words after it.
    pub suffix: String,
}

/// A place in a work.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Locator {
    /// What is counted, by CSL's name: `page`, `chapter`, `sub-verbo`.
    pub label: String,
    /// Which one: `33-35, 40`.
    pub text: String,
}

/// How a work is cited.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Form {
    /// As the style has it: "(Smith, 2020)", "\[1\]".
    #[default]
    Bracket,
    /// As part of a sentence: "Smith (2020)", "Smith \[1\]".
    Narrative,
    /// The names alone, or what stands for them.
    Author,
    /// Without the names: "(2020)".
    WithoutAuthor,
    /// The year alone, without brackets.
    Year,
    /// The whole reference.
    Full,
}

impl Cluster {
    /// Returns a text that is the same for citations of the same works in the same way, wherever
    /// they stand: what is known of their note is left out.
    ///
    /// Each cite is its form, its key and what else is known of it, in quotation marks with `"` and
    /// `\` escaped: `bracket "smith2020" at "page" "33-35, 40" after "and more"; narrative "lee"`.
    pub fn id(&self) -> String {
        let cites: Vec<String> = self.cites.iter().map(Cite::id).collect();
        cites.join("; ")
    }
}

impl Cite {
    fn id(&self) -> String {
        let quoted = |text: &str| {
            let text = text.replace('\\', "\\\\").replace('"', "\\\"");
            format!("\"{text}\"")
        };
        let Cite {
            key,
            form,
            prefix,
            locator,
            suffix,
        } = self;
        let mut id = format!("{} {}", form.name(), quoted(key));
        if let Some(Locator { label, text }) = locator {
            id.push_str(&format!(" at {} {}", quoted(label), quoted(text)));
        }
        for (side, words) in [("before", prefix), ("after", suffix)] {
            if !words.is_empty() {
                id.push_str(&format!(" {side} {}", quoted(words)));
            }
        }
        id
    }
}

impl Form {
    /// Returns its name in the calls that a converted chapter makes: `without-author`.
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// A piece of what is printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Words.
    Text {
        /// What is printed.
        text: String,
        /// The variable of the item that it comes from; none for what the style adds.
        variable: Option<String>,
    },
    /// Pieces in another face.
    Styled(Face, Vec<Piece>),
    /// Pieces that lead to an address.
    Link(String, Vec<Piece>),
    /// What is printed of one work in a citation; it leads to the reference of the key.
    Work(String, Vec<Piece>),
    /// The author's own words before or after a cite, by its position in the cluster as given.
    Own(usize, Side),
    /// A block of a reference.
    Block(Display, Vec<Piece>),
    /// What stands in a note of its own; only in styles that cite in notes.
    Note(Vec<Piece>),
}

/// Which of the author's own words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The prefix.
    Before,
    /// The suffix.
    After,
}

/// A change of face; each undoes its opposite around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Face {
    /// Italics.
    Italic,
    /// Upright again, inside italics.
    Upright,
    /// Bold.
    Bold,
    /// A light weight.
    Light,
    /// The usual weight again.
    Regular,
    /// Small capitals.
    SmallCaps,
    /// No small capitals again.
    NormalCaps,
    /// Underlined.
    Underline,
    /// Raised.
    Superscript,
    /// Lowered.
    Subscript,
    /// On the line again.
    Baseline,
}

/// How a block of a reference stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Display {
    /// On lines of its own.
    Block,
    /// In the left margin, such as "\[1\]".
    LeftMargin,
    /// Beside the left margin.
    RightInline,
    /// On lines of its own, indented.
    Indent,
}

/// A line of the list of references.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The key of its item.
    pub key: String,
    /// What is printed.
    pub pieces: Vec<Piece>,
    /// The variables that were printed in it, sorted.
    pub printed: Vec<String>,
}

/// How the list of references is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ListLayout {
    /// Whether all lines of an entry but the first are indented.
    pub hanging_indent: bool,
    /// Whether the first field stands in a column of its own ([`Display::LeftMargin`] and
    /// [`Display::RightInline`] in each reference).
    pub second_field_align: bool,
    /// The distance of lines in units of single spacing.
    pub line_spacing: i16,
    /// The additional distance of entries, in lines.
    pub entry_spacing: i16,
}

/// Everything that a style makes of the citations of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Formatted {
    /// The citations, as many as were given and in their order.
    pub clusters: Vec<Vec<Piece>>,
    /// The list of references.
    pub list: Vec<Reference>,
    /// How the list is set.
    pub layout: ListLayout,
    /// Keys that were cited and that no item has.
    pub missing: Vec<String>,
    /// What the style does wrong, in words: a macro that calls itself.
    pub troubles: Vec<String>,
}

/// Returns the text of pieces, without faces and links; the author's own words are left out, and a
/// block or note stands a space behind what is before it.
pub fn plain(pieces: &[Piece]) -> String {
    let mut text = String::new();
    collect(pieces, &mut text);
    text
}

fn collect(pieces: &[Piece], into: &mut String) {
    for piece in pieces {
        match piece {
            Piece::Text { text, .. } => into.push_str(text),
            Piece::Block(_, inner) | Piece::Note(inner) => {
                if !into.is_empty() && !into.ends_with(char::is_whitespace) {
                    into.push(' ');
                }
                collect(inner, into);
            }
            Piece::Styled(_, inner) | Piece::Link(_, inner) | Piece::Work(_, inner) => {
                collect(inner, into);
            }
            Piece::Own(..) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_tells_citations_apart_and_does_not_mind_where_they_stand() {
        let cite = |key: &str, suffix: &str| Cite {
            key: key.to_owned(),
            suffix: suffix.to_owned(),
            ..Cite::default()
        };
        let id = |cites: &[Cite], note: Option<u32>| {
            let cites = cites.to_vec();
            let cluster = Cluster {
                cites,
                note,
                is_inside: note.is_some(),
            };
            cluster.id()
        };
        let whole = Cite {
            form: Form::WithoutAuthor,
            prefix: "see".to_owned(),
            locator: Some(Locator {
                label: "page".to_owned(),
                text: "33-35, 40".to_owned(),
            }),
            ..cite("smith2020", ", a \\ \"b\"")
        };
        assert_eq!(
            id(&[whole, cite("lee", "")], None),
            r#"without-author "smith2020" at "page" "33-35, 40" before "see" after ", a \\ \"b\""; bracket "lee""#
        );
        assert_eq!(id(&[cite("a", "")], None), id(&[cite("a", "")], Some(3)));
        assert_ne!(
            id(&[cite("a", ""), cite("b", "")], None),
            id(&[cite("a\"; bracket \"b", "")], None)
        );
    }
}
