//! Changes of a reviewed file as changes of the chapters: bytes of Markdown that go and words that come.
//!
//! No change is trusted. Each is tried, what the changed chapter prints is read again, and it must be
//! what stands in Word once the change is accepted, with everything else as it was. What cannot be
//! done so becomes a remark in the chapter with the words that were wanted.

use std::ops::Range;

use crate::word::comments::align::{Alignment, compared};
use crate::word::comments::sent::{Bit, BitKind, OBJECT, Sent};
use crate::word::comments::sources::{SourceBlock, SourceFile};
use crate::word::intake::marks::{Stretch, escaped, line};

/// What a file prints, read again after a change.
pub(crate) type Printed<'a> = &'a dyn Fn(&str) -> Vec<SourceBlock>;

/// Bytes that are replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Splice {
    pub(crate) place: Range<usize>,
    pub(crate) text: String,
}

/// Signs of a sent paragraph that go, and what comes in their place.
#[derive(Clone, Debug, Default)]
struct Step {
    signs: Range<usize>,
    comes: Vec<Bit>,
}

/// A paragraph with its block, or several that were joined.
pub(crate) struct Unit<'a> {
    pub(crate) parts: Vec<(&'a Sent, usize)>,
}

/// Returns the text after splices, which may not overlap.
pub(crate) fn spliced(text: &str, splices: &[Splice]) -> Option<String> {
    let mut sorted: Vec<&Splice> = splices.iter().collect();
    sorted.sort_by_key(|splice| (splice.place.start, splice.place.end));
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for splice in sorted {
        out.push_str(text.get(at..splice.place.start)?);
        out.push_str(&splice.text);
        at = splice.place.end;
    }
    out.push_str(text.get(at..)?);
    Some(out)
}

fn steps(sent: &Sent) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let mut at = 0;
    for bit in &sent.bits {
        let end = at + bit.length();
        let is_here = steps
            .last()
            .is_some_and(|step| step.signs.end == at && at > 0 || step.signs == (at..at));
        match (bit.inserted, bit.deleted) {
            (Some(_), Some(_)) | (None, None) => {}
            (Some(_), None) => match steps.last_mut().filter(|_| is_here) {
                Some(step) => step.comes.push(bit.clone()),
                None => steps.push(Step {
                    signs: at..at,
                    comes: vec![bit.clone()],
                }),
            },
            (None, Some(_)) => match steps.last_mut().filter(|_| is_here) {
                Some(step) => step.signs.end = end,
                None => steps.push(Step {
                    signs: at..end,
                    comes: Vec::new(),
                }),
            },
        }
        at = end;
    }
    steps
}

/// Tries all changes of a unit; returns what changes in the file.
pub(crate) fn changes(
    unit: &Unit<'_>,
    file: &SourceFile,
    printed: Printed<'_>,
) -> Option<Vec<Splice>> {
    let touched = unit
        .parts
        .iter()
        .any(|(sent, _)| sent.bits.iter().any(Bit::is_touched));
    let adds_object = unit.parts.iter().any(|(sent, _)| {
        sent.bits
            .iter()
            .any(|bit| bit.is == BitKind::Object && bit.inserted.is_some() && bit.deleted.is_none())
    });
    if touched || adds_object {
        return None;
    }
    let is_in_a_row = unit.parts.windows(2).all(|pair| pair[0].1 + 1 == pair[1].1);
    if !is_in_a_row {
        return None;
    }
    let wanted = wanted(unit, file)?;
    for way in [Way::KeepMarks, Way::TakeMarks, Way::TakeMarksAround] {
        let Some(splices) = attempt(unit, file, way) else {
            continue;
        };
        let Some(text) = spliced(&file.text, &splices) else {
            continue;
        };
        if is_as_wanted(&printed(&text), unit, file, &wanted) {
            return Some(splices);
        }
    }
    None
}

/// How marks among deleted words are treated.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    KeepMarks,
    TakeMarks,
    TakeMarksAround,
}

/// Returns what the blocks of a unit print when its changes are accepted.
fn wanted(unit: &Unit<'_>, file: &SourceFile) -> Option<Vec<String>> {
    let mut out = String::new();
    for (at, (sent, block)) in unit.parts.iter().enumerate() {
        let block = &file.blocks[*block];
        let aligned = Alignment::of(&sent.text(), block);
        let mut next = 0;
        for step in steps(sent) {
            let (from, to) = place(&aligned, &step.signs, block)?;
            for (text, _) in block.atoms.get(next..from)? {
                out.push_str(text);
            }
            for bit in &step.comes {
                out.push_str(if bit.is == BitKind::Break {
                    "\n"
                } else {
                    &bit.text
                });
            }
            next = to;
        }
        for (text, _) in block.atoms.get(next..)? {
            out.push_str(text);
        }
        let is_last = at + 1 == unit.parts.len();
        let joins = sent.end_deleted.is_some();
        if !is_last && !out.ends_with(char::is_whitespace) && joins {
            out.push(' ');
        }
    }
    let lines = out
        .split('\n')
        .map(compared)
        .filter(|line| !line.is_empty());
    Some(lines.collect())
}

