//! RIS, as Zotero, EndNote, Mendeley and publishers write it.
//!
//! Source: the specification of RIS (2001 and 2011), and where the two or the programs differ what
//! Zotero 6 and EndNote 20 export.

use crate::references::date;
use crate::references::incoming::Brought;
use crate::references::incoming::pasted::{Piece, is_tag};
use crate::references::incoming::tagged::Record;
use crate::references::incoming::work::Work;

/// The types of RIS, each with the kind of CSL.
const KINDS: &str = "
    ABST article-journal ADVS motion_picture AGGR dataset ANCIENT book ART graphic BILL bill
    BLOG post-weblog BOOK book CASE legal_case CHAP chapter CHART graphic CLSWK book COMP software
    CONF paper-conference CPAPER paper-conference CTLG book DATA dataset DBASE dataset
    DICT entry-encyclopedia EBOOK book ECHAP chapter EDBOOK book EJOUR article-journal
    ELEC webpage ENCYC entry-encyclopedia FIGURE graphic GEN document GOVDOC report
    GRANT document HEAR hearing ICOMM personal_communication INPR article-journal
    INTV interview JFULL periodical JOUR article-journal LEGAL legislation MANSCPT manuscript
    MAP map MGZN article-magazine MPCT motion_picture MULTI webpage MUSIC song
    NEWS article-newspaper PAMP pamphlet PAT patent PCOMM personal_communication
    PRESS article-newspaper RPRT report SER book SLIDE speech SOUND song STAND standard
    STAT legislation STD report THES thesis UNBILL bill UNPB manuscript UNPD manuscript
    VIDEO motion_picture WEB webpage";

/// Reads one record.
pub(super) fn read(piece: &Piece<'_>, brought: &mut Brought) {
    let record = Record::read(piece.text, |line| {
        is_tag(line).then(|| {
            let value = line[2..].split_once('-').map_or("", |(_, value)| value);
            (&line[..2], value)
        })
    });
    let written = record.first(&["TY"]).unwrap_or_default().to_uppercase();
    let mut words = KINDS.split_whitespace();
    let mut kind = None;
    while let (Some(name), Some(csl)) = (words.next(), words.next()) {
        if name == written {
            kind = Some(csl);
        }
    }
    let mut work = Work::new(kind.unwrap_or("document"));
    if kind.is_none() {
        let shown = crate::diagnostics::text::inline(&written, 20);
        brought.unread.push((
            piece.line,
            format!("`TY  - {shown}` is no type of RIS, so the work was taken as a document"),
        ));
    }
    people(&record, &written, &mut work);
    titles(&record, &mut work);
    dates(&record, &mut work);
    numbers(&record, &mut work);
    work.is_retracted = record.is_retracted(&["KW", "M3", "N1"]);
    if work.kind == "document" && work.says("URL") && !work.says("publisher") {
        work.kind = "webpage";
    }
    brought.works.push(work.finished(piece.line));
}

fn people(record: &Record<'_>, written: &str, work: &mut Work) {
    let author = match written {
        "EDBOOK" => "editor",
        _ if work.kind == "motion_picture" => "director",
        _ => "author",
    };
    work.names(author, record.all(&["AU", "A1"]));
    let second = match work.kind {
        "personal_communication" => "recipient",
        "interview" => "interviewer",
        // Whoever guided a thesis is in no list of references.
        "thesis" => "",
        _ => "editor",
    };
    let seconds: &[&str] = if second == "editor" {
        &["A2", "ED"]
    } else {
        &["A2"]
    };
    if !second.is_empty() {
        work.names(second, record.all(seconds));
    }
    if work.kind == "book" {
        work.names("editor", record.all(&["A3"]));
    }
    work.names("translator", record.all(&["A4"]));
}

fn titles(record: &Record<'_>, work: &mut Work) {
    let is_book = matches!(work.kind, "book" | "pamphlet");
    let title = if is_book {
        &["TI", "T1", "BT", "CT"][..]
    } else {
        &["TI", "T1", "CT"]
    };
    work.put("title", record.first(title));
    let second = record
        .first(&["T2", "BT"])
        .filter(|text| !is_book || record.first(&["BT"]) != Some(text));
    let container = match work.kind {
        "article-journal" | "article-magazine" | "article-newspaper" | "periodical" => {
            record.first(&["JF", "T2", "JO", "JA", "J2"])
        }
        "paper-conference" => record.first(&["C3", "BT", "T2"]),
        "book" | "pamphlet" | "report" | "thesis" | "patent" => None,
        _ => second.or_else(|| record.first(&["JF", "JO"])),
    };
    work.put("container-title", container);
    if work.kind == "article-journal" {
        let short = record
            .first(&["J2", "JA", "JO"])
            .filter(|short| Some(*short) != container);
        work.put("container-title-short", short);
    }
    if work.kind == "paper-conference" && record.first(&["C3"]).is_some() {
        work.put("event-title", record.first(&["T2"]));
    }
    let series = match work.kind {
        "book" | "pamphlet" | "report" => record.first(&["T3"]).or(second),
        _ => record.first(&["T3"]),
    };
    work.put("collection-title", series);
}

