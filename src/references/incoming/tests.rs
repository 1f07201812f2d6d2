//! What other programs export, brought in, written and read back.

use super::*;
use crate::csl::{Name, RangeEnd, Value};
use crate::diagnostics::ProjectPath;
use crate::references::Entry;
use crate::references::markup::plain;

/// Returns what stands in a `.bib` after works were brought in, and what was lost on the way.
fn entries(text: &str) -> (Vec<Entry>, Vec<String>) {
    let brought = read(text);
    assert!(brought.unread.is_empty(), "{:?}", brought.unread);
    let merged = merge(&[], brought.works, &str::to_owned);
    let lost = merged
        .added
        .iter()
        .flat_map(|work| work.lost.iter().map(|name| format!("{} {name}", work.key)));
    let lost = lost.collect();
    let bib: String = merged
        .added
        .iter()
        .map(|work| work.entry.as_str())
        .collect();
    let path = ProjectPath::new("references.bib").unwrap();
    let read = crate::references::bib::read(&path, &bib);
    assert!(read.findings.is_empty(), "{:?}", read.findings);
    let doubts: Vec<&str> = read
        .entries
        .iter()
        .flat_map(|entry| &entry.findings)
        .map(|finding| finding.message.as_str())
        .collect();
    assert!(doubts.is_empty(), "{doubts:?}");
    (read.entries, lost)
}

/// Writes an entry as the tables beside the files do.
fn line(entry: &Entry) -> String {
    let item = &entry.item;
    let text = |name: &str| {
        plain(item.text(name).unwrap_or_default())
            .replace('’', "'")
            .replace("<span class=\"nocase\">", "")
            .replace("</span>", "")
    };
    let name = |name: &Name| match name.literal.as_str() {
        "" => {
            let family = format!("{} {}", name.non_dropping_particle, name.family);
            let parts = [family.trim(), &name.given, &name.suffix];
            let parts: Vec<&str> = parts.into_iter().filter(|it| !it.is_empty()).collect();
            parts.join(", ").replace('’', "'")
        }
        literal => literal.to_owned(),
    };
    let authors: Vec<String> = item.names("author").iter().map(name).collect();
    let parts = |date: crate::csl::DateParts| {
        let numbers = [date.month, date.day].into_iter().flatten();
        numbers.fold(date.year.to_string(), |text, number| {
            format!("{text}-{number:02}")
        })
    };
    let date = item.date("issued").map(|date| {
        let start = date.start.map(parts).unwrap_or_default();
        match date.end {
            Some(RangeEnd::At(end)) => format!("{start}/{}", parts(end)),
            Some(RangeEnd::Open) => format!("{start}/"),
            None => start,
        }
    });
    let is_retracted = entry.value("keywords") == Some("Retracted Publication");
    [
        item.kind.clone(),
        authors.join(" + "),
        text("title"),
        date.unwrap_or_default(),
        text("container-title"),
        text("volume"),
        text("issue"),
        text("page"),
        text("DOI"),
        text("publisher"),
        if is_retracted { "retracted" } else { "" }.to_owned(),
    ]
    .join("|")
}

#[track_caller]
fn held(file: &str, table: &str, count: usize) {
    let (entries, lost) = entries(file);
    let expected: Vec<&str> = table.lines().skip(1).collect();
    assert_eq!((entries.len(), expected.len()), (count, count));
    let unlike: Vec<(String, &str)> = entries
        .iter()
        .map(line)
        .zip(expected)
        .filter(|(read, expected)| *read != expected.replace('’', "'"))
        .collect();
    assert!(unlike.is_empty(), "{unlike:#?}");
    assert!(lost.is_empty(), "{lost:?}");
}

#[test]
fn what_zotero_exports_as_ris_reads_back_equal_through_the_bib() {
    let file = include_str!("../../../tests/data/incoming/works.ris");
    held(
        file,
        include_str!("../../../tests/data/incoming/ris.txt"),
        50,
    );
}

#[test]
fn what_pubmed_exports_reads_back_equal_through_the_bib() {
    let file = include_str!("../../../tests/data/incoming/works.nbib");
    held(
        file,
        include_str!("../../../tests/data/incoming/nbib.txt"),
        50,
    );
}

#[test]
fn what_endnote_exports_reads_back_equal_through_the_bib() {
    let file = include_str!("../../../tests/data/incoming/works.xml");
    held(
        file,
        include_str!("../../../tests/data/incoming/xml.txt"),
        20,
    );
}

