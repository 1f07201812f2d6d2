//! `allowed_signers`: whose key is whose, in the form that OpenSSH has.
//!
//! A line that cannot be used is reported and passed over; it never hides another.

use jiff::Timestamp;
use ssh_key::PublicKey;

use crate::diagnostics::text::inline;
use crate::diagnostics::{FileError, MAX_TEXT_BYTES, ProjectPath, Store, british};
use crate::milestones::ledger::day_of;
use crate::milestones::signoff::message::NAMESPACE;
use crate::milestones::signoff::signer_line::{SignerLine, read_line};

/// The file's place in a project.
pub const SIGNERS: &str = "milestones/allowed_signers";

/// The keys that may sign, with the people they belong to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AllowedSigners {
    /// The lines that can be used.
    pub lines: Vec<SignerLine>,
    /// The lines that cannot, each with the reason.
    pub problems: Vec<(usize, String)>,
}

/// Why a key is not accepted for somebody.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignerError {
    /// No line has the key.
    #[error("the key is not in the list of allowed signers")]
    UnknownKey,
    /// The key belongs to somebody else.
    #[error(
        "the key is not allowed for `{principal}`: line {line} of the list gives it to {whose}"
    )]
    OtherPerson {
        /// Who is said to have signed.
        principal: String,
        /// The line with the key.
        line: usize,
        /// Whose it is.
        whose: String,
    },
    /// The key is for something else.
    #[error("line {line} of the list does not allow the key to sign decisions")]
    OtherPurpose {
        /// The line with the key.
        line: usize,
    },
    /// The key was not valid yet.
    #[error("the key was not valid yet on that day: line {line} of the list begins on {day}")]
    TooEarly {
        /// The line with the key.
        line: usize,
        /// The day from which on it is, as people read it.
        day: String,
    },
    /// The key was no longer valid.
    #[error("the key had expired on that day: line {line} of the list expired on {day}")]
    Expired {
        /// The line with the key.
        line: usize,
        /// The day on which it expired, as people read it.
        day: String,
    },
}

impl AllowedSigners {
    /// Reads the list of a project; one that is not there is empty.
    ///
    /// # Errors
    ///
    /// If the file is there and cannot be read.
    pub fn of(store: &Store) -> Result<Self, FileError> {
        match ProjectPath::new(SIGNERS).filter(|path| store.stands(path)) {
            Some(path) => Ok(Self::parse(&store.private_text(&path, MAX_TEXT_BYTES)?)),
            None => Ok(Self::default()),
        }
    }

    /// Takes a list from its text; never fails, and never panics.
    pub fn parse(text: &str) -> Self {
        let mut signers = Self::default();
        for (at, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            let text = line.trim();
            if text.is_empty() || text.starts_with('#') {
                continue;
            }
            match read_line(at + 1, text) {
                Ok(line) => signers.lines.push(line),
                Err(why) => signers.problems.push((at + 1, why)),
            }
        }
        signers
    }

    /// Says why nobody can be vouched for by this list at a moment, if so.
    pub fn why_useless(&self, at: Timestamp) -> Option<String> {
        if self.lines.is_empty() {
            return Some(match self.problems.first() {
                Some((line, why)) => format!("no line of it can be used; line {line}: {why}"),
                None => "it lists no key".into(),
            });
        }
        let ends = self.lines.iter().map(|line| line.valid_before);
        let last = ends.collect::<Option<Vec<_>>>()?.into_iter().max()?;
        (last < at).then(|| {
            let day = british(day_of(last));
            format!("every key in it has expired, the last on {day}")
        })
    }

    /// Returns whether a line of the list is somebody's.
    pub fn names(&self, principal: &str) -> bool {
        let mut lines = self.lines.iter();
        lines.any(|line| matches_list(&line.principals, principal))
    }

