//! Pictures and tables of a draft with their captions.

use crate::word::intake::labels;
use crate::word::intake::outline::plain;
use crate::word::intake::read_back::stood_here;
use crate::word::intake::tables::{WrittenCell, table};
use crate::word::intake::writer::{Changes, Writer};
use crate::word::read::model::{Block, Paragraph, Picture, Role, Table, What};

impl<'a> Writer<'a> {
    pub(super) fn figure(
        &mut self,
        paragraph: &'a Paragraph,
        caption: Option<&'a Block>,
        label: Option<String>,
    ) -> String {
        let caption = self.caption(caption);
        let mut out = Vec::new();
        let pictures: Vec<&Picture> = paragraph
            .pieces
            .iter()
            .filter_map(|it| match &it.what {
                What::Picture(picture) if it.is_there(self.reading()) => Some(picture),
                _ => None,
            })
            .collect();
        for piece in &paragraph.pieces {
            if let What::Lost(what) = piece.what {
                self.tell(
                    "what has no place in Markdown: save it as a picture in Word and put it in",
                    what,
                );
                out.push(stood_here(what));
            }
        }
        let count = pictures.len();
        for (number, picture) in pictures.into_iter().enumerate() {
            let is_last = number + 1 == count;
            let words = if is_last { caption.as_str() } else { "" };
            let label = label.as_deref().filter(|_| is_last);
            out.push(self.picture(picture, words, label));
            self.count("pictures");
            if words.is_empty() && is_last {
                self.tell("pictures without a caption", "");
            }
        }
        if count == 0 && !caption.is_empty() {
            out.push(caption);
        }
        out.join("\n\n")
    }

    /// Returns a picture in Markdown.
    pub(super) fn picture(
        &mut self,
        picture: &Picture,
        caption: &str,
        label: Option<&str>,
    ) -> String {
        let name = match (picture.is_outside, self.pictures.get(&picture.target)) {
            (true, _) => {
                self.tell(
                    "pictures that the file only links to: save them and put them into `figures/`",
                    &picture.target,
                );
                picture.target.replace([' ', '(', ')', '<', '>'], "")
            }
            (false, Some(name)) => {
                let is_shown = [".png", ".jpg", ".gif", ".svg", ".webp", ".pdf"]
                    .iter()
                    .any(|ending| name.ends_with(ending));
                if !is_shown {
                    self.tell(
                        "pictures in a format that no PDF takes: open them and save them as PNG",
                        name,
                    );
                }
                format!("../{name}")
            }
            (false, None) => {
                self.tell("pictures that are missing in the file", &picture.target);
                return stood_here("a picture");
            }
        };
        let mut settings = label.map(|label| format!("#{label} ")).unwrap_or_default();
        let alt = picture
            .alt
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .replace('"', "'");
        // What only repeats the caption describes nothing.
        let alt = if alt == caption { String::new() } else { alt };
        match (picture.is_decorative, alt.is_empty()) {
            (true, _) => settings.push_str(".decorative "),
            (false, true) => self.tell(
                "pictures without a description for those who cannot see them (`alt=\"…\"`)",
                &name,
            ),
            (false, false) => settings.push_str(&format!("alt=\"{}\" ", alt.replace('\\', "/"))),
        }
        if let Some(width) = picture.width.filter(|width| (10..=160).contains(width)) {
            settings.push_str(&format!("width={width}mm "));
        }
        let settings = settings.trim_end();
        let settings = if settings.is_empty() {
            String::new()
        } else {
            format!("{{{settings}}}")
        };
        format!("![{caption}]({name}){settings}")
    }

    /// Returns the words of a caption without its number.
    fn caption(&mut self, block: Option<&'a Block>) -> String {
        let Some(Block::Paragraph(paragraph)) = block else {
            return String::new();
        };
        let Some(caption) = labels::caption(paragraph) else {
            return String::new();
        };
        if paragraph.role != Role::Caption {
            self.tell(
                "taken for captions, since they stand beside a picture or a table",
                &plain(paragraph),
            );
        }
        let label: String = paragraph
            .text(self.reading())
            .chars()
            .take(caption.skip)
            .collect();
        self.replace(
            "numbers of figures and tables, which folio makes",
            &format!("{label} "),
        );
        self.line(paragraph, caption.skip, true)
    }

    pub(super) fn table(
        &mut self,
        found: &'a Table,
        caption: Option<&'a Block>,
        label: Option<String>,
    ) -> String {
        let place_is_box = match found.rows.as_slice() {
            [row] => row.cells.len() == 1,
            _ => false,
        };
        if place_is_box && let Some(cell) = found.rows.first().and_then(|row| row.cells.first()) {
            self.tell("boxes made of a table of one cell, now plain text", "");
            let caption = self.caption(caption);
            let mut inner = self.blocks(&cell.blocks, None);
            if !caption.is_empty() {
                inner.push(caption);
            }
            return inner.join("\n\n");
        }
        let caption = self.caption(caption);
        let mut rows = Vec::new();
        for row in &found.rows {
            if row.is_deleted && self.changes != Changes::Refused {
                continue;
            }
            let mut cells = Vec::new();
            for cell in &row.cells {
                let alignment = cell.blocks.iter().find_map(|block| match block {
                    Block::Paragraph(paragraph) => Some(paragraph.alignment),
                    Block::Table(_) => None,
                });
                if cell
                    .blocks
                    .iter()
                    .any(|block| matches!(block, Block::Table(_)))
                {
                    self.tell("a table within a table", "");
                }
                let blocks = self.blocks(&cell.blocks, None);
                let blocks: Vec<String> = blocks
                    .into_iter()
                    .map(|text| text.replace("\\\n", "<br>"))
                    .collect();
                cells.push(WrittenCell {
                    blocks,
                    columns: cell.columns,
                    goes_on: cell.goes_on,
                    alignment: alignment.unwrap_or_default(),
                });
            }
            rows.push(cells);
        }
        if rows.is_empty() {
            return String::new();
        }
        let marked = found.rows.iter().take_while(|row| row.is_head).count();
        // Word's tables have a head row far more often than they say so.
        let head = match (marked, found.has_head) {
            (0, Some(false)) => 0,
            (0, Some(true) | None) => 1,
            (marked, _) => marked,
        };
        let head = head.min(rows.len() - 1);
        self.count("tables");
        let text = table(&rows, head);
        let label = label
            .map(|label| format!(" {{#{label}}}"))
            .unwrap_or_default();
        match caption.is_empty() {
            true => {
                self.tell("tables without a caption", "");
                text
            }
            false => format!(": {caption}{label}\n\n{text}"),
        }
    }
}
