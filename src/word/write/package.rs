//! The parts of the file and how they hang together.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::flow::escaped;
use crate::word::marks;
use crate::word::write::line::{Face, field, run};
use crate::word::write::reference::{moved, renamed};
use crate::word::write::styles::styles;
use crate::word::write::watermark::{watermark, with};
use crate::word::write::writer::Writer;
use crate::word::write::{Reference, WriteError};

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const WORD: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
const ALL: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
    xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
    xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\" \
    xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" \
    xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
    xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\" \
    xmlns:asvg=\"http://schemas.microsoft.com/office/drawing/2016/SVG/main\"";
const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const MAIN: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";
/// The name of what folio keeps in a file for its own way back.
pub(super) const OWN: &str = "https://folio.example/word/1";

/// Puts the file together.
pub(super) fn package(
    writer: &Writer<'_>,
    last: &str,
    labels: &BTreeMap<String, String>,
) -> Result<Vec<u8>, WriteError> {
    let export = writer.export;
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    let mut add = |name: &str, text: String| {
        parts.push((name.to_owned(), (HEAD.to_owned() + &text).into_bytes()));
    };
    let reference = export.reference;
    let heads = reference.map(Reference::heads).unwrap_or_default();
    let has_theme = reference.is_some_and(|it| it.parts.contains_key("word/theme/theme1.xml"));
    let has = |target: &str| writer.relations.iter().any(|(_, it, _)| it == target);
    let has_title_head = has("folio-title-head.xml");
    let mut more = String::new();
    if has_theme {
        more.push_str("<Override PartName=\"/word/theme/theme1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.theme+xml\"/>");
    }
    if has_title_head {
        more.push_str(&format!(
            "<Override PartName=\"/word/folio-title-head.xml\" ContentType=\"{MAIN}.header+xml\"/>"
        ));
    }
    if !writer.comments.is_empty() {
        more.push_str(&format!(
            "<Override PartName=\"/word/comments.xml\" ContentType=\"{MAIN}.comments+xml\"/>"
        ));
    }
    let mark = match export.is_draft() {
        true => watermark("DRAFT"),
        false => String::new(),
    };
    add("[Content_Types].xml", content_types(&heads, &more));
    add("_rels/.rels", relations([
        ("rId1", format!("{OFFICE}/officeDocument"), "word/document.xml", false),
        ("rId2", "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties".to_owned(), "docProps/core.xml", false),
        ("rId3", format!("{OFFICE}/extended-properties"), "docProps/app.xml", false),
    ]));
    add("docProps/core.xml", core(writer));
    add("docProps/app.xml", "<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\"><Application>folio</Application></Properties>".to_owned());
    let page = export.page;
    let right = page.wide - page.left - page.right;
    let styles = styles(export.look, export.font)
        .replace("{right}", &right.to_string())
        .replace("{middle}", &(right / 2).to_string());
    let styles = format!("<w:styles {WORD}>{styles}</w:styles>");
    let numbering = format!("<w:numbering {WORD}>{}</w:numbering>", writer.lists.part());
    let body = format!(
        "<w:document {ALL}><w:body>{}{last}</w:body></w:document>",
        writer.out
    );
    let (styles, numbering, body, notes) = match reference {
        None => (styles, numbering, body, writer.notes.clone()),
        Some(reference) => {
            let (styles, ids) = reference.styles(&moved(&styles));
            let numbering = renamed(&moved(&numbering), &ids);
            let lists = reference
                .numbering(&parts_of(&numbering))
                .unwrap_or(numbering);
            let ours = |xml: &str| renamed(&moved(xml), &ids);
            (
                without_head(styles),
                without_head(lists),
                ours(&body),
                ours(&writer.notes),
            )
        }
    };
    add("word/document.xml", body);
    add("word/styles.xml", styles);
    add("word/numbering.xml", numbering);
    add(
        "word/settings.xml",
        format!(
            "<w:settings {WORD}><w:zoom w:percent=\"100\"/><w:defaultTabStop w:val=\"567\"/><w:characterSpacingControl w:val=\"doNotCompress\"/>\
         <w:footnotePr><w:footnote w:id=\"-1\"/><w:footnote w:id=\"0\"/></w:footnotePr>\
         <w:compat><w:compatSetting w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat>\
         <w:themeFontLang w:val=\"en-GB\"/></w:settings>"
        ),
    );
    add(
        "word/footnotes.xml",
        format!(
            "<w:footnotes {ALL}>\
         <w:footnote w:type=\"separator\" w:id=\"-1\"><w:p><w:pPr><w:pStyle w:val=\"Normal\"/></w:pPr><w:r><w:separator/></w:r></w:p></w:footnote>\
         <w:footnote w:type=\"continuationSeparator\" w:id=\"0\"><w:p><w:pPr><w:pStyle w:val=\"Normal\"/></w:pPr><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>\
         {notes}</w:footnotes>"
        ),
    );
    if !writer.comments.is_empty() {
        let all = writer.comments.concat();
        add(
            "word/comments.xml",
            format!("<w:comments {ALL}>{all}</w:comments>"),
        );
    }
    if has_title_head {
        add(
            "word/folio-title-head.xml",
            format!(
                "<w:hdr {ALL}><w:p><w:pPr><w:pStyle w:val=\"Header\"/></w:pPr>{mark}</w:p></w:hdr>"
            ),
        );
    }
    if heads.is_empty() {
        // Programs that do not know the field show what stands in it on every page.
        let short = export.title.split(": ").next().unwrap_or_default();
        let head = field("STYLEREF 1", &run(short, Face::default()), false);
        add(
            "word/folio-head.xml",
            format!(
                "<w:hdr {ALL}><w:p><w:pPr><w:pStyle w:val=\"Header\"/></w:pPr>{head}{mark}</w:p></w:hdr>"
            ),
        );
        add(
            "word/folio-foot.xml",
            format!(
                "<w:ftr {ALL}><w:p><w:pPr><w:pStyle w:val=\"Footer\"/></w:pPr>{}</w:p></w:ftr>",
                foot(export.note)
            ),
        );
    }
    let own: Vec<_> = writer
        .relations
        .iter()
        .enumerate()
        .map(|(at, (kind, target, is_outside))| {
            (
                format!("rId{}", at + 1),
                *kind,
                target.as_str(),
                *is_outside,
            )
        })
        .collect();
    let to = |(id, kind, target, is_outside): &(String, &str, &str, bool)| {
        (
            id.clone(),
            format!("{OFFICE}/{kind}"),
            (*target).to_owned(),
            *is_outside,
        )
    };
    let always = [
        ("rIdStyles", "styles", "styles.xml"),
        ("rIdNumbering", "numbering", "numbering.xml"),
        ("rIdSettings", "settings", "settings.xml"),
        ("rIdNotes", "footnotes", "footnotes.xml"),
        ("rIdOwn", "customXml", "../customXml/item1.xml"),
    ];
    let theme = has_theme.then_some(("rIdTheme", "theme", "theme/theme1.xml"));
    let comments =
        (!writer.comments.is_empty()).then_some(("rIdComments", "comments", "comments.xml"));
    let always = always
        .into_iter()
        .chain(theme)
        .chain(comments)
        .map(|(id, kind, target)| {
            (
                id.to_owned(),
                format!("{OFFICE}/{kind}"),
                target.to_owned(),
                false,
            )
        });
    add(
        "word/_rels/document.xml.rels",
        relations(always.chain(own.iter().map(to))),
    );
    // What notes lead to has the same names there.
    let notes = own
        .iter()
        .filter(|(_, kind, ..)| matches!(*kind, "hyperlink" | "image"));
    add("word/_rels/footnotes.xml.rels", relations(notes.map(to)));
    if let Some(theme) = reference.and_then(|it| it.parts.get("word/theme/theme1.xml")) {
        add(
            "word/theme/theme1.xml",
            without_head(String::from_utf8_lossy(theme).into_owned()),
        );
    }
    add("customXml/item1.xml", way_back(writer, labels));
    add(
        "customXml/itemProps1.xml",
        format!(
            "<ds:datastoreItem ds:itemID=\"{{5F0F0110-0C1A-4B5E-9B0A-6D6C0F110001}}\" xmlns:ds=\"http://schemas.openxmlformats.org/officeDocument/2006/customXml\"><ds:schemaRefs><ds:schemaRef ds:uri=\"{OWN}\"/></ds:schemaRefs></ds:datastoreItem>"
        ),
    );
    add(
        "customXml/_rels/item1.xml.rels",
        relations([(
            "rId1",
            format!("{OFFICE}/customXmlProps"),
            "itemProps1.xml",
            false,
        )]),
    );
    for (name, bytes) in &writer.pictures.files {
        parts.push((format!("word/media/{name}"), bytes.clone()));
    }
    if let Some(reference) = reference {
        let known: Vec<String> = parts.iter().map(|(name, _)| name.clone()).collect();
        let others = reference.parts.iter();
        let others = others.filter(|(name, _)| !known.contains(name));
        let is_head = |name: &str| {
            let of =
                |(kind, part): &(&str, &str)| *kind == "header" && name == format!("word/{part}");
            heads.iter().any(of)
        };
        parts.extend(others.map(|(name, bytes)| {
            let text = std::str::from_utf8(bytes).ok().filter(|_| is_head(name));
            let bytes = text.map_or_else(|| bytes.clone(), |text| with(text, &mark).into_bytes());
            (name.clone(), bytes)
        }));
    }
    zipped(&parts)
}

