//! Pictures: the author's own files where Word reads them, drawings with a picture beside them.

use std::collections::BTreeMap;

use typst::layout::Frame;

use crate::diagnostics::sha256;
use crate::flow::{self, Picture, escaped, painted};

/// The measure of the format: so many to a point.
const EMU_PER_POINT: f64 = 12_700.0;

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
        let picture = Picture::of(shown.frame)?;
        let (width, height) = picture.size;
        let (most_wide, most_high) = (shown.most.0.min(MOST), shown.most.1.min(MOST));
        let scale = (most_wide / width).min(most_high / height).min(1.0);
        let (blip, drawing) = match picture.shown {
            flow::Shown::File(ending, bytes) => (self.add(ending, bytes.to_vec()), None),
            flow::Shown::Painted => (self.painted(shown.frame)?, None),
            // Old programs show the picture beside the drawing.
            flow::Shown::Drawing(drawing) => {
                let drawing = self.add("svg", drawing.into_owned());
                (self.painted(shown.frame)?, Some(drawing))
            }
        };
        self.count += 1;
        let alt = shown.alt.or(picture.alt).unwrap_or_default();
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

    fn painted(&mut self, frame: &Frame) -> Option<String> {
        let painted = painted(frame)?;
        Some(self.add("png", painted))
    }

    fn add(&mut self, ending: &str, bytes: Vec<u8>) -> String {
        let name = format!("{}.{ending}", &sha256(&bytes)[..16]);
        self.files.entry(name.clone()).or_insert(bytes);
        name
    }
}
