//! Pictures of every kind, with a name wherever one can hide.

use image::{DynamicImage, ImageFormat};
use lopdf::{Document, Object};

use crate::typeset::pdf::{Pdf, PdfRequest};
use crate::typeset::pictures::examples::{
    Field, cmyk, exif, exif_segment, jpeg, packed, photograph, with_chunks, written,
};
use crate::typeset::pictures::{clean, has_position, picture_notes};
use crate::typeset::sandbox::{Sandbox, drawn};

const NAME: &str = "Rowan Ashdown";
const WARD: &str = "Ward Seven";

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes
        .windows(text.len())
        .any(|part| part == text.as_bytes())
}

/// Returns whether a PDF says something anywhere: in its bytes, in its streams, in UTF-16.
fn says(pdf: &Pdf, text: &str) -> bool {
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let document = Document::load_mem(&pdf.bytes).unwrap();
    let streams = document
        .objects
        .values()
        .filter_map(|object| object.as_stream().ok());
    let mut all = vec![pdf.bytes.clone()];
    all.extend(streams.map(|it| {
        it.decompressed_content()
            .unwrap_or_else(|_| it.content.clone())
    }));
    let wide = |bytes: &Vec<u8>| bytes.windows(wide.len()).any(|part| part == wide);
    all.iter().any(|bytes| holds(bytes, text) || wide(bytes))
}