/// Returns what stands in a part within its outermost element.
fn parts_of(xml: &str) -> String {
    let start = xml.find("<w:abstractNum ").unwrap_or(xml.len());
    xml[start..].trim_end_matches("</w:numbering>").to_owned()
}

/// Returns a part of another file without its first line.
fn without_head(xml: String) -> String {
    match xml.split_once("?>") {
        Some((head, rest)) if head.starts_with("<?xml") => rest.trim_start().to_owned(),
        _ => xml,
    }
}

/// Puts parts into an archive that depends on them alone.
pub(super) fn zipped(parts: &[(String, Vec<u8>)]) -> Result<Vec<u8>, WriteError> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        let is_packed = name.ends_with(".png") || name.ends_with(".jpeg");
        let options = SimpleFileOptions::default()
            .last_modified_time(DateTime::default())
            .compression_method(match is_packed {
                true => CompressionMethod::Stored,
                false => CompressionMethod::Deflated,
            });
        zip.start_file(name.as_str(), options)?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

fn relations<I: AsRef<str>, T: AsRef<str>>(
    all: impl IntoIterator<Item = (I, String, T, bool)>,
) -> String {
    let all = all.into_iter().map(|(id, kind, target, is_outside)| {
        let mode = if is_outside {
            " TargetMode=\"External\""
        } else {
            ""
        };
        format!(
            "<Relationship Id=\"{}\" Type=\"{kind}\" Target=\"{}\"{mode}/>",
            id.as_ref(),
            escaped(target.as_ref())
        )
    });
    format!(
        "<Relationships xmlns=\"{RELATIONS}\">{}</Relationships>",
        all.collect::<String>()
    )
}

