//! Each rule on real files, and what must not trigger it.

use crate::check::confidential::SEARCHES;
use crate::check::confidential::Secrets;
use crate::check::testing::{found, with};

const LIST: (&str, &str) = (
    "confidential.txt",
    "\u{feff}# secret\r\nNorthern Trust\r\nO'Brien\r\n",
);

#[test]
fn a_name_is_found_in_both_languages_at_its_place() {
    let lines = found(
        SEARCHES,
        &[
            LIST,
            (
                "chapters/01-a.md",
                "\u{feff}Éa **North**ern\r\nTrust’s plan.\r\n\r\n| a | O’Brien |\r\n|---|---|\r\n| b | c |\r\n",
            ),
            ("chapters/02-b.typ", "= B\n\t#strong[North]ern Trust\n"),
        ],
    );
    assert_eq!(
        lines,
        [
            "chapters/01-a.md:1:6 confidential-name-found a confidential name stands here: N… T…",
            "chapters/01-a.md:4:7 confidential-name-found a confidential name stands here: O…",
            "chapters/02-b.typ:2:10 confidential-name-found a confidential name stands here: N… T…",
        ]
    );
}

#[test]
fn words_that_hold_a_name_are_not_it() {
    let text = "Northern trusts; a northern, trust; the trust, northern; o’briens and obrien.\n";
    let bib = "@book{k, title={T}, author={Trust, N.}}\n";
    let lines = found(
        SEARCHES,
        &[LIST, ("chapters/01-a.md", text), ("references.bib", bib)],
    );
    assert!(lines.is_empty(), "{lines:?}");
    let lines = found(
        SEARCHES,
        &[LIST, ("chapters/01-a.md", "The O’Briens met N. Trust.\n")],
    );
    assert_eq!(lines.len(), 2, "{lines:?}");
    let lines = found(SEARCHES, &[("chapters/01-a.md", "Northern Trust\n")]);
    assert!(lines.is_empty(), "without a list: {lines:?}");
}

#[test]
fn a_name_is_found_beside_the_text() {
    let manifest = "[dissertation]\ntitle = \"At Northern Trust\"\nauthor = \"A\"\n[bibliography]\nfiles = [\"r.bib\"]\n[ethics]\nbody = \"Northern Trust R&I\"\n";
    let bib = "% northern trust\n@misc{k, title={T}, author={A, B}, note={N{\\\"o}rthern}, file={C:/Users/O'Brien/x.pdf}}\n";
    let lines = found(
        SEARCHES,
        &[
            LIST,
            ("folio.toml", manifest),
            ("r.bib", bib),
            (
                "figures/northern-trust.svg",
                "<svg><text>Nor<tspan>thern Trust</tspan></text></svg>",
            ),
            (
                "chapters/01-a.md",
                "![A map](../figures/northern-trust.svg)\n\n<!-- Northern Trust -->\n",
            ),
        ],
    );
    let codes: Vec<String> = lines
        .iter()
        .map(|line| line.split(' ').take(2).collect::<Vec<_>>().join(" "))
        .collect();
    assert_eq!(
        codes,
        [
            "chapters/01-a.md:1:21 confidential-name-found",
            "figures/northern-trust.svg confidential-name-found",
            "figures/northern-trust.svg confidential-name-found",
            "folio.toml:2:13 confidential-name-found",
            "r.bib:2:72 confidential-name-found",
            "chapters/01-a.md:3:6 confidential-name-in-note",
            "folio.toml:7:9 confidential-name-in-note",
            "r.bib:1:3 confidential-name-in-note",
        ]
    );
}

#[test]
fn a_name_on_every_page_is_shown_a_few_times() {
    let text = "Northern Trust.\n\n".repeat(9);
    assert_eq!(
        found(SEARCHES, &[LIST, ("chapters/01-a.md", &text)]).len(),
        5
    );
}

