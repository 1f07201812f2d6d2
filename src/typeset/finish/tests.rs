//! What is put right in a written file.

use image::DynamicImage;
use jiff::civil::date;

use crate::typeset::finish::PRODUCER;
use crate::typeset::finish::objects::{find, number};
use crate::typeset::inspect;
use crate::typeset::pdf::PdfRequest;
use crate::typeset::pictures::examples::{packed, photograph, with_chunks, written};
use crate::typeset::sandbox::{Sandbox, drawn};

#[test]
fn a_png_takes_no_more_room_than_it_came_with() {
    let photo = photograph(200, 150);
    let mut few = photo.to_rgba8();
    for pixel in few.pixels_mut() {
        let [red, green, ..] = pixel.0;
        let seen = if red > 120 { 255 } else { 0 };
        pixel.0 = [red / 64 * 64, green / 128 * 128, 200, seen];
    }
    let flat = DynamicImage::ImageRgba8(few.clone());
    for (name, picture) in [
        ("photograph", photo.clone()),
        ("grey", DynamicImage::ImageLuma8(photo.to_luma8())),
        ("deep", DynamicImage::ImageRgb16(photo.to_rgb16())),
        ("flat", DynamicImage::ImageRgb8(flat.to_rgb8())),
        ("flat with holes", flat),
        ("photograph with a veil", {
            let mut veiled = photo.to_rgba8();
            for (x, _, pixel) in veiled.enumerate_pixels_mut() {
                pixel.0[3] = u8::try_from(x).unwrap();
            }
            DynamicImage::ImageRgba8(veiled)
        }),
    ] {
        let mut png = Vec::new();
        let encoder = image::codecs::png::PngEncoder::new_with_quality(
            &mut png,
            image::codecs::png::CompressionType::Best,
            image::codecs::png::FilterType::Adaptive,
        );
        picture.write_with_encoder(encoder).unwrap();
        let pdf = Sandbox::new("= One\n#image(\"/a.png\", alt: \"A\", width: 5cm)")
            .file("a.png", &png)
            .pdf(&PdfRequest::default());
        assert_eq!(pdf.standards.len(), 2);
        let size: usize = drawn(&pdf).iter().map(|(_, _, size)| size).sum();
        assert!(size <= png.len(), "{name}: {size} > {}", png.len());
    }
}

#[test]
fn a_gif_takes_no_more_room_than_it_came_with_and_is_scaled_as_all_pictures_are() {
    let plan = |side: u32| {
        let colour = |x: u32, y: u32| [(x / 40 % 4 * 60) as u8, (y / 30 % 4 * 60) as u8, 90];
        let picture = image::RgbImage::from_fn(side, side, |x, y| image::Rgb(colour(x, y)));
        written(&DynamicImage::ImageRgb8(picture), image::ImageFormat::Gif)
    };
    for (side, most) in [(300, 300), (1_500, 473)] {
        let gif = plan(side);
        let pdf = Sandbox::new("= One\n#image(\"/a.gif\", alt: \"A\", width: 4cm)")
            .file("a.gif", &gif)
            .pdf(&PdfRequest::default());
        let pictures = drawn(&pdf);
        assert!(pictures.iter().all(|it| it.0 <= most), "{pictures:?}");
        let size: usize = pictures.iter().map(|it| it.2).sum();
        assert!(size <= gif.len(), "{pictures:?} > {}", gif.len());
    }
}

#[test]
fn a_png_with_one_colour_that_is_not_seen_keeps_its_own_lines() {
    let lines: Vec<u8> = (0..60_u8)
        .flat_map(|y| [0, y.wrapping_mul(37), y, 0x1b, y ^ 0x55])
        .collect();
    let chunks = [
        (
            b"PLTE",
            vec![0, 0, 0, 200, 30, 30, 30, 200, 30, 30, 30, 200],
        ),
        (b"tRNS", vec![255, 0]),
        (b"IDAT", packed(&lines)),
    ];
    // 16 points a line, four to a byte.
    let head = [0, 0, 0, 16, 0, 0, 0, 60, 2, 3, 0, 0, 0];
    let empty = with_chunks(&[0; 33], &[]);
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    png.extend(&with_chunks(&empty, &[(b"IHDR", head.to_vec())])[33..]);
    png.extend(&with_chunks(&empty, &chunks)[33..]);
    png.extend(&with_chunks(&empty, &[(b"IEND", Vec::new())])[33..]);
    let pdf = Sandbox::new("= One\n#image(\"/a.png\", alt: \"A\", width: 5cm)")
        .file("a.png", &png)
        .pdf(&PdfRequest::default());
    assert_eq!(pdf.standards.len(), 2);
    let [(16, 60, size)] = drawn(&pdf)[..] else {
        panic!("{:?}", drawn(&pdf));
    };
    assert_eq!(size, packed(&lines).len());
    assert!(find(&pdf.bytes, b"/Mask [1 1]").is_some());
}

#[test]
fn the_file_names_its_producer_and_when_it_was_made_in_both_places_alike() {
    let request = PdfRequest {
        made_at: Some(date(2026, 11, 30).at(0, 0, 0, 0)),
        ..PdfRequest::default()
    };
    let sandbox = Sandbox::new("= One\n#datetime.today().display()");
    let pdf = sandbox.pdf(&request);
    assert_eq!(pdf.bytes, sandbox.pdf(&request).bytes);
    let facts = inspect(&pdf.bytes).unwrap();
    let property = |name| {
        let found = facts.properties.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str()).unwrap_or_default()
    };
    assert_eq!(property("Producer"), PRODUCER);
    assert_eq!(property("CreationDate"), "D:20261130000000Z");
    let text = String::from_utf8_lossy(&pdf.bytes);
    let tag = |name: &str| {
        let (_, rest) = text.split_once(&format!("<{name}>")).unwrap();
        rest.split_once('<').unwrap().0.to_owned()
    };
    assert_eq!(tag("pdf:Producer"), PRODUCER);
    assert_eq!(tag("xmp:CreateDate"), "2026-11-30T00:00:00+00:00");
    for id in [tag("xmpMM:DocumentID"), tag("xmpMM:InstanceID")] {
        let digits = id.strip_prefix("uuid:").unwrap();
        let parts: Vec<usize> = digits.split('-').map(str::len).collect();
        assert_eq!(parts, [8, 4, 4, 4, 12], "{id}");
    }
    assert_ne!(tag("xmpMM:DocumentID"), tag("xmpMM:InstanceID"));
}

#[test]
fn the_table_at_the_end_names_the_place_of_every_object() {
    let picture = include_bytes!("../placeholder/empty.png");
    let pdf = Sandbox::new("= One\n#image(\"/a.png\", alt: \"A\")")
        .file("a.png", picture)
        .pdf(&PdfRequest::default());
    let bytes = &pdf.bytes;
    let last = bytes
        .windows(10)
        .rposition(|it| it == b"startxref\n")
        .unwrap();
    let table = &bytes[number(&bytes[last + 10..]).unwrap()..];
    let lines = &table[find(&table[7..], b"\n").unwrap() + 8..];
    let count = number(&table[7..]).unwrap();
    assert!(count > 10);
    for (id, line) in lines.chunks(20).take(count).enumerate().skip(1) {
        let object = &bytes[number(line).unwrap()..];
        assert!(object.starts_with(format!("{id} 0 obj").as_bytes()), "{id}");
    }
}
