//! Images that are missing or cannot be read: a draft gets a frame with their name in their place.
//!
//! The engine stops at the first image that it cannot decode. Here each image is tried when it is
//! loaded (the engine keeps the decoded image, so nothing is done twice), and one that fails is
//! replaced by a placeholder of the same kind, for the engine goes by the name's ending. What was
//! wrong is kept, so that a finding can say it.

use typst::diag::{EcoString, FileError};
use typst::foundations::Bytes;
use typst::syntax::VirtualPath;
use typst::visualize::{ExchangeFormat, ImageFormat, RasterImage, SvgImage, VectorFormat};

use crate::typeset::drawing_cost::{Cost, is_endless};

/// What is wrong with an image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ImageTrouble {
    /// It is not there, or may not be read.
    Missing(FileError),
    /// Its content cannot be decoded, with the reason where the engine gives one.
    Unreadable(EcoString),
    /// Its content is of another kind than its name says.
    Misnamed(&'static str),
    /// Its format is one that the engine does not know.
    Format(String),
}

/// The kinds of image that the engine places, by the endings of their names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Raster(ExchangeFormat),
    Svg,
    Pdf,
    /// An image of a format that the engine does not know, such as EMF.
    Foreign,
}

/// Formats that office programs and cameras write and the engine does not read.
const FOREIGN: [&str; 14] = [
    "emf", "wmf", "tif", "tiff", "bmp", "eps", "ai", "heic", "heif", "avif", "psd", "vsdx",
    "drawio", "ico",
];

/// The endings that a picture may have on the disk whose name has none in the chapter.
const ENDINGS: [&str; 7] = ["svg", "png", "jpg", "jpeg", "gif", "webp", "pdf"];

fn kind(path: &VirtualPath) -> Option<Kind> {
    // The engine compares endings exactly; `.PNG` and others are told by their content.
    let kind = match path.extension()?.to_lowercase().as_str() {
        "png" => Kind::Raster(ExchangeFormat::Png),
        "jpg" | "jpeg" => Kind::Raster(ExchangeFormat::Jpg),
        "gif" => Kind::Raster(ExchangeFormat::Gif),
        "webp" => Kind::Raster(ExchangeFormat::Webp),
        "svg" | "svgz" => Kind::Svg,
        "pdf" => Kind::Pdf,
        other if FOREIGN.contains(&other) => Kind::Foreign,
        _ => return None,
    };
    Some(kind)
}

/// Returns whether the name is that of an image.
pub(super) fn is_image(path: &VirtualPath) -> bool {
    kind(path).is_some()
}

/// Returns the pictures that a chapter made from Markdown asks for; not every name says that it is
/// one.
pub(super) fn asked<'a>(
    chapter: &'a VirtualPath,
    typst: &'a str,
) -> impl Iterator<Item = VirtualPath> + 'a {
    let names = typst.split("image(\"").skip(1);
    names.filter_map(|rest| {
        let (name, _) = rest.split_once('"')?;
        chapter.parent()?.join(name).ok()
    })
}

/// Returns where else a picture may lie than where the chapter says: with an ending that it does
/// not name, or below the project's folder.
///
/// Many Markdown tools resolve `figures/x.svg` from the folder they are started in, so that is
/// what people bring: `chapters/figures/x.svg` is then `figures/x.svg`.
pub(super) fn elsewhere(path: &VirtualPath) -> impl Iterator<Item = String> {
    let whole = path.get_without_slash();
    let below = whole.split_once('/').map(|(_, below)| below);
    let endings: &[&str] = if is_image(path) { &[] } else { &ENDINGS };
    [Some(whole), below].into_iter().flatten().flat_map(|name| {
        let ended = endings.iter().map(move |ending| format!("{name}.{ending}"));
        std::iter::once(name.to_owned()).chain(ended)
    })
}

/// Returns what is wrong with an image, if anything is.
pub(super) fn examine(path: &VirtualPath, bytes: &Bytes) -> Option<ImageTrouble> {
    let found = ImageFormat::detect(bytes);
    let expected = match kind(path).unwrap_or(Kind::Foreign) {
        Kind::Foreign if found.is_none() => {
            return Some(match path.extension() {
                Some(extension) => ImageTrouble::Format(extension.to_uppercase()),
                None => ImageTrouble::Unreadable("it is no picture".into()),
            });
        }
        Kind::Foreign => found?,
        Kind::Raster(format) => format.into(),
        Kind::Svg => VectorFormat::Svg.into(),
        Kind::Pdf => VectorFormat::Pdf.into(),
    };
    let reason = decode(expected, bytes)?;
    match found {
        Some(found) if found != expected => Some(ImageTrouble::Misnamed(name(found))),
        Some(_) | None => Some(ImageTrouble::Unreadable(reason)),
    }
}

