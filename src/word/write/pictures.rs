//! Pictures: the author's own files where Word reads them, drawings with a picture beside them.

use std::collections::BTreeMap;

use typst::foundations::{Content, Smart};
use typst::layout::{Frame, FrameItem, Sides};
use typst::visualize::{ExchangeFormat, Image, ImageKind, RasterFormat};
use typst_layout::Page;
use typst_svg::SvgOptions;

use crate::diagnostics::sha256;
use crate::typeset::picture;
use crate::word::write::xml::escaped;

/// The measure of the format: so many to a point.
const EMU_PER_POINT: f64 = 12_700.0;

/// How fine the picture beside a drawing is, in pixels a point: only old programs show it.
const PIXELS_PER_POINT: f64 = 2.0;

/// The widest and highest picture, in points, whatever a page is like.
const MOST: f64 = 1_500.0;

/// The pictures of a file.
#[derive(Default)]
pub(super) struct Pictures {
    /// The files by name; the same picture is there once.
    pub(super) files: BTreeMap<String, Vec<u8>>,
    count: usize,
}

/// A picture with what it is shown with.
pub(super) struct Shown<'a> {
    pub(super) frame: &'a Frame,
    pub(super) alt: Option<&'a str>,
    /// The most that it may take of a page, in points.
    pub(super) most: (f64, f64),
}

impl Pictures {
    /// Returns a run with a picture; `relation` gives a file of the folder `media` a name.
    pub(super) fn run(
        &mut self,
        shown: &Shown<'_>,
        relation: &mut dyn FnMut(&str) -> String,
    ) -> Option<String> {
        let size = shown.frame.size();
        let (width, height) = (size.x.to_pt(), size.y.to_pt());
        if !(width > 0.5 && height > 0.5 && width.is_finite() && height.is_finite()) {
            return None;
        }
        let (most_wide, most_high) = (shown.most.0.min(MOST), shown.most.1.min(MOST));
        let scale = (most_wide / width).min(most_high / height).min(1.0);
        let image = only_image(shown.frame);
        let (blip, drawing) = match image.map(Image::kind) {
            Some(ImageKind::Raster(raster)) => {
                let name = match raster.format() {
                    RasterFormat::Exchange(ExchangeFormat::Png) => Some("png"),
                    RasterFormat::Exchange(ExchangeFormat::Jpg) => Some("jpeg"),
                    RasterFormat::Exchange(_) | RasterFormat::Pixel(_) => None,
                };
                // A photograph that was turned is drawn as it is seen.
                match name.filter(|_| raster.exif_rotation().is_none_or(|turn| turn == 1)) {
                    Some(ending) => (self.add(ending, raster.data().to_vec()), None),
                    None => (self.drawn(shown.frame)?, None),
                }
            }
            Some(ImageKind::Svg(svg)) => {
                let drawing = self.add("svg", svg.data().to_vec());
                (self.drawn(shown.frame)?, Some(drawing))
            }
            Some(ImageKind::Pdf(_)) | None => {
                let page = page_of(shown.frame);
                let drawing = typst_svg::svg(&page, &SvgOptions::default());
                let drawing = self.add("svg", drawing.into_bytes());
                (self.drawn(shown.frame)?, Some(drawing))
            }
        };
        self.count += 1;
        let alt = shown
            .alt
            .or_else(|| image.and_then(Image::alt))
            .unwrap_or_default();
        let emu = |points: f64| (points * scale * EMU_PER_POINT).round() as i64;
        let drawing = drawing.map(|name| relation(&name)).map(|id| {
            format!(
                "<a:extLst><a:ext uri=\"{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}\">\
                 <asvg:svgBlip r:embed=\"{id}\"/></a:ext></a:extLst>"
            )
        });
        Some(format!(
            "<w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\">\
             <wp:extent cx=\"{cx}\" cy=\"{cy}\"/>\
             <wp:docPr id=\"{count}\" name=\"Picture {count}\" descr=\"{alt}\"/>\
             <wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect=\"1\"/></wp:cNvGraphicFramePr>\
             <a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\">\
             <pic:pic><pic:nvPicPr><pic:cNvPr id=\"{count}\" name=\"Picture {count}\" descr=\"{alt}\"/><pic:cNvPicPr/></pic:nvPicPr>\
             <pic:blipFill><a:blip r:embed=\"{blip}\">{drawing}</a:blip><a:stretch><a:fillRect/></a:stretch></pic:blipFill>\
             <pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"{cx}\" cy=\"{cy}\"/></a:xfrm>\
             <a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>\
             </wp:inline></w:drawing></w:r>",
            cx = emu(width),
            cy = emu(height),
            count = self.count,
            alt = escaped(alt),
            blip = relation(&blip),
            drawing = drawing.unwrap_or_default(),
        ))
    }

    fn drawn(&mut self, frame: &Frame) -> Option<String> {
        let drawn = picture(&page_of(frame), PIXELS_PER_POINT)?;
        Some(self.add("png", drawn))
    }

    fn add(&mut self, ending: &str, bytes: Vec<u8>) -> String {
        let name = format!("{}.{ending}", &sha256(&bytes)[..16]);
        self.files.entry(name.clone()).or_insert(bytes);
        name
    }
}

/// Returns the image that is all there is in a frame.
fn only_image(frame: &Frame) -> Option<&Image> {
    let mut found = None;
    let is_alone = search(frame, &mut found);
    found.filter(|_| is_alone)
}

fn search<'a>(frame: &'a Frame, found: &mut Option<&'a Image>) -> bool {
    frame.items().all(|(_, item)| match item {
        FrameItem::Image(image, ..) => found.replace(image).is_none(),
        FrameItem::Group(group) => search(&group.frame, found),
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
