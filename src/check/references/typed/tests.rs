//! What is taken for a typed citation, and what is not.

use crate::check::references::SEARCHES;
use crate::check::testing::findings;

const BIB: &str = "@article{smith2020, author={Smith, Ann and Jones, Bo and Li, Cy}, title={T}, journal={J}, year={2020}}
@article{jones2019, author={Jones, Bo and {Van Dam}, Eva}, title={U}, journal={J}, year={2019}}
@report{who2021, author={{World Health Organization}}, title={W}, year={2021}}
@book{lee2018a, author={Lee, Kim}, title={V}, year={2018}, publisher={P}}
@book{lee2018b, author={Lee, Kim}, title={X}, year={2018}, publisher={P}}
@book{obrien2018, author={O'Brien, Mary and García, Luz}, title={B}, year={2018}, publisher={P}}
@book{may2017, author={May, Theo}, title={Y}, year={2017}, publisher={P}}
";

/// Returns the message and the hint of what one rule finds in a chapter.
#[track_caller]
fn case(code: &str, text: &str, expected: &[(&str, &str)]) {
    let chapter = format!("# A\n\n{text}\n");
    let files = [
        ("references.bib", BIB),
        ("chapters/01-a.md", chapter.as_str()),
    ];
    let (found, _) = findings(SEARCHES, "final", &files);
    let found: Vec<(&str, &str)> = found
        .iter()
        .filter(|finding| finding.code == code)
        .map(|finding| (finding.message.as_str(), finding.hints[0].as_str()))
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn a_typed_citation_is_told_its_key() {
    for (text, shown, write) in [
        (
            "As Smith et al. (2020) say.",
            "Smith et al. (2020)",
            "`@smith2020`",
        ),
        (
            "It is so (Smith et al., 2020).",
            "Smith et al., 2020",
            "`[@smith2020]`",
        ),
        (
            "So (Smith *et al.* 2020, p. 4).",
            "Smith et al. 2020",
            "`[@smith2020]`",
        ),
        (
            "As Smith, Jones and Li (2020) say.",
            "Smith, Jones and Li (2020)",
            "`@smith2020`",
        ),
        (
            "So (e.g. Jones & Van Dam, 2019).",
            "Jones & Van Dam, 2019",
            "`[@jones2019]`",
        ),
        ("The WHO (2021) says.", "WHO (2021)", "`@who2021`"),
        (
            "So (World Health Organization, 2021).",
            "World Health Organization, 2021",
            "`[@who2021]`",
        ),
        (
            "Lee (2018a) says.",
            "Lee (2018a)",
            "`@lee2018a` or `@lee2018b`",
        ),
        ("May’s (2017) work.", "May’s (2017)", "`@may2017`"),
        (
            "So O’Brien and García (2018) say.",
            "O’Brien and García (2018)",
            "`@obrien2018`",
        ),
    ] {
        let message = format!("“{shown}” is typed by hand, and is no citation");
        let hint = format!("write {write}");
        case("citation-typed", text, &[(&message, &hint)]);
    }
    case(
        "citation-typed",
        "So (Smith et al., 2020; Jones and Van Dam, 2019). So Lee (2018).",
        &[(
            "3 citations are typed by hand, and are none: “Smith et al., 2020” is the first",
            "write `[@smith2020; @jones2019]` for “(Smith et al., 2020; Jones and Van Dam, 2019)”, `@lee2018a` or `@lee2018b` for “Lee (2018)”",
        )],
    );
}

#[test]
fn years_and_names_that_are_no_citation_are_left_in_peace() {
    for text in [
        "It began (2020) and ended.",
        "In May 2017 we met (see Table 1).",
        "Smith left in 2020.",
        "Goldsmith et al. (2020) is another.",
        "As @smith2020 says [@jones2019, p. 4].",
        "Smith (2019) is unknown.",
        "> As Smith et al. (2020) say.",
        "World Health Organization (2021). *W*. Geneva.",
        "The name [sic] of 12 May 2020.",
    ] {
        case("citation-typed", text, &[]);
    }
}

#[test]
fn a_typed_number_is_told_what_to_write() {
    case(
        "citation-number-typed",
        "It is so [1]. It is not so [2, 3].",
        &[(
            "2 numbers in brackets are typed by hand, and are no citations: “[1]” is the first",
            "write the key of each work, as in `[@smith2020]`; the keys stand in `references.bib`",
        )],
    );
    case(
        "citation-number-typed",
        "It is so [1].\n\n\\[1\\] A. Smith et al., T, 2020.",
        &[(
            "“[1]” is typed by hand, and is no citation",
            "write `[@smith2020]` for [1]",
        )],
    );
    for text in [
        "It is so [^1].\n\n[^1]: Note",
        "It is [so](a.md), x[1] and `a [1]`",
        "On the scale [1, 5] and in [0, 1].",
        "It is so [sic].",
        "It is so[1].\n\n[1]: https://a.b",
    ] {
        case("citation-number-typed", text, &[]);
    }
}
