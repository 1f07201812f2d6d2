//! Findings in the Static Analysis Results Interchange Format, 2.1.0.
//!
//! # Decisions
//!
//! - 2026-11: paths are relative to the project or the repository, and no file says where that lies
//!   on this machine.
//! - 2026-11: GitHub refuses a whole file for one result without a location. A finding about no
//!   file is about the project, so its location is the manifest, without a region.
//! - 2026-11: a fingerprint is made of what the finding is about, never of its line or its message:
//!   the text may move, and a count in a message changes with every word.

mod shape;

use std::collections::{BTreeMap, BTreeSet};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sha2::{Digest, Sha256};

use crate::diagnostics::{Diagnostic, Place};
use crate::report::content::{Report, RuleText};
use crate::report::json::to_text;
use crate::report::sarif::shape::{
    ArtifactLocation, BaseId, BaseIds, Configuration, Driver, Fingerprints, Help, Invocation,
    Location, Log, Message, Notification, PhysicalLocation, RelatedLocation, ReportingRule,
    ResultView, SarifRegion, SarifRun, Tool,
};
use crate::report::window::{Quote, WIDTH};
use crate::report::words::{self, severity};

/// The name that stands for the folder that paths are relative to; GitHub's own.
const ROOT: &str = "%SRCROOT%";

/// Where a finding about no file is said to be.
const MANIFEST: &str = "folio.toml";

/// What a URI holds as it is; a `:` would make a scheme of what stands before it.
const KEPT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'/');

/// Writes the findings, and every rule with its help.
pub fn sarif(report: &Report<'_>) -> String {
    let rules = rules(report);
    let numbers: BTreeMap<&str, usize> = (0..).zip(&rules).map(|(n, rule)| (rule.id, n)).collect();
    let mut seen = BTreeMap::new();
    let results = report.findings.iter().map(|finding| ResultView {
        rule_id: &finding.code,
        rule_index: numbers[finding.code.as_ref()],
        level: severity(finding.level),
        message: Message::new(words::message_and_hint(finding)),
        locations: [location(finding.place.as_ref(), report)],
        related_locations: related(finding, report),
        partial_fingerprints: Fingerprints {
            finding: fingerprint(finding, report, &mut seen),
        },
    });
    to_text(&Log {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [SarifRun {
            results: results.collect(),
            tool: Tool {
                driver: Driver {
                    name: "folio",
                    version: report.version,
                    rules,
                },
            },
            invocations: [invocation(report)],
            column_kind: "unicodeCodePoints",
            original_uri_base_ids: BaseIds {
                root: BaseId {
                    description: Message::new("the folder that paths are relative to"),
                },
            },
        }],
    })
}

/// Returns the rules of the report, and those that only a finding names.
fn rules<'a>(report: &Report<'a>) -> Vec<ReportingRule<'a>> {
    let mut rules: Vec<ReportingRule<'a>> = Vec::new();
    let mut known: BTreeSet<&str> = BTreeSet::new();
    for rule in report.rules {
        let RuleText {
            code,
            level: default,
            was_run: _,
            summary,
            explanation,
        } = *rule;
        if known.insert(code) {
            rules.push(ReportingRule {
                id: code,
                short_description: Some(Message::new(summary)),
                help: Some(Help {
                    text: explanation,
                    markdown: explanation,
                }),
                default_configuration: Some(Configuration {
                    enabled: default.is_some(),
                    level: default.map_or("none", severity),
                }),
            });
        }
    }
    for finding in report.findings {
        if known.insert(&finding.code) {
            rules.push(ReportingRule {
                id: &finding.code,
                short_description: None,
                help: None,
                default_configuration: None,
            });
        }
    }
    rules
}

fn invocation(report: &Report<'_>) -> Invocation {
    let not_checked = report.not_checked.iter().map(|sentence| Notification {
        level: "note",
        message: Message::new(format!("not checked: {sentence}")),
    });
    Invocation {
        execution_successful: true,
        tool_execution_notifications: not_checked.collect(),
    }
}

fn location(place: Option<&Place>, report: &Report<'_>) -> Location {
    let path = place.map_or(MANIFEST, |place| place.path.as_str());
    Location {
        physical_location: PhysicalLocation {
            artifact_location: ArtifactLocation {
                uri: utf8_percent_encode(&report.in_repository(path), KEPT).to_string(),
                uri_base_id: ROOT,
            },
            region: place.and_then(|place| region(place, report)),
        },
    }
}

fn region(place: &Place, report: &Report<'_>) -> Option<SarifRegion> {
    let extent = report.sources.extent(place)?;
    Some(SarifRegion {
        start_line: extent.start.0.number(),
        start_column: extent.start.1.number(),
        end_line: extent.end.0.number(),
        end_column: extent.end.1.number(),
    })
}

fn related(finding: &Diagnostic, report: &Report<'_>) -> Vec<RelatedLocation> {
    let locations = (1..).zip(&finding.related).map(|(id, (place, word))| {
        let Location { physical_location } = location(Some(place), report);
        RelatedLocation {
            id,
            physical_location,
            message: (!word.is_empty()).then(|| Message::new(word)),
        }
    });
    locations.collect()
}

/// Returns what stays the same when the text round a finding moves.
///
/// `seen` counts those that are alike, so that the second is told from the first.
fn fingerprint(
    finding: &Diagnostic,
    report: &Report<'_>,
    seen: &mut BTreeMap<String, u32>,
) -> String {
    let mut digest = Sha256::new();
    let mut add = |part: &str| {
        digest.update(part.len().to_le_bytes());
        digest.update(part.as_bytes());
    };
    add(&finding.code);
    if let Some(place) = &finding.place {
        add(place.path.as_str());
        if let Some(quote) = Quote::of(place, report.sources, WIDTH) {
            add(&quote.text[quote.part.clone()]);
            add(quote.text.trim());
        }
    }
    let digest: String = digest
        .finalize()
        .iter()
        .take(16)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let number = seen.entry(digest.clone()).or_default();
    *number += 1;
    format!("{digest}:{number}")
}

#[cfg(test)]
mod tests;
