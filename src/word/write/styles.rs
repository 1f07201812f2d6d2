//! The two looks in Word's own styles: what the pages look like, as near as Word comes to it.
//!
//! # Decisions
//!
//! - 2026-11: the letters are those that every computer with Word has, not those of the PDF: a face
//!   that is not there is replaced by one that nobody chose.

use std::fmt::Write;

use crate::flow::escaped;

/// What a look is made of; lengths in half points or twentieths of a point, as the format has them.
#[derive(Clone, Copy, Debug)]
pub struct WordLook {
    /// The letters of the text.
    pub font: &'static str,
    /// Their size, in half points.
    pub size: u32,
    /// The distance from line to line, in 240ths of a line.
    pub line: u32,
    /// Whether both edges are straight.
    pub justify: bool,
    /// How far the first line stands in, and how far paragraphs stand apart.
    pub indent: u32,
    /// How far paragraphs stand apart.
    pub gap: u32,
    /// The smallest letters, in half points.
    pub least: u32,
    /// Whether the title page is centred.
    pub centred: bool,
    /// The sizes of titles: of the book, of chapters, of sections and below.
    pub titles: [u32; 5],
}

/// As books are set.
pub const CLASSIC: WordLook = WordLook {
    font: "Times New Roman",
    size: 23,
    line: 360,
    justify: true,
    indent: 345,
    gap: 0,
    least: 17,
    centred: true,
    titles: [52, 44, 30, 25, 23],
};

/// As public bodies ask for.
pub const ACCESSIBLE: WordLook = WordLook {
    font: "Arial",
    size: 24,
    line: 360,
    justify: false,
    indent: 0,
    gap: 160,
    least: 21,
    centred: false,
    titles: [52, 44, 32, 27, 24],
};

/// What a style is based on, how its paragraphs and how its letters look.
type Row<'a> = (&'a str, &'a str, &'a str, String, String);

