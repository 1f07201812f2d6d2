//! A page as a picture.

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};
use typst_layout::Page;

/// The finest picture: more than any screen shows of a page that fills it.
const MAX_PIXELS_PER_POINT: f64 = 8.0;

/// A picture has so many pixels at most, whatever the size of the page.
const MAX_PIXELS: f64 = 60e6;

/// Draws a page as PNG; `None` where it has no size that can be drawn.
pub fn picture(page: &Page, pixels_per_point: f64) -> Option<Vec<u8>> {
    let size = page.frame.size();
    let area = size.x.to_pt() * size.y.to_pt();
    if area < 1.0 || !area.is_finite() {
        return None;
    }
    let finest = (MAX_PIXELS / area).sqrt().min(MAX_PIXELS_PER_POINT);
    let options = typst_render::RenderOptions {
        pixel_per_pt: pixels_per_point.clamp(0.1, finest).into(),
        ..Default::default()
    };
    let drawn = typst_render::render(page, &options);
    // The paper is opaque: three bytes say as much as four.
    let mut colours = Vec::with_capacity(drawn.data().len() / 4 * 3);
    for pixel in drawn.data().chunks_exact(4) {
        colours.extend_from_slice(&pixel[..3]);
    }
    let mut png = Vec::with_capacity(colours.len() / 8);
    let encoder =
        PngEncoder::new_with_quality(&mut png, CompressionType::Fast, FilterType::NoFilter);
    encoder
        .write_image(
            &colours,
            drawn.width(),
            drawn.height(),
            ExtendedColorType::Rgb8,
        )
        .ok()?;
    Some(png)
}
