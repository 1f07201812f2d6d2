//! What is written into the chapters, and what is not and why.

use std::collections::BTreeMap;

use crate::word::comments::align::{Alignment, compared, shown};
use crate::word::comments::edits::{Printed, Splice, Unit, changes, spliced, wanted_words};
use crate::word::comments::mapping::Place;
use crate::word::comments::paragraphs::CommentSpot;
use crate::word::comments::review::Review;
use crate::word::comments::sent::Sent;
use crate::word::comments::sources::SourceFile;
use crate::word::read::model::Comment;

/// Where comments go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommentsGo {
    /// Into the chapters, as `{>> … <<}`.
    Chapters,
    /// Into a list beside the project's chapters.
    List,
}

/// What would change.
#[derive(Clone, Debug, Default)]
pub struct Applied {
    /// Each file that changes: its path, its text now and its text then.
    pub files: Vec<(String, String, String)>,
    /// How many paragraphs are changed, and how many comments are placed.
    pub paragraphs: usize,
    /// How many comments stand in chapters.
    pub comments: usize,
    /// What is not done, each with its reason.
    pub refused: Vec<Refused>,
    /// The comments of the list, in Markdown.
    pub list: String,
}

/// A change that is not made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The file and the line, if they are known.
    pub place: Option<(String, usize)>,
    /// Why.
    pub why: &'static str,
    /// What stands in the chapter.
    pub here: String,
    /// What stands in Word.
    pub there: String,
}

const BOTH: &str =
    "this paragraph changed in the chapter and in Word: take over by hand what you want";
const UNSURE: &str = "it is not certain which paragraph this is: take over by hand what you want";
const TYPST: &str = "this chapter is written in Typst, which is never changed for you";
const NOWHERE: &str = "no paragraph of the chapters is like this one";
const INSIDE: &str = "the change lies in a citation, a reference, a formula or a table, or brings one: a remark in the chapter says what was wanted";

impl Review {
    /// Tries every change and every comment.
    pub fn apply(&self, go: CommentsGo, printed: Printed<'_>) -> Applied {
        let mut applied = Applied::default();
        let mut splices: BTreeMap<usize, Vec<Splice>> = BTreeMap::new();
        let mut at = 0;
        while at < self.sent.len() {
            let mut end = at + 1;
            while end < self.sent.len() && self.sent[end - 1].end_deleted.is_some() {
                end += 1;
            }
            self.unit(at..end, printed, &mut splices, &mut applied);
            at = end;
        }
        let mut list: Vec<(usize, String)> = Vec::new();
        for spot in &self.spots {
            let Some(comment) = self.comments.iter().find(|it| it.id == spot.id) else {
                continue;
            };
            if comment.is_done || comment.reply_to.is_some() {
                continue;
            }
            let words = self.comment_words(comment);
            let place = self.places.get(spot.paragraph).copied().flatten();
            if let Some((file, splice)) = place.and_then(|place| self.known_splice(comment, place))
            {
                // It went out with the file: only what was answered is new.
                if splice.text != self.files[file].text[splice.place.clone()] {
                    splices.entry(file).or_default().push(splice);
                    applied.comments += 1;
                }
                continue;
            }
            let placed = place
                .filter(|_| go == CommentsGo::Chapters)
                .and_then(|place| {
                    let splice = self.comment_splice(spot, place, &words)?;
                    self.fits(place.file, &splice, splices.get(&place.file), printed)
                        .then_some((place.file, splice))
                });
            match placed {
                Some((file, splice)) => {
                    splices.entry(file).or_default().push(splice);
                    applied.comments += 1;
                }
                None => list.push((spot.paragraph, self.list_line(spot, place, &words))),
            }
        }
        applied.list = list.into_iter().map(|(_, line)| line).collect();
        for (file, splices) in splices {
            let file = &self.files[file];
            match spliced(&file.text, &splices) {
                Some(text) if text != file.text => {
                    applied
                        .files
                        .push((file.path.clone(), file.text.clone(), text));
                }
                Some(_) | None => {}
            }
        }
        applied
    }

