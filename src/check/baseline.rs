//! What an earlier report had already, so that a draft under way shows only what is new.
//!
//! A finding is the same when its code, its file and its message are; its line may have moved.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::diagnostics::Diagnostic;

/// The findings of an earlier report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    /// How often each stood there.
    known: BTreeMap<(String, Option<String>, String), usize>,
}

/// A file that is no report.
#[derive(Debug, thiserror::Error)]
pub enum BaselineError {
    /// It cannot be read as one.
    #[error("this is no report that `folio check --format json` wrote")]
    Unreadable(#[from] serde_json::Error),
    /// A newer folio wrote it.
    #[error("this report was written by a newer folio (format {0})")]
    Newer(u32),
}

/// A report, as far as it is asked here.
#[derive(Deserialize)]
struct EarlierReport {
    format: u32,
    findings: Vec<EarlierFinding>,
}

#[derive(Deserialize)]
struct EarlierFinding {
    code: String,
    message: String,
    path: Option<String>,
}

impl Baseline {
    /// Reads a report in JSON.
    ///
    /// # Errors
    ///
    /// If the text is no report of `folio check --format json`.
    pub fn read(json: &str) -> Result<Self, BaselineError> {
        let report: EarlierReport = serde_json::from_str(json.trim_start_matches('\u{feff}'))?;
        if report.format != 1 {
            return Err(BaselineError::Newer(report.format));
        }
        let mut known = BTreeMap::new();
        for EarlierFinding {
            code,
            message,
            path,
        } in report.findings
        {
            *known.entry((code, path, message)).or_default() += 1;
        }
        Ok(Self { known })
    }

    /// Splits findings into those that are new and the number of those that are known. Of two that
    /// are alike, one that was there before hides one.
    pub fn split(mut self, findings: Vec<Diagnostic>) -> (Vec<Diagnostic>, usize) {
        let before = findings.len();
        let mut new = findings;
        new.retain(|finding| {
            let path = finding.place.as_ref().map(|place| place.path.to_string());
            let key = (finding.code.to_string(), path, finding.message.clone());
            match self.known.get_mut(&key) {
                Some(left @ 1..) => {
                    *left -= 1;
                    false
                }
                Some(0) | None => true,
            }
        });
        let known = before - new.len();
        (new, known)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::{Place, ProjectPath};

    fn finding(message: &str, at: usize) -> Diagnostic {
        let path = ProjectPath::new("a.md").unwrap();
        Diagnostic::warn("leftover-note", message).at(Place::range(path, at..at + 1))
    }

    const REPORT: &str = r#"{"format":1,"findings":[
        {"code":"leftover-note","level":"warn","message":"`XXX` stands here","path":"a.md","line":1,"column":1,"hint":null}
    ],"summary":{"deny":0,"warn":1}}"#;

    #[test]
    fn what_was_there_before_is_left_out_wherever_it_stands_now() {
        let (new, known) = Baseline::read(REPORT).unwrap().split(vec![
            finding("`XXX` stands here", 40),
            finding("`XXX` stands here", 80),
            finding("`TBC` stands here", 9),
        ]);
        assert_eq!(known, 1);
        let messages: Vec<&str> = new.iter().map(|one| one.message.as_str()).collect();
        assert_eq!(messages, ["`XXX` stands here", "`TBC` stands here"]);
    }

    #[test]
    fn what_is_no_report_is_refused() {
        assert!(matches!(
            Baseline::read("{}"),
            Err(BaselineError::Unreadable(_))
        ));
        assert!(matches!(
            Baseline::read(r#"{"format":2,"findings":[]}"#),
            Err(BaselineError::Newer(2))
        ));
    }
}
