//! References that come in, and those that do not fit the text.

use std::fs;

use crate::sandbox::Sandbox;

fn read(sandbox: &Sandbox) -> String {
    fs::read_to_string(sandbox.path("references.bib")).unwrap()
}

const RIS: &str = "TY  - RPRT\nAU  - National Institute for Health and Care Excellence\nTI  - Evidence standards framework\nPY  - 2018\nER  - \n\n\
    TY  - JOUR\nAU  - Wakefield, A. J.\nTI  - RETRACTED: Ileal-lymphoid-nodular hyperplasia\nT2  - The Lancet\nPY  - 1998\nVL  - 351\nSP  - 637\nEP  - 641\nDO  - 10.1016/S0140-6736(97)11096-0\nER  - \n\n\
    10.1136/bmj.n71\n";

#[test]
fn works_come_in_once_stay_whole_and_can_be_cited() {
    let sandbox = Sandbox::small().write("export.ris", RIS);
    insta::assert_snapshot!(sandbox.run(["cite", "import", "export.ris"]), @r"
    exit 1
    --- stdout
    added 2 works to references.bib
      [@nihce2018]  National Institute for Health and Care Excellence (2018) Evidence standards framework
      [@wakefield1998]  Wakefield (1998) RETRACTED: Ileal-lymphoid-nodular hyperplasia
        retracted, says the export: read the notice before you cite it
    --- stderr
    not read: export.ris:18: no data stands behind the DOI `10.1136/bmj.n71`, and folio asks no network
    ");
    let written = read(&sandbox);
    assert!(
        written.contains("author = {{National Institute for Health and Care Excellence}},"),
        "{written}"
    );
    insta::assert_snapshot!(sandbox.run(["cite", "import", "export.ris"]), @r"
    exit 1
    --- stdout
    nothing to add to references.bib
    already there: 2 works
      [@nihce2018]  Evidence standards framework
      [@wakefield1998]  RETRACTED: Ileal-lymphoid-nodular hyperplasia
        retracted, says the export: read the notice before you cite it
    --- stderr
    not read: export.ris:18: no data stands behind the DOI `10.1136/bmj.n71`, and folio asks no network
    ");
    assert_eq!(read(&sandbox), written);
    let found = sandbox.run(["check", "--fast", "--only", "reference-retracted"]);
    insta::assert_snapshot!(found, @r"
    exit 0
    --- stdout
    worth fixing

    warning[reference-retracted]: `wakefield1998` was retracted, says its record
      --> references.bib:7:10
      |
    7 | @article{wakefield1998,
      |          ^^^^^^^^^^^^^
      |
      = hint: read the notice; cite it only to speak of the retraction, and say so in the sentence

    not checked: confidential names: `confidential.txt` lists none
    not checked: the pages, the words and the PDF: `--fast` does without them

    nothing to fix, 1 worth fixing
    --- stderr
    checked for `tutorial-1`
    ");
}

#[test]
fn entries_that_are_there_stay_as_they_are_to_the_byte() {
    let bib = "% mine\r\n@book{lee, author={Lee, Bo}, title={Care of all},\r\n publisher={Press}, year=2019}";
    let work = "PMID- 1\nTI  - Waiting for {care}.\nFAU - Lee, Bo\nJT  - BMJ\nDP  - 2019 Mar\n";
    let sandbox = Sandbox::small()
        .write("references.bib", bib)
        .write("in.nbib", work);
    sandbox.run(["cite", "import", "in.nbib"]);
    let written = read(&sandbox);
    let added = written.strip_prefix(bib).unwrap();
    assert!(
        added.starts_with("\r\n\r\n@article{lee2019,\r\n"),
        "{added}"
    );
    assert!(!added.replace("\r\n", "").contains('\n'), "{added}");
}

#[test]
fn a_file_without_references_and_a_place_outside_are_refused() {
    let sandbox = Sandbox::small()
        .write("notes.txt", "Call the ward.\n")
        .write("in.ris", RIS);
    insta::assert_snapshot!(sandbox.run(["cite", "import", "notes.txt"]), @r"
    exit 2
    --- stderr
    error: there are no references in notes.txt that folio reads
      = hint: export them as RIS or BibTeX; in PubMed choose Send to, Citation manager; in EndNote choose Export, XML or RIS
    ");
    insta::assert_snapshot!(sandbox.run(["cite", "import", "in.ris", "--to", "../x.bib"]), @r"
    exit 2
    --- stderr
    error: `../x.bib` is no `.bib` inside of the project
      = hint: name it from the project's folder: `--to references.bib`
    ");
}

#[test]
fn works_that_no_text_cites_and_citations_without_works_are_listed() {
    let bib = "@book{lee2019, author={Lee, Bo}, title={Care}, publisher={Press}, year=2019}\n\
        @book{smith, author={Smith, Ann}, title={Waiting}, publisher={Press}, year=2020}\n";
    let sandbox = Sandbox::small().write("references.bib", bib).write(
        "chapters/02-two.md",
        "# Two\n\nSaid @smith, @lee2O19 and [@lee2O19; @fig-x].\n",
    );
    insta::assert_snapshot!(sandbox.run(["cite", "list"]), @r"
    exit 1
    --- stdout
    Not cited yet
      [@lee2019]  Lee, Bo (2019) Care
    Cited, and in none of your reference files
      @lee2O19  chapters/02-two.md:3, 2 times – did you mean lee2019?
    ");
    let unused = sandbox.run(["cite", "list", "--unused", "--format", "json"]);
    insta::assert_snapshot!(unused, @r#"
    exit 0
    --- stdout
    {
      "format": 1,
      "unused": [
        {
          "key": "lee2019",
          "authors": "Lee, Bo",
          "year": "2019",
          "title": "Care",
          "cited": false,
          "path": "references.bib",
          "line": 1
        }
      ],
      "missing": null
    }
    "#);
}

#[test]
fn what_an_older_program_wrote_is_read_and_said_to_be() {
    let ris = b"TY  - BOOK\nAU  - Zola, \xc9mile\nTI  - J'accuse\nPY  - 1898\nER  - \n";
    let sandbox = Sandbox::small().write("old.ris", ris);
    insta::assert_snapshot!(sandbox.run(["cite", "import", "old.ris"]), @r"
    exit 0
    --- stdout
    added 1 work to references.bib
      [@zola1898]  Zola (1898) J'accuse
    --- stderr
    old.ris is not UTF-8, and was read as Windows-1252 (Latin-1): look at the accents of its names
    ");
    assert!(read(&sandbox).contains("Zola, Émile"));
}