fn dates(record: &Record<'_>, work: &mut Work) {
    let year = record.first(&["PY", "Y1"]);
    let day = record.first(&["DA", "Y1"]).map(slashed);
    let year_of = |text: &str| text.get(..4).map(str::to_owned);
    let issued = match (year.map(slashed), day) {
        (Some(year), Some(day)) if year_of(&day) == year_of(&year) && day.len() > year.len() => day,
        // EndNote writes the day alone: `DA  - Jun 15`.
        (Some(year), Some(day)) if year.len() == 4 && !day.starts_with(&year) => {
            let whole = format!("{day} {year}");
            let is_read = date::read(&whole)
                .date
                .is_some_and(|date| date.start.is_some());
            if is_read { whole } else { year }
        }
        (Some(year), _) => year,
        (None, Some(day)) => day,
        (None, None) => String::new(),
    };
    work.date(
        "issued",
        Some(issued.as_str()).filter(|date| !date.is_empty()),
    );
    let accessed = record.first(&["Y2"]).map(slashed);
    let accessed = accessed.filter(|text| {
        date::read(text)
            .date
            .is_some_and(|date| date.start.is_some())
    });
    work.date("accessed", accessed.as_deref());
}

/// Returns `2020/06/15/` as `2020-06-15`, and what says no more than a year as the year.
fn slashed(text: &str) -> String {
    let parts: Vec<&str> = text.split('/').map(str::trim).collect();
    let is_number =
        |part: &&&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    match parts.as_slice() {
        [year, rest @ ..] if !rest.is_empty() && year.len() == 4 => {
            let mut date = (*year).to_owned();
            for part in rest.iter().take(2).take_while(is_number) {
                date += &format!("-{part:0>2}");
            }
            match (date.len(), parts.last()) {
                // The fourth part is a season or a note: `2013///Winter`.
                (4, Some(last)) if !last.is_empty() => format!("{last} {date}"),
                _ => date,
            }
        }
        _ => text.to_owned(),
    }
}

fn numbers(record: &Record<'_>, work: &mut Work) {
    let is_periodical = matches!(
        work.kind,
        "article-journal" | "article-magazine" | "article-newspaper"
    );
    work.put("volume", record.first(&["VL"]));
    let issue = record.first(&["IS"]);
    match work.kind {
        _ if is_periodical => work.put("issue", issue.or_else(|| record.first(&["CP"]))),
        "book" | "chapter" | "paper-conference" => work.put("collection-number", issue),
        "report" | "standard" => {
            let own = record.first(&["SN"]).filter(|it| !it.starts_with("978"));
            work.put("number", issue.or_else(|| record.first(&["M1"])).or(own));
        }
        _ => work.put("number", issue.or_else(|| record.first(&["M1"]))),
    }
    let (from, to) = (record.first(&["SP"]), record.first(&["EP"]));
    match (work.kind, from, to) {
        ("book" | "thesis" | "report" | "pamphlet", Some(pages), None) => {
            work.put("number-of-pages", Some(pages));
        }
        (_, Some(from), Some(to)) if !from.contains('-') => {
            work.pages(Some(&format!("{from}-{to}")));
        }
        (_, Some(from), _) => work.pages(Some(from)),
        (_, None, _) => work.pages(record.first(&["C7", "AR"]).filter(|_| is_periodical)),
    }
    work.put("edition", record.first(&["ET"]));
    let kind = record.first(&["M3"]);
    work.doi(record.first(&["DO"]));
    work.doi(kind);
    if let Some(kind) = kind.filter(|_| matches!(work.kind, "thesis" | "report" | "manuscript")) {
        work.put(
            "genre",
            Some(kind).filter(|kind| !super::work::bare_doi(kind).starts_with("10.")),
        );
    }
    work.put("publisher", record.first(&["PB"]));
    work.put("publisher-place", record.first(&["CY", "PP"]));
    work.put("number-of-volumes", record.first(&["NV"]));
    work.put("language", record.first(&["LA"]));
    if work.kind != "report" {
        work.serial(record.first(&["SN"]));
    }
    for url in record.all(&["UR"]) {
        work.url(Some(url));
    }
    let number = record.first(&["AN"]).unwrap_or_default();
    let is_pubmed = record
        .first(&["DB", "DP"])
        .is_some_and(|name| name.to_lowercase().contains("pubmed"));
    let is_digits = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    work.put("PMID", Some(number).filter(|_| is_pubmed && is_digits));
    work.put(
        "PMCID",
        record.first(&["C2"]).filter(|id| id.starts_with("PMC")),
    );
}
