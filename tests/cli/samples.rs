//! The samples are what a newcomer sees first.

use crate::pdf::Pdf;
use crate::sandbox::Sandbox;

#[test]
fn the_full_sample_builds_without_a_finding() {
    let sandbox = Sandbox::sample("digital-readiness");
    let output = sandbox.output(["build", "--format", "json", "--strict"]);
    let transcript = sandbox.transcript(&output);
    assert_eq!(output.status.code(), Some(0), "{transcript}");
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json["findings"], serde_json::json!([]), "{transcript}");
    let counted = json["words"]["counted"].as_u64().unwrap();
    assert!((9_000..=9_500).contains(&counted), "{counted}");

    let pdf = Pdf::read(sandbox.pdf());
    let text = pdf.text();
    for part in [
        "Sent is not received",
        "Rowan Ashdown",
        "Statement of originality",
        "List of figures",
        "Greenhalgh",
        "Appendix A",
    ] {
        assert!(text.to_lowercase().contains(&part.to_lowercase()), "{part}");
    }
    let digits: String = counted.to_string();
    assert!(text.contains(&format!("{},{} words", &digits[..1], &digits[1..])));
    let tags = pdf.tags();
    for (tag, at_least) in [
        ("H1", 8),
        ("H2", 25),
        ("P", 120),
        ("Table", 6),
        ("Figure", 4),
        ("Note", 3),
        ("Formula", 2),
    ] {
        assert!(
            tags.get(tag).copied().unwrap_or(0) >= at_least,
            "{tag}: {tags:?}"
        );
    }
}

#[test]
fn the_small_sample_lacks_nothing_but_front_matter() {
    let sandbox = Sandbox::sample("minimal");
    let transcript = sandbox.run(["build", "--strict"]);
    assert!(transcript.starts_with("exit 0\n"), "{transcript}");
    assert_eq!(transcript.matches("warning[").count(), 1, "{transcript}");
    insta::assert_snapshot!(transcript, @r"
    exit 0
    --- stdout
    output/fewer-missed-calls-on-the-virtual.pdf: 7 pages, PDF/A-2a and PDF/UA-1
    351 of 10,000 words: 9,649 left
      counting rule: main-text (excluding references and appendices), convention folio; not yet confirmed against your handbook
    --- stderr
    warning[missing-part]: `front/abstract.md`, `front/originality.md`, and `front/ai-use.md` are not there yet
     = hint: most programmes ask for them; `[outline] hide` leaves a part out for good

    the document is dated 22 November 2026 (today; set `[milestones] submission` to fix it)
    ");
}

#[test]
fn no_reference_of_the_sample_is_left_uncited_in_print() {
    let sandbox = Sandbox::sample("digital-readiness");
    sandbox.output(["build"]);
    let text = Pdf::read(sandbox.pdf()).text();
    let bib = std::fs::read_to_string(sandbox.path("references.bib")).unwrap();
    let dois: Vec<&str> = bib
        .lines()
        .filter_map(|line| line.trim().strip_prefix("doi"))
        .filter_map(|rest| rest.split(['{', '}', '"']).nth(1))
        .collect();
    assert!(dois.len() >= 25, "{dois:?}");
    let squeezed: String = text.split_whitespace().collect::<String>().to_lowercase();
    for doi in dois {
        assert!(
            squeezed.contains(&doi.to_lowercase()),
            "{doi} is not in the references"
        );
    }
}