    /// Returns the line by which a key may sign for a person at a time, or why it may not.
    ///
    /// # Errors
    ///
    /// The reason why no line allows it.
    pub fn check(
        &self,
        principal: &str,
        key: &PublicKey,
        at: Timestamp,
    ) -> Result<&SignerLine, SignerError> {
        let mut nearest = SignerError::UnknownKey;
        let with_key = self
            .lines
            .iter()
            .filter(|line| line.key.key_data() == key.key_data());
        for line in with_key {
            let number = line.line;
            if !matches_list(&line.principals, principal) {
                if nearest == SignerError::UnknownKey {
                    nearest = SignerError::OtherPerson {
                        principal: inline(principal, 60),
                        line: number,
                        whose: inline(&line.principals.join(","), 60),
                    };
                }
                continue;
            }
            let namespaces = line.namespaces.as_deref();
            let day = |time: Timestamp| british(day_of(time)).to_string();
            if namespaces.is_some_and(|patterns| !matches_list(patterns, NAMESPACE)) {
                nearest = SignerError::OtherPurpose { line: number };
            } else if let Some(after) = line.valid_after.filter(|after| at < *after) {
                let day = day(after);
                nearest = SignerError::TooEarly { line: number, day };
            } else if let Some(before) = line.valid_before.filter(|before| at > *before) {
                let day = day(before);
                nearest = SignerError::Expired { line: number, day };
            } else {
                return Ok(line);
            }
        }
        Err(nearest)
    }
}

/// Returns whether a list of patterns allows a name; a pattern with `!` that fits forbids it.
fn matches_list(patterns: &[String], name: &str) -> bool {
    let mut is_allowed = false;
    for pattern in patterns {
        match pattern.strip_prefix('!') {
            Some(pattern) if matches(pattern, name) => return false,
            Some(_) => {}
            None => is_allowed |= matches(pattern, name),
        }
    }
    is_allowed
}

