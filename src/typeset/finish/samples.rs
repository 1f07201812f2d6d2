//! Pictures that came as PNG or GIF, packed no larger than they came.
//!
//! The engine packs the colours of every pixel one after the other. A PNG is smaller for two
//! reasons: each line is told by its difference from the one before, and few colours are numbered.
//! A PDF can do both, in the very same form.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use std::io::{Read, Write};

use flate2::Compression;
use flate2::write::ZlibEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{DynamicImage, ImageBuffer};
use typst::visualize::RasterImage;

use crate::typeset::finish::objects::{Objects, number, value};
use crate::typeset::pictures::each_png_chunk;

/// The lines of a picture, packed.
struct Packed {
    data: Vec<u8>,
    /// How many values a pixel has.
    colours: u8,
    /// How many bits a value has.
    bits: u8,
    /// Whether lines are told by their differences.
    is_filtered: bool,
    /// The colours that pixels number, three bytes each.
    palette: Option<Vec<u8>>,
    /// The values of pixels that are not seen, the least and the most of each colour.
    unseen: Vec<u16>,
}

impl Packed {
    /// Returns how many bytes of a PDF it takes.
    fn bytes(&self) -> usize {
        // The colours stand there in hexadecimal digits.
        self.data.len() + self.palette.as_ref().map_or(0, |palette| 2 * palette.len())
    }
}

/// Packs the pictures anew whose colours take more room in the PDF than their whole file did.
pub(super) fn repack(objects: &mut Objects<'_>, pictures: &[RasterImage]) {
    if pictures.is_empty() {
        return;
    }
    for id in objects.ids() {
        let Some((picture, masked)) = matching(objects, id, pictures) else {
            continue;
        };
        let whole = picture.dynamic();
        let colours = match whole.color().has_color() {
            true => DynamicImage::ImageRgb8(whole.to_rgb8()),
            false => DynamicImage::ImageLuma8(whole.to_luma8()),
        };
        let mut own = own_lines(picture.data());
        if let Some(own) = own.take_if(|own| masked.is_none() == own.unseen.is_empty()) {
            let is_put = put(objects, id, whole, &own);
            if let Some(veil) = masked.filter(|_| is_put) {
                objects.replace(veil, b"null");
            }
            continue;
        }
        // Colours that are half seen have their veil apart.
        let own = own.filter(|own| own.unseen.is_empty());
        let packed = [own, filtered(&colours), numbered(&colours)];
        let packed = packed.into_iter().flatten().min_by_key(Packed::bytes);
        if let Some(packed) = packed {
            put(objects, id, whole, &packed);
        }
        if let Some(mask) = masked {
            let alpha = whole.to_rgba8().pixels().map(|pixel| pixel.0[3]).collect();
            if let Some(packed) = veil(whole, alpha) {
                put(objects, mask, whole, &packed);
            }
        }
    }
}

/// Returns the picture that an object shows, with the object of its transparency, if together they
/// are larger than its file.
fn matching<'p>(
    objects: &Objects<'_>,
    id: usize,
    pictures: &'p [RasterImage],
) -> Option<(&'p RasterImage, Option<usize>)> {
    let (head, content) = objects.stream(id)?;
    let size = |key| number(value(&head, key)?.as_bytes());
    if !head.contains("/Image") || !head.contains("/FlateDecode") {
        return None;
    }
    let (width, height) = (size("/Width")?, size("/Height")?);
    let mask = value(&head, "/SMask").and_then(|mask| number(mask.as_bytes()));
    let veil = mask.and_then(|mask| Some(objects.stream(mask)?.1.len()));
    let same = pictures.iter().filter(|picture| {
        let is_veiled = picture.dynamic().color().has_alpha();
        picture.width() as usize == width
            && picture.height() as usize == height
            && is_veiled == mask.is_some()
            && content.len() + veil.unwrap_or(0) > picture.data().len()
    });
    let mut lines = None;
    for picture in same {
        let lines = lines.get_or_insert_with(|| unpacked(content, 4 * width * height));
        let whole = picture.dynamic();
        let is_same = match whole.color().has_color() {
            true => whole.to_rgb8().as_raw() == lines,
            false => whole.to_luma8().as_raw() == lines,
        };
        if is_same {
            return Some((picture, mask));
        }
    }
    None
}

