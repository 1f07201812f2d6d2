//! Whether the parts on the pages are those of the outline.
//!
//! The counter goes by the marks that the template leaves at the start of each part. A chapter that
//! reaches into the template could leave one too, and hide its words in a part that does not count.

use crate::dissertation::failure::{Failure, FailureKind};
use crate::project::{Chapter, Outline, OutlineItem, Part, PartKind, Project, Region};
use crate::words::Census;

/// Refuses pages with a part that the outline does not have there.
pub(crate) fn refuse_foreign(project: &Project, census: &Census) -> Result<(), Failure> {
    let Some((before, mark)) = foreign(
        &expected(
            &project.outline,
            !project.manifest.bibliography.files.is_empty(),
        ),
        &census.marks,
    ) else {
        return Ok(());
    };
    Err(Failure::new(
        FailureKind::Counting,
        format!(
            "{} opens the part `{}`, which the outline does not have there: its words cannot be \
             counted as what they are",
            before.map_or("a chapter".to_owned(), |region| format!(
                "`{}`",
                region.scope()
            )),
            mark.scope(),
        ),
    )
    .hint("take out what it imports from `/.folio/`: those files are folio's own"))
}

/// Returns what may follow from the first chapter on.
fn expected(outline: &Outline, has_references: bool) -> Vec<Region> {
    let appendix = |text: &Chapter| Region::Appendix(text.id.clone());
    let mut expected: Vec<Region> = Vec::new();
    for item in outline.in_order() {
        match item {
            OutlineItem::Front(_) => {}
            OutlineItem::Chapter(chapter) => expected.push(Region::Chapter(chapter.id.clone())),
            OutlineItem::Back(part) => {
                let is_marked = match part.kind {
                    PartKind::References => has_references,
                    kind => kind != PartKind::Appendices,
                };
                if is_marked {
                    expected.push(part.region());
                }
            }
            OutlineItem::Appendix(text) => expected.push(appendix(text)),
        }
    }
    let is_appendices = |part: &Part| part.kind == PartKind::Appendices;
    if !outline.back.iter().any(is_appendices) {
        expected.extend(outline.appendices.iter().map(appendix));
    }
    expected
}

/// Returns the first mark that is not expected, with the one before it. A part that is expected
/// may be missing: it may have nothing to print.
fn foreign<'m>(
    expected: &[Region],
    marks: &'m [Region],
) -> Option<(Option<&'m Region>, &'m Region)> {
    let is_chapter = |region: &Region| matches!(region, Region::Chapter(_));
    let first = marks.iter().position(is_chapter)?;
    let mut expected = expected.iter();
    for (at, mark) in marks.iter().enumerate().skip(first) {
        if !expected.any(|region| region == mark) {
            return Some((at.checked_sub(1).and_then(|at| marks.get(at)), mark));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_out_of_its_place_is_found() {
        let chapter = |id: &str| Region::Chapter(id.to_owned());
        let plan = [chapter("a"), chapter("b"), Region::References];
        let front = [Region::TitlePage, Region::Abstract];
        let marks = |rest: &[Region]| [&front[..], rest].concat();

        let all = marks(&[chapter("a"), chapter("b"), Region::References]);
        assert_eq!(foreign(&plan, &all), None);
        let fewer = marks(&[chapter("a"), chapter("b")]);
        assert_eq!(foreign(&plan, &fewer), None);

        let hidden = marks(&[chapter("a"), Region::References, chapter("b")]);
        assert_eq!(
            foreign(&plan, &hidden),
            Some((Some(&Region::References), &hidden[4]))
        );
        let twice = marks(&[
            chapter("a"),
            chapter("b"),
            Region::References,
            Region::References,
        ]);
        assert_eq!(
            foreign(&plan, &twice),
            Some((Some(&Region::References), &twice[5]))
        );
        let other = marks(&[chapter("a"), Region::Abstract, chapter("b")]);
        assert_eq!(
            foreign(&plan, &other),
            Some((Some(&chapter("a")), &Region::Abstract))
        );
    }
}
