//! Pages for the tests: a rich one, a small one, and any of them with hostile text in every place.

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::difference::DiffPage;
use super::status::StatusPage;

const STATUS: &str = include_str!("../../tests/data/pages/status.json");
const DIFF: &str = include_str!("../../tests/data/pages/diff.json");
const SMALL_STATUS: &str = include_str!("../../tests/data/pages/small-status.json");
const SMALL_DIFF: &str = include_str!("../../tests/data/pages/small-diff.json");

/// The texts that people try pages with, and some that only break a layout.
pub(super) const HOSTILE: [&str; 9] = [
    "<script>document.title='broken into'</script>",
    "\"><img src=x onerror=\"document.title='broken into'\">",
    "javascript:document.title='broken into'",
    "</title></style></svg><svg onload=document.title='broken-into'>",
    "' autofocus onfocus='document.title=1' x='",
    "{{ 7 * 7 }} {% raw %} {# hidden #} &lt;b&gt; &#60;i&#62; <!-- -->",
    "\u{202e}desrever\u{202c} \u{2066}isolated \u{0}\u{1b}[31m \u{feff}",
    "Averyverylongwordwithoutanyplacetobreakitsothatitgoesonandonandonacrossthewholewidthofeveryscreenandpage",
    "z\u{300}\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}\u{308}\u{30a}\u{30b} مرحبا بالعالم 研究開発研究開発",
];

pub(super) fn rich_status() -> StatusPage {
    serde_json::from_str(STATUS).unwrap()
}

pub(super) fn rich_diff() -> DiffPage {
    serde_json::from_str(DIFF).unwrap()
}

pub(super) fn small_status() -> StatusPage {
    serde_json::from_str(SMALL_STATUS).unwrap()
}

pub(super) fn small_diff() -> DiffPage {
    serde_json::from_str(SMALL_DIFF).unwrap()
}

/// The rich page with one text in all places where a project's text can stand.
pub(super) fn hostile_status(text: &str) -> StatusPage {
    replaced(STATUS, &mut || text.to_owned())
}

/// The rich page of changes with one text in all places.
pub(super) fn hostile_diff(text: &str) -> DiffPage {
    replaced(DIFF, &mut || text.to_owned())
}

fn replaced<T: DeserializeOwned>(json: &str, text: &mut dyn FnMut() -> String) -> T {
    let mut value: Value = serde_json::from_str(json).unwrap();
    replace("", &mut value, text);
    serde_json::from_value(value).unwrap()
}

/// Replaces texts, but not days, names of states and what ties things together.
fn replace(key: &str, value: &mut Value, text: &mut dyn FnMut() -> String) {
    let fixed = [
        "today",
        "date",
        "due",
        "due-time",
        "to",
        "at",
        "entered-at",
        "from",
        "done",
        "state",
        "rag",
        "outcome",
        "verdict",
        "key",
        "change",
        "id",
        "label",
        "findings",
        "recommendations",
    ];
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                let is_day = key == "next" && value.as_str().is_some_and(|it| it.starts_with("20"));
                let is_id = key == "next" && value.as_str().is_some_and(|it| it.contains('-'));
                if !is_day && !is_id {
                    replace(key, value, text);
                }
            }
        }
        Value::Array(items) => {
            for item in items {
                replace(key, item, text);
            }
        }
        Value::String(old) if !fixed.contains(&key) => *old = text(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Writes the pages for a look at them in a browser; `.ci/pages.py` runs it.
#[test]
#[ignore = "writes files for the check in a browser"]
fn the_example_pages_are_written() {
    let program = std::env::current_exe().unwrap();
    let folder = program.ancestors().nth(3).unwrap().join("pages");
    std::fs::create_dir_all(&folder).unwrap();
    let write = |name: &str, html: String| std::fs::write(folder.join(name), html).unwrap();
    let mut round = 0;
    let mut hostile = || {
        round += 1;
        HOSTILE[round % HOSTILE.len()].to_owned()
    };
    let status: StatusPage = replaced(STATUS, &mut hostile);
    let diff: DiffPage = replaced(DIFF, &mut hostile);
    for (name, status, diff) in [
        ("rich", rich_status(), rich_diff()),
        ("small", small_status(), small_diff()),
        ("hostile", status, diff),
    ] {
        write(
            &format!("{name}-status.html"),
            super::status(&status).unwrap(),
        );
        write(&format!("{name}-diff.html"), super::diff(&diff).unwrap());
    }
}
