//! Word files for tests, made from the XML of their bodies.

use std::io::{Cursor, Write};

use folio::diagnostics::sha256;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const TYPES: &str = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;
const TOP: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/><Relationship Id="r2" Type="http://x/custom-properties" Target="docProps/custom.xml"/></Relationships>"#;
const PARTS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://x/styles" Target="styles.xml"/><Relationship Id="r2" Type="http://x/comments" Target="comments.xml"/><Relationship Id="r3" Type="http://x/footnotes" Target="footnotes.xml"/></Relationships>"#;
const NAMESPACES: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships""#;

/// A Word file.
#[derive(Default)]
pub(crate) struct Docx {
    body: String,
    comments: String,
    footnotes: String,
    properties: String,
    links: String,
}

impl Docx {
    /// Adds a paragraph with a style, of runs in XML.
    pub(crate) fn paragraph(mut self, style: &str, runs: &str) -> Self {
        let style = format!("<w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>");
        self.body.push_str(&format!("<w:p>{style}{runs}</w:p>"));
        self
    }

    /// Adds any XML to the body.
    pub(crate) fn xml(mut self, xml: &str) -> Self {
        self.body.push_str(xml);
        self
    }

    /// Adds a comment.
    pub(crate) fn comment(mut self, id: u32, author: &str, text: &str) -> Self {
        self.comments.push_str(&format!(
            "<w:comment w:id=\"{id}\" w:author=\"{author}\" w:date=\"2026-11-20T10:00:00Z\"><w:p>{}</w:p></w:comment>",
            run(text)
        ));
        self
    }

    /// Adds a property of the file, as reference managers do.
    pub(crate) fn property(mut self, name: &str, value: &str) -> Self {
        let value = value.replace('&', "&amp;").replace('<', "&lt;");
        self.properties.push_str(&format!(
            "<property name=\"{name}\"><v>{value}</v></property>"
        ));
        self
    }

    /// Adds a place outside that the text can lead to.
    pub(crate) fn link(mut self, id: &str, address: &str) -> Self {
        self.links.push_str(&format!(
            "<Relationship Id=\"{id}\" Type=\"http://x/hyperlink\" Target=\"{address}\" TargetMode=\"External\"/>"
        ));
        self
    }

    /// Adds a footnote.
    pub(crate) fn footnote(mut self, id: u32, text: &str) -> Self {
        self.footnotes.push_str(&format!(
            "<w:footnote w:id=\"{id}\"><w:p>{}</w:p></w:footnote>",
            run(text)
        ));
        self
    }

    /// Returns the bytes of the file.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let styles: String = [("Heading1", "heading 1"), ("Heading2", "heading 2"), ("Caption", "caption"), ("Quote", "Quote"), ("Title", "Title")]
            .iter()
            .map(|(id, name)| format!("<w:style w:type=\"paragraph\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/></w:style>"))
            .collect();
        let part = |name: &str, inner: &str| {
            format!("<?xml version=\"1.0\"?><w:{name} {NAMESPACES}>{inner}</w:{name}>")
        };
        let body = format!("<w:body>{}</w:body>", self.body);
        let parts = [
            ("[Content_Types].xml", TYPES.to_owned()),
            ("_rels/.rels", TOP.to_owned()),
            (
                "word/_rels/document.xml.rels",
                PARTS.replace(
                    "</Relationships>",
                    &format!("{}</Relationships>", self.links),
                ),
            ),
            (
                "docProps/custom.xml",
                format!("<Properties>{}</Properties>", self.properties),
            ),
            ("word/document.xml", part("document", &body)),
            ("word/styles.xml", part("styles", &styles)),
            ("word/comments.xml", part("comments", &self.comments)),
            ("word/footnotes.xml", part("footnotes", &self.footnotes)),
        ];
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in parts {
            zip.start_file(name, SimpleFileOptions::default()).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }
}

/// Returns a run of text.
pub(crate) fn run(text: &str) -> String {
    format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

/// Returns a field with what it shows.
pub(crate) fn field(instruction: &str, shown: &str) -> String {
    let instruction = instruction.replace('&', "&amp;").replace('<', "&lt;");
    format!(
        "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\">{instruction}</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>{}<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>",
        run(shown)
    )
}

/// Returns words that somebody added.
pub(crate) fn added(text: &str) -> String {
    format!(
        "<w:ins w:id=\"90\" w:author=\"Dr Lane\" w:date=\"2026-11-20T10:00:00Z\">{}</w:ins>",
        run(text)
    )
}

/// Returns words that somebody deleted.
pub(crate) fn deleted(text: &str) -> String {
    format!(
        "<w:del w:id=\"91\" w:author=\"Dr Lane\" w:date=\"2026-11-20T10:00:00Z\"><w:r><w:delText xml:space=\"preserve\">{text}</w:delText></w:r></w:del>"
    )
}

/// Returns runs inside the hidden bookmark of a block: its file, its line and its words.
pub(crate) fn marked(path: &str, line: usize, words: &str, runs: &str) -> String {
    let short = |text: &str| sha256(text.as_bytes())[..8].to_owned();
    let name = format!("_folio_{}_{line}_{}", short(path), short(words));
    format!(
        "<w:bookmarkStart w:id=\"{line}\" w:name=\"{name}\"/>{runs}<w:bookmarkEnd w:id=\"{line}\"/>"
    )
}
