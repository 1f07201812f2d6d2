//! What the file says of itself: its producer, and identifiers that are URIs.

use sha2::{Digest, Sha256};

use crate::typeset::finish::PRODUCER;
use crate::typeset::finish::objects::{Objects, find};

/// Names the producer in both places where readers look, and makes the identifiers valid.
pub(super) fn complete(objects: &mut Objects<'_>) {
    let is_metadata = |head: &str| head.contains("/Metadata") && head.contains("/XML");
    let ids = objects.ids();
    // The file's own metadata stand near its end, and a picture's could stand before.
    let found = ids.into_iter().rev().find_map(|id| {
        let (head, content) = objects.stream(id)?;
        is_metadata(&head).then(|| Some((id, String::from_utf8(content.to_vec()).ok()?)))?
    });
    if let Some((id, xmp)) = found {
        let entries = "  /Type /Metadata\n  /Subtype /XML";
        objects.replace_stream(id, entries, completed(&xmp).as_bytes());
    }
    let info = objects.named("/Info");
    let Some((id, object)) = info.and_then(|id| Some((id, objects.object(id)?))) else {
        return;
    };
    let inner = find(object, b"<<").zip(object.windows(2).rposition(|pair| pair == b">>"));
    if let Some((start, end)) = inner
        && find(object, b"/Producer").is_none()
    {
        let entry = format!("\n  /Producer ({PRODUCER})");
        let content = [
            &object[start..start + 2],
            entry.as_bytes(),
            &object[start + 2..end + 2],
        ];
        let content = content.concat();
        objects.replace(id, &content);
    }
}

/// Returns the XMP with the producer and with identifiers that are URIs.
fn completed(xmp: &str) -> String {
    let mut xmp = xmp.to_owned();
    for name in ["xmpMM:InstanceID", "xmpMM:DocumentID"] {
        let (open, close) = (format!("<{name}>"), format!("</{name}>"));
        let inside = xmp
            .split_once(&open)
            .and_then(|(_, rest)| rest.split_once(&close));
        if let Some((id, _)) = inside {
            let valid = uuid(name, id);
            xmp = xmp.replace(&format!(">{id}<"), &format!(">{valid}<"));
        }
    }
    let description = xmp
        .find("<rdf:Description")
        .and_then(|at| Some(at + xmp[at..].find('>')?));
    if let Some(at) = description
        && !xmp.contains("<pdf:Producer>")
    {
        let known = xmp.contains("xmlns:pdf=");
        let space = match known {
            true => "",
            false => " xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\"",
        };
        xmp.insert_str(at + 1, &format!("<pdf:Producer>{PRODUCER}</pdf:Producer>"));
        xmp.insert_str(at, space);
    }
    xmp
}

/// Returns an identifier that is the same whenever the engine's own is, and folio's version.
fn uuid(name: &str, id: &str) -> String {
    let digest = Sha256::digest(format!("{PRODUCER} {name} {id}"));
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    // Made by a rule of one's own, as RFC 9562 says.
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let parts = [
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..],
    ];
    format!("uuid:{}", parts.join("-"))
}
