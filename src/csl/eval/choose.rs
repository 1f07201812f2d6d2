//! `choose`: which branch is true.

use crate::csl::eval::Eval;
use crate::csl::eval::number::is_numeric;
use crate::csl::item::Value;
use crate::csl::style::{Branch, Condition, Matching};

impl Eval<'_> {
    pub(super) fn is_true(&self, branch: &Branch) -> bool {
        let mut tests = branch
            .conditions
            .iter()
            .map(|condition| self.holds(condition));
        match branch.matching {
            Matching::All => tests.all(|holds| holds),
            Matching::Any => tests.any(|holds| holds),
            Matching::None => !tests.any(|holds| holds),
        }
    }

    fn holds(&self, condition: &Condition) -> bool {
        match condition {
            Condition::Type(kind) => self.work.item.kind == *kind,
            Condition::Variable(name) => match name.as_str() {
                "locator" => self.locator.is_some(),
                "citation-label" | "citation-number" => true,
                "year-suffix" => self.work.told.year_suffix.is_some(),
                _ => self.said(name).is_some() || self.text_of(name).is_some(),
            },
            Condition::Numeric(name) => self.text_of(name).is_some_and(|text| is_numeric(&text)),
            Condition::Uncertain(name) => {
                matches!(self.known(name), Some(Value::Date(date)) if date.circa)
            }
            Condition::Locator(label) => self.locator.is_some_and(|locator| {
                let own = match locator.label.as_str() {
                    "sub verbo" => "sub-verbo",
                    own => own,
                };
                own == label
            }),
            Condition::Position(position) => self.positions.is(*position),
            Condition::Disambiguate => self.work.told.by_condition,
        }
    }
}