#[test]
fn identifiers_are_found_at_their_place() {
    let lines = found(
        SEARCHES,
        &[
            (
                "chapters/01-a.md",
                "é 943 476 5919 and\r\n[jo](mailto:jo@nhs.net), 07912 345678\r\n\r\nSW7 2AZ, DOB 1/2/1961\r\n\r\n> from SW7 2AZ\r\n",
            ),
            (
                "appendices/a-sheet.typ",
                "= Sheet\nborn on 12 March 1961, M1 1AE\n",
            ),
        ],
    );
    assert_eq!(
        lines,
        [
            "chapters/01-a.md:1:3 nhs-number-found an NHS number ending 19 stands here",
            "chapters/01-a.md:2:13 email-address-found an e-mail address that begins with `j…` stands here",
            "chapters/01-a.md:2:26 telephone-number-found a telephone number ending 78 stands here",
            "appendices/a-sheet.typ:2:9 date-of-birth-found a date of birth stands here",
            "appendices/a-sheet.typ:2:24 postcode-found a postcode that begins with `M…` stands here",
            "chapters/01-a.md:6:8 postcode-found a postcode that begins with `S…` stands here",
        ]
    );
}

#[test]
fn what_belongs_to_nobody_or_to_the_author_is_no_identifier() {
    let manifest = "[dissertation]\ntitle = \"T\"\nauthor = \"A\"\n[people]\nstudent = \"Jo@imperial.ac.uk\"\n";
    let text = "Write to jo@imperial.ac.uk or x@example.org, call 01632 960123 or 0300 123 4567.\n\nISBN 0306406152, [paper](https://doi.org/10.1000/9434765919), 943 476 5918.\n";
    let lines = found(
        SEARCHES,
        &[
            ("folio.toml", manifest),
            ("appendices/a-sheet.md", text),
            ("chapters/01-a.md", "Text.\n"),
        ],
    );
    assert!(lines.is_empty(), "{lines:?}");
}

#[test]
fn an_anonymous_copy_names_nobody() {
    // A candidate number makes the tests' copy anonymous.
    let manifest = "[dissertation]\ntitle = \"By Rowan Ashdown\"\nauthor = \"Rowan Ashdown\"\ncid = \"01234567\"\ncandidate = \"X1\"\n[people]\nstudent = \"r@example.org\"\n";
    let text = "I, R. Ashdown (01234567, r@example.org), not Ashdown (2019).\n";
    let files = [
        ("folio.toml", manifest),
        ("chapters/01-a.md", text),
        ("front/acknowledgements.md", "Rowan Ashdown\n"),
    ];
    let places: Vec<String> = found(SEARCHES, &files)
        .iter()
        .map(|line| line.split(' ').take(2).collect::<Vec<_>>().join(" "))
        .collect();
    assert_eq!(
        places,
        [
            "chapters/01-a.md:1:4 author-named",
            "chapters/01-a.md:1:16 author-named",
            "chapters/01-a.md:1:26 author-named",
            "folio.toml:2:13 author-named",
        ]
    );
    let named = manifest.replace("candidate = \"X1\"\n", "");
    let files = [("folio.toml", named.as_str()), ("chapters/01-a.md", text)];
    assert!(found(SEARCHES, &files).is_empty());
}

#[test]
fn what_leaves_holds_no_secret_in_any_text_or_path() {
    let files = [
        LIST,
        (
            "folio.toml",
            "[dissertation]\ntitle = \"Northern Trust\"\nauthor = \"A\"\n",
        ),
        (
            "chapters/01-northern-trust.md",
            "é **North**ern\r\nTrust and O’Brien, www.northerntrust.nhs.uk\r\n943 **476** 5919, `jo@nhs.net`\r\n\r\n<!-- NORTHERN TRUST -->\r\n",
        ),
        (
            "chapters/02-b.typ",
            "= B\n#strong[North]ern Trust // o'brien\n",
        ),
    ];
    with("submission", &files, |context| {
        let secrets = Secrets::find(context);
        let mut masked = context.sources.clone();
        secrets.mask_sources(&mut masked);
        secrets.mask_paths(&mut [], &mut masked);
        let said = format!("{masked:?}").to_lowercase();
        for secret in ["north", "trust", "brien", "943", "476", "5919", "jo@"] {
            assert!(!said.contains(secret), "{secret}: {said}");
        }
        for text in &context.manuscript.texts {
            let before = context.sources.text(&text.path).unwrap();
            let after = masked.text(&secrets.mask_path(&text.path)).unwrap();
            assert_eq!(before.len(), after.len());
            assert_eq!(before.lines().count(), after.lines().count());
        }
    });
}