fn unpacked(content: &[u8], most: usize) -> Vec<u8> {
    let mut out = Vec::new();
    // What cannot be unpacked is like no picture.
    let _ = flate2::read::ZlibDecoder::new(content)
        .take(most as u64)
        .read_to_end(&mut out);
    out
}

/// Returns the lines of a PNG as they are, where a PDF takes them.
fn own_lines(png: &[u8]) -> Option<Packed> {
    let mut data = Vec::new();
    let (mut header, mut palette, mut unseen) = (None, None, None);
    each_png_chunk(png, |kind, body, _| match kind {
        b"IHDR" => header = body.get(8..13),
        b"PLTE" => palette = Some(body.to_vec()),
        b"tRNS" => unseen = Some(body),
        b"IDAT" => data.extend(body),
        _ => {}
    })?;
    let &[bits @ ..=8, kind, _, _, 0] = header? else {
        return None;
    };
    let (colours, palette) = match kind {
        0 => (1, None),
        2 => (3, None),
        3 => (1, Some(palette?)),
        _ => return None,
    };
    let unseen = match (unseen, &palette) {
        (None, _) => Vec::new(),
        (Some(values), Some(_)) => unseen_numbers(values).unwrap_or_default(),
        (Some(colour), None) => {
            let values = colour.chunks_exact(2);
            let twice = |value: &[u8]| [u16::from_be_bytes([value[0], value[1]]); 2];
            values.flat_map(twice).collect()
        }
    };
    Some(Packed {
        data,
        colours,
        bits,
        is_filtered: true,
        palette,
        unseen,
    })
}

/// Returns the numbers of the colours that are not seen, if all others are seen in full and these
/// stand side by side.
fn unseen_numbers(seen: &[u8]) -> Option<Vec<u16>> {
    let first = seen.iter().position(|seen| *seen == 0)?;
    let last = seen.iter().rposition(|seen| *seen == 0)?;
    let (before, rest) = seen.split_at(first);
    let (within, after) = rest.split_at(last + 1 - first);
    let is_plain =
        within.iter().all(|seen| *seen == 0) && before.iter().chain(after).all(|seen| *seen == 255);
    is_plain.then(|| vec![first as u16, last as u16])
}

/// Packs lines by their differences.
fn filtered(picture: &DynamicImage) -> Option<Packed> {
    let mut png = Vec::new();
    let encoder =
        PngEncoder::new_with_quality(&mut png, CompressionType::Best, FilterType::Adaptive);
    picture.write_with_encoder(encoder).ok()?;
    own_lines(&png)
}

/// Packs pixels by the numbers of their colours, if there are few.
fn numbered(picture: &DynamicImage) -> Option<Packed> {
    let DynamicImage::ImageRgb8(pixels) = picture else {
        return None;
    };
    let mut numbers: BTreeMap<[u8; 3], u8> = BTreeMap::new();
    for pixel in pixels.pixels() {
        let next = u8::try_from(numbers.len()).ok();
        if let Entry::Vacant(vacant) = numbers.entry(pixel.0) {
            vacant.insert(next?);
        }
    }
    let bits = match numbers.len() {
        0..=2 => 1,
        3..=4 => 2,
        5..=16 => 4,
        _ => 8,
    };
    let values: Vec<u8> = pixels.pixels().map(|pixel| numbers[&pixel.0]).collect();
    let mut palette = vec![0; numbers.len() * 3];
    for (colour, number) in &numbers {
        let at = usize::from(*number) * 3;
        palette[at..at + 3].copy_from_slice(colour);
    }
    Some(Packed {
        data: plain(&values, picture.width(), bits),
        colours: 1,
        bits,
        is_filtered: false,
        palette: Some(palette),
        unseen: Vec::new(),
    })
}

