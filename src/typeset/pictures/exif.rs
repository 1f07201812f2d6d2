//! What the layout needs of a photograph's EXIF.

use exif::{Exif, In, Reader, Tag, Value};

/// What EXIF is called in findings.
pub(super) const FIELD: &str = "EXIF";

fn read(tiff: &[u8]) -> Option<Exif> {
    Reader::new().read_raw(tiff.to_vec()).ok()
}

/// Returns an EXIF that says how the photograph is turned and how large a pixel is, and nothing
/// else; `None` if that needs no saying.
pub(super) fn needed(tiff: &[u8]) -> Option<Vec<u8>> {
    let exif = read(tiff)?;
    let field = |tag| exif.get_field(tag, In::PRIMARY).map(|field| &field.value);
    let turned = field(Tag::Orientation)
        .and_then(|value| value.get_uint(0))
        .and_then(|value| u16::try_from(value).ok())
        .filter(|value| (2..=8).contains(value));
    let fraction = |tag| match field(tag)? {
        Value::Rational(all) => all.first().map(|it| (it.num, it.denom)),
        _ => None,
    };
    let sizes = [
        (Tag::XResolution, fraction(Tag::XResolution)),
        (Tag::YResolution, fraction(Tag::YResolution)),
    ];
    let sizes: Vec<(Tag, (u32, u32))> = sizes
        .into_iter()
        .filter_map(|(tag, size)| Some((tag, size?)))
        .collect();
    let fields = sizes.len() + usize::from(turned.is_some());
    if fields == 0 {
        return None;
    }
    let mut out = b"MM\0*\0\0\0\x08".to_vec();
    out.extend(u16::try_from(fields).ok()?.to_be_bytes());
    if let Some(turned) = turned {
        out.extend(Tag::Orientation.number().to_be_bytes());
        out.extend([0, 3, 0, 0, 0, 1]);
        out.extend(turned.to_be_bytes());
        out.extend([0, 0]);
    }
    let mut place = u32::try_from(8 + 2 + 12 * fields + 4).ok()?;
    for (tag, _) in &sizes {
        out.extend(tag.number().to_be_bytes());
        out.extend([0, 5, 0, 0, 0, 1]);
        out.extend(place.to_be_bytes());
        place += 8;
    }
    out.extend([0; 4]);
    for (_, (above, below)) in sizes {
        out.extend(above.to_be_bytes());
        out.extend(below.to_be_bytes());
    }
    Some(out)
}

/// Returns whether it says where the photograph was taken.
pub(super) fn has_position(tiff: &[u8]) -> bool {
    read(tiff).is_some_and(|exif| exif.get_field(Tag::GPSLatitude, In::PRIMARY).is_some())
}
