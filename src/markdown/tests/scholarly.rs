//! The scholarly set: Markdown in, the text of the page and the tree of the document out.
//!
//! The cases stand in `tests/data/markdown/cases.txt`. A case with a `pandoc` line is read
//! differently by pandoc, for the reason given there; all others are read the same.

use std::collections::{BTreeMap, BTreeSet};

use crate::csl::Form;
use crate::diagnostics::ProjectPath;
use crate::markdown::Macros;
use crate::markdown::attributes::Attributes;
use crate::markdown::document::{
    Alignment, Block, Cell, Image, Inline, NoteDefinition, ReferenceKey, Table, TextStyle,
};
use crate::markdown::mask::Masked;
use crate::markdown::read::reader::EventReader;
use crate::markdown::tests::pandoc::pandoc;
use crate::markdown::tests::testing::{PLAIN, chapter_with};
use crate::markdown::trouble::Trouble;

const CASES: &str = include_str!("../../../tests/data/markdown/cases.txt");

/// Lists, line blocks and divs as people type them.
const LISTS: &str = include_str!("../../../tests/data/markdown/lists.txt");

/// A case of the set.
#[derive(Clone)]
struct ScholarlyCase<'a> {
    markdown: &'a str,
    page: &'a str,
    tree: &'a str,
    /// Why pandoc reads it differently.
    pandoc: Option<&'a str>,
}

