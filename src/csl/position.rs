//! Where a cite stands: the first of its work, "ibid.", or near the one before.

use std::collections::{BTreeMap, BTreeSet};

use crate::csl::cluster::Part;
use crate::csl::eval::Positions;
use crate::csl::output::{Form, Locator};
use crate::csl::style::{Position, Style};

/// How far a note may be for another to be near, if the style does not say.
const NEAR: u32 = 5;

/// The cite of a work that came last.
struct Last<'a> {
    cluster: usize,
    note: Option<u32>,
    at: usize,
    /// Whether it was the only work in its cluster.
    is_alone: bool,
    locator: Option<&'a Locator>,
}

/// Returns the positions of each cite of each cluster.
pub(crate) fn positions(
    style: &Style,
    clusters: &[Vec<Part>],
    notes: &[Option<u32>],
) -> Vec<Vec<Positions>> {
    let near = style.citation.cites.near_note_distance.unwrap_or(NEAR);
    let mut last: BTreeMap<&str, Last<'_>> = BTreeMap::new();
    let mut in_note: BTreeMap<u32, BTreeSet<&str>> = BTreeMap::new();
    let mut all = Vec::with_capacity(clusters.len());
    for (cluster, (parts, note)) in clusters.iter().zip(notes.iter().copied()).enumerate() {
        let has_author = parts
            .first()
            .is_some_and(|part| part.cite.form == Form::Author);
        let is_alone = match &parts[..] {
            [_] => true,
            [author, rest] => has_author && author.cite.key == rest.cite.key,
            _ => false,
        };
        let mut own = Vec::with_capacity(parts.len());
        for (at, part) in parts.iter().enumerate() {
            // The names of a narrative cite are no cite of their own.
            let at = if has_author { at } else { at + 1 };
            let cite = &part.cite;
            own.push(match last.get(cite.key.as_str()) {
                None => Positions(vec![Position::First]),
                Some(before) => {
                    let mut is = vec![Position::Subsequent];
                    let number = note.unwrap_or(count(cluster));
                    let before_number = before.note.unwrap_or(count(before.cluster));
                    if style.in_notes && number.saturating_sub(before_number) <= near {
                        is.push(Position::NearNote);
                    }
                    let works_in_note = in_note.get(&before_number).map_or(0, BTreeSet::len);
                    let follows_in_cluster = cluster == before.cluster && at == before.at + 1;
                    let follows_cluster = cluster == before.cluster + 1
                        && at == 1
                        && before.is_alone
                        && works_in_note <= 1
                        && match (note, before.note) {
                            (Some(note), Some(before)) => note.saturating_sub(before) <= 1,
                            _ => true,
                        };
                    if follows_in_cluster || follows_cluster {
                        match (before.locator, &cite.locator) {
                            (None, None) => is.push(Position::Ibid),
                            (Some(_), None) => {}
                            (Some(a), Some(b)) if a == b => is.push(Position::Ibid),
                            (_, Some(_)) => is.extend([Position::Ibid, Position::IbidWithLocator]),
                        }
                    }
                    Positions(is)
                }
            });
            if let Some(note) = note {
                in_note.entry(note).or_default().insert(&cite.key);
            }
            if cite.form != Form::Author {
                let this = Last {
                    cluster,
                    note,
                    at,
                    is_alone,
                    locator: cite.locator.as_ref(),
                };
                last.insert(&cite.key, this);
            }
        }
        all.push(own);
    }
    all
}

/// Returns the number of a cluster where nobody has said which note it stands in.
fn count(cluster: usize) -> u32 {
    u32::try_from(cluster + 1).unwrap_or(u32::MAX)
}