/// Returns the atoms that a step takes away, or before which it puts something.
fn place(aligned: &Alignment, signs: &Range<usize>, block: &SourceBlock) -> Option<(usize, usize)> {
    if signs.is_empty() {
        let before = signs
            .start
            .checked_sub(1)
            .and_then(|at| aligned.atoms.get(at).copied().flatten());
        let after = aligned.atoms.get(signs.start).copied().flatten();
        let at = match (before, after) {
            (Some(before), _) => before + 1,
            (None, Some(after)) => after,
            // Behind or before all that is known, such as a number that Word shows.
            (None, None) if signs.start >= aligned.atoms.len() => block.atoms.len(),
            (None, None) => return None,
        };
        return Some((at, at));
    }
    let run = aligned.run(signs.clone())?;
    Some((run.start, run.end))
}

fn attempt(unit: &Unit<'_>, file: &SourceFile, way: Way) -> Option<Vec<Splice>> {
    let mut splices = Vec::new();
    for (number, (sent, index)) in unit.parts.iter().enumerate() {
        let block = &file.blocks[*index];
        let all_gone =
            sent.end_deleted.is_some() && sent.bits.iter().all(|bit| bit.deleted.is_some());
        if all_gone {
            splices.push(without_block(file, *index)?);
            continue;
        }
        let aligned = Alignment::of(&sent.text(), block);
        for step in steps(sent) {
            let (from, to) = place(&aligned, &step.signs, block)?;
            // No space is left at the end of a line.
            let ends = to == block.atoms.len() && step.comes.is_empty() && from < to;
            let is_space = |at: usize| block.atoms[at].0.trim().is_empty();
            let from = match ends && from > 0 && is_space(from - 1) {
                true => from - 1,
                false => from,
            };
            let at = insertion(sent, &step, (from, to), block);
            let comes = markdown(&step.comes, file, block, at)?;
            if from == to {
                let (at, text) = comes;
                splices.push(Splice {
                    place: at..at,
                    text,
                });
                continue;
            }
            let whole = block.atoms[from].1.start..block.atoms[to - 1].1.end;
            let whole = if way == Way::TakeMarksAround {
                around(&file.text, whole)
            } else {
                whole
            };
            let (_, text) = markdown(&step.comes, file, block, whole.start)?;
            if way == Way::KeepMarks {
                let mut text = Some(text);
                for (_, place) in &block.atoms[from..to] {
                    splices.push(Splice {
                        place: place.clone(),
                        text: text.take().unwrap_or_default(),
                    });
                }
            } else {
                splices.push(Splice { place: whole, text });
            }
        }
        let joins_next = sent.end_deleted.is_some() && number + 1 < unit.parts.len();
        if joins_next {
            let end = block.atoms.last()?.1.end;
            let start = file.blocks.get(index + 1)?.start();
            let gap = file.text.get(end..start)?;
            if !gap.trim().is_empty() {
                return None;
            }
            splices.push(Splice {
                place: end..start,
                text: " ".into(),
            });
        }
    }
    Some(splices)
}

/// Returns where words are put in: on the side of a mark whose words look as they do.
fn insertion(sent: &Sent, step: &Step, (from, to): (usize, usize), block: &SourceBlock) -> usize {
    let before = from.checked_sub(1).map(|at| block.atoms[at].1.end);
    let after = block.atoms.get(to).map(|(_, place)| place.start);
    let look = step.comes.first().map(|bit| bit.look);
    let mut at = 0;
    let mut next_look = None;
    for bit in sent.bits.iter().filter(|bit| bit.inserted.is_none()) {
        if at == step.signs.end && bit.length() > 0 {
            next_look = Some(bit.look);
            break;
        }
        at += bit.length();
    }
    let mut at = 0;
    let mut last_look = None;
    for bit in sent.bits.iter().filter(|bit| bit.inserted.is_none()) {
        at += bit.length();
        if at <= step.signs.start && bit.length() > 0 {
            last_look = Some(bit.look);
        }
    }
    let prefers_next = look.is_some() && look == next_look && look != last_look;
    match (before, after) {
        (Some(_), Some(after)) if prefers_next => after,
        (Some(before), _) => before,
        (None, Some(after)) => after,
        (None, None) => block.start(),
    }
}