/// Returns the part of the file with its styles.
pub(super) fn styles(look: &WordLook, font: Option<&str>) -> String {
    let WordLook {
        font: own,
        size,
        line,
        justify,
        indent,
        gap,
        least,
        centred,
        titles,
    } = *look;
    let font = escaped(font.unwrap_or(own));
    let mut out = String::new();
    let _ = write!(
        out,
        "<w:docDefaults><w:rPrDefault><w:rPr>\
         <w:rFonts w:ascii=\"{font}\" w:hAnsi=\"{font}\" w:eastAsia=\"{font}\" w:cs=\"{font}\"/>\
         <w:sz w:val=\"{size}\"/><w:szCs w:val=\"{size}\"/><w:lang w:val=\"en-GB\" w:eastAsia=\"en-GB\" w:bidi=\"ar-SA\"/>\
         </w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:before=\"0\" w:after=\"0\" w:line=\"240\" w:lineRule=\"auto\"/></w:pPr></w:pPrDefault></w:docDefaults>"
    );
    let spaced = |before: u32, after: u32, line: u32| {
        format!(
            "<w:spacing w:before=\"{before}\" w:after=\"{after}\" w:line=\"{line}\" w:lineRule=\"auto\"/>"
        )
    };
    let both = if justify {
        "<w:jc w:val=\"both\"/>"
    } else {
        ""
    };
    let middle = if centred {
        "<w:jc w:val=\"center\"/>"
    } else {
        ""
    };
    let letters = |half_points: u32| {
        format!("<w:sz w:val=\"{half_points}\"/><w:szCs w:val=\"{half_points}\"/>")
    };
    let small = least.max(size - 2);
    let bold = "<w:b/><w:bCs/>";
    let level = |at: u32| format!("<w:outlineLvl w:val=\"{at}\"/>");
    let side = |border: &str, fill: &str| {
        let fill = if fill.is_empty() {
            String::new()
        } else {
            format!("<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{fill}\"/>")
        };
        format!(
            "<w:pBdr><w:left w:val=\"single\" w:sz=\"{border}\" w:space=\"10\" w:color=\"666666\"/></w:pBdr>{fill}{}<w:ind w:left=\"284\"/>",
            spaced(60, 60, 280)
        )
    };
    let quoted = format!(
        "{}<w:ind w:left=\"567\" w:right=\"567\"/>",
        spaced(140, 140, 280)
    );
    let mut rows: Vec<Row<'_>> = vec![
        (
            "BodyText",
            "Body Text",
            "Normal",
            format!(
                "{}<w:ind w:firstLine=\"{indent}\"/>{both}",
                spaced(0, gap, line)
            ),
            String::new(),
        ),
        (
            "FirstParagraph",
            "First Paragraph",
            "BodyText",
            "<w:ind w:firstLine=\"0\"/>".to_owned(),
            String::new(),
        ),
        (
            "ListParagraph",
            "List Paragraph",
            "Normal",
            spaced(0, 60, line),
            String::new(),
        ),
        (
            "Title",
            "Title",
            "Normal",
            format!("{}{middle}", spaced(1800, 300, 264)),
            format!("{bold}{}", letters(titles[0])),
        ),
        (
            "Subtitle",
            "Subtitle",
            "Normal",
            format!("{}{middle}", spaced(0, 300, 264)),
            letters(titles[2]),
        ),
        (
            "Author",
            "Author",
            "Normal",
            format!("{}{middle}", spaced(500, 500, 264)),
            letters(titles[2]),
        ),
        (
            "Institution",
            "Institution",
            "Normal",
            format!("{}{middle}", spaced(0, 80, 264)),
            letters(size + 3),
        ),
        (
            "TitleStatement",
            "Title Page Statement",
            "Normal",
            format!("{}{middle}", spaced(500, 500, 288)),
            String::new(),
        ),
        (
            "TitleDetail",
            "Title Page Detail",
            "Normal",
            format!("{}{middle}", spaced(0, 80, 264)),
            String::new(),
        ),
        (
            "TOCHeading",
            "TOC Heading",
            "Normal",
            format!("<w:keepNext/><w:keepLines/>{}", spaced(600, 360, 264)),
            format!("{bold}{}", letters(titles[1] - 8)),
        ),
    ];
    rows.push((
        "UnlistedHeading",
        "Unlisted Heading",
        "TOCHeading",
        String::new(),
        String::new(),
    ));
    for (at, (before, after)) in [
        (600, 420),
        (440, 200),
        (380, 160),
        (320, 140),
        (320, 140),
        (320, 140),
    ]
    .iter()
    .enumerate()
    {
        let number = at + 1;
        let size = titles[number.min(4)];
        let slanted = if at >= 4 { "<w:i/><w:iCs/>" } else { bold };
        let list = match at {
            0..3 => format!("<w:numPr><w:ilvl w:val=\"{at}\"/><w:numId w:val=\"1\"/></w:numPr>"),
            _ => String::new(),
        };
        rows.push((
            [
                "Heading1", "Heading2", "Heading3", "Heading4", "Heading5", "Heading6",
            ][at],
            [
                "heading 1",
                "heading 2",
                "heading 3",
                "heading 4",
                "heading 5",
                "heading 6",
            ][at],
            "Normal",
            format!(
                "<w:keepNext/><w:keepLines/>{list}{}{}",
                spaced(*before, *after, 264),
                level(at as u32)
            ),
            format!("{slanted}{}", letters(size)),
        ));
    }
    for at in 1..6 {
        rows.push((
            [
                "",
                "AppendixHeading2",
                "AppendixHeading3",
                "AppendixHeading4",
                "AppendixHeading5",
                "AppendixHeading6",
            ][at],
            [
                "",
                "Appendix Heading 2",
                "Appendix Heading 3",
                "Appendix Heading 4",
                "Appendix Heading 5",
                "Appendix Heading 6",
            ][at],
            [
                "", "Heading2", "Heading3", "Heading4", "Heading5", "Heading6",
            ][at],
            String::new(),
            String::new(),
        ));
    }
    let toc = |left: u32, hanging: u32, before: u32| {
        format!(
            "<w:tabs><w:tab w:val=\"left\" w:pos=\"{}\"/><w:tab w:val=\"right\" w:leader=\"dot\" w:pos=\"{{right}}\"/></w:tabs>{}<w:ind w:left=\"{}\" w:hanging=\"{hanging}\"/>",
            left + hanging,
            spaced(before, 0, 276),
            left + hanging
        )
    };
    rows.extend([
        ("TOC1", "toc 1", "Normal", toc(0, 1560, 120), String::new()),
        ("TOC2", "toc 2", "Normal", toc(284, 620, 0), String::new()),
        ("TOC3", "toc 3", "Normal", toc(567, 800, 0), String::new()),
        ("TableofFigures", "table of figures", "Normal", toc(0, 1560, 60), String::new()),
        ("Caption", "caption", "Normal", format!("<w:keepLines/>{}", spaced(120, 240, 252)), letters(small)),
        ("Figure", "Figure", "Normal", format!("<w:keepNext/>{}", spaced(240, 60, 240)), String::new()),
        ("TableText", "Table Text", "Normal", spaced(40, 40, 252), letters(small)),
        ("TableHead", "Table Head", "TableText", "<w:keepNext/>".to_owned(), bold.to_owned()),
        ("TableEnd", "Table End", "Normal", spaced(0, 120, 200), letters(12)),
        ("Quote", "Quote", "Normal", format!("{quoted}{both}"), String::new()),
        ("Participant", "Participant Quotation", "Quote", String::new(), String::new()),
        ("Epigraph", "Epigraph", "Normal", format!("{}<w:ind w:left=\"3400\"/>", spaced(0, 200, 276)), "<w:i/><w:iCs/>".to_owned()),
        ("Attribution", "Attribution", "Normal", format!("{}<w:ind w:right=\"567\"/><w:jc w:val=\"right\"/>", spaced(0, 160, 276)), String::new()),
        ("Callout", "Callout", "Normal", side("16", "F5F5F5"), String::new()),
        ("BlockTitle", "Callout Title", "Callout", "<w:keepNext/>".to_owned(), bold.to_owned()),
        ("Finding", "Finding", "Normal", side("8", ""), String::new()),
        ("Recommendation", "Recommendation", "Normal", side("8", ""), String::new()),
        ("Question", "Question", "Normal", side("8", ""), String::new()),
        ("Statement", "Statement", "Normal", side("8", ""), String::new()),
        ("Definition", "Definition", "Normal", format!("<w:tabs><w:tab w:val=\"left\" w:pos=\"1701\"/></w:tabs>{}<w:ind w:left=\"425\" w:hanging=\"425\"/>", spaced(0, 80, line)), String::new()),
        ("Abbreviation", "Abbreviation", "Normal", format!("<w:tabs><w:tab w:val=\"left\" w:pos=\"1701\"/></w:tabs>{}<w:ind w:left=\"1701\" w:hanging=\"1701\"/>", spaced(0, 80, line)), String::new()),
        ("Bibliography", "Bibliography", "Normal", format!("{}<w:ind w:left=\"425\" w:hanging=\"425\"/>", spaced(0, 100, 276)), String::new()),
        ("Code", "Code", "Normal", format!("<w:pBdr><w:left w:val=\"single\" w:sz=\"12\" w:space=\"10\" w:color=\"BFBFBF\"/></w:pBdr>{}<w:ind w:left=\"284\"/>", spaced(120, 120, 252)), format!("<w:rFonts w:ascii=\"Courier New\" w:hAnsi=\"Courier New\" w:cs=\"Courier New\"/><w:noProof/>{}", letters(small - 1))),
        ("Equation", "Equation", "Normal", format!("{}<w:jc w:val=\"center\"/>", spaced(160, 160, 276)), String::new()),
        ("EquationNumbered", "Equation Numbered", "Normal", format!("<w:tabs><w:tab w:val=\"center\" w:pos=\"{{middle}}\"/><w:tab w:val=\"right\" w:pos=\"{{right}}\"/></w:tabs>{}", spaced(160, 160, 276)), String::new()),
        ("SectionBreak", "Section Break", "Normal", format!("<w:pBdr><w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"1\" w:color=\"auto\"/></w:pBdr>{}<w:ind w:left=\"3400\" w:right=\"3400\"/>", spaced(120, 320, 240)), String::new()),
        ("FootnoteText", "footnote text", "Normal", spaced(0, 40, 245), letters(small.min(size - 3).max(least))),
        ("Header", "header", "Normal", format!("{}<w:jc w:val=\"center\"/>", spaced(0, 0, 240)), format!("{}<w:color w:val=\"4D4D4D\"/>{}", if justify { "<w:i/><w:iCs/>" } else { "" }, letters(small))),
        ("Footer", "footer", "Normal", format!("<w:tabs><w:tab w:val=\"center\" w:pos=\"{{middle}}\"/><w:tab w:val=\"right\" w:pos=\"{{right}}\"/></w:tabs>{}", spaced(0, 0, 240)), format!("<w:color w:val=\"4D4D4D\"/>{}", letters(small))),
    ]);
    out.push_str("<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/><w:qFormat/></w:style>");
    for (id, name, base, paragraph, letters) in rows {
        let next = match id {
            "Caption" | "Figure" | "TOCHeading" => "<w:next w:val=\"FirstParagraph\"/>",
            _ if id.contains("Heading") => "<w:next w:val=\"FirstParagraph\"/>",
            "FirstParagraph" => "<w:next w:val=\"BodyText\"/>",
            _ => "",
        };
        let quick = if id.starts_with("TOC") || id == "TableEnd" {
            ""
        } else {
            "<w:qFormat/>"
        };
        let own = if IS_WORDS.contains(&name) {
            ""
        } else {
            " w:customStyle=\"1\""
        };
        let paragraph = if paragraph.is_empty() {
            paragraph
        } else {
            format!("<w:pPr>{paragraph}</w:pPr>")
        };
        let letters = if letters.is_empty() {
            letters
        } else {
            format!("<w:rPr>{letters}</w:rPr>")
        };
        let _ = write!(
            out,
            "<w:style w:type=\"paragraph\"{own} w:styleId=\"{id}\"><w:name w:val=\"{name}\"/><w:basedOn w:val=\"{base}\"/>{next}{quick}{paragraph}{letters}</w:style>"
        );
    }
    out.push_str(
        "<w:style w:type=\"character\" w:default=\"1\" w:styleId=\"DefaultParagraphFont\"><w:name w:val=\"Default Paragraph Font\"/><w:uiPriority w:val=\"1\"/><w:semiHidden/></w:style>\
         <w:style w:type=\"character\" w:styleId=\"FootnoteReference\"><w:name w:val=\"footnote reference\"/><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr></w:style>\
         <w:style w:type=\"character\" w:styleId=\"Hyperlink\"><w:name w:val=\"Hyperlink\"/><w:rPr><w:color w:val=\"1F3864\"/><w:u w:val=\"single\"/></w:rPr></w:style>\
         <w:style w:type=\"character\" w:customStyle=\"1\" w:styleId=\"CodeText\"><w:name w:val=\"Code Text\"/><w:rPr><w:rFonts w:ascii=\"Courier New\" w:hAnsi=\"Courier New\" w:cs=\"Courier New\"/><w:noProof/></w:rPr></w:style>\
         <w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\"/><w:uiPriority w:val=\"99\"/><w:semiHidden/><w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/><w:tblCellMar><w:top w:w=\"0\" w:type=\"dxa\"/><w:left w:w=\"108\" w:type=\"dxa\"/><w:bottom w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"108\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>\
         <w:style w:type=\"table\" w:customStyle=\"1\" w:styleId=\"FolioTable\"><w:name w:val=\"Folio Table\"/><w:basedOn w:val=\"TableNormal\"/><w:tblPr><w:tblBorders><w:top w:val=\"single\" w:sz=\"8\" w:space=\"0\" w:color=\"auto\"/><w:bottom w:val=\"single\" w:sz=\"8\" w:space=\"0\" w:color=\"auto\"/></w:tblBorders></w:tblPr></w:style>\
         <w:style w:type=\"numbering\" w:default=\"1\" w:styleId=\"NoList\"><w:name w:val=\"No List\"/><w:uiPriority w:val=\"99\"/><w:semiHidden/></w:style>",
    );
    out
}

/// The styles that Word knows itself.
const IS_WORDS: &[&str] = &[
    "Body Text",
    "List Paragraph",
    "Title",
    "Subtitle",
    "TOC Heading",
    "heading 1",
    "heading 2",
    "heading 3",
    "heading 4",
    "heading 5",
    "heading 6",
    "toc 1",
    "toc 2",
    "toc 3",
    "table of figures",
    "caption",
    "Quote",
    "Bibliography",
    "footnote text",
    "header",
    "footer",
];
