//! Each rule on real files, and what must not trigger it.

use crate::check::references::SEARCHES;
use crate::check::testing::{findings, found, found_by};

const MANIFEST: (&str, &str) = (
    "folio.toml",
    "[dissertation]\ntitle = \"T\"\nauthor = \"A\"\n[bibliography]\nfiles = [\"r.bib\"]\n",
);

fn book(key: &str) -> String {
    format!(
        "@book{{{key}, title = {{The {key} of everything}}, author = {{Lee, {key}}}, year = 2001, publisher = {{P}}}}\n"
    )
}

#[test]
fn a_citation_without_a_work_is_found_in_both_languages_at_its_place() {
    let bib = book("smith");
    let lines = found(
        SEARCHES,
        &[
            MANIFEST,
            ("r.bib", &bib),
            (
                "chapters/01-a.md",
                "\u{feff}é [@smith; @smiht] end\r\n\r\n\t\r\nSee @nobody.\r\n",
            ),
            ("chapters/02-b.typ", "= B\n#cite(<smith>) and @smitj.\n"),
        ],
    );
    assert_eq!(
        lines,
        [
            "chapters/01-a.md:1:12 unknown-citation `smiht` is in none of the reference files",
            "chapters/01-a.md:4:5 unknown-citation `nobody` is in none of the reference files",
            "chapters/02-b.typ:2:20 unknown-citation `smitj` is in none of the reference files",
        ]
    );
}

#[test]
fn a_name_that_is_made_like_a_label_is_no_citation() {
    let text = "# A\n\nSee @tbl-costs and @fig-flwo.\n\n![Flow](f.svg){#fig-flow}\n";
    let (found, _) = findings(SEARCHES, "submission", &[("chapters/01-a.md", text)]);
    assert_eq!(found, []);
}

#[test]
fn a_work_without_a_citation_is_found_once_everything_is_due() {
    let bib = book("smith") + &book("jones");
    let files = [
        MANIFEST,
        ("r.bib", bib.as_str()),
        ("chapters/01-a.md", "Said @smith.\n"),
    ];
    assert_eq!(
        found(SEARCHES, &files),
        ["r.bib:2:7 reference-uncited no text cites `jones`"]
    );
    assert!(found_by(SEARCHES, "tutorial-1", &files).is_empty());
}

#[test]
fn many_works_without_a_citation_are_one_finding() {
    let bib: String = ["a", "b", "c", "d", "e", "f"].map(book).concat();
    let lines = found(
        SEARCHES,
        &[MANIFEST, ("r.bib", &bib), ("chapters/01-a.md", "No.\n")],
    );
    assert_eq!(
        lines,
        [
            "r.bib:1:7 reference-uncited no text cites 6 references of `r.bib`, `a`, `b`, `c`, `d`, and `e` among them"
        ]
    );
}

#[test]
fn a_parent_of_a_cited_work_is_no_work_that_nobody_cites() {
    let bib = "@inbook{a, title={A}, author={B, C}, crossref={p}}\n@book{p, title={P}, booktitle={P}, editor={D, E}, year=2001, publisher={P}}\n";
    let lines = found(
        SEARCHES,
        &[MANIFEST, ("r.bib", bib), ("chapters/01-a.md", "@a\n")],
    );
    assert!(lines.is_empty(), "{lines:?}");
}

#[test]
fn one_work_under_two_keys_is_found() {
    let article = |key: &str, title: &str, doi: &str| {
        format!(
            "@article{{{key}, title={{{title}}}, author={{Lee, Ann and Fox, B}}, journal={{BMJ}}, year=2001{doi}}}\n"
        )
    };
    let bib = [
        article("a", "Summaries at discharge", ", doi={10.1000/X}"),
        article(
            "b",
            "Summaries at discharge",
            ", doi={https://doi.org/10.1000/x}",
        ),
        article("c", "Summaries at {Discharge}!", ""),
        article("d", "Summaries at discharge", ", doi={10.1000/other}"),
        article("e", "Editorial", ""),
        article("f", "Editorial", ""),
    ]
    .concat();
    let text = "@a @b @c @d @e @f\n";
    assert_eq!(
        found(
            SEARCHES,
            &[MANIFEST, ("r.bib", &bib), ("chapters/01-a.md", text)]
        ),
        [
            "r.bib:2:10 reference-twice `b` is the same work as `a`: they share their DOI",
            "r.bib:2:106 doi-malformed the DOI of `b` stands as a web address: `https://doi.org/10.1000/x`",
            "r.bib:3:10 reference-twice `c` is the same work as `a`: they share their title, year and first author",
        ]
    );
}