#[test]
fn an_organisation_is_never_split() {
    #[track_caller]
    fn case(author: &str, expected: &str) {
        let ris = format!("TY  - RPRT\nAU  - {author}\nTI  - A report\nPY  - 2020\nER  - \n");
        let (entries, _) = entries(&ris);
        let names = entries[0].item.names("author");
        let [name] = names else {
            panic!("{names:?}");
        };
        assert_eq!(name.literal, expected);
    }

    case("NHS England", "NHS England");
    case(
        "National Institute for Health and Care Excellence",
        "National Institute for Health and Care Excellence",
    );
    case(
        "Department for Business, Energy & Industrial Strategy",
        "Department for Business, Energy & Industrial Strategy",
    );
    case(
        "Royal College of Physicians, London",
        "Royal College of Physicians, London",
    );
    case("Care Quality Commission,", "Care Quality Commission");
    case("The King's Fund", "The King’s Fund");
    case("{NHS} 100% & Co", "{NHS} 100% & Co");
}

#[test]
fn each_older_way_to_write_ris_is_read() {
    let text = "TY - JOUR\r\nA1 - Smith, John\r\nA1 - Board, Ann\r\nT1 - A <i>very</i> long\r\n  title of two lines\r\n\
                Y1 - 2013///Winter\r\nJF - Journal of Wards\r\nJA - J Wards\r\nVL - 3\r\nSP - 517\r\nEP - 37\r\n\
                SN - 0098-7484 (print)\r\nUR - https://doi.org/10.1136/x.1\r\nL1 - file.pdf\r\nER - ";
    let (entries, lost) = entries(text);
    assert!(lost.is_empty(), "{lost:?}");
    let item = &entries[0].item;
    assert_eq!(
        item.text("title"),
        Some("A <i>very</i> long title of two lines")
    );
    assert_eq!(item.text("DOI"), Some("10.1136/x.1"));
    assert_eq!(
        (item.text("page"), item.text("ISSN")),
        (Some("517-537"), Some("0098-7484"))
    );
    assert_eq!(item.date("issued").and_then(|date| date.season), Some(4));
    assert_eq!(item.names("author").len(), 2);
    assert_eq!(item.text("container-title-short"), Some("J Wards"));
}

#[test]
fn data_pasted_behind_a_doi_is_read_whatever_its_form_and_a_bare_doi_is_told() {
    let text = "My list\n\nhttps://doi.org/10.1136/a\n{\"type\": \"journal-article\", \"title\": [\"One {brace\"],\n \
                \"author\": [{\"name\": \"NHS England\"}, {\"family\": \"de Vries\", \"given\": \"J.\"}], \
                \"container-title\": [\"BMJ\"],\n \"issued\": {\"date-parts\": [[2020, 3]]}}\n\n\
                10.1136/b\n@article{x, title={Two}, author={Lee, Ann}, journal={BMJ}, year=2021}\n\n\
                10.1136/c\n10.1136/d\nTY  - JOUR\nTI  - Three\nAU  - Lee, Ann\nPY  - 2022\nER  - \n10.1136/e";
    let brought = read(text);
    let unread: Vec<_> = brought
        .unread
        .iter()
        .map(|(line, why)| format!("{line} {why}"))
        .collect();
    assert_eq!(
        unread,
        [
            "1 “My list” belongs to no form of references that folio reads",
            "11 no data stands behind the DOI `10.1136/c`, and folio asks no network",
            "18 no data stands behind the DOI `10.1136/e`, and folio asks no network",
        ]
    );
    let merged = merge(&[], brought.works, &str::to_owned);
    let shown: Vec<String> = merged
        .added
        .iter()
        .map(|it| format!("{} {} {}", it.key, it.authors, it.title))
        .collect();
    assert_eq!(
        shown,
        [
            "nhsengland2020 NHS England and de Vries One {brace",
            "lee2021 Lee Two",
            "lee2022 Lee Three"
        ]
    );
    let doi = |entry: &str| entry.contains("doi ");
    assert!(
        merged
            .added
            .iter()
            .all(|it| doi(&it.entry) && it.lost.is_empty()),
        "{merged:?}"
    );
}

#[test]
fn a_work_that_is_there_is_not_added_again() {
    let first = "TY  - JOUR\nTI  - A title of one work\nAU  - Lee, Ann\nPY  - 2022\nDO  - 10.1136/X\nER  - \n";
    let (there, _) = entries(first);
    #[track_caller]
    fn case(there: &[Entry], second: &str, added: usize) {
        let merged = merge(there, read(second).works, &str::to_owned);
        assert_eq!((merged.added.len(), merged.known.len()), (added, 1 - added));
    }

    case(
        &there,
        "TY  - JOUR\nTI  - A title of\nDO  - https://doi.org/10.1136/x\nER  - \n",
        0,
    );
    case(
        &there,
        "TY  - JOUR\nTI  - A Title of One Work.\nAU  - Lee, A\nPY  - 2022\nER  - \n",
        0,
    );
    case(
        &there,
        "TY  - JOUR\nTI  - A title of one work\nAU  - Lee, A\nPY  - 2022\nDO  - 10.1136/y\nER  - \n",
        1,
    );
    case(
        &there,
        "TY  - CHAP\nTI  - Another chapter\nDO  - 10.1136/x\nER  - \n",
        1,
    );
    case(
        &there,
        "TY  - JOUR\nTI  - A title of one work\nAU  - Lee, A\nPY  - 2023\nER  - \n",
        1,
    );
}

