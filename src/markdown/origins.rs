//! Where each byte of the Typst that was made comes from in the Markdown.

use std::ops::Range;

/// The way back from the Typst of a chapter to its Markdown.
///
/// Text that was copied leads back byte for byte; everything else leads to the construct that it
/// was made for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origins {
    steps: Vec<OriginStep>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct OriginStep {
    /// The first byte of Typst that this step explains; it ends where the next one starts.
    made: usize,
    place: Range<usize>,
    is_copy: bool,
}

impl Origins {
    /// Records that the Typst from byte `made` on comes from `place`.
    pub(crate) fn record(&mut self, made: usize, place: Range<usize>, is_copy: bool) {
        if let Some(last) = self.steps.last_mut() {
            let goes_on = is_copy
                && last.is_copy
                && place.start == last.place.end
                && made - last.made == last.place.len();
            if goes_on {
                last.place.end = place.end;
                return;
            }
            if last.made == made {
                *last = OriginStep {
                    made,
                    place,
                    is_copy,
                };
                return;
            }
        }
        self.steps.push(OriginStep {
            made,
            place,
            is_copy,
        });
    }

    /// Returns where the last step came from, as an empty range at its end.
    pub(crate) fn last_end(&self) -> Range<usize> {
        self.steps
            .last()
            .map_or(0..0, |step| step.place.end..step.place.end)
    }

    /// Moves everything behind `made` bytes of Typst.
    pub(crate) fn shift(&mut self, made: usize) {
        for step in &mut self.steps {
            step.made += made;
        }
    }

    /// Returns the bytes of the Markdown file that a range of the Typst was made from.
    ///
    /// The file is meant as it stands on disk, with its byte order mark and front matter.
    pub fn to_markdown(&self, made: Range<usize>) -> Range<usize> {
        let (start, whole) = self.at(made.start);
        let end = if made.end > made.start + 1 {
            let (last, last_whole) = self.at(made.end - 1);
            if last_whole.is_some() {
                last_whole.map_or(last, |w| w.end)
            } else {
                last + 1
            }
        } else {
            whole.map_or(start + made.len(), |whole| whole.end)
        };
        start..end.max(start)
    }

    /// The place of one byte; the whole construct's too unless the byte was copied.
    fn at(&self, made: usize) -> (usize, Option<Range<usize>>) {
        let next = self.steps.partition_point(|step| step.made <= made);
        let Some(step) = next.checked_sub(1).and_then(|at| self.steps.get(at)) else {
            let first = self.steps.first().map_or(0, |step| step.place.start);
            return (first, Some(first..first));
        };
        let offset = made - step.made;
        if step.is_copy && offset < step.place.len() {
            (step.place.start + offset, None)
        } else if step.is_copy {
            (step.place.end, Some(step.place.end..step.place.end))
        } else {
            (step.place.start, Some(step.place.clone()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_lead_back_byte_for_byte_and_the_rest_to_its_construct() {
        let mut origins = Origins::default();
        origins.record(0, 10..14, true);
        origins.record(4, 14..20, true);
        origins.record(10, 30..38, false);
        origins.record(12, 40..41, true);
        origins.shift(5);
        assert_eq!(origins.to_markdown(5..9), 10..14);
        assert_eq!(origins.to_markdown(10..14), 15..19);
        assert_eq!(origins.to_markdown(15..17), 30..38);
        assert_eq!(origins.to_markdown(16..17), 30..38);
        assert_eq!(origins.to_markdown(13..18), 18..41);
        assert_eq!(origins.to_markdown(17..17), 40..40);
        assert_eq!(origins.to_markdown(0..2), 10..10);
    }
}