/// Decodes an image as the engine will, which keeps the result; returns why it cannot.
fn decode(format: ImageFormat, bytes: &Bytes) -> Option<EcoString> {
    match format {
        ImageFormat::Raster(_) if is_endless(bytes) => {
            Some("it is larger than 200 million points of colour".into())
        }
        ImageFormat::Raster(raster) => RasterImage::plain(bytes.clone(), raster).err(),
        ImageFormat::Vector(VectorFormat::Svg) => {
            let cost = Cost::of(bytes);
            if let Some(excess) = cost.excess() {
                return Some(excess.into());
            }
            match SvgImage::new(bytes.clone()) {
                Err(_) => Some("the SVG has a mistake".into()),
                Ok(picture) if cost.are_effects_endless(picture.width() * picture.height()) => {
                    Some("its shadows, blurs or other effects are more than can be drawn".into())
                }
                Ok(_) => None,
            }
        }
        // The engine opens a PDF itself; one that it cannot open is condemned afterwards.
        ImageFormat::Vector(VectorFormat::Pdf) => {
            (ImageFormat::detect(bytes) != Some(format)).then(|| "it is not a PDF".into())
        }
    }
}

fn name(format: ImageFormat) -> &'static str {
    match format {
        ImageFormat::Raster(_) if format == ExchangeFormat::Png.into() => "png",
        ImageFormat::Raster(_) if format == ExchangeFormat::Jpg.into() => "jpg",
        ImageFormat::Raster(_) if format == ExchangeFormat::Gif.into() => "gif",
        ImageFormat::Raster(_) => "webp",
        ImageFormat::Vector(VectorFormat::Svg) => "svg",
        ImageFormat::Vector(VectorFormat::Pdf) => "pdf",
    }
}

/// Returns an empty framed box as an image of the kind that the name says.
pub(super) fn placeholder(path: &VirtualPath) -> Bytes {
    let bytes: &'static [u8] = match kind(path).unwrap_or(Kind::Foreign) {
        Kind::Raster(ExchangeFormat::Png) => include_bytes!("placeholder/empty.png"),
        Kind::Raster(ExchangeFormat::Jpg) => include_bytes!("placeholder/empty.jpg"),
        Kind::Raster(ExchangeFormat::Gif) => include_bytes!("placeholder/empty.gif"),
        Kind::Raster(ExchangeFormat::Webp) => include_bytes!("placeholder/empty.webp"),
        Kind::Svg | Kind::Foreign => include_bytes!("placeholder/empty.svg"),
        Kind::Pdf => include_bytes!("placeholder/empty.pdf"),
    };
    Bytes::new(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_placeholder_is_an_image_of_its_kind() {
        for name in [
            "a.png", "a.jpg", "a.JPEG", "a.gif", "a.webp", "a.svg", "a.pdf",
        ] {
            let path = VirtualPath::new(name).unwrap();
            assert_eq!(examine(&path, &placeholder(&path)), None, "{name}");
        }
    }

    #[test]
    fn a_bad_image_is_told_by_its_kind() {
        #[track_caller]
        fn case(name: &str, content: &'static [u8], expected: Option<&str>) {
            let found = examine(&VirtualPath::new(name).unwrap(), &Bytes::new(content));
            let found = found.map(|trouble| match trouble {
                ImageTrouble::Missing(_) => "missing",
                ImageTrouble::Unreadable(_) => "unreadable",
                ImageTrouble::Misnamed(kind) => kind,
                ImageTrouble::Format(_) => "format",
            });
            assert_eq!(found, expected, "{name}");
        }

        case("a.png", b"no image", Some("unreadable"));
        case(
            "a.png",
            include_bytes!("placeholder/empty.jpg"),
            Some("jpg"),
        );
        case("a.svg", b"<svg", Some("unreadable"));
        let svg = |size: u32, effects: usize| {
            let effects = "<feGaussianBlur stdDeviation='9'/>".repeat(effects);
            format!(
                "<svg xmlns='http://www.w3.org/2000/svg' width='{size}' height='{size}'><filter id='f'>{effects}</filter><rect width='9' height='9' filter='url(#f)'/></svg>"
            ).leak().as_bytes()
        };
        case("a.svg", svg(500, 3), None);
        case("a.svg", svg(500, 1_000), Some("unreadable"));
        case("a.svg", svg(20_000, 1), Some("unreadable"));
        case("a.pdf", b"nothing", Some("unreadable"));
        case("a.emf", b"\x01\0\0\0", Some("format"));
        case("a.csv", b"1,2", Some("format"));
        case("a", b"1,2", Some("unreadable"));
    }
}
