//! What the XMP metadata of a PDF claims.

/// Returns the standards that the metadata claims, such as `PDF/A-2a` and `PDF/UA-1`.
pub(super) fn claims(xmp: &str) -> Vec<String> {
    let mut found = Vec::new();
    if let Some(part) = value(xmp, "pdfaid:part") {
        let level = value(xmp, "pdfaid:conformance").unwrap_or_default();
        found.push(format!("PDF/A-{part}{}", level.to_lowercase()));
    }
    if let Some(part) = value(xmp, "pdfuaid:part") {
        found.push(format!("PDF/UA-{part}"));
    }
    found
}

/// Returns the short value of a property, which stands in an element or in an attribute.
fn value(xmp: &str, name: &str) -> Option<String> {
    let element = format!("<{name}>");
    let attribute = format!("{name}=\"");
    let (rest, end) = match xmp.split_once(&element) {
        Some((_, rest)) => (rest, '<'),
        None => (xmp.split_once(&attribute)?.1, '"'),
    };
    let value = rest.split(end).next()?.trim();
    let is_short = value.len() <= 8 && value.chars().all(|c| c.is_ascii_alphanumeric());
    is_short.then(|| value.to_owned())
}

/// Returns the text of XML: tags become line ends, except that the values of attributes stay.
pub(super) fn plain_text(xml: &str) -> String {
    let mut out = String::new();
    let mut rest = xml;
    while let Some(start) = rest.find('<') {
        out.push_str(&rest[..start]);
        let tag = &rest[start..];
        let end = tag.find('>').map_or(tag.len(), |end| end + 1);
        for quoted in tag[..end].split('"').skip(1).step_by(2) {
            // What only declares a name space says nothing of the document.
            if !quoted.contains("://") {
                out.push('\n');
                out.push_str(quoted);
            }
        }
        out.push('\n');
        rest = &tag[end..];
    }
    out.push_str(rest);
    let out = out
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
    let lines = out.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claim_is_read_from_elements_and_from_attributes() {
        let elements = "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>";
        assert_eq!(claims(elements), ["PDF/A-2a", "PDF/UA-1"]);
        assert_eq!(claims("<rdf:Description pdfaid:part=\"4\" />"), ["PDF/A-4"]);
        assert!(claims("<dc:title>pdfaid:part</dc:title>").is_empty());
    }

    #[test]
    fn the_text_of_the_metadata_stays_and_its_tags_go() {
        let xml = "<?xpacket?><x xmlns=\"http://a.b/\"><dc:title by=\"Ann &amp; Bo\">A &lt;b&gt;</dc:title></x>";
        assert_eq!(plain_text(xml), "Ann & Bo\nA <b>");
        assert_eq!(plain_text("<open"), "");
    }
}