/// Returns what comes as Markdown, and where it is put: a whole paragraph goes before the line.
fn markdown(
    comes: &[Bit],
    file: &SourceFile,
    block: &SourceBlock,
    at: usize,
) -> Option<(usize, String)> {
    let start = block.start();
    let line_start = file.text[..start].rfind('\n').map_or(0, |at| at + 1);
    let before = file.text.get(line_start..start)?;
    let breaks = comes.iter().any(|bit| bit.is == BitKind::Break);
    let is_first = at <= start;
    let mut paragraphs: Vec<Vec<&Bit>> = vec![Vec::new()];
    for bit in comes {
        match bit.is {
            BitKind::Break => paragraphs.push(Vec::new()),
            BitKind::Text => paragraphs.last_mut()?.push(bit),
            BitKind::Object => return None,
        }
    }
    let last_sign = file.text[..at].chars().next_back();
    let paragraphs: Vec<String> = paragraphs
        .iter()
        .enumerate()
        .map(|(number, bits)| words(bits, if number == 0 { last_sign } else { None }))
        .collect();
    if !breaks {
        return Some((at, paragraphs.concat()));
    }
    let mark = before.trim();
    let is_point = mark.ends_with(['-', '*', '+', '.', ')']) && !mark.is_empty();
    let between = match mark {
        "" => "\n\n".to_owned(),
        _ if mark.starts_with('#') => "\n\n".to_owned(),
        ">" => "\n>\n> ".to_owned(),
        _ if is_point => format!("\n{before}"),
        _ => return None,
    };
    let trimmed: Vec<&str> = paragraphs.iter().map(|text| text.trim()).collect();
    match is_first && trimmed.last().is_some_and(|last| last.is_empty()) {
        // New paragraphs before this one; before a heading they are no headings.
        true => {
            let prefix = if mark.starts_with('#') { "" } else { before };
            let texts: Vec<String> = trimmed
                .iter()
                .filter(|text| !text.is_empty())
                .map(|text| format!("{prefix}{text}"))
                .collect();
            let gap = if is_point { "\n" } else { "\n\n" };
            Some((line_start, format!("{}{gap}", texts.join(gap))))
        }
        false => Some((at, trimmed.join(&between))),
    }
}

/// Returns bits as words in Markdown, the spaces at their ends kept.
fn words(bits: &[&Bit], before: Option<char>) -> String {
    let mut before = before;
    let stretches: Vec<Stretch> = bits
        .iter()
        .map(|bit| {
            let look = crate::word::read::model::Look {
                size: None,
                hidden: false,
                ..bit.look
            };
            let markdown = escaped(&bit.text, before.or(Some(' ')));
            before = bit.text.chars().next_back();
            Stretch {
                markdown,
                look,
                link: None,
            }
        })
        .collect();
    let whole: String = bits.iter().map(|bit| bit.text.as_str()).collect();
    let core = line(&stretches);
    if core.is_empty() {
        return whole
            .chars()
            .map(|sign| if sign.is_whitespace() { ' ' } else { sign })
            .collect();
    }
    let space = |has: bool| if has { " " } else { "" };
    format!(
        "{}{core}{}",
        space(whole.starts_with(char::is_whitespace)),
        space(whole.ends_with(char::is_whitespace))
    )
}

/// Returns some bytes with the marks that enclose nothing else.
fn around(text: &str, place: Range<usize>) -> Range<usize> {
    let mut place = place;
    loop {
        let before = text[..place.start].chars().next_back();
        let after = text[place.end..].chars().next();
        match (before, after) {
            (Some(mark @ ('*' | '_' | '~' | '^' | '`' | '"' | '\'')), Some(other))
                if mark == other =>
            {
                place = place.start - 1..place.end + 1;
            }
            (Some('['), Some(']')) | (Some('('), Some(')')) => {
                place = place.start - 1..place.end + 1;
            }
            _ => return place,
        }
    }
}

/// Returns the lines of a block, and the empty ones behind it.
fn without_block(file: &SourceFile, index: usize) -> Option<Splice> {
    let block = &file.blocks[index];
    let start = file.text[..block.start()]
        .rfind('\n')
        .map_or(0, |at| at + 1);
    let last = block.atoms.iter().map(|(_, place)| place.end).max()?;
    let end = file.text[last..]
        .find('\n')
        .map_or(file.text.len(), |at| last + at + 1);
    let rest = &file.text[end..];
    let blank = rest.len() - rest.trim_start_matches(['\n', '\r']).len();
    Some(Splice {
        place: start..end + blank,
        text: String::new(),
    })
}

fn is_as_wanted(
    after: &[SourceBlock],
    unit: &Unit<'_>,
    file: &SourceFile,
    wanted: &[String],
) -> bool {
    let Some((_, first)) = unit.parts.first() else {
        return false;
    };
    let Some((_, last)) = unit.parts.last() else {
        return false;
    };
    let text = |block: &SourceBlock| compared(&block.text());
    let mut expected: Vec<String> = file.blocks[..*first].iter().map(text).collect();
    expected.extend(wanted.iter().cloned());
    expected.extend(file.blocks[last + 1..].iter().map(text));
    let found = after.iter().map(text).filter(|text| !text.is_empty());
    let expected = expected.into_iter().filter(|text| !text.is_empty());
    found.eq(expected)
}

/// Returns what was wanted of a paragraph, in words for its author.
pub(crate) fn wanted_words(sent: &Sent) -> String {
    let text = sent.now().replace(OBJECT, "…");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