#[test]
fn what_is_broken_costs_no_other_and_is_told_with_its_line() {
    let brought = read(
        "<xml><records><record><titles><title>One &amp; &odd;</title></titles></record>\n<record><titles>",
    );
    assert_eq!(
        brought.works[0].item.text("title"),
        Some("One &amp; &amp;odd;")
    );
    assert_eq!(
        brought.unread,
        [(
            2,
            "a record is not closed, so the file was cut off".to_owned()
        )]
    );
    let deep = format!("<xml><record>{}", "<a>".repeat(100_000));
    assert_eq!(read(&deep).unread.len(), 1);
    assert_eq!(read("<html><p>x</p></html>").unread.len(), 1);
    assert_eq!(read(&"[".repeat(100_000)).works.len(), 0);
    let brought = read("TY  - XYZQ\nTI  - T\nER  - \n");
    assert_eq!((brought.works.len(), brought.unread.len()), (1, 1));
}

#[test]
fn a_retraction_that_the_export_carries_is_kept() {
    #[track_caller]
    fn case(text: &str, expected: bool) {
        assert_eq!(read(text).works[0].is_retracted, expected, "{text}");
    }

    case("TY  - JOUR\nTI  - RETRACTED: A trial\nER  - ", true);
    case("TY  - JOUR\nTI  - Retracted article: A trial\nER  - ", true);
    case(
        "TY  - JOUR\nTI  - A trial\nKW  - Retracted Publication\nER  - ",
        true,
    );
    case(
        "TY  - JOUR\nTI  - Retracted papers in medicine\nER  - ",
        false,
    );
    case(
        "PMID- 1\nTI  - A trial\nPT  - Journal Article\nPT  - Retracted Publication\n",
        true,
    );
    case(
        "PMID- 1\nTI  - Retraction of a trial\nPT  - Retraction of Publication\n",
        false,
    );
}

#[test]
fn awkward_values_read_back_as_they_were() {
    let text = r"TY  - JOUR
AU  - O'Neill, Jean-Luc and Co
AU  - van der Berg, A.
AU  - Plato,
TI  - Effects of <sup>18</sup>F in pH > 7 & CO<sub>2</sub>: 5% of $10_000 ~ #1 {x} \ y^z in GPs' e-health
T2  - Acta A & B
PY  - 2020
UR  - https://example.org/a_b?x=1&y={2}%20#z
ER  -
";
    let (entries, lost) = entries(text);
    assert_eq!(lost, ["oneill2020 URL"]);
    let title = entries[0].item.text("title").unwrap();
    assert!(title.contains("5% of $10_000 ~ #1 {x} \\ y^z"), "{title}");
    assert!(
        matches!(entries[0].item.values.get("author"), Some(Value::Names(names)) if names.len() == 3)
    );
}

#[test]
fn what_catalogues_put_behind_a_title_goes_and_an_edition_is_its_number() {
    #[track_caller]
    fn case(title: &str, journal: &str, edition: &str, expected: [&str; 3]) {
        let text = format!("TY  - CHAP\nTI  - {title}\nT2  - {journal}\nET  - {edition}\nER  - ");
        let (entries, lost) = entries(&text);
        let said = |name| entries[0].item.text(name).unwrap_or_default();
        assert_eq!(["title", "container-title", "edition"].map(said), expected);
        assert!(lost.is_empty(), "{lost:?}");
    }

    case(
        "Thematic analysis.",
        "Handbook of research methods in psychology.",
        "Sixth edition",
        [
            "Thematic analysis",
            "Handbook of research methods in psychology",
            "6",
        ],
    );
    case(
        "Records of the year 1999, etc.",
        "N. Engl. J. Med.",
        "Rev. ed.",
        [
            "Records of the year 1999, etc.",
            "N. Engl. J. Med.",
            "Rev. ed.",
        ],
    );
    case(
        "And then...",
        "By Acme, Inc.",
        "2nd",
        ["And then...", "By Acme, Inc.", "2"],
    );
}

#[test]
fn exports_put_behind_each_other_are_read_and_a_language_is_its_code() {
    let text = "\u{feff}TY  - JOUR\nTI  - One\nLA  - English\nER  - \n\n\u{feff}TY  - JOUR\nTI  - Two\nLA  - ger\nER  - ";
    let (entries, lost) = entries(text);
    let said: Vec<_> = entries.iter().map(|it| it.item.text("language")).collect();
    assert_eq!(said, [Some("en"), Some("de")]);
    assert!(lost.is_empty(), "{lost:?}");
}