    fn unit(
        &self,
        range: std::ops::Range<usize>,
        printed: Printed<'_>,
        splices: &mut BTreeMap<usize, Vec<Splice>>,
        applied: &mut Applied,
    ) {
        let sent = &self.sent[range.clone()];
        if !sent.iter().any(Sent::is_changed) {
            return;
        }
        let there = sent.iter().map(wanted_words).collect::<Vec<_>>().join(" ");
        let places: Vec<Option<Place>> = self.places[range].to_vec();
        let first = places.iter().flatten().next().copied();
        let refuse = |applied: &mut Applied, there: &str, why| {
            let place = first.map(|place| {
                let file = &self.files[place.file];
                (
                    file.path.clone(),
                    file.line_of(file.blocks[place.block].start()),
                )
            });
            let here = first.map(|place| shown(&self.files[place.file].blocks[place.block].text()));
            applied.refused.push(Refused {
                place,
                why,
                here: here.unwrap_or_default(),
                there: there.to_owned(),
            });
        };
        let known: Option<Vec<Place>> = places.iter().copied().collect();
        let (Some(known), Some(first)) = (known, first) else {
            return refuse(applied, &there, NOWHERE);
        };
        let file = &self.files[first.file];
        if !file.is_markdown {
            return refuse(applied, &there, TYPST);
        }
        if known
            .iter()
            .any(|place| place.file != first.file || !place.is_sure && place.is_same != Some(false))
        {
            return refuse(applied, &there, UNSURE);
        }
        let is_same = known.iter().zip(sent).all(|(place, sent)| {
            place
                .is_same
                .unwrap_or_else(|| covers(&sent.text(), file, place.block))
        });
        if !is_same {
            return refuse(applied, &there, BOTH);
        }
        let unit = Unit {
            parts: sent
                .iter()
                .zip(known.iter().map(|place| place.block))
                .collect(),
        };
        let own = splices.entry(first.file).or_default();
        if let Some(found) = changes(&unit, file, printed)
            && !overlaps(own, &found)
        {
            own.extend(found);
            applied.paragraphs += 1;
            return;
        }
        let (refused, found) = match unit.parts.as_slice() {
            [(sent, block)] => self.singly(sent, *block, file, own, printed),
            _ => (vec![there.clone()], Vec::new()),
        };
        applied.paragraphs += usize::from(!found.is_empty());
        own.extend(found);
        // What was wanted stands behind the paragraph, so that nobody forgets it.
        let last = known.last().unwrap_or(&first);
        let ends = file.blocks[last.block].atoms.iter();
        let end = ends.map(|(_, place)| place.end).max();
        for wish in refused {
            let remark = format!(" {{>>wanted in Word: {}<<}}", clean(&wish));
            refuse(applied, &wish, INSIDE);
            let Some(end) = end else { continue };
            let splice = Splice {
                place: end..end,
                text: remark,
            };
            if self.fits(first.file, &splice, splices.get(&first.file), printed) {
                splices.entry(first.file).or_default().push(splice);
            }
        }
    }

    /// Tries the changes of a paragraph one by one; returns what was wanted with those that cannot be
    /// made, and what changes in the file with the others.
    fn singly(
        &self,
        sent: &Sent,
        block: usize,
        file: &SourceFile,
        others: &[Splice],
        printed: Printed<'_>,
    ) -> (Vec<String>, Vec<Splice>) {
        let (mut kept, mut refused, mut best) = (Vec::new(), Vec::new(), Vec::new());
        for group in sent.groups() {
            kept.push(group.clone());
            let trial = sent.with_only(&kept);
            let unit = Unit {
                parts: vec![(&trial, block)],
            };
            match changes(&unit, file, printed).filter(|found| !overlaps(others, found)) {
                Some(found) => best = found,
                None => {
                    kept.pop();
                    refused.push(sent.wish(group));
                }
            }
        }
        (refused, best)
    }

    /// Returns whether a remark changes nothing that is printed.
    fn fits(
        &self,
        file: usize,
        splice: &Splice,
        others: Option<&Vec<Splice>>,
        printed: Printed<'_>,
    ) -> bool {
        let file = &self.files[file];
        if !file.is_markdown
            || others.is_some_and(|others| overlaps(others, std::slice::from_ref(splice)))
        {
            return false;
        }
        let Some(text) = spliced(&file.text, std::slice::from_ref(splice)) else {
            return false;
        };
        let all = |blocks: &[super::sources::SourceBlock]| {
            let texts = blocks.iter().map(|block| compared(&block.text()));
            texts.filter(|text| !text.is_empty()).collect::<Vec<_>>()
        };
        all(&printed(&text)) == all(&file.blocks)
    }