/// Returns whether a pattern with `*` and `?` fits the whole name. Capitals matter, as they do to
/// `ssh-keygen`.
fn matches(pattern: &str, name: &str) -> bool {
    let letters = |text: &str| text.chars().collect::<Vec<char>>();
    let (pattern, name) = (letters(pattern), letters(name));
    let (mut p, mut n) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while n < name.len() {
        match pattern.get(p) {
            Some('*') => {
                star = Some((p, n));
                p += 1;
            }
            Some(c) if *c == '?' || *c == name[n] => {
                p += 1;
                n += 1;
            }
            _ => match star {
                // The last star takes one more letter; earlier ones need not be tried again.
                Some((at, from)) => {
                    star = Some((at, from + 1));
                    p = at + 1;
                    n = from + 1;
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|c| *c == '*')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const KEY: &str =
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIUTqi4RvRwoxV99oTGIXOP8qc7ooL0Fniw7tKWpwF24";

    fn check(text: &str, principal: &str, at: &str) -> Result<usize, String> {
        let signers = AllowedSigners::parse(text);
        let key = PublicKey::from_openssh(KEY).unwrap();
        signers
            .check(principal, &key, at.parse().unwrap())
            .map(|line| line.line)
            .map_err(|error| error.to_string())
    }

    #[test]
    fn a_key_signs_for_the_people_of_its_line() {
        #[track_caller]
        fn case(head: &str, principal: &str, is_allowed: bool) {
            let found = check(
                &format!("# list\n\n{head} {KEY} a comment\n"),
                principal,
                "2027-03-01T00:00:00Z",
            );
            assert_eq!(found.is_ok(), is_allowed, "{head}: {found:?}");
        }

        case("b@example.org", "b@example.org", true);
        case("b@example.org", "B@Example.org", false);
        case("a@example.org,b@example.org", "b@example.org", true);
        case("\"a@example.org,b@example.org\"", "b@example.org", true);
        case("*@example.org", "b@example.org", true);
        case("?@example.org", "bb@example.org", false);
        case("*@example.org,!b@example.org", "b@example.org", false);
        case("c@example.org", "b@example.org", false);
        case(
            "b@example.org namespaces=\"git,folio-*\"",
            "b@example.org",
            true,
        );
        case("b@example.org namespaces=\"git\"", "b@example.org", false);
        case(
            "b@example.org valid-after=\"20270301\"",
            "b@example.org",
            true,
        );
        case(
            "b@example.org valid-after=\"20270302Z\"",
            "b@example.org",
            false,
        );
        case(
            "b@example.org valid-before=\"20270228235959\"",
            "b@example.org",
            false,
        );
        case(
            "b@example.org valid-after=\"202701011200\",valid-before=\"20280101\"",
            "b@example.org",
            true,
        );
    }

    #[test]
    fn the_reason_of_a_refusal_is_said() {
        #[track_caller]
        fn case(text: &str, reason: &str) {
            let found = check(
                &text.replace("KEY", KEY),
                "b@example.org",
                "2027-03-01T00:00:00Z",
            );
            assert_eq!(found, Err(reason.to_owned()));
        }

        case("", "the key is not in the list of allowed signers");
        case(
            "a@example.org KEY",
            "the key is not allowed for `b@example.org`: line 1 of the list gives it to a@example.org",
        );
        case(
            "b@example.org valid-before=\"20270101\" KEY",
            "the key had expired on that day: line 1 of the list expired on 1 January 2027",
        );
        case(
            "b@example.org namespaces=\"git\" KEY",
            "line 1 of the list does not allow the key to sign decisions",
        );
    }

    #[test]
    fn a_line_that_cannot_be_used_says_why_and_hides_no_other() {
        let text = format!(
            "b@example.org cert-authority {KEY}\n\
             b@example.org\n\
             b@example.org ssh-ed25519 AAAA\n\
             b@example.org no-such=\"1\" {KEY}\n\
             b@example.org valid-after=\"2027\" {KEY}\n\
             b@example.org namespaces=\"git {KEY}\n\
             b@example.org ssh-ed25519-cert-v01@openssh.com AAAA\n\
             b@example.org {KEY}\n"
        );
        let signers = AllowedSigners::parse(&text);
        let problems: Vec<String> = signers
            .problems
            .iter()
            .map(|(line, why)| format!("{line}: {why}"))
            .collect();
        assert_eq!(
            problems,
            [
                "1: it is for certificates (`cert-authority`), which folio does not read: list the key itself",
                "2: it ends before the key",
                "3: its key `ssh-ed25519` cannot be read",
                "4: `no-such=\"1\"` is no option of this file",
                "5: `2027` is no time such as 20270901 or 20270901120000Z",
                "6: a quotation mark is not closed",
                "7: it is a certificate, which folio does not read: list the key itself",
            ]
        );
        assert_eq!(check(&text, "b@example.org", "2027-03-01T00:00:00Z"), Ok(8));
    }

    proptest! {
        #[test]
        fn no_text_stops_the_reading(text in "(?s).{0,200}") {
            let _ = AllowedSigners::parse(&text);
        }

        #[test]
        fn no_options_stop_the_reading(options in "[a-z=\",*!0-9Z -]{0,60}", name in "\\PC{0,20}") {
            let text = format!("b@example.org {options} {KEY}");
            let signers = AllowedSigners::parse(&text);
            let key = PublicKey::from_openssh(KEY).unwrap();
            let _ = signers.check(&name, &key, Timestamp::UNIX_EPOCH);
            prop_assert!(signers.lines.len() + signers.problems.len() >= 1);
        }

        #[test]
        fn every_name_fits_itself_and_the_star(name in "[a-z@.*?]{0,20}", other in "[a-c]{0,3}") {
            prop_assert!(matches(&name, &name));
            prop_assert!(matches("*", &name));
            let both = format!("{name}{other}");
            let pattern = format!("*{other}");
            prop_assert!(matches(&pattern, &both));
        }
    }
}
