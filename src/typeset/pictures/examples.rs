//! Pictures for tests, made by code: what they show is plain, what they say is everything.

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use std::io::Cursor;

/// Returns a photograph: soft shapes with grain.
pub(crate) fn photograph(width: u32, height: u32) -> DynamicImage {
    let mut seed = 7_u32;
    let picture = RgbImage::from_fn(width, height, |x, y| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let grain = (seed >> 28) as u8;
        let wave =
            |a: u32, b: u32| ((f64::from(a) / f64::from(b + 1) * 6.0).sin() * 100.0 + 110.0) as u8;
        Rgb([
            wave(x, width).saturating_add(grain),
            wave(y, height).saturating_add(grain),
            wave(x + y, width + height).saturating_add(grain),
        ])
    });
    DynamicImage::ImageRgb8(picture)
}

/// Writes a picture in a format.
pub(crate) fn written(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// Writes a JPEG with segments of its own before the picture.
pub(crate) fn jpeg(picture: &DynamicImage, segments: &[(u8, Vec<u8>)]) -> Vec<u8> {
    let mut plain = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut plain, 92);
    picture.write_with_encoder(encoder).unwrap();
    let mut out = plain[..2].to_vec();
    for (marker, body) in segments {
        out.extend(segment(*marker, body));
    }
    out.extend(&plain[2..]);
    out
}

fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
    [&[0xff, marker], &length[..], body].concat()
}

/// Returns a photograph of 8 by 8 points with the four colours of printing presses.
pub(crate) fn cmyk() -> Vec<u8> {
    let grey = DynamicImage::new_luma8(8, 8);
    let mut plain = Vec::new();
    grey.write_with_encoder(JpegEncoder::new(&mut plain))
        .unwrap();
    let mut out = vec![0xff, 0xd8];
    out.extend(segment(0xee, b"Adobe\0\x64\0\0\0\0\0"));
    let mut at = 2;
    while plain[at + 1] != 0xda {
        let length = usize::from(u16::from_be_bytes([plain[at + 2], plain[at + 3]])) + 2;
        // The tables are good for any number of colours.
        if matches!(plain[at + 1], 0xdb | 0xc4) {
            out.extend(&plain[at..at + length]);
        }
        at += length;
    }
    let component = |id: u8| [id, 0x11, 0];
    let frame = [
        &[8, 0, 8, 0, 8, 4][..],
        &[1, 2, 3, 4].map(component).concat(),
    ]
    .concat();
    out.extend(segment(0xc0, &frame));
    out.extend(segment(0xda, &[4, 1, 0, 2, 0, 3, 0, 4, 0, 0, 63, 0]));
    // Each block: no difference to the one before, and nothing else.
    out.extend([0x28, 0xa2, 0x8a, 0xff, 0xd9]);
    out
}

/// A field of EXIF: its number and its text.
pub(crate) type Field<'a> = (u16, &'a str);

/// Returns EXIF with texts in a given order, and how the photograph lies; `has_position` adds where
/// it was taken.
pub(crate) fn exif(fields: &[Field<'_>], turned: Option<u16>, has_position: bool) -> Vec<u8> {
    let count = fields.len() + usize::from(turned.is_some()) + usize::from(has_position);
    let mut head = u16::try_from(count).unwrap().to_be_bytes().to_vec();
    let mut data = Vec::new();
    let base = 8 + 2 + 12 * count + 4;
    let place = |data: &Vec<u8>| u32::try_from(base + data.len()).unwrap().to_be_bytes();
    for (number, text) in fields {
        head.extend(number.to_be_bytes());
        head.extend([0, 2]);
        head.extend(u32::try_from(text.len() + 1).unwrap().to_be_bytes());
        head.extend(place(&data));
        data.extend(text.as_bytes());
        data.push(0);
    }
    if let Some(turned) = turned {
        head.extend([1, 0x12, 0, 3, 0, 0, 0, 1]);
        head.extend(turned.to_be_bytes());
        head.extend([0, 0]);
    }
    if has_position {
        head.extend([0x88, 0x25, 0, 4, 0, 0, 0, 1]);
        head.extend(place(&data));
        // One field: the latitude, in degrees, minutes and seconds.
        data.extend([0, 1, 0, 2, 0, 5, 0, 0, 0, 3]);
        let values = u32::try_from(base + data.len() + 8).unwrap();
        data.extend(values.to_be_bytes());
        data.extend([0; 4]);
        for number in [51_u32, 1, 30, 1, 0, 1] {
            data.extend(number.to_be_bytes());
        }
    }
    [&b"MM\0*\0\0\0\x08"[..], &head, &[0; 4], &data].concat()
}

/// Returns the segment of EXIF.
pub(crate) fn exif_segment(tiff: &[u8]) -> (u8, Vec<u8>) {
    (0xe1, [b"Exif\0\0", tiff].concat())
}

/// Adds chunks to a PNG, before its pixels.
pub(crate) fn with_chunks(png: &[u8], chunks: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    // The first chunk has 13 bytes.
    let mut out = png[..33].to_vec();
    for (kind, body) in chunks {
        let body = [&kind[..], body].concat();
        out.extend(u32::try_from(body.len() - 4).unwrap().to_be_bytes());
        let mut sum = flate2::Crc::new();
        sum.update(&body);
        out.extend(body);
        out.extend(sum.sum().to_be_bytes());
    }
    out.extend(&png[33..]);
    out
}

/// Packs a text as PNG packs it.
pub(crate) fn packed(text: impl AsRef<[u8]>) -> Vec<u8> {
    use std::io::Write;
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(text.as_ref()).unwrap();
    encoder.finish().unwrap()
}