fn cases(text: &'static str) -> Vec<ScholarlyCase<'static>> {
    let all = text.split("\n>>>\n").skip(1).map(|text| {
        let (markdown, rest) = text.split_once("\n=== page ").unwrap();
        let (page, rest) = rest.split_once("\n=== tree ").unwrap();
        let (tree, pandoc) = match rest.trim_end().split_once("\n=== pandoc ") {
            Some((tree, pandoc)) => (tree, Some(pandoc)),
            None => (rest.trim_end(), None),
        };
        ScholarlyCase {
            markdown,
            page,
            tree,
            pandoc,
        }
    });
    all.collect()
}

pub(crate) fn dense(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Writes a document as pandoc's tree is written, in one line.
pub(crate) fn tree(markdown: &str) -> String {
    let mut trouble = Trouble::new(&ProjectPath::new("a.md").unwrap());
    let masked = Masked::of(markdown);
    let works = BTreeSet::new();
    let mut reader = EventReader::new(markdown, &masked, Macros::default(), &works, &mut trouble);
    let blocks = reader.document(None);
    let ours = Ours {
        notes: std::mem::take(&mut reader.notes),
    };
    ours.blocks(&blocks)
}

/// Writes a column of a table: its alignment, and its share in thousandths of the line.
pub(crate) fn table_column(alignment: char, width: Option<f64>) -> String {
    let width = width.map_or(String::new(), |width| format!("{:.0}", width * 1000.0));
    format!("{alignment}{width}")
}

/// Writes a cell of a table with how many columns and rows it takes.
pub(crate) fn table_cell(columns: usize, rows: usize, inside: &str) -> String {
    let spans = match (columns, rows) {
        (1, 1) => String::new(),
        (columns, rows) => format!("{columns}x{rows}"),
    };
    let alone = inside
        .strip_prefix("p(")
        .filter(|rest| rest.matches("p(").count() == 0);
    let inside = alone
        .and_then(|rest| rest.strip_suffix(')'))
        .unwrap_or(inside);
    format!("c{spans}({inside})")
}

struct Ours<'a> {
    notes: BTreeMap<String, NoteDefinition<'a>>,
}

fn attributes(found: &Attributes) -> String {
    let mut out = String::new();
    if let Some(id) = found.label() {
        out.push_str(&format!("#{id}"));
    }
    for (class, _) in &found.classes {
        out.push_str(&format!(".{class}"));
    }
    for (key, value, _) in &found.pairs {
        out.push_str(&format!("[{key}={}]", dense(value)));
    }
    out
}

impl Ours<'_> {
    fn blocks(&self, blocks: &[Block]) -> String {
        blocks.iter().map(|block| self.block(block)).collect()
    }

    fn table(&self, table: &Table) -> String {
        let cell = |cell: &Cell| {
            let inside = self.blocks(&cell.blocks);
            table_cell(cell.column_span, cell.row_span, &inside)
        };
        let rows = |name: &str, rows: &[Vec<Cell>]| -> String {
            let row = |cells: &Vec<Cell>| {
                let cells: String = cells.iter().map(cell).collect();
                format!("{name}({cells})")
            };
            rows.iter().map(row).collect()
        };
        let columns = table.columns.iter().map(|column| {
            let alignment = match column.alignment {
                Alignment::Auto => '-',
                Alignment::Left => 'l',
                Alignment::Center => 'c',
                Alignment::Right => 'r',
            };
            table_column(alignment, column.width)
        });
        let columns: String = columns.collect();
        let caption = table.caption.as_ref().map_or(String::new(), |caption| {
            format!(
                "caption{}({})",
                attributes(&caption.attributes),
                self.inlines(&caption.children)
            )
        });
        let head = match table.head.as_slice() {
            [] => "head()".to_owned(),
            found => rows("head", found),
        };
        let body = rows("row", &table.rows);
        format!(
            "table:{columns}({caption}{head}{body}{})",
            rows("foot", &table.foot)
        )
    }

    fn block(&self, block: &Block) -> String {
        match block {
            Block::Heading {
                level,
                children,
                attributes: found,
                ..
            } => format!("h{level}{}({})", attributes(found), self.inlines(children)),
            Block::Paragraph(children) | Block::Plain(children) => {
                format!("p({})", self.inlines(children))
            }
            Block::Quote { blocks, .. } => format!("quote({})", self.blocks(blocks)),
            Block::List {
                start,
                pattern,
                is_tight,
                items,
                ..
            } => {
                let items: Vec<String> = items
                    .iter()
                    .map(|item| {
                        let task = item.task.map_or("", |done| if done { "☑" } else { "☐" });
                        let inside = self.blocks(&item.blocks);
                        let inside = match inside.strip_prefix("p(") {
                            Some(rest) if !task.is_empty() => format!("p({task}{rest}"),
                            Some(_) | None => inside,
                        };
                        format!("li({inside})")
                    })
                    .collect();
                let pattern = pattern.as_deref().unwrap_or_default();
                let name = start.map_or("ul".to_owned(), |start| format!("ol{pattern}{start}"));
                list(&name, *is_tight, &items)
            }
            Block::Code {
                language,
                attributes: found,
                lines,
                ..
            } => {
                let text: Vec<&str> = lines.iter().map(|line| line.text.as_ref()).collect();
                let language = if language.is_empty() {
                    String::new()
                } else {
                    format!(".{language}")
                };
                let mut found = found.clone();
                let id = found
                    .id
                    .take()
                    .map_or(String::new(), |(id, _)| format!("#{id}"));
                format!(
                    "pre{id}{language}{}({})",
                    attributes(&found),
                    dense(&text.join("\n"))
                )
            }
            Block::Table(table) => self.table(table),
            Block::Caption(caption) => format!("p({})", self.inlines(&caption.otherwise)),
            Block::Figure(image) => self.image("fig", image),
            Block::Group(figure) => format!(
                "figure{}({}caption({}))",
                attributes(&figure.attributes),
                self.blocks(&figure.parts),
                self.inlines(&figure.caption)
            ),
            Block::Callout(callout) => format!(
                "{}({}:{})",
                callout.word.to_lowercase(),
                self.inlines(&callout.title),
                self.blocks(&callout.blocks)
            ),
            Block::Rule(_) => "hr".to_owned(),
            Block::Include { path, .. } => format!("include({path})"),
            Block::PageBreak(_) => "page".to_owned(),
            Block::Definitions(items) => {
                let items: String = items
                    .iter()
                    .map(|item| {
                        let meanings: String = item
                            .meanings
                            .iter()
                            .map(|meaning| format!("dd({})", self.blocks(meaning)))
                            .collect();
                        format!("dt({}){meanings}", self.inlines(&item.term))
                    })
                    .collect();
                format!("dl({items})")
            }
            Block::Div {
                attributes: found,
                blocks,
                ..
            } => format!("div{}({})", attributes(found), self.blocks(blocks)),
            Block::DivOpen { .. } | Block::DivClose(_) | Block::CommentMark { .. } => String::new(),
            Block::Typst { lines, .. } => {
                let text: Vec<&str> = lines.iter().map(|line| line.text.as_ref()).collect();
                format!("raw({})", dense(&text.join("\n")))
            }
        }
    }

    fn inlines(&self, items: &[Inline]) -> String {
        items.iter().map(|item| self.inline(item)).collect()
    }

    fn image(&self, name: &str, image: &Image) -> String {
        format!(
            "{name}{}:{}({})",
            attributes(&image.attributes),
            image.target,
            self.inlines(&image.caption)
        )
    }

    fn inline(&self, item: &Inline) -> String {
        match item {
            Inline::Text(piece) => dense(&piece.text),
            Inline::Soft(_)
            | Inline::Review { .. }
            | Inline::Html { .. }
            | Inline::Anchor { .. } => String::new(),
            Inline::Reference { name, .. } => format!("ref({name})"),
            Inline::TextReference { name, .. } => format!("text({name})"),
            Inline::Hard(_) => "br".to_owned(),
            Inline::Styled {
                style, children, ..
            } => {
                let name = match style {
                    TextStyle::Emph => "em",
                    TextStyle::Strong => "strong",
                    TextStyle::Strike => "strike",
                    TextStyle::Super => "sup",
                    TextStyle::Sub => "sub",
                    TextStyle::Underline => "u",
                    TextStyle::Mark => "mark",
                    TextStyle::Added => "added",
                    TextStyle::Noted => "noted",
                };
                format!("{name}({})", self.inlines(children))
            }
            Inline::Code {
                piece,
                attributes: found,
                ..
            } => format!("code{}({})", attributes(found), dense(&piece.text)),
            Inline::Math {
                tex,
                is_display,
                attributes: found,
                ..
            } => {
                let name = if *is_display { "display" } else { "math" };
                format!("{name}{}({})", attributes(found), dense(&tex.text))
            }
            Inline::Link {
                target, children, ..
            } => format!("a:{target}({})", self.inlines(children)),
            Inline::Image(image) => self.image("img", image),
            Inline::Note { children, .. } => format!("note(p({}))", self.inlines(children)),
            Inline::NoteReference { name, .. } => {
                let blocks = self
                    .notes
                    .get(name.as_ref())
                    .map(|note| self.blocks(&note.blocks));
                format!("note({})", blocks.unwrap_or_default())
            }
            Inline::Key(key) => format!("cite(@{})", self.key(key)),
            Inline::Cite { keys, .. } => {
                let keys: Vec<String> = keys
                    .iter()
                    .map(|key| {
                        let mode = match key.form {
                            Form::Narrative => "@",
                            Form::WithoutAuthor => "-",
                            _ => "",
                        };
                        format!("{mode}{}", self.key(key))
                    })
                    .collect();
                format!("cite({})", keys.join(";"))
            }
            Inline::Span {
                attributes: found,
                children,
                ..
            } => format!("span{}({})", attributes(found), self.inlines(children)),
            Inline::Typst(piece) => format!("raw({})", dense(&piece.text)),
        }
    }

    fn key(&self, key: &ReferenceKey) -> String {
        cited(
            &self.inlines(&key.prefix),
            &key.name,
            &self.inlines(&key.suffix),
        )
    }
}

