//! The published schema judges it in `.ci`; here is what a schema cannot know.

use serde_json::Value;

use super::*;
use crate::diagnostics::{ProjectPath, SourceMap};
use crate::report::tests::mixed::{Mixed, PLACES};

fn results(text: &str) -> Vec<Value> {
    let value: Value = serde_json::from_str(text).unwrap();
    value["runs"][0]["results"].as_array().unwrap().clone()
}

#[test]
fn every_finding_is_a_result_with_its_rule_and_its_region() {
    let mixed = Mixed::new();
    let text = sarif(&mixed.report());
    let value: Value = serde_json::from_str(&text).unwrap();
    let run = &value["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let results = results(&text);
    assert_eq!(results.len(), mixed.findings.len());
    for (result, (code, place)) in results.iter().zip(PLACES) {
        assert_eq!(result["ruleId"], code);
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(run["tool"]["driver"]["rules"][index]["id"], code);
        let region = &result["locations"][0]["physicalLocation"]["region"];
        match place.and_then(|(_, position)| position) {
            Some((line, column)) => {
                assert_eq!(region["startLine"], line);
                assert_eq!(region["startColumn"], column);
            }
            None => assert!(region.is_null()),
        }
    }
    let end = &results[3]["locations"][0]["physicalLocation"]["region"];
    assert_eq!((&end["endLine"], &end["endColumn"]), (&3.into(), &7.into()));
    assert_eq!(results[0]["level"], "error");
    assert_eq!(results[5]["level"], "warning");
    assert_eq!(
        results[5]["relatedLocations"][0]["message"]["text"],
        "first, here: 50%"
    );
    assert_eq!(
        run["tool"]["driver"]["rules"][11]["defaultConfiguration"]["enabled"],
        false
    );
}

#[test]
fn a_path_is_a_relative_uri_and_says_nothing_of_this_machine() {
    let text = sarif(&Mixed::new().report());
    let uri = |number: usize| {
        let location = &results(&text)[number]["locations"][0]["physicalLocation"];
        location["artifactLocation"]["uri"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    assert_eq!(uri(4), "chapters/02-%C3%A9%20name%2C%20100%25.md");
    assert_eq!(uri(6), "chapters/03-a%3A%20b%20%26%20c.typ");
    assert_eq!(uri(7), "folio.toml");
    assert!(!text.contains("file:"));
}

#[test]
fn a_fingerprint_stays_when_lines_move_and_differs_between_two_alike() {
    let path = ProjectPath::new("a.md").unwrap();
    let prints = |text: &str, message: &str| -> Vec<String> {
        let mut sources = SourceMap::default();
        sources.insert(path.clone(), text);
        let findings: Vec<Diagnostic> = text
            .match_indices("TODO")
            .map(|(at, part)| {
                let place = Place::range(path.clone(), at..at + part.len());
                Diagnostic::warn("todo-marker", message).at(place)
            })
            .collect();
        results(&sarif(&Report::new(&findings, &sources)))
            .iter()
            .map(|it| {
                it["partialFingerprints"]["folioFinding/v1"]
                    .as_str()
                    .unwrap()
                    .to_owned()
            })
            .collect()
    };
    let before = prints("TODO one\nTODO two\n\nTODO one\n", "note 1");
    assert_eq!(before.len(), 3);
    assert!(before[0] != before[1] && before[0] != before[2]);
    assert_eq!(
        prints("new\r\n\r\n  TODO one\r\nTODO two\r\nTODO one", "note 2"),
        before
    );
}

#[test]
fn nothing_found_is_a_run_without_results() {
    assert_eq!(
        results(&sarif(&Mixed::empty().report())),
        Vec::<Value>::new()
    );
}