/// Packs how much of each pixel is seen.
fn veil(picture: &DynamicImage, alpha: Vec<u8>) -> Option<Packed> {
    // So few bits are enough where all values are steps of these.
    let steps = [(1, 255), (2, 85), (4, 17)].into_iter();
    let mut fitting = steps.filter(|(_, step)| alpha.iter().all(|value| value % step == 0));
    let (bits, step) = fitting.next().unwrap_or((8, 1));
    let values: Vec<u8> = alpha.iter().map(|value| value / step).collect();
    let few = Packed {
        data: plain(&values, picture.width(), bits),
        colours: 1,
        bits,
        is_filtered: false,
        palette: None,
        unseen: Vec::new(),
    };
    let (width, height) = (picture.width(), picture.height());
    let alpha = ImageBuffer::from_raw(width, height, alpha)?;
    let filtered = filtered(&DynamicImage::ImageLuma8(alpha))?;
    Some(match few.data.len() <= filtered.data.len() {
        true => few,
        false => filtered,
    })
}

/// Packs values of a few bits, each line from a byte of its own.
fn plain(values: &[u8], width: u32, bits: u8) -> Vec<u8> {
    let mut lines = Vec::new();
    for line in values.chunks(width.max(1) as usize) {
        for several in line.chunks(usize::from(8 / bits)) {
            let mut byte = 0;
            for (at, value) in (1_u8..).zip(several) {
                byte |= value << (8 - at * bits);
            }
            lines.push(byte);
        }
    }
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    // Packing into memory does not fail.
    let _ = encoder.write_all(&lines);
    encoder.finish().unwrap_or_default()
}

/// Puts packed lines in the place of an object's, if they are fewer bytes; returns whether they are.
fn put(objects: &mut Objects<'_>, id: usize, picture: &DynamicImage, packed: &Packed) -> bool {
    let Some((head, content)) = objects.stream(id) else {
        return false;
    };
    let Packed {
        data,
        colours,
        bits,
        is_filtered,
        palette,
        unseen,
    } = packed;
    if packed.bytes() >= content.len() && unseen.is_empty() {
        return false;
    }
    let Some(space) = value(&head, "/ColorSpace").and_then(|space| {
        // It is a name, or the number of an object.
        let end = space
            .find('R')
            .map(|at| at + 1)
            .filter(|_| !space.starts_with('/'));
        let name = || {
            space[1..]
                .find(|c: char| !c.is_ascii_alphanumeric())
                .map(|at| at + 1)
        };
        space.get(..end.or_else(name)?)
    }) else {
        return false;
    };
    let space = match palette {
        None => space.to_owned(),
        Some(palette) => {
            let hex: String = palette.iter().map(|byte| format!("{byte:02x}")).collect();
            format!("[/Indexed {space} {} <{hex}>]", palette.len() / 3 - 1)
        }
    };
    let (width, height) = (picture.width(), picture.height());
    let mut entries = format!(
        "  /Type /XObject\n  /Subtype /Image\n  /Filter /FlateDecode\n  /Width {width}\n  /Height {height}\n  /ColorSpace {space}\n  /BitsPerComponent {bits}"
    );
    if *is_filtered {
        entries.push_str(&format!(
            "\n  /DecodeParms <</Predictor 15 /Colors {colours} /Columns {width} /BitsPerComponent {bits}>>"
        ));
    }
    let mask = value(&head, "/SMask").and_then(|mask| number(mask.as_bytes()));
    if !unseen.is_empty() {
        let values: Vec<String> = unseen.iter().map(u16::to_string).collect();
        entries.push_str(&format!("\n  /Mask [{}]", values.join(" ")));
    } else if let Some(mask) = mask {
        entries.push_str(&format!("\n  /SMask {mask} 0 R"));
    }
    objects.replace_stream(id, &entries, data);
    true
}