pub(crate) fn list(name: &str, is_tight: bool, items: &[String]) -> String {
    let width = if is_tight { "tight" } else { "loose" };
    format!("{name}:{width}({})", items.concat())
}

/// A key with its words; whose dashes a locator has does not matter.
pub(crate) fn cited(prefix: &str, name: &str, locator: &str) -> String {
    let locator = locator
        .trim_start_matches(',')
        .replace("--", "-")
        .replace('–', "-");
    let open = if prefix.is_empty() {
        String::new()
    } else {
        format!("<{prefix}>")
    };
    let close = if locator.is_empty() {
        String::new()
    } else {
        format!("<{locator}>")
    };
    format!("{open}{name}{close}")
}

/// What the page shows.
fn page(markdown: &str) -> String {
    let has_references = ["@fig", "@sec"].iter().any(|key| markdown.contains(key));
    let numbers = "#set figure(numbering: \"1\")\n#set heading(numbering: \"1\")\n";
    let head = if has_references { numbers } else { "" };
    chapter_with(&format!("{PLAIN}{head}"), markdown)
        .text()
        .unwrap_or_else(|trouble| format!("error: {trouble}"))
}

#[test]
fn every_case_of_the_scholarly_set_comes_out_as_it_says() {
    let cases = [cases(CASES), cases(LISTS)].concat();
    assert!(cases.len() >= 250, "{}", cases.len());
    for case in cases {
        assert_eq!(page(case.markdown), case.page, "{}", case.markdown);
        assert_eq!(tree(case.markdown), case.tree, "{}", case.markdown);
    }
}

#[test]
#[ignore = "needs pandoc; run by hand"]
fn pandoc_reads_the_scholarly_set_as_we_do_or_the_case_says_why_not() {
    let mut wrong = Vec::new();
    for case in [cases(CASES), cases(LISTS)].concat() {
        let theirs = pandoc(case.markdown);
        if (theirs == case.tree) == case.pandoc.is_some() {
            wrong.push(format!(
                "{:?}\n  ours   {}\n  pandoc {theirs}",
                case.markdown, case.tree
            ));
        }
    }
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n"));
}
