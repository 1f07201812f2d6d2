//! The word across the pages of a draft, as Word draws it itself: letters along a path, in the head of
//! each page.

/// Returns the run that draws it.
pub(super) fn watermark(word: &str) -> String {
    // The path of plain letters, as the format numbers it.
    let formulas: String = [
        "sum #0 0 10800",
        "prod #0 2 1",
        "sum 21600 0 @1",
        "sum 0 0 @2",
        "sum 21600 0 @3",
        "if @0 @3 0",
        "if @0 21600 @1",
        "if @0 0 @2",
        "if @0 @4 21600",
        "mid @5 @6",
        "mid @8 @5",
        "mid @7 @8",
        "mid @6 @7",
        "sum @6 0 @5",
    ]
    .iter()
    .map(|formula| format!("<v:f eqn=\"{formula}\"/>"))
    .collect();
    format!(
        "<w:r><w:pict xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\">\
         <v:shapetype id=\"_x0000_t136\" coordsize=\"21600,21600\" o:spt=\"136\" adj=\"10800\" path=\"m@7,l@8,m@5,21600l@6,21600e\">\
         <v:formulas>{formulas}</v:formulas><v:path textpathok=\"t\" o:connecttype=\"rect\"/><v:textpath on=\"t\" fitshape=\"t\"/></v:shapetype>\
         <v:shape id=\"PowerPlusWaterMarkObject1\" type=\"#_x0000_t136\" alt=\"\" \
         style=\"position:absolute;margin-left:0;margin-top:0;width:400pt;height:133pt;rotation:315;z-index:-251658752;\
         mso-position-horizontal:center;mso-position-horizontal-relative:margin;\
         mso-position-vertical:center;mso-position-vertical-relative:margin\" \
         o:allowincell=\"f\" fillcolor=\"#d9d9d9\" stroked=\"f\"><v:fill opacity=\".5\"/>\
         <v:textpath style=\"font-family:&quot;Arial&quot;;font-size:1pt\" string=\"{word}\"/></v:shape></w:pict></w:r>"
    )
}

/// Returns a head with something behind its first line.
pub(super) fn with(head: &str, run: &str) -> String {
    match head.find("</w:p>") {
        Some(at) if !run.is_empty() => format!("{}{run}{}", &head[..at], &head[at..]),
        _ => head.to_owned(),
    }
}