fn content_types(heads: &[(&str, &str)], more: &str) -> String {
    let parts = [
        ("/word/document.xml", format!("{MAIN}.document.main+xml")),
        ("/word/styles.xml", format!("{MAIN}.styles+xml")),
        ("/word/numbering.xml", format!("{MAIN}.numbering+xml")),
        ("/word/settings.xml", format!("{MAIN}.settings+xml")),
        ("/word/footnotes.xml", format!("{MAIN}.footnotes+xml")),
        (
            "/customXml/itemProps1.xml",
            "application/vnd.openxmlformats-officedocument.customXmlProperties+xml".to_owned(),
        ),
        (
            "/docProps/core.xml",
            "application/vnd.openxmlformats-package.core-properties+xml".to_owned(),
        ),
        (
            "/docProps/app.xml",
            "application/vnd.openxmlformats-officedocument.extended-properties+xml".to_owned(),
        ),
    ];
    let own = [("header", "folio-head.xml"), ("footer", "folio-foot.xml")];
    let heads = if heads.is_empty() { &own[..] } else { heads };
    let heads = heads.iter().map(|(kind, part)| {
        format!("<Override PartName=\"/word/{part}\" ContentType=\"{MAIN}.{kind}+xml\"/>")
    });
    let heads: String = heads.collect();
    let parts = parts
        .iter()
        .map(|(name, kind)| format!("<Override PartName=\"{name}\" ContentType=\"{kind}\"/>"));
    format!(
        "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
         <Default Extension=\"png\" ContentType=\"image/png\"/>\
         <Default Extension=\"jpeg\" ContentType=\"image/jpeg\"/>\
         <Default Extension=\"svg\" ContentType=\"image/svg+xml\"/>\
         <Default Extension=\"jpg\" ContentType=\"image/jpeg\"/><Default Extension=\"gif\" ContentType=\"image/gif\"/>\
         <Default Extension=\"emf\" ContentType=\"image/x-emf\"/>{}{heads}{more}</Types>",
        parts.collect::<String>()
    )
}

