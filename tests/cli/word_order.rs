//! Which element may follow which in a Word file: a table of our own after ECMA-376, part 1 (the
//! sequences of the types in `wml.xsd`, `shared-math.xsd` and `dml-wordprocessingDrawing.xsd`), as
//! far as folio writes them. Word repairs, or refuses, a file that breaks it.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// An element with its children in their order. `*` before a name: they come in any order.
const ORDER: &[(&str, &str)] = &[
    ("w:document", "w:body"),
    (
        "w:pPr",
        "w:pStyle w:keepNext w:keepLines w:pageBreakBefore w:framePr w:widowControl w:numPr \
         w:suppressLineNumbers w:pBdr w:shd w:tabs w:suppressAutoHyphens w:spacing w:ind \
         w:contextualSpacing w:jc w:outlineLvl w:rPr w:sectPr",
    ),
    (
        "w:rPr",
        "w:rStyle w:rFonts w:b w:bCs w:i w:iCs w:caps w:smallCaps w:strike w:noProof w:vanish w:color \
         w:spacing w:sz w:szCs w:highlight w:u w:shd w:vertAlign w:lang",
    ),
    ("w:numPr", "w:ilvl w:numId"),
    (
        "w:sectPr",
        "w:headerReference w:footerReference w:footnotePr w:type w:pgSz w:pgMar w:lnNumType \
         w:pgNumType w:cols w:titlePg",
    ),
    ("w:pBdr", "w:top w:left w:bottom w:right w:between"),
    ("w:tbl", "w:tblPr w:tblGrid w:tr"),
    (
        "w:tblPr",
        "w:tblStyle w:tblW w:jc w:tblInd w:tblBorders w:shd w:tblLayout w:tblCellMar w:tblLook \
         w:tblCaption w:tblDescription",
    ),
    (
        "w:tblBorders",
        "w:top w:left w:bottom w:right w:insideH w:insideV",
    ),
    ("w:tblCellMar", "w:top w:left w:bottom w:right"),
    ("w:tblGrid", "w:gridCol"),
    ("w:tr", "w:trPr w:tc"),
    ("w:trPr", "* w:cantSplit w:tblHeader"),
    ("w:tc", "w:tcPr * w:p w:tbl"),
    (
        "w:tcPr",
        "w:tcW w:gridSpan w:vMerge w:tcBorders w:shd w:vAlign",
    ),
    (
        "w:p",
        "w:pPr * w:r w:hyperlink w:bookmarkStart w:bookmarkEnd w:ins w:del m:oMath m:oMathPara",
    ),
    (
        "w:hyperlink",
        "* w:r w:bookmarkStart w:bookmarkEnd m:oMath w:hyperlink",
    ),
    (
        "w:ins",
        "* w:r w:bookmarkStart w:bookmarkEnd w:hyperlink m:oMath",
    ),
    (
        "w:del",
        "* w:r w:bookmarkStart w:bookmarkEnd w:hyperlink m:oMath",
    ),
    (
        "w:r",
        "w:rPr * w:t w:delText w:tab w:br w:fldChar w:instrText w:drawing w:pict w:commentReference \
         w:footnoteReference w:footnoteRef w:separator w:continuationSeparator",
    ),
    ("w:styles", "w:docDefaults w:style"),
    ("w:docDefaults", "w:rPrDefault w:pPrDefault"),
    (
        "w:style",
        "w:name w:basedOn w:next w:link w:uiPriority w:semiHidden w:unhideWhenUsed w:qFormat w:pPr w:rPr \
         w:tblPr",
    ),
    ("w:numbering", "w:abstractNum w:num"),
    ("w:abstractNum", "w:multiLevelType w:lvl"),
    (
        "w:lvl",
        "w:start w:numFmt w:pStyle w:suff w:lvlText w:lvlJc w:pPr w:rPr",
    ),
    ("w:num", "w:abstractNumId w:lvlOverride"),
    (
        "w:settings",
        "w:zoom w:defaultTabStop w:characterSpacingControl w:footnotePr w:compat w:themeFontLang",
    ),
    ("w:footnotes", "w:footnote"),
    ("w:footnote", "* w:p w:tbl"),
    (
        "wp:inline",
        "wp:extent wp:docPr wp:cNvGraphicFramePr a:graphic",
    ),
    ("pic:pic", "pic:nvPicPr pic:blipFill pic:spPr"),
    ("pic:blipFill", "a:blip a:stretch"),
    ("pic:spPr", "a:xfrm a:prstGeom"),
    ("m:oMathPara", "m:oMathParaPr m:oMath"),
    ("m:r", "m:rPr w:rPr m:t"),
    ("m:f", "m:fPr m:num m:den"),
    ("m:rad", "m:radPr m:deg m:e"),
    ("m:sSub", "m:e m:sub"),
    ("m:sSup", "m:e m:sup"),
    ("m:sSubSup", "m:e m:sub m:sup"),
    ("m:sPre", "m:sub m:sup m:e"),
    ("m:nary", "m:naryPr m:sub m:sup m:e"),
    ("m:naryPr", "m:chr m:limLoc m:subHide m:supHide"),
    ("m:d", "m:dPr m:e"),
    ("m:dPr", "m:begChr m:endChr"),
    ("m:acc", "m:accPr m:e"),
    ("m:limLow", "m:e m:lim"),
    ("m:limUpp", "m:e m:lim"),
    ("m:eqArr", "m:eqArrPr m:e"),
    ("m:m", "m:mPr m:mr"),
    ("m:mr", "m:e"),
];

/// What is open while a part is read: its name, and how far in its sequence it is.
struct Open {
    name: String,
    at: usize,
}

/// Returns what of a part's XML is not where the format wants it.
pub(crate) fn misplaced(xml: &str) -> Vec<String> {
    let mut reader = Reader::from_str(xml);
    let mut open: Vec<Open> = Vec::new();
    let mut wrong = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) => {
                let name = begin(&tag, &mut open, &mut wrong);
                open.push(Open { name, at: 0 });
            }
            Event::Empty(tag) => {
                begin(&tag, &mut open, &mut wrong);
            }
            Event::End(_) => {
                open.pop();
            }
            Event::Eof => return wrong,
            _ => {}
        }
    }
}

fn begin(tag: &BytesStart<'_>, open: &mut [Open], wrong: &mut Vec<String>) -> String {
    let name = String::from_utf8(tag.name().as_ref().to_vec()).unwrap();
    if let Some(around) = open.last_mut()
        && let Some((_, children)) = ORDER.iter().find(|(parent, _)| *parent == around.name)
    {
        let mut any = false;
        let mut found = None;
        for (at, child) in children.split_whitespace().enumerate() {
            any |= child == "*";
            if child == name {
                found = Some(if any { usize::MAX } else { at });
            }
        }
        match found {
            Some(at) if at >= around.at => around.at = at,
            Some(_) => wrong.push(format!("{name} comes too late in {}", around.name)),
            None => wrong.push(format!("{name} is not in the table of {}", around.name)),
        }
    }
    name
}

#[test]
fn the_table_finds_what_is_out_of_order() {
    assert!(misplaced("<w:pPr><w:pStyle/><w:jc/></w:pPr>").is_empty());
    assert_eq!(
        misplaced("<w:p><w:r/><w:pPr><w:jc/><w:pStyle/><w:x/></w:pPr></w:p>"),
        [
            "w:pPr comes too late in w:p",
            "w:pStyle comes too late in w:pPr",
            "w:x is not in the table of w:pPr"
        ]
    );
}
