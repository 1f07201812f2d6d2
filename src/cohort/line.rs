//! A line of the table of a cohort's page.
//!
//! It is written by hand and by no template: a large cohort has a hundred thousand of them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use minijinja::HtmlEscape;

use crate::cohort::attention::Attention;
use crate::cohort::cells::{enrolment, ledger, waiting};
use crate::cohort::kind::Kind;
use crate::cohort::row::{LedgerState, Row, RowMilestone};
use crate::diagnostics::text::{count, thousands};
use crate::milestones::State;
use crate::project::Due;
use crate::web::visible;

/// A line of the table that is being written.
pub(super) struct Line<'a> {
    pub(super) row: &'a Row,
    pub(super) ids: &'a [String],
    pub(super) supervisors: &'a BTreeMap<&'a str, usize>,
    pub(super) out: &'a mut String,
}

impl Line<'_> {
    pub(super) fn write(mut self, link: Option<String>) {
        let row = self.row;
        let attention = Attention::of(row);
        let at = Attention::ALL.iter().position(|it| *it == attention);
        let at = at.unwrap_or_default();
        let place = |state: State| {
            State::ALL
                .iter()
                .position(|it| *it == state)
                .unwrap_or_default()
        };
        let _ = write!(self.out, "<tr data-a=\"{at}\"");
        let known = row
            .supervisors
            .iter()
            .filter_map(|it| self.supervisors.get(it.as_str()));
        let known: Vec<String> = known.map(ToString::to_string).collect();
        if !known.is_empty() {
            let _ = write!(self.out, " data-v=\"{}\"", known.join(" "));
        }
        let states = row.milestones.iter().filter_map(|it| {
            let number = self.ids.iter().position(|id| *id == it.id)?;
            Some(format!("{number}:{}", place(it.state)))
        });
        let states: Vec<String> = states.collect();
        if !states.is_empty() {
            let _ = write!(self.out, " data-s=\"{}\"", states.join(" "));
        }
        let next = row.next();
        if let Some(next) = next {
            let _ = write!(self.out, " data-n=\":{}\"", place(next.state));
        }
        self.out.push_str("><th scope=\"row\">");
        self.who(link);
        self.out.push_str("</th>");
        match row.kind {
            Kind::Marking => self.marking(),
            Kind::Triage | Kind::Office => self.standing(attention, at, next),
        }
        self.out.push_str("</tr>\n");
    }

    /// Writes what went wrong and what the office is to know.
    fn remarks(&mut self) {
        let row = self.row;
        self.out.push_str("<td>");
        let error = row.error.iter();
        let away = row.enrolment.map(|it| enrolment(it).to_owned());
        let all: Vec<&String> = error.chain(&away).chain(&row.remarks).collect();
        self.text(
            &all.iter()
                .map(|it| it.as_str())
                .collect::<Vec<_>>()
                .join("; "),
        );
        self.out.push_str("</td>");
    }

    fn who(&mut self, link: Option<String>) {
        let row = self.row;
        let name = match row.kind {
            Kind::Triage => None,
            Kind::Office => row.name.as_deref().or(row.folder.as_deref()),
            Kind::Marking => row.candidate.as_deref(),
        };
        let name = name.unwrap_or(&row.id);
        if let Some(link) = &link {
            self.out.push_str("<a href=\"");
            self.text(link);
            self.out.push_str("\">");
        }
        self.text(name);
        if link.is_some() {
            self.out.push_str("</a>");
        }
        if row.kind == Kind::Office {
            let beside = row.cid.iter().chain(&row.folder);
            let beside: Vec<&str> = beside
                .map(String::as_str)
                .filter(|it| *it != name)
                .collect();
            self.small(&beside.join(" · "));
        }
    }

    fn marking(&mut self) {
        let row = self.row;
        self.out.push_str("<td>");
        self.text(row.file.as_deref().unwrap_or_default());
        self.out.push_str("</td>");
        self.number(row.pages, None);
        self.words();
        let verdict = row.words.as_ref().map_or("", |it| it.verdict.name());
        let _ = write!(self.out, "<td>{verdict}</td>");
        self.remarks();
    }

    fn standing(&mut self, attention: Attention, at: usize, next: Option<&RowMilestone>) {
        let row = self.row;
        let (name, class) = (attention.in_words(), colour(attention));
        let _ = write!(
            self.out,
            "<td data-k=\"{at}\"><span class=\"stamp {class}\">{name}</span></td>"
        );
        self.remarks();
        if row.kind == Kind::Office {
            self.out.push_str("<td>");
            self.text(&row.supervisors.join(", "));
            self.out.push_str("</td>");
        }
        self.out.push_str("<td>");
        self.text(next.map_or("", RowMilestone::name));
        self.out.push_str("</td><td>");
        self.text(next.map_or("", |it| it.state.in_words()));
        if let Some(who) = next.and_then(|it| it.waiting_on) {
            self.small(&format!("waiting on {}", waiting(who)));
        }
        self.out.push_str("</td>");
        self.due(next);
        let late = row.milestones.iter().filter(|it| it.is_late());
        let late = late
            .map(|it| (it.minutes_late.unwrap_or_default(), it.days_late))
            .max();
        match late {
            Some((minutes, days)) => {
                let days = days.unwrap_or_default();
                let key = minutes.max(days * 24 * 60);
                let said = match days {
                    0 => count(usize::try_from(minutes).unwrap_or_default(), "minute"),
                    days => count(usize::try_from(days).unwrap_or_default(), "day"),
                };
                let _ = write!(self.out, "<td class=\"n\" data-k=\"{key}\">{said}</td>");
            }
            None => self.out.push_str("<td class=\"n\"></td>"),
        }
        self.words();
        self.number(row.findings.as_ref().map(|it| it.deny), None);
        let state = row.ledger.map_or("", ledger);
        let class = match row.ledger {
            Some(LedgerState::Broken | LedgerState::Shorter) => " class=\"stamp red\"",
            Some(LedgerState::Whole | LedgerState::None) | None => "",
        };
        let _ = write!(self.out, "<td><span{class}>{state}</span></td>");
    }

    fn due(&mut self, next: Option<&RowMilestone>) {
        let Some(due) = next.and_then(RowMilestone::binding_due) else {
            self.out.push_str("<td></td>");
            return;
        };
        let day = due.day();
        let key =
            i32::from(day.year()) * 10_000 + i32::from(day.month()) * 100 + i32::from(day.day());
        let short = day.strftime("%-d %b %Y");
        let _ = write!(self.out, "<td data-k=\"{key}\">{short}");
        if let Due::Moment(at) = due {
            let _ = write!(self.out, ", {}", at.strftime("%H:%M"));
        }
        if let Some(claimed) = next.and_then(|it| it.claimed_to) {
            self.small(&format!("claimed: {}", claimed.day().strftime("%-d %b %Y")));
        } else if next.is_some_and(|it| it.extended_to.is_some()) {
            self.small("extended");
        }
        self.out.push_str("</td>");
    }

    fn words(&mut self) {
        let words = self.row.words.as_ref();
        let limit = words.and_then(|it| it.limit);
        let limit = limit.map(|limit| format!("of {}", thousands(limit)));
        self.number(words.map(|it| it.counted), limit.as_deref());
    }

    fn number(&mut self, number: Option<usize>, beside: Option<&str>) {
        match number {
            Some(number) => {
                let said = thousands(number);
                let _ = write!(self.out, "<td class=\"n\" data-k=\"{number}\">{said}");
                self.small(beside.unwrap_or_default());
                self.out.push_str("</td>");
            }
            None => self.out.push_str("<td class=\"n\"></td>"),
        }
    }

    fn small(&mut self, text: &str) {
        if !text.is_empty() {
            self.out.push_str("<small>");
            self.text(text);
            self.out.push_str("</small>");
        }
    }

    fn text(&mut self, text: &str) {
        let _ = write!(self.out, "{}", HtmlEscape(&visible(text)));
    }
}

/// Returns the class of a colour.
pub(super) fn colour(attention: Attention) -> &'static str {
    match attention {
        Attention::Broken | Attention::Ledger | Attention::Overdue | Attention::Length => "red",
        Attention::Claim | Attention::Soon => "amber",
        Attention::OnTime | Attention::Done => "green",
        Attention::Away => "plain",
    }
}
