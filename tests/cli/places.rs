//! Where something is written, and what can be cited: found by words.

use crate::sandbox::Sandbox;

#[test]
fn words_and_pages_are_found_in_their_files() {
    let sandbox = Sandbox::small();
    let found = sandbox.run(["where", "words", "of", "TEXT"]);
    assert!(
        found.starts_with("exit 0\n")
            && found.contains(" chapters/01-introduction.md:3:6  words of text."),
        "{found}"
    );
    let page = found.split("p. ").nth(1).unwrap();
    let page = format!("p{}", page.split(' ').next().unwrap());
    let lines = sandbox.run(["where", &page]);
    assert!(
        lines.contains("chapters/01-introduction.md:1:1  Chapter 1 Introduction")
            && lines.contains("chapters/01-introduction.md:3:1  Four"),
        "{lines}"
    );
    insta::assert_snapshot!(sandbox.run(["where", "never", "written"]), @r"
    exit 2
    --- stderr
    error: `never written` is on no page
      = hint: give two or three words in their order, as they are printed
    ");
    let json = sandbox.run(["where", "words", "--format", "json"]);
    assert!(json.contains("\"line\": 3,\n      \"column\": 6"), "{json}");
}

#[test]
fn a_page_is_called_as_it_is_printed_and_a_year_is_a_word() {
    let sandbox = Sandbox::small()
        .write(
            "folio.toml",
            "[dissertation]\ntitle = \"T\"\nauthor = \"A\"\n[format]\npage-numbering = \"roman-front\"\n",
        )
        .write("front/abstract.md", "In brief, since 2019.\n")
        .write("chapters/01-introduction.md", "# One\n\nThe first page of the text.\n");
    let first = sandbox.run(["where", "p1"]);
    assert!(first.contains("chapters/01-introduction.md:1:"), "{first}");
    let roman = sandbox.run(["where", "pii"]);
    assert!(roman.contains("front/abstract.md:1:"), "{roman}");
    let year = sandbox.run(["where", "2019"]);
    assert!(year.contains("front/abstract.md:1:"), "{year}");
}

#[test]
fn works_are_found_by_author_title_and_year() {
    let sandbox = Sandbox::small().write(
        "folio.toml",
        "[dissertation]\ntitle = \"A title\"\nauthor = \"A. Student\"\n[bibliography]\nfiles = [\"references.bib\"]\n",
    );
    let sandbox = sandbox
        .write(
            "references.bib",
            "@book{m2001, author = {Müller, Anna}, title = {Wards at night}, publisher = {P}, date = {2001-03}}\n\
             @book{b2009, author = {Boyd, Ben}, title = {Muller revisited}, publisher = {P}, year = {2009}}\n",
        )
        .write("chapters/01-introduction.md", "# One\n\nA claim [@m2001].\n");
    insta::assert_snapshot!(sandbox.run(["cite", "find", "MULLER"]), @r"
    exit 0
    --- stdout
    [@m2001]  Müller, Anna (2001) Wards at night – cited
    [@b2009]  Boyd, Ben (2009) Muller revisited – not cited yet
    ");
    insta::assert_snapshot!(sandbox.run(["cite", "find", "wards", "2001"]), @r"
    exit 0
    --- stdout
    [@m2001]  Müller, Anna (2001) Wards at night – cited
    ");
    insta::assert_snapshot!(sandbox.run(["cite", "find", "wards", "2009"]), @r"
    exit 0
    --- stderr
    no work of your reference files has all of these words; fewer letters find more
    ");
}
