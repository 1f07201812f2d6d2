//! Holding a count against its limit.

use serde::{Deserialize, Serialize};
use strum::IntoStaticStr;

use crate::diagnostics::text::thousands;

/// From this share of the limit on, in percent, a count is near it.
const NEAR: usize = 95;

/// What a count must keep to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Limit {
    /// The least that there must be.
    pub minimum: Option<usize>,
    /// The most that there may be.
    pub limit: Option<usize>,
    /// So many words over the limit are let pass.
    pub tolerance: usize,
}

/// How a count stands to its limit.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, IntoStaticStr,
)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum LimitOutcome {
    /// In bounds.
    Within,
    /// In bounds, at 95 % of the limit or above.
    Near,
    /// Over the limit, inside the tolerance.
    Tolerated,
    /// Over the limit and its tolerance.
    Over,
    /// Below the minimum.
    Under,
}

impl LimitOutcome {
    /// Returns the name used in manifests, on the command line and in JSON.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// Returns whether it must be fixed.
    pub fn fails(self) -> bool {
        match self {
            Self::Over | Self::Under => true,
            Self::Within | Self::Near | Self::Tolerated => false,
        }
    }
}

/// A count and what its limit makes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LimitVerdict {
    /// The words that count.
    pub counted: usize,
    /// What they must keep to.
    pub limit: Limit,
    /// How they stand.
    pub outcome: LimitOutcome,
}

/// Judges a count.
pub fn verdict(counted: usize, limit: Limit) -> LimitVerdict {
    let Limit {
        minimum,
        limit: most,
        tolerance,
    } = limit;
    let outcome = match (minimum, most) {
        (Some(minimum), _) if counted < minimum => LimitOutcome::Under,
        (_, None) => LimitOutcome::Within,
        (_, Some(most)) if counted > most.saturating_add(tolerance) => LimitOutcome::Over,
        (_, Some(most)) if counted > most => LimitOutcome::Tolerated,
        (_, Some(most)) if counted.saturating_mul(100) >= most.saturating_mul(NEAR) => {
            LimitOutcome::Near
        }
        (_, Some(_)) => LimitOutcome::Within,
    };
    LimitVerdict {
        counted,
        limit,
        outcome,
    }
}

impl LimitVerdict {
    /// Returns how many words are left under the limit; negative when over it.
    pub fn remaining(&self) -> Option<i64> {
        let whole = |words: usize| i64::try_from(words).unwrap_or(i64::MAX);
        self.limit
            .limit
            .map(|limit| whole(limit) - whole(self.counted))
    }

    /// Returns the verdict as one plain sentence: "9,412 of 10,000 words: 588 left".
    pub fn sentence(&self) -> String {
        let counted = thousands(self.counted);
        let noun = if self.counted == 1 { "word" } else { "words" };
        let Limit {
            minimum,
            limit,
            tolerance,
        } = self.limit;
        match (self.outcome, minimum, limit) {
            (LimitOutcome::Under, Some(minimum), _) => format!(
                "{counted} of at least {} words: {} short",
                thousands(minimum),
                thousands(minimum - self.counted)
            ),
            (LimitOutcome::Over, _, Some(limit)) => format!(
                "{counted} of {} words: {} over",
                thousands(limit),
                thousands(self.counted - limit)
            ),
            (LimitOutcome::Tolerated, _, Some(limit)) => format!(
                "{counted} of {} words: {} over, inside the tolerance of {}",
                thousands(limit),
                thousands(self.counted - limit),
                thousands(tolerance)
            ),
            (LimitOutcome::Within | LimitOutcome::Near, _, Some(limit)) => format!(
                "{counted} of {} words: {} left",
                thousands(limit),
                thousands(limit - self.counted)
            ),
            (LimitOutcome::Within | LimitOutcome::Near, Some(minimum), None) => {
                format!("{counted} {noun}, at least {} needed", thousands(minimum))
            }
            (_, _, None) | (LimitOutcome::Under, None, Some(_)) => format!("{counted} {noun}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(counted: usize, outcome: LimitOutcome, sentence: &str) {
        let limit = Limit {
            minimum: Some(1_000),
            limit: Some(10_000),
            tolerance: 500,
        };
        let verdict = verdict(counted, limit);
        assert_eq!(verdict.outcome, outcome, "{counted}");
        assert_eq!(verdict.sentence(), sentence);
    }

    #[test]
    fn each_bound_belongs_to_the_milder_side() {
        case(
            999,
            LimitOutcome::Under,
            "999 of at least 1,000 words: 1 short",
        );
        case(
            1_000,
            LimitOutcome::Within,
            "1,000 of 10,000 words: 9,000 left",
        );
        case(
            9_412,
            LimitOutcome::Within,
            "9,412 of 10,000 words: 588 left",
        );
        case(
            9_499,
            LimitOutcome::Within,
            "9,499 of 10,000 words: 501 left",
        );
        case(9_500, LimitOutcome::Near, "9,500 of 10,000 words: 500 left");
        case(10_000, LimitOutcome::Near, "10,000 of 10,000 words: 0 left");
        case(
            10_500,
            LimitOutcome::Tolerated,
            "10,500 of 10,000 words: 500 over, inside the tolerance of 500",
        );
        case(
            10_501,
            LimitOutcome::Over,
            "10,501 of 10,000 words: 501 over",
        );
    }

    #[test]
    fn only_over_and_under_must_be_fixed() {
        let failing = [LimitOutcome::Over, LimitOutcome::Under];
        for outcome in [
            LimitOutcome::Within,
            LimitOutcome::Near,
            LimitOutcome::Tolerated,
        ] {
            assert!(!outcome.fails());
        }
        assert!(failing.iter().all(|outcome| outcome.fails()));
    }

    #[test]
    fn without_a_limit_there_is_only_the_number() {
        let open = verdict(1, Limit::default());
        assert_eq!(
            (open.outcome, open.remaining()),
            (LimitOutcome::Within, None)
        );
        assert_eq!(open.sentence(), "1 word");
        let over = verdict(
            12,
            Limit {
                limit: Some(10),
                ..Limit::default()
            },
        );
        assert_eq!(over.remaining(), Some(-2));
    }
}