fn notes() -> Vec<(u8, Vec<u8>)> {
    let xmp = format!("http://ns.adobe.com/xap/1.0/\0<x>{NAME}, {WARD}</x>");
    let fields: [Field<'_>; 2] = [(0x010e, WARD), (0x013b, NAME)];
    vec![
        exif_segment(&exif(&fields, Some(6), true)),
        (0xe1, xmp.into_bytes()),
        (0xed, format!("Photoshop 3.0\0{NAME}").into_bytes()),
        (0xfe, NAME.as_bytes().to_vec()),
        (0xe2, format!("MPF\0{WARD}").into_bytes()),
    ]
}

/// One picture of each kind by its file's name, each with both names.
fn set() -> Vec<(&'static str, Vec<u8>)> {
    let photo = photograph(48, 32);
    let text = |key: &str| format!("{key}\0{NAME} {WARD}").into_bytes();
    let mut packed_text = b"Author\0\0".to_vec();
    packed_text.extend(packed(format!("{NAME} {WARD}")));
    let mut translated = b"Title\0\x01\0en\0Titel\0".to_vec();
    translated.extend(packed(format!("{NAME} {WARD}")));
    let fields: [Field<'_>; 2] = [(0x010e, WARD), (0x013b, NAME)];
    let png = |picture: &DynamicImage| {
        let chunks = [
            (b"tEXt", text("Author")),
            (b"zTXt", packed_text.clone()),
            (b"iTXt", translated.clone()),
            (b"eXIf", exif(&fields, None, true)),
        ];
        with_chunks(&written(picture, ImageFormat::Png), &chunks)
    };
    let mut late = jpeg(&photo, &notes());
    late.extend(NAME.as_bytes());
    late.extend(WARD.as_bytes());
    let mut gif = written(
        &DynamicImage::ImageRgba8(photo.to_rgba8()),
        ImageFormat::Gif,
    );
    let end = gif.pop().unwrap();
    let comment = format!("{NAME} {WARD}");
    gif.extend([0x21, 0xfe, u8::try_from(comment.len()).unwrap()]);
    gif.extend(comment.as_bytes());
    gif.extend([0, end]);
    let mut webp = written(&photo, ImageFormat::WebP);
    let tiff = exif(&fields, None, true);
    webp.extend(b"EXIF");
    webp.extend(u32::try_from(tiff.len()).unwrap().to_le_bytes());
    webp.extend(&tiff);
    webp.extend(vec![0; tiff.len() % 2]);
    let size = u32::try_from(webp.len() - 8).unwrap().to_le_bytes();
    webp[4..8].copy_from_slice(&size);
    vec![
        ("a.jpg", late),
        ("b.png", png(&photo)),
        ("c.png", png(&DynamicImage::ImageRgba8(photo.to_rgba8()))),
        ("d.png", png(&DynamicImage::ImageRgb16(photo.to_rgb16()))),
        ("e.gif", gif),
        ("f.webp", webp),
        ("g.svg", drawing()),
        ("h.jpg", with_note(cmyk())),
        ("i.pdf", pdf_picture()),
    ]
}

fn with_note(jpeg: Vec<u8>) -> Vec<u8> {
    let note = format!("{NAME} {WARD}");
    let length = u16::try_from(note.len() + 2).unwrap().to_be_bytes();
    [
        &jpeg[..2],
        &[0xff, 0xfe],
        &length,
        note.as_bytes(),
        &jpeg[2..],
    ]
    .concat()
}

fn drawing() -> Vec<u8> {
    use base64::Engine;
    let inside =
        base64::engine::general_purpose::STANDARD.encode(jpeg(&photograph(8, 8), &notes()));
    format!(
        r##"<?xml version="1.0"?>
<!-- by {NAME} -->
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" width="60" height="40" sodipodi:docname="{NAME}.svg">
<title>{WARD}</title><metadata><a>{NAME}</a></metadata><sodipodi:namedview pagecolor="{WARD}"/>
<a xlink:href="https://example.org/"><rect width="60" height="40" fill="#345" data-name="{NAME}"/></a>
<image width="8" height="8" xlink:href="data:image/jpeg;base64,{inside}"/>
</svg>"##
    )
    .into_bytes()
}

fn pdf_picture() -> Vec<u8> {
    use lopdf::{Dictionary, Stream, dictionary};
    let mut document = Document::with_version("1.5");
    let photo = jpeg(&photograph(8, 8), &notes());
    let metadata = document.add_object(Stream::new(
        dictionary! { "Type" => "Metadata", "Subtype" => "XML" },
        format!("<x>{NAME} {WARD}</x>").into_bytes(),
    ));
    let image = document.add_object(Stream::new(
        dictionary! {
            "Type" => "XObject", "Subtype" => "Image", "Width" => 8, "Height" => 8,
            "ColorSpace" => "DeviceRGB", "BitsPerComponent" => 8, "Filter" => "DCTDecode",
            "Metadata" => metadata,
        },
        photo,
    ));
    let pages = document.new_object_id();
    let content = document.add_object(Stream::new(
        Dictionary::new(),
        b"q 60 0 0 40 0 0 cm /I Do Q".to_vec(),
    ));
    let page = document.add_object(dictionary! {
        "Type" => "Page", "Parent" => pages, "MediaBox" => vec![0.into(), 0.into(), 60.into(), 40.into()],
        "Contents" => content,
        "Resources" => dictionary! { "XObject" => dictionary! { "I" => image } },
    });
    let kids = dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 };
    document.objects.insert(pages, Object::Dictionary(kids));
    let catalog = document
        .add_object(dictionary! { "Type" => "Catalog", "Pages" => pages, "Metadata" => metadata });
    document.trailer.set("Root", catalog);
    let info = document.add_object(dictionary! {
        "Author" => Object::string_literal(NAME), "Title" => Object::string_literal(WARD),
    });
    document.trailer.set("Info", info);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

#[test]
fn a_picture_says_nothing_once_it_is_clean_and_shows_the_same() {
    for (name, bytes) in set() {
        let notes = picture_notes(&bytes);
        for text in [NAME, WARD] {
            let is_told = notes.iter().any(|note| holds(&note.bytes, text));
            assert!(is_told, "{name}: {notes:?}");
        }
        let cleaned = clean(&bytes, &|_| None);
        if name != "i.pdf" {
            assert!(!holds(&cleaned, NAME) && !holds(&cleaned, WARD), "{name}");
        }
        assert_eq!(clean(&cleaned, &|_| None), cleaned, "{name}: it is clean");
        if let Ok(before) = image::load_from_memory(&bytes) {
            assert_eq!(before, image::load_from_memory(&cleaned).unwrap(), "{name}");
        }
    }
}

#[test]
fn a_broken_picture_stays_as_it_came() {
    for (name, bytes) in set() {
        for end in [3, bytes.len() / 3, bytes.len() * 2 / 3] {
            let cut = &bytes[..end];
            // A PDF and a GIF may be whole without their end.
            let _ = picture_notes(cut);
            let _ = clean(cut, &|_| None);
        }
        assert!(!clean(&bytes, &|_| None).is_empty(), "{name}");
    }
}

#[test]
fn a_picture_with_any_byte_changed_does_no_harm() {
    for (_, bytes) in set() {
        for at in (0..bytes.len()).step_by(7) {
            for with in [0, 0x7f, 0xff] {
                let mut changed = bytes.clone();
                changed[at] = with;
                let _ = clean(&changed, &|_| None);
            }
        }
    }
}

#[test]
fn a_colour_profile_stays_and_a_position_is_told() {
    let profile = [b"ICC_PROFILE\0\x01\x01", &b"colours"[..]].concat();
    let mut segments = notes();
    segments.push((0xe2, profile));
    let photo = jpeg(&photograph(8, 8), &segments);
    let cleaned = clean(&photo, &|_| None);
    assert!(holds(&cleaned, "ICC_PROFILE") && !holds(&cleaned, "MPF"));
    assert!(has_position(&picture_notes(&photo)));
    assert!(!has_position(&picture_notes(&cleaned)));
}

#[test]
fn fields_in_every_order_are_told() {
    let all: [Field<'_>; 4] = [
        (0x010e, "A ward"),
        (0x010f, "Nikon"),
        (0x013b, NAME),
        (0x8298, "2026"),
    ];
    for first in 0..4 {
        for second in 0..4 {
            let mut order = all.to_vec();
            order.swap(0, first);
            order.swap(1, second);
            let photo = jpeg(
                &photograph(8, 8),
                &[exif_segment(&exif(&order, None, false))],
            );
            assert!(
                picture_notes(&photo)
                    .iter()
                    .any(|note| holds(&note.bytes, NAME))
            );
        }
    }
}

#[test]
fn no_picture_tells_anything_in_the_pdf_and_each_keeps_its_standards_but_two() {
    for (name, bytes) in set() {
        let pdf = Sandbox::new(&format!(
            "= One\n#image(\"/{name}\", alt: \"A\", width: 5cm)"
        ))
        .file(name, bytes)
        .pdf(&PdfRequest::default());
        for text in [NAME, WARD, "Exif", "Photoshop"] {
            assert!(!says(&pdf, text), "{name} says {text}");
        }
        let (standards, findings) = match name {
            "h.jpg" => (1, vec!["colour-cmyk"]),
            "i.pdf" => (0, vec!["picture-pdf"]),
            _ => (2, vec![]),
        };
        let met = pdf.standards.iter().filter(|it| !it.is_version()).count();
        assert_eq!(met, standards, "{name}: {:?}", pdf.gave_up);
        let codes: Vec<&str> = pdf.findings.iter().map(|it| &*it.code).collect();
        assert_eq!(codes, findings, "{name}");
    }
}

#[test]
fn one_picture_of_a_press_costs_the_archive_copy_alone_and_is_named() {
    let sandbox = Sandbox::new("#include \"/a.typ\"")
        .file("a.typ", "= One\n#image(\"figures/ward.jpg\", alt: \"A\")")
        .file("figures/ward.jpg", cmyk());
    let pdf = sandbox.pdf(&PdfRequest::default());
    let (session, _) = sandbox.typeset();
    insta::assert_snapshot!(crate::typeset::sandbox::lines(&session, &pdf.findings).join("\n"), @"colour-cmyk a.typ:2:8 the photograph `figures/ward.jpg` has the colours of printing presses (CMYK), which no archive copy may have");
    insta::assert_snapshot!(pdf.gave_up.join("\n"), @"the PDF is PDF/UA-1, not PDF/A-2a with PDF/UA-1: the photograph `figures/ward.jpg` has the colours of printing presses (CMYK), which no archive copy may have");
}

#[test]
fn a_colour_of_a_press_in_typst_is_told_with_its_line() {
    let sandbox = Sandbox::new("#include \"/a.typ\"").file(
        "a.typ",
        "= One\n#text(fill: cmyk(10%, 20%, 30%, 0%))[Pink] and\n#rect(fill: cmyk(0%, 0%, 0%, 50%))",
    );
    let pdf = sandbox.pdf(&PdfRequest::default());
    let (session, _) = sandbox.typeset();
    insta::assert_snapshot!(crate::typeset::sandbox::lines(&session, &pdf.findings).join("\n"), @r"
    colour-cmyk a.typ:2:38 this has a colour of printing presses (CMYK), which no archive copy may have
    colour-cmyk a.typ:3:2 this has a colour of printing presses (CMYK), which no archive copy may have
    ");
    assert_eq!(pdf.standards.len(), 1);
}

#[test]
fn a_photograph_that_lies_on_its_side_is_turned_by_the_page() {
    // Dark above, light below, in the camera; it was held in eight ways.
    let photo = DynamicImage::ImageLuma8(image::ImageBuffer::from_fn(16, 8, |x, y| {
        image::Luma([if y < 4 { 0 } else { 160 } + if x < 8 { 0 } else { 80 }])
    }));
    for turned in 2..=8 {
        let bytes = jpeg(&photo, &[exif_segment(&exif(&[], Some(turned), false))]);
        let sandbox = Sandbox::new("#image(\"/a.jpg\", width: 4cm)").file("a.jpg", &bytes);
        let (session, typeset) = sandbox.typeset();
        let (ready, _) = crate::typeset::pdf::ready(&typeset.document, &session);
        let before = corners(&typeset.document);
        assert_eq!(before, corners(&ready), "{turned}");
    }
}

/// Returns the grey of the four corners of the one picture, as the page shows them.
fn corners(document: &typst_layout::PagedDocument) -> Vec<u8> {
    use typst::layout::{FrameItem, Point, Transform};
    use typst::visualize::ImageKind;
    fn find(frame: &typst::layout::Frame, base: Transform, found: &mut Vec<(Point, u8)>) {
        for (place, item) in frame.items() {
            let moved = base.pre_concat(Transform::translate(place.x, place.y));
            match item {
                FrameItem::Group(group) => {
                    find(&group.frame, moved.pre_concat(group.transform), found);
                }
                FrameItem::Image(image, size, _) => {
                    let ImageKind::Raster(raster) = image.kind() else {
                        continue;
                    };
                    let grey = raster.dynamic().to_luma8();
                    for (x, y) in [(1, 1), (3, 1), (1, 3), (3, 3)] {
                        let point = Point::new(
                            size.x * (f64::from(x) / 4.0),
                            size.y * (f64::from(y) / 4.0),
                        );
                        let value = grey
                            .get_pixel(grey.width() * x / 4, grey.height() * y / 4)
                            .0[0];
                        found.push((point.transform(moved), (value / 20).div_ceil(2)));
                    }
                }
                _ => {}
            }
        }
    }
    let mut found = Vec::new();
    find(
        &document.pages()[0].frame,
        Transform::identity(),
        &mut found,
    );
    found.sort_by(|(a, _), (b, _)| {
        let key = |point: &Point| {
            (
                (point.y.to_pt() * 10.0).round() as i64,
                (point.x.to_pt() * 10.0).round() as i64,
            )
        };
        key(a).cmp(&key(b))
    });
    found.into_iter().map(|(_, value)| value).collect()
}

#[test]
fn what_is_finer_than_print_shows_is_scaled_down_and_small_pictures_stay() {
    let photo = photograph(1_500, 1_000);
    let big = jpeg(&photo, &notes());
    let came = big.len();
    let sandbox = Sandbox::new("#image(\"/a.jpg\", width: 4cm)\n#image(\"/b.jpg\", width: 4cm)")
        .file("a.jpg", &big)
        .file("b.jpg", jpeg(&photograph(30, 20), &[]));
    let pdf = sandbox.pdf(&PdfRequest::default());
    // It lies on its side: 4 cm are its height.
    let mut sizes: Vec<(i64, i64)> = drawn(&pdf)
        .iter()
        .map(|(width, height, _)| (*width, *height))
        .collect();
    sizes.sort_unstable();
    assert_eq!(sizes, [(30, 20), (472, 708)]);
    assert_eq!(pdf.saved.pictures, 1);
    assert!(pdf.saved.bytes > came / 2, "{:?} of {came}", pdf.saved);

    let mut as_they_are = sandbox;
    as_they_are.job.picture_ppi = None;
    let pdf = as_they_are.pdf(&PdfRequest::default());
    let sizes: Vec<i64> = drawn(&pdf).iter().map(|(width, ..)| *width).collect();
    assert!(sizes.contains(&1_500), "{sizes:?}");
    assert_eq!(pdf.saved, crate::typeset::Saved::default());
}

#[test]
#[ignore = "takes half a minute without optimisation"]
fn a_photograph_of_24_megapixels_at_half_the_width_is_under_a_megabyte() {
    for format in ["jpg", "png", "webp"] {
        let photo = photograph(6_000, 4_000);
        let bytes = match format {
            "jpg" => jpeg(&photo, &notes()[1..]),
            "png" => written(&photo, ImageFormat::Png),
            _ => written(&photo, ImageFormat::WebP),
        };
        let name = format!("a.{format}");
        let text = format!("= One\n#image(\"/{name}\", alt: \"A\", width: 8cm)");
        let pdf = Sandbox::new(&text)
            .file(&name, &bytes)
            .pdf(&PdfRequest::default());
        assert_eq!(pdf.standards.len(), 2);
        let pictures = drawn(&pdf);
        assert!(
            format != "jpg" || pdf.bytes.len() < 1_000_000,
            "{pictures:?}"
        );
    }
}
