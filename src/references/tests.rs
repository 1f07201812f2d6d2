//! What is wrong with reference files, each thing at its place, and what is read all the same.

use super::*;

fn project(files: &[(&str, &str)]) -> (tempfile::TempDir, Bibliography) {
    let folder = tempfile::tempdir().unwrap();
    let mut paths = Vec::new();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
        paths.push(ProjectPath::new(name).unwrap());
    }
    let root = Store::folder(folder.path()).unwrap();
    let made = prepare(&root, &paths, "apa", None);
    (folder, made)
}

fn lines(made: &Bibliography) -> Vec<String> {
    made.findings_of(|_| true)
        .map(|finding| {
            let place = finding.place.as_ref().unwrap();
            let (line, column) = made.sources.position(place).unwrap();
            format!(
                "{} {}:{line}:{column} {}",
                finding.code, place.path, finding.message
            )
        })
        .collect()
}

fn keys(made: &Bibliography) -> Vec<&str> {
    made.entries
        .iter()
        .map(|entry| entry.key.as_str())
        .collect()
}

#[test]
fn every_mistake_of_a_bib_stands_on_its_own_line_and_the_rest_is_read() {
    let (_folder, made) = project(&[(
        "r.bib",
        "@book{a, title = {A}, author = {A, B}, year = 2001, publisher = {P}}

@book{b,
  title = {Open,
  author = {Lee, Ann},
  publisher = {P},
  year = 2002
}

@article{c title = {C}, author = {X, Y}, journal={J}, year=2000}
@article{d, title = {D} author = {X, Y}, journal={J}, year=2000}
@article{e, title {E}, author = {X, Y}, journal={J}, year=2000
@article{f, title = {F}, author = {X, Y}, journal={J}, year=in press}
@article{g, title = {G, author = {X, Y}, journal={J}, year=2000}
@article{h, title = , author={X, Y}, journal={J}, year = 2000}
@article{title = {No key}, year = 2000}
@misc{i, title = {E}, author = foo, year = 2001}
",
    )]);
    insta::assert_snapshot!(lines(&made).join("\n"), @r"
    bibliography-syntax r.bib:16:2 an entry has no key, so it cannot be cited
    bibliography-syntax r.bib:4:11 `title` is not closed: a `}` is missing in the entry `b`
    bibliography-syntax r.bib:10:12 a comma is missing behind the key in the entry `c`
    bibliography-syntax r.bib:11:25 a comma is missing behind `title` in the entry `d`
    bibliography-syntax r.bib:12:1 the entry `e` is not closed: a `}` is missing in it
    bibliography-syntax r.bib:12:19 a `=` is missing behind `title` in the entry `e`
    bibliography-syntax r.bib:13:61 put `in press` into braces in the entry `f`
    bibliography-syntax r.bib:14:21 `title` is not closed: a `}` is missing in the entry `g`
    bibliography-syntax r.bib:15:21 `title` has no value in the entry `h`
    bibliography-field-missing r.bib:15:10 the entry `h` has no `title`
    bibliography-syntax r.bib:17:32 `foo` stands for nothing in the entry `i`
    ");
    assert_eq!(keys(&made), ["a", "b", "c", "d", "e", "f", "g", "h", "i"]);
    let entry = |at: usize| &made.entries[at].item;
    for at in 0..8 {
        assert!(entry(at).date("issued").is_some(), "{}", entry(at).key);
        assert_eq!(entry(at).names("author").len(), 1, "{}", entry(at).key);
    }
    assert_eq!(entry(1).text("title"), Some("Open"));
    assert_eq!(entry(6).text("title"), Some("G"));
    assert_eq!(
        entry(5).date("issued").unwrap().literal.as_deref(),
        Some("in press")
    );
}

#[test]
fn nothing_in_a_file_is_more_than_a_warning() {
    let (_folder, made) = project(&[
        (
            "a.bib",
            "@book{a, title = {A\n@boook{a, year={n.d.}, month={x}}\n@article{b, year={c. 19",
        ),
        ("b.json", "[{\"id\": \"c\",}, 4]"),
        ("c.yml", "d:\n  type: Book\n  title: [\n"),
        ("e.txt", "x"),
    ]);
    assert!(made.findings_of(|_| true).count() > 5);
    let is_warning = |it: &Diagnostic| it.level == crate::diagnostics::Level::Warn;
    assert!(made.findings_of(|_| true).all(is_warning));
}

#[test]
fn an_entry_that_parses_is_still_looked_at() {
    let (_folder, made) = project(&[(
        "r.bib",
        "\u{feff}@book{a, title = {A}, author = {A, B}, year = 2001, publisher = {P}}
@boook{b, title = {B}, author = {A, B}, year = 2001}
@book{a, title = {A}, author = {A, B}, year = 2001, publisher = {P}}
@article{c, title = {C}, journaltitle = {J}}
@book{d, title = {D}, author = {E}, date = {2001-15}, publisher = {P}}
@misc{f, title = {F \\foo{x}}, author = {NHS England}, year = 2001, month = {Movember}}
@misc{g, title = {G}, author = {Smith, J., Doe, A. B., Roe, R.}, year = 2001}
",
    )]);
    insta::assert_snapshot!(lines(&made).join("\n"), @r"
    bibliography-key-twice r.bib:3:7 two entries have the key `a`, and the first one is cited
    bibliography-type-unknown r.bib:2:2 `@boook` is no kind of reference, so it is set as `@misc`
    bibliography-field-missing r.bib:4:10 the entry `c` has no `author` or `year`
    bibliography-date-unclear r.bib:5:45 the date of `d` cannot be read as it is written: `2001-15`
    bibliography-name-unclear r.bib:6:41 `NHS England` of `f` is read as a person, with a family name
    bibliography-date-unclear r.bib:6:77 the date of `f` cannot be read as it is written: `Movember`
    bibliography-command-unknown r.bib:6:19 the command `\foo` in `f` is not known, so its words are printed as they are
    bibliography-name-unclear r.bib:7:33 `Smith, J., Doe, A. B., Roe, R.` of `g` has more commas than a name
    ");
}

#[test]
fn keys_are_unique_over_all_files_and_the_first_wins() {
    let (_folder, made) = project(&[
        (
            "a.bib",
            "@misc{k, title = {A}, author = {A, B}, year = 2001}",
        ),
        ("b.yml", "k:\n  type: Book\n  title: B\n"),
    ]);
    assert_eq!(
        lines(&made),
        [
            "bibliography-key-twice b.yml:1:1 two entries have the key `k`, and the first one is cited"
        ]
    );
    assert_eq!(made.entries[0].item.text("title"), Some("A"));
}

#[test]
fn findings_about_works_that_nobody_cites_can_be_left_out() {
    let (_folder, made) = project(&[(
        "a.bib",
        "@book{a, title={A}}\n@book{b, title={B}}\n@misc{, x={}}\n",
    )]);
    let about = |key: &'static str| {
        let found = made.findings_of(move |known| known == key);
        found.map(|it| it.message.clone()).collect::<Vec<_>>()
    };
    assert_eq!(
        about("b"),
        [
            "an entry has no key, so it cannot be cited",
            "the entry `b` has no `author`, `year`, or `publisher`",
        ]
    );
}

#[test]
fn entries_that_take_fields_from_each_other_end_and_from_nobody_are_told() {
    let bib = "@book{a, title={A}, author={X, Y}, year=2000, publisher={P}, crossref={b}}
@book{b, title={B}, author={X, Y}, year=2000, publisher={P}, crossref={a}, xdata={a,b}}
@inbook{c, title={C}, author={X, Y}, crossref={zz}, booktitle={B}, year=2000, publisher={P}}
";
    let (_folder, made) = project(&[("a.bib", bib)]);
    assert_eq!(made.entries.len(), 3);
    assert_eq!(
        lines(&made),
        [
            "bibliography-field-missing a.bib:3:48 the entry `c` takes fields from `zz`, which is not in the file"
        ]
    );
}

#[test]
fn a_yaml_mistake_has_its_line() {
    let (_folder, made) = project(&[("a.yml", "k:\n  type: Book\n  title: [\n")]);
    assert!(
        lines(&made)[0].starts_with("bibliography-syntax a.yml:"),
        "{:?}",
        lines(&made)
    );
}

#[test]
fn a_file_that_is_not_there_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let root = Store::folder(folder.path()).unwrap();
    let made = prepare(&root, &[ProjectPath::new("r.bib").unwrap()], "apa", None);
    assert_eq!(made.findings[0].code, "bibliography-unreadable");
    assert_eq!(made.findings[0].level, crate::diagnostics::Level::Deny);
}

/// Returns what an entry says under a variable, dates as BibLaTeX writes them.
fn said(made: &Bibliography, key: &str, variable: &str) -> String {
    let entry = made.entries.iter().find(|entry| entry.key == key).unwrap();
    match entry.item.values.get(variable) {
        Some(crate::csl::Value::Text(text)) => text.clone(),
        Some(crate::csl::Value::Date(date)) => {
            let start = date
                .start
                .map(|it| format!("{} {:?} {:?}", it.year, it.month, it.day));
            format!(
                "{} {:?} {}",
                start.unwrap_or_default(),
                date.season,
                date.literal.clone().unwrap_or_default()
            )
        }
        Some(crate::csl::Value::Names(names)) => {
            let names = names
                .iter()
                .map(|it| format!("{}{}|{}", it.literal, it.family, it.given));
            names.collect::<Vec<_>>().join("; ")
        }
        None => String::new(),
    }
}

#[test]
fn csl_json_is_read_as_it_is_with_every_place() {
    let json = r#"[
  {"id": "http://zotero.org/users/1/items/AB12", "citation-key": "smith2020", "type": "article-journal",
   "title": "Costs of <i>care</i> & more in $", "author": [{"family": "Smith", "given": "Ann B."}, {"literal": "NHS England"}],
   "container-title": "BMJ", "volume": 12, "page": "1–9", "issued": {"date-parts": [["2020", 3]]}, "DOI": "https://doi.org/10.1000/x",
   "note": "Original Date: 1922\ntex.x: y\nA note."},
  {"id": "raw", "type": "report", "title": "A report", "publisher": "DHSC", "issued": "2021-05~",
   "accessed": {"raw": "2024-01-02"}, "event": "Meeting"},
  {"id": "season", "type": "book", "title": "T", "issued": {"date-parts": [[2020]], "season": "2"}, "author": [{"family": "B", "given": "C", "non-dropping-particle": "van"}], "publisher": "P"},
  {"id": "press", "type": "book", "title": "T", "issued": {"literal": "in press"}, "editor": [{"family": "B"}], "publisher": "P"},
  {"type": "book", "title": "no id"}
]"#;
    let (_folder, made) = project(&[("r.json", json)]);
    assert_eq!(keys(&made), ["smith2020", "raw", "season", "press"]);
    let case = |key: &str, variable: &str, expected: &str| {
        assert_eq!(said(&made, key, variable), expected, "{key} {variable}");
    };
    case("smith2020", "title", "Costs of <i>care</i> &amp; more in $");
    case("smith2020", "author", "Smith|Ann B.; NHS England|");
    case("smith2020", "page", "1-9");
    case("smith2020", "DOI", "10.1000/x");
    case("smith2020", "issued", "2020 Some(3) None None ");
    case("smith2020", "original-date", "1922 None None None ");
    case("smith2020", "note", "A note.");
    case("raw", "issued", "2021 Some(5) None None ");
    case("raw", "event-title", "Meeting");
    case("season", "issued", "2020 None None Some(2) ");
    case("press", "issued", " None in press");
    let smith = &made.entries[0];
    assert_eq!(smith.value("author"), Some("Smith, Ann B. and NHS England"));
    assert_eq!(smith.value("journaltitle"), Some("BMJ"));
    assert_eq!(
        &json[smith.places["DOI"].range.clone().unwrap()],
        "https://doi.org/10.1000/x"
    );
    assert_eq!(&json[smith.key_place.range.clone().unwrap()], "smith2020");
    assert_eq!(
        lines(&made),
        ["bibliography-field-missing r.json:10:3 a reference has no `id`, so it cannot be cited"]
    );
}

#[test]
fn csl_yaml_is_read_with_and_without_its_head() {
    let list = "- id: a\n  type: book\n  title: \"Nudge: *x*\"\n  author:\n  - family: Thaler\n    given: R.\n  issued: 2008\n  publisher: P\n";
    let head = "---\nreferences:\n- id: b\n  type: webpage\n  title: B\n  author: [{literal: NHS England}]\n  URL: https://example.org/x?a=1&b=2\n  issued:\n    date-parts:\n    - - 2020\n      - 5\n...\n";
    let (_folder, made) = project(&[("a.yaml", list), ("b.yaml", head)]);
    assert_eq!(lines(&made), [""; 0]);
    assert_eq!(said(&made, "a", "author"), "Thaler|R.");
    assert_eq!(said(&made, "a", "issued"), "2008 None None None ");
    assert_eq!(said(&made, "b", "issued"), "2020 Some(5) None None ");
    assert_eq!(said(&made, "b", "URL"), "https://example.org/x?a=1&amp;b=2");
    let place = made.entries[1].places["URL"].range.clone().unwrap();
    assert_eq!(&head[place], "https://example.org/x?a=1&b=2");
}

#[test]
fn hayagriva_lands_in_the_variables_of_csl() {
    let text = "# refs
k:
  type: Article
  title: \"A {NHS} title\"
  author: [\"Lee, Ann\", \"van Dam, Bo\", NHS England]
  page-range: 1-9
  serial-number:
    doi: 10.1000/x
  parent:
    type: Periodical
    title: BMJ
    volume: 3
    issue: 4
    date: 2020-05
w:
  type: Web
  title: B
  author: {name: King, given-name: Jo}
  url: {value: \"https://x.org\", date: 2024-02-01}
t:
  type: Thesis
  title: T
  author: Lee, Ann
  organization: Imperial College London
  genre: PhD thesis
  date: 2021
c:
  type: Chapter
  title: C
  author: Lee, Ann
  parent:
    type: Book
    title: Whole
    editor: Fox, B
    publisher: { name: Sage, location: London }
    date: 2019
";
    let (_folder, made) = project(&[("r.yml", text)]);
    let case = |key: &str, variable: &str, expected: &str| {
        assert_eq!(said(&made, key, variable), expected, "{key} {variable}");
    };
    case("k", "title", "A <span class=\"nocase\">NHS</span> title");
    case("k", "author", "Lee|Ann; Dam|Bo; NHS England|");
    case("k", "container-title", "BMJ");
    case("k", "volume", "3");
    case("k", "issue", "4");
    case("k", "issued", "2020 Some(5) None None ");
    case("k", "DOI", "10.1000/x");
    case("k", "page", "1-9");
    case("w", "author", "King|Jo");
    case("w", "URL", "https://x.org");
    case("w", "accessed", "2024 Some(2) Some(1) None ");
    case("t", "publisher", "Imperial College London");
    case("t", "genre", "PhD thesis");
    case("c", "container-title", "Whole");
    case("c", "editor", "Fox|B");
    case("c", "publisher-place", "London");
    assert_eq!(made.entries[0].item.kind, "article-journal");
    assert_eq!(made.entries[3].item.kind, "chapter");
    assert_eq!(
        &text[made.entries[0].places["DOI"].range.clone().unwrap()],
        "10.1000/x"
    );
    assert_eq!(lines(&made), [""; 0]);
}
