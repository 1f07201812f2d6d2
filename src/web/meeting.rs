//! The record of a supervision meeting, as Markdown for the programme's office.

use std::fmt::Write;

use crate::milestones::{Meeting, OpenAction};
use crate::web::head::Head;
use crate::web::render::visible;
use crate::web::wording;

/// A meeting with what its record says at the top.
#[derive(Clone, Debug)]
pub struct MeetingRecord {
    /// Whose dissertation it was about, with who supervised on that day.
    pub head: Head,
    /// The meeting.
    pub meeting: Meeting,
    /// What was agreed, and what is done of it.
    pub actions: Vec<OpenAction>,
}

/// Writes the record of a meeting as Markdown.
///
/// What people wrote stands as they wrote it: it makes no headings, links or lists of its own.
pub fn meeting_markdown(record: &MeetingRecord) -> String {
    let MeetingRecord {
        head,
        meeting:
            Meeting {
                date,
                with,
                points,
                actions: _,
                next,
            },
        actions,
    } = record;
    let mut out = format!("# Supervision record: {}\n\n", wording::date(*date));
    let mut fact =
        |name: &str, value: &str| push(&mut out, &format!("- **{name}:** {}", plain(value)));
    fact("Dissertation", &head.title);
    for (name, value) in head.facts() {
        fact(name, value);
    }
    for name in with {
        fact("Present", name);
    }
    out.push_str("\n## Points discussed\n\n");
    for point in points {
        push(&mut out, &format!("- {}", plain(point)));
    }
    if points.is_empty() {
        push(&mut out, "No points were recorded.");
    }
    out.push_str("\n## Agreed actions\n\n");
    if actions.is_empty() {
        push(&mut out, "No actions were agreed.");
    } else {
        push(&mut out, "| Action | Who | By when | Done |");
        push(&mut out, "|---|---|---|---|");
    }
    for action in actions {
        let what = &action.action;
        let due = wording::due(what.due, None);
        let done = action.done.as_ref().map(|(day, _)| wording::date(*day));
        let done = done.as_deref().unwrap_or("not yet");
        let row = format!(
            "| {} | {} | {due} | {done} |",
            plain(&what.what),
            plain(&what.who)
        );
        push(&mut out, &row);
    }
    out.push_str("\n## Next meeting\n\n");
    push(&mut out, &wording::due(*next, None));
    out.push_str(
        "\n## Confirmation\n\n\
         Both agree that this is what was said. An e-mail that says so takes the place of a signature.\n\n\
         - Student, date: \\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\n\
         - Supervisor, date: \\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\n",
    );
    out
}

fn push(out: &mut String, line: &str) {
    // Writing to a string cannot fail.
    _ = writeln!(out, "{line}");
}

/// Writes text on one line so that Markdown reads it as nothing but text.
fn plain(text: &str) -> String {
    let text = visible(text);
    let text: Vec<&str> = text.split_whitespace().collect();
    let text = text.join(" ");
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let opens_a_list = (at == 0 && matches!(c, '-' | '+' | '='))
            || (at > 0 && at == digits && matches!(c, '.' | ')'));
        if opens_a_list || "\\`*_{}[]<>#|~&$@^".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::examples;
    use crate::web::head::Byline;
    use jiff::civil::date;

    fn record(text: &str) -> MeetingRecord {
        let due = Some(date(2027, 3, 17));
        MeetingRecord {
            head: Head {
                title: text.into(),
                byline: Byline::Author("Rowan Ashdown".into()),
                programme: None,
                supervisor: Some("Dr Miriam Lane".into()),
            },
            meeting: Meeting {
                date: date(2027, 3, 3),
                with: vec!["Dr Miriam Lane".into()],
                points: vec![text.into()],
                actions: Vec::new(),
                next: Some(date(2027, 4, 7)),
            },
            actions: vec![examples::action("a1", text, "Rowan", due, None)],
        }
    }

    #[test]
    fn a_record_has_what_an_office_asks_for() {
        insta::assert_snapshot!(meeting_markdown(&record("Sampling, and 2 sites")), @r"
        # Supervision record: 3 March 2027

        - **Dissertation:** Sampling, and 2 sites
        - **Author:** Rowan Ashdown
        - **Supervisor:** Dr Miriam Lane
        - **Present:** Dr Miriam Lane

        ## Points discussed

        - Sampling, and 2 sites

        ## Agreed actions

        | Action | Who | By when | Done |
        |---|---|---|---|
        | Sampling, and 2 sites | Rowan | 17 March 2027 | not yet |

        ## Next meeting

        7 April 2027

        ## Confirmation

        Both agree that this is what was said. An e-mail that says so takes the place of a signature.

        - Student, date: \_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_
        - Supervisor, date: \_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_
        ");
    }

    #[test]
    fn text_makes_no_markdown_of_its_own() {
        let markdown = meeting_markdown(&record(
            "1. <b>x</b>\n\n# Head | cell `code` [a](javascript:b) ![i](j)",
        ));
        let expected =
            "1\\. \\<b\\>x\\</b\\> \\# Head \\| cell \\`code\\` \\[a\\](javascript:b) !\\[i\\](j)";
        assert_eq!(markdown.matches(expected).count(), 3);
        assert_eq!(markdown.matches("\n# ").count(), 0);
    }
}
