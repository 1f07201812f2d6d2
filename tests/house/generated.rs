//! Pages, or parts of them, that are made from the code: they say what the code says.
//!
//! `FOLIO_WRITE_PAGES=1 cargo test --test house generated` writes them anew.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use folio::check::rules;
use folio::diagnostics::Level;
use folio::diagnostics::Phase;
use folio::project::manifest_reference;

const BEGIN: &str = "<!-- made from the code: begin -->\n";
const END: &str = "<!-- made from the code: end -->\n";

#[track_caller]
#[expect(
    clippy::disallowed_methods,
    reason = "whoever writes the pages anew says so in the environment"
)]
fn holds(page: &str, made: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(page);
    let text = fs::read_to_string(&path).unwrap();
    let (before, rest) = text.split_once(BEGIN).unwrap();
    let (stands, after) = rest.split_once(END).unwrap();
    if std::env::var_os("FOLIO_WRITE_PAGES").is_some() {
        fs::write(&path, format!("{before}{BEGIN}{made}{END}{after}")).unwrap();
        return;
    }
    assert!(
        stands == made,
        "{page} is not what the code says: FOLIO_WRITE_PAGES=1 cargo test --test house generated"
    );
}

#[test]
fn the_page_of_the_manifest_has_every_key() {
    holds("docs/manifest.md", &format!("\n{}\n", manifest_reference()));
}

#[test]
fn the_page_of_the_rules_has_every_rule() {
    let mut made = String::from("\n| rule | level | found | what it finds |\n|---|---|---|---|\n");
    let mut all: Vec<_> = rules().iter().collect();
    all.sort_by_key(|rule| rule.code);
    for rule in all {
        let level = match (rule.default, rule.handed_in) {
            (Level::Deny, _) => "must fix",
            (Level::Warn, Some(Level::Deny)) => "must fix when handed in",
            (Level::Warn, _) => "worth fixing",
        };
        let found = match rule.phase {
            Phase::Source => "in the files",
            Phase::Output => "on the pages",
            Phase::Schedule => "in the record",
        };
        let summary = rule.summary.replace('|', "\\|");
        writeln!(made, "| `{}` | {level} | {found} | {summary} |", rule.code).unwrap();
    }
    holds("docs/rules.md", &format!("{made}\n"));
}
