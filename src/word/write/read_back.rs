//! The words of a Word file as Word shows them, read from the file itself: what was written is
//! checked, not believed.

use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::flow::{FORMULA, Heard};

/// Reads the words of a file that was just written; nothing where it cannot be read.
pub fn heard(bytes: &[u8]) -> Option<Heard> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut part = |name: &str| {
        let mut text = String::new();
        zip.by_name(name).ok()?.read_to_string(&mut text).ok()?;
        Some(text)
    };
    let mut heard = Heard::default();
    read(&part("word/document.xml")?, &mut heard, false)?;
    read(&part("word/footnotes.xml")?, &mut heard, true)?;
    Some(heard)
}

fn read(xml: &str, heard: &mut Heard, is_notes: bool) -> Option<()> {
    let mut reader = Reader::from_str(xml);
    let (mut line, mut style) = (String::new(), String::new());
    let (mut is_text, mut is_mark, mut cells, mut formulas) = (false, false, 0_usize, 0_usize);
    loop {
        let event = reader.read_event().ok()?;
        let is_empty = matches!(event, Event::Empty(_));
        match event {
            Event::Eof => return Some(()),
            Event::Start(tag) | Event::Empty(tag) => match tag.name().as_ref() {
                b"w:p" => style.clear(),
                b"w:pStyle" => {
                    let value = tag.try_get_attribute("w:val").ok()??;
                    style = value.unescape_value().ok()?.into_owned();
                }
                b"w:r" => is_mark = false,
                b"w:rStyle" => {
                    // The number of a note that is referred to again.
                    let value = tag.try_get_attribute("w:val").ok()??;
                    is_mark = &*value.value == b"FootnoteReference";
                }
                b"w:t" => is_text = !is_empty && !is_mark,
                b"w:tab" | b"w:br" => line.push(' '),
                b"w:tc" => cells += 1,
                b"m:oMath" => {
                    formulas += 1;
                    line.push(FORMULA);
                }
                _ => {}
            },
            Event::Text(text) if is_text && formulas == 0 => line.push_str(&text.decode().ok()?),
            Event::GeneralRef(name) if is_text => line.push(match &name[..] {
                b"amp" => '&',
                b"lt" => '<',
                b"gt" => '>',
                _ => '"',
            }),
            Event::End(tag) => match tag.name().as_ref() {
                b"w:t" => is_text = false,
                b"w:tc" => cells -= 1,
                b"m:oMath" => formulas -= 1,
                b"w:p" => {
                    if style == "EquationNumbered" {
                        // Its number is of the formula.
                        line = FORMULA.to_string();
                    }
                    let kind = match (is_notes, style.as_str()) {
                        (true, _) => &mut heard.notes,
                        _ if cells > 0 => &mut heard.cells,
                        (_, "Caption") => &mut heard.captions,
                        (_, "TOC1" | "TOC2" | "TOC3" | "TOCHeading" | "TableofFigures") => {
                            line.clear();
                            continue;
                        }
                        _ => &mut heard.text,
                    };
                    kind.push_str(&line);
                    kind.push('\n');
                    line.clear();
                }
                _ => {}
            },
            _ => {}
        }
    }
}