    fn comment_splice(&self, spot: &CommentSpot, place: Place, words: &str) -> Option<Splice> {
        let file = &self.files[place.file];
        let block = &file.blocks[place.block];
        let aligned = Alignment::of(&self.sent.get(spot.paragraph)?.text(), block);
        let remark = format!("{{>>{}<<}}", clean(words));
        // The words that it is about are marked where they are plain.
        if spot.end > spot.offset
            && let Some(run) = aligned.run(spot.offset..spot.end)
        {
            let place = block.atoms[run.start].1.start..block.atoms[run.end - 1].1.end;
            let typed = file.text.get(place.clone())?;
            let printed: String = block.atoms[run]
                .iter()
                .map(|(text, _)| text.as_str())
                .collect();
            if typed == printed && !typed.contains(['=', '{', '}', '\n']) {
                return Some(Splice {
                    place,
                    text: format!("{{=={typed}==}}{remark}"),
                });
            }
        }
        let byte = aligned
            .atoms
            .iter()
            .take(spot.end)
            .flatten()
            .next_back()
            .map(|at| block.atoms[*at].1.end);
        let byte = byte.unwrap_or_else(|| aligned.byte(spot.end, block));
        Some(Splice {
            place: byte..byte,
            text: remark,
        })
    }

    /// Returns what becomes of a remark of the chapter that came back as a comment.
    fn known_splice(&self, comment: &Comment, place: Place) -> Option<(usize, Splice)> {
        let file = &self.files[place.file];
        let alone = clean(&comment.text);
        let whole = clean(&format!("{}: {}", comment.author, comment.text));
        let found = [whole, alone].into_iter().find_map(|known| {
            let remark = format!("{{>>{known}<<}}");
            let near = file.blocks[place.block].start();
            let starts = file.text.match_indices(&remark).map(|(at, _)| at);
            let at = starts.min_by_key(|at| at.abs_diff(near))?;
            Some((at + 3..at + 3 + known.len(), known))
        });
        let (place_of, known) = found?;
        let answers = clean(&self.answers(comment));
        let space = if answers.is_empty() { "" } else { " " };
        let splice = Splice {
            place: place_of,
            text: format!("{known}{space}{answers}"),
        };
        Some((place.file, splice))
    }

    fn comment_words(&self, comment: &Comment) -> String {
        format!(
            "{}: {}{}",
            comment.author,
            comment.text,
            self.answers(comment)
        )
    }

    fn answers(&self, comment: &Comment) -> String {
        let mut words = String::new();
        for reply in self
            .comments
            .iter()
            .filter(|it| it.reply_to.as_ref() == Some(&comment.id))
        {
            words.push_str(&format!(" / {}: {}", reply.author, reply.text));
        }
        words
    }

    fn list_line(&self, spot: &CommentSpot, place: Option<Place>, words: &str) -> String {
        let at = place.map(|place| {
            let file = &self.files[place.file];
            let doubt = if place.is_sure { "" } else { " (perhaps)" };
            format!(
                "{}:{}{doubt}: ",
                file.path,
                file.line_of(file.blocks[place.block].start())
            )
        });
        let about = clean(&spot.about);
        let about = if about.is_empty() {
            String::new()
        } else {
            format!(" (about “{about}”)")
        };
        format!("- [ ] {}{}{about}\n", at.unwrap_or_default(), clean(words))
    }
}

/// Returns whether a sent text has every word of a block.
fn covers(sent: &str, file: &SourceFile, block: usize) -> bool {
    let block = &file.blocks[block];
    let aligned = Alignment::of(sent, block);
    let known: std::collections::BTreeSet<usize> =
        aligned.atoms.iter().flatten().copied().collect();
    block
        .atoms
        .iter()
        .enumerate()
        .all(|(at, (text, _))| !text.chars().any(char::is_alphanumeric) || known.contains(&at))
}

fn overlaps(one: &[Splice], other: &[Splice]) -> bool {
    one.iter().any(|left| {
        other
            .iter()
            .any(|right| left.place.start < right.place.end && right.place.start < left.place.end)
    })
}

/// Returns words that end no remark before its end.
fn clean(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    text.replace("<<}", "").replace("{>>", "")
}