fn core(writer: &Writer<'_>) -> String {
    let export = writer.export;
    let date = export.date.strftime("%Y-%m-%dT%H:%M:%SZ");
    format!(
        "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\
         <dc:title>{}</dc:title><dc:creator>{author}</dc:creator><cp:lastModifiedBy>{author}</cp:lastModifiedBy>\
         <dcterms:created xsi:type=\"dcterms:W3CDTF\">{date}</dcterms:created>\
         <dcterms:modified xsi:type=\"dcterms:W3CDTF\">{date}</dcterms:modified><dc:language>en-GB</dc:language></cp:coreProperties>",
        escaped(export.title),
        author = escaped(export.author),
    )
}

/// The number of the page, and what a draft says of itself.
fn foot(note: Option<&str>) -> String {
    let tab = "<w:r><w:tab/></w:r>";
    let page = field("PAGE", &run("1", Face::default()), false);
    match note {
        Some(note) => format!("{}{tab}{tab}{page}", run(note, Face::default())),
        None => format!("{tab}{page}"),
    }
}

/// What the author typed where only its outcome is printed.
fn way_back(writer: &Writer<'_>, labels: &BTreeMap<String, String>) -> String {
    let citations = writer
        .citations
        .iter()
        .map(|(id, typed)| format!("<citation id=\"{id}\">{}</citation>", escaped(typed)));
    let is_cited = |key: &str| {
        writer.citations.values().any(|typed| {
            typed.contains(&format!("@{key}")) || typed.contains(&format!("@{{{key}}}"))
        })
    };
    let works = writer.survey.works.iter().filter(|key| is_cited(key));
    let works = works.filter_map(|key| {
        let work = (writer.export.work)(key)?;
        Some(format!(
            "<work id=\"{}\" key=\"{}\">{}</work>",
            marks::work(key),
            escaped(key),
            escaped(&work)
        ))
    });
    let labels = labels
        .iter()
        .map(|(id, label)| format!("<label id=\"{}\">{}</label>", escaped(id), escaped(label)));
    let all: String = citations.chain(works).chain(labels).collect();
    format!("<folio xmlns=\"{OWN}\">{all}</folio>")
}
