//! Photographs that tell who took them, and pictures that are finer than print shows.

use std::io::Cursor;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use image::{DynamicImage, ImageFormat};

use crate::pdf::Pdf;
use crate::sandbox::Sandbox;

/// Returns a photograph whose EXIF names its maker after the camera's.
fn photograph(width: u32, height: u32) -> Vec<u8> {
    let picture = image::RgbImage::from_fn(width, height, |x, y| {
        image::Rgb([(x % 251) as u8, (y % 241) as u8, ((x * y) % 239) as u8])
    });
    let mut plain = Cursor::new(Vec::new());
    let picture = DynamicImage::ImageRgb8(picture);
    picture.write_to(&mut plain, ImageFormat::Jpeg).unwrap();
    let plain = plain.into_inner();
    // Two fields, the texts of both one after the other, each with a nought at its end.
    let texts = b"Nikon\0Rowan Ashdown\0";
    let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x02".to_vec();
    exif.extend([1, 0x0f, 0, 2, 0, 0, 0, 6, 0, 0, 0, 38]);
    exif.extend([1, 0x3b, 0, 2, 0, 0, 0, 14, 0, 0, 0, 44]);
    exif.extend([0; 4]);
    exif.extend(texts);
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    [&plain[..2], &[0xff, 0xe1], &length, &exif, &plain[2..]].concat()
}

fn sandbox(photo: &[u8]) -> Sandbox {
    Sandbox::empty()
        .write(
            "folio.toml",
            "[dissertation]\ntitle = \"A title\"\nauthor = \"Rowan Ashdown\"\ncandidate = \"X1\"\n",
        )
        .write(
            "chapters/01-introduction.md",
            "# Introduction\n\n![A ward.](../figures/ward.jpg){#fig:ward alt=\"A ward\" width=50%}\n\nSee @fig:ward.\n",
        )
        .write("figures/ward.jpg", photo)
}

#[test]
fn a_photograph_names_its_maker_in_the_check_and_not_in_an_anonymous_pdf() {
    let sandbox = sandbox(&photograph(40, 30));
    let said = sandbox.run(["check", "--anonymous"]);
    assert!(
        said.contains("figures/ward.jpg: this picture, in its `EXIF`, says who wrote")
            || said.contains("this picture, in its `EXIF`, says who wrote an anonymous copy"),
        "{said}"
    );
    let output = sandbox.path("a.pdf");
    sandbox.run(["build", "--anonymous", "--output", output.to_str().unwrap()]);
    let pdf = Pdf::read(std::fs::read(output).unwrap());
    assert!(!pdf.mentions("Ashdown") && !pdf.mentions("Nikon"));
    sandbox.run(["count", "--proof", "proof.html"]);
    let page = std::fs::read_to_string(sandbox.path("proof.html")).unwrap();
    let pictures: Vec<Vec<u8>> = page
        .split("base64,")
        .skip(1)
        .filter_map(|rest| STANDARD.decode(rest.split('"').next()?).ok())
        .collect();
    let is_photograph = |bytes: &Vec<u8>| bytes.starts_with(b"\xff\xd8");
    assert!(pictures.iter().any(is_photograph));
    let says = |bytes: &Vec<u8>| bytes.windows(5).any(|part| part == b"Nikon");
    assert!(!pictures.iter().any(says));
}

#[test]
fn a_photograph_finer_than_print_shows_is_scaled_and_the_build_says_what_it_saved() {
    let photo = photograph(2_000, 1_500);
    let sandbox = sandbox(&photo);
    let said = sandbox.run(["build"]);
    assert!(
        said.contains("1 picture was scaled down for print: "),
        "{said}"
    );
    let as_it_is = sandbox.write(
        "folio.toml",
        "[dissertation]\ntitle = \"A title\"\nauthor = \"Rowan Ashdown\"\n[format]\npicture-ppi = \"off\"\n",
    );
    let said = as_it_is.run(["build"]);
    assert!(!said.contains("scaled"), "{said}");
}