#[test]
fn links_that_lead_nowhere_or_to_nobody_knows_when_are_found() {
    let bib = "@online{a, title={A}, author={{NHS}}, year=2020, url={https://example.org/a}}\n\
@online{b, title={B}, author={{NHS}}, year=2020, url={https://example.org/b}, urldate={2027-01-02}}\n\
@online{c, title={C}, author={{NHS}}, year=2020, url={https://doi.org/10.1000/x}}\n\
@online{d, title={D}, author={{NHS}}, year=2020, url={https://example.org}, doi = {doi:10.1000/x}}\n";
    assert_eq!(
        found(
            SEARCHES,
            &[
                MANIFEST,
                ("r.bib", bib),
                ("chapters/01-a.md", "@a @b @c @d\n")
            ]
        ),
        [
            "r.bib:1:55 url-without-access-date `a` does not say when its web address was read",
            "r.bib:3:55 doi-malformed the DOI of `c` stands as a web address: `https://doi.org/10.1000/x`",
            "r.bib:4:84 doi-malformed the DOI of `d` has the word `doi` before it: `doi:10.1000/x`",
        ]
    );
}

#[test]
fn what_cannot_be_read_is_not_called_unknown() {
    let bib = "@book{a, title = {Open,\n year = 2001\n}\n";
    let lines = found(
        SEARCHES,
        &[
            MANIFEST,
            ("r.bib", bib),
            ("chapters/01-a.md", "@a and @zz\n"),
        ],
    );
    assert_eq!(
        lines,
        ["chapters/01-a.md:1:8 unknown-citation `zz` is in none of the reference files"]
    );
}

#[test]
fn a_label_that_a_function_or_an_included_file_may_give_is_no_unknown_work() {
    let unknown = |typst: &str| {
        let see = ("chapters/01-a.md", "# A\n\nAs @made shows and [@smith].\n");
        let bib = book("smith");
        let files = [MANIFEST, ("r.bib", &bib), see, ("chapters/02-b.typ", typst)];
        found(SEARCHES, &files).len()
    };
    for typst in [
        "= B\n#let lab(name) = [#figure[x] #label(name)]\n#lab(\"made\")\n",
        "= B\n#include \"../parts/c.typ\"\n",
    ] {
        assert_eq!(unknown(typst), 0, "{typst}");
    }
    assert_eq!(unknown("= B\n"), 1);
}

#[test]
fn what_an_export_leaves_in_a_record_is_found() {
    let bib = "@article{a, title={A STUDY OF THREE WARDS}, author={Lee, A}, journal={BMJ}, year=2001, doi={https://doi.org/10.1136/a}}\n\
        @article{b, title={RETRACTED: One study}, author={Lee, B}, journal={BMJ}, year=2001, url={http://dx.doi.org/10.1136/b}}\n\
        @article{c, title={Retracted studies}, author={Lee, C}, journal={BMJ}, year=2001, keywords={x, Retracted Publication}, doi={10.1136/c}}\n\
        @article{d, title={Retracted studies of PRISMA}, author={Lee, D}, journal={BMJ}, year=2001, doi={10.1136/d}}\n";
    let text = "Said @a, @b, @c, @d.\n";
    let lines = found(
        SEARCHES,
        &[MANIFEST, ("r.bib", bib), ("chapters/01-a.md", text)],
    );
    assert_eq!(
        lines,
        [
            "r.bib:1:20 title-in-capitals the title of `a` is written in capitals: “A STUDY OF THREE WARDS”",
            "r.bib:1:93 doi-malformed the DOI of `a` stands as a web address: `https://doi.org/10.1136/a`",
            "r.bib:2:10 reference-retracted `b` was retracted, says its record",
            "r.bib:2:91 doi-malformed the DOI of `b` stands as a web address: `http://dx.doi.org/10.1136/b`",
            "r.bib:3:10 reference-retracted `c` was retracted, says its record",
        ]
    );
}
