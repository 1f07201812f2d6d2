//! Brackets that hold the words of a heading, as pandoc has them: `[The sample]` and
//! `[words][The sample]`.

use crate::markdown::document::Inline;
use crate::markdown::inline::scanner::LineScanner;
use crate::markdown::placed_text::BodyRange;

/// Longer than any heading; it keeps the work linear.
const MAX_BYTES: usize = 256;

impl<'a> LineScanner<'a, '_, '_> {
    /// Makes a link of a bracket that is closed, if it or the one behind it holds the words of a
    /// heading; returns the byte behind what was used.
    pub(crate) fn heading_named(
        &mut self,
        items: &[Inline<'a>],
        place: &BodyRange,
        limit: usize,
    ) -> Option<usize> {
        if self.reader.in_link || self.reader.masked.headings.is_empty() {
            return None;
        }
        let source = self.reader.source;
        let behind = source[place.end..limit].strip_prefix('[');
        let behind = behind.map(|rest| &rest[..rest.floor_char_boundary(MAX_BYTES)]);
        let second = behind.and_then(|rest| rest.find(']').map(|length| &rest[..length]));
        let (name, end) = match second {
            Some("") => (&source[place.start + 1..place.end - 1], place.end + 2),
            Some(second) => (second, place.end + second.len() + 2),
            None => (&source[place.start + 1..place.end - 1], place.end),
        };
        let is_heading = name.len() <= MAX_BYTES
            && !name.is_empty()
            && self.reader.masked.headings.contains(&name.to_lowercase());
        if !is_heading {
            return None;
        }
        self.reader.trouble.leave_out(place.end..end);
        self.push(Inline::Link {
            target: format!("#{name}").into(),
            children: items.to_vec(),
            place: place.start..end,
        });
        Some(end)
    }
}

#[cfg(test)]
mod tests {
    use crate::markdown::tests::testing::{converted, writes};

    #[test]
    fn the_words_of_a_heading_in_a_bracket_lead_to_it() {
        let there = |line: &str| format!("{line}\n\n## The *sample* {{.unlisted}}\n");
        for (line, words) in [
            ("See [The *sample*].", "The _sample_"),
            ("See [the *sample*][].", "the _sample_"),
            ("See [there][The *sample*].", "there"),
        ] {
            let wanted = format!("See #link(<heading:chapters-a-md:the-sample>)[{words}].");
            writes(&there(line), &wanted, &[]);
        }
        for other in [
            "[The sample]",
            "[there][The sample]",
            "\\[The *sample*\\]",
            "`[The *sample*]`",
        ] {
            let made = converted(&there(other)).source.text().to_owned();
            assert!(!made.contains("#link"), "{made}");
        }
        writes(
            "[A]\n\n# A\n\n[a]: https://b.c",
            "#link(\"https://b.c\")[A]",
            &[],
        );
    }
}
