//! Where something is written, and what can be cited: found by words.

use crate::sandbox::Sandbox;

#[test]
fn words_and_pages_are_found_in_their_files() {
    let sandbox = Sandbox::small();
    let found = sandbox.run(["where", "words", "of", "TEXT"]);
    insta::assert_snapshot!(found, @r"
    exit 0
    --- stdout
    p. 4    chapters/01-introduction.md:3:6  words of text.
    ");
    let page = found.split("p. ").nth(1).unwrap();
    let page = format!("p{}", page.split(' ').next().unwrap());
    let lines = sandbox.run(["where", &page]);
    insta::assert_snapshot!(lines, @r"
    exit 0
    --- stdout
    p. 4    chapters/01-introduction.md:1:1  Chapter 1 Introduction Four words of text.
    p. 4    chapters/01-introduction.md:3:1  Four words of text.
    ");
    insta::assert_snapshot!(sandbox.run(["where", "never", "written"]), @r"
    exit 2
    --- stderr
    error: `never written` is on no page
      = hint: give two or three words in their order, as they are printed
    ");
    let json = sandbox.run(["where", "words", "--format", "json"]);
    insta::assert_snapshot!(json, @r#"
    exit 0
    --- stdout
    {
      "format": 1,
      "places": [
        {
          "page": 4,
          "chapter": "introduction",
          "path": "chapters/01-introduction.md",
          "line": 3,
          "column": 6,
          "text": "words of text."
        }
      ]
    }
    "#);
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
    insta::assert_snapshot!(first, @r"
    exit 0
    --- stdout
    p. 5    chapters/01-introduction.md:1:1  Chapter 1 One The first page of the text.
    p. 5    chapters/01-introduction.md:3:1  The first page of the text.
    ");
    let roman = sandbox.run(["where", "pii"]);
    insta::assert_snapshot!(roman, @r"
    exit 0
    --- stdout
    p. 2    front/abstract.md:1:1  In brief, since 2019. Copyright The copyright of this dissertation rests with
    ");
    let year = sandbox.run(["where", "2019"]);
    insta::assert_snapshot!(year, @r"
    exit 0
    --- stdout
    p. 2    front/abstract.md:1:17  2019. Copyright The copyright of this dissertation rests with the author. Contents
    ");
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
