//! What a frame of the document shows: a picture as it came, a drawing, or what must be painted.

use std::borrow::Cow;

use typst::foundations::{Content, Smart};
use typst::layout::{Frame, FrameItem, Sides, Size};
use typst::model::FigureElem;
use typst::visualize::{ExchangeFormat, Image, ImageKind, RasterFormat};
use typst_layout::Page;
use typst_svg::SvgOptions;

use crate::typeset::picture;

/// How finely a picture is painted, in pixels a point.
const PIXELS_PER_POINT: f64 = 2.0;

/// A picture of the document.
pub(crate) struct Picture<'a> {
    /// How wide and high it is, in points.
    pub(crate) size: (f64, f64),
    /// What it says of itself for those who do not see it.
    pub(crate) alt: Option<&'a str>,
    pub(crate) shown: Shown<'a>,
}

/// How a picture can be shown.
pub(crate) enum Shown<'a> {
    /// A file that every program shows as it is: what ends its name, and its bytes.
    File(&'static str, &'a [u8]),
    /// A drawing, as SVG.
    Drawing(Cow<'a, [u8]>),
    /// A picture that few programs show as it is seen on a page, such as a photograph that was
    /// turned: it is painted.
    Painted,
}

impl<'a> Picture<'a> {
    /// Reads a frame; nothing where it shows nothing.
    pub(crate) fn of(frame: &'a Frame) -> Option<Self> {
        // What holds a picture may be wider than it.
        let image = only_image(frame);
        let size = image.map_or(frame.size(), |(_, size)| size);
        let image = image.map(|(image, _)| image);
        let (width, height) = (size.x.to_pt(), size.y.to_pt());
        if !(width > 0.5 && height > 0.5 && width.is_finite() && height.is_finite()) {
            return None;
        }
        let shown = match image.map(Image::kind) {
            Some(ImageKind::Raster(raster)) => {
                let ending = match raster.format() {
                    RasterFormat::Exchange(ExchangeFormat::Png) => Some("png"),
                    RasterFormat::Exchange(ExchangeFormat::Jpg) => Some("jpeg"),
                    RasterFormat::Exchange(_) | RasterFormat::Pixel(_) => None,
                };
                let is_upright = raster.exif_rotation().is_none_or(|turn| turn == 1);
                match ending.filter(|_| is_upright) {
                    Some(ending) => Shown::File(ending, raster.data()),
                    None => Shown::Painted,
                }
            }
            Some(ImageKind::Svg(svg)) => Shown::Drawing(Cow::Borrowed(svg.data())),
            Some(ImageKind::Pdf(_)) | None => {
                let drawing = typst_svg::svg(&page_of(frame), &SvgOptions::default());
                Shown::Drawing(Cow::Owned(drawing.into_bytes()))
            }
        };
        Some(Self {
            size: (width, height),
            alt: image.and_then(Image::alt),
            shown,
        })
    }
}

/// Returns what a figure says of itself for those who do not see it.
pub(crate) fn figure_alt(figure: &FigureElem) -> Option<String> {
    let alt = figure.alt.as_option().clone().flatten();
    alt.map(|alt| alt.to_string())
}

/// Paints a frame, as PNG.
pub(crate) fn painted(frame: &Frame) -> Option<Vec<u8>> {
    picture(&page_of(frame), PIXELS_PER_POINT)
}

/// Returns the image that is all there is in a frame, as it is and whole, and its size.
fn only_image(frame: &Frame) -> Option<(&Image, Size)> {
    let mut found = None;
    let is_alone = search(frame, &mut found);
    found.filter(|_| is_alone)
}

fn search<'a>(frame: &'a Frame, found: &mut Option<(&'a Image, Size)>) -> bool {
    frame.items().all(|(_, item)| match item {
        FrameItem::Image(image, size, _) => found.replace((image, *size)).is_none(),
        FrameItem::Group(group) => {
            let is_as_it_is = group.transform.is_only_translate() && group.clip.is_none();
            is_as_it_is && search(&group.frame, found)
        }
        FrameItem::Text(_) | FrameItem::Shape(..) => false,
        FrameItem::Link(..) | FrameItem::Tag(_) => true,
    })
}

fn page_of(frame: &Frame) -> Page {
    Page {
        frame: frame.clone(),
        bleed: Sides::default(),
        fill: Smart::Auto,
        numbering: None,
        supplement: Content::empty(),
        number: 0,
    }
}
