//! Pictures on the pages, as print needs them.
//!
//! How large a picture is printed is known when the pages are set. What is finer than print shows
//! is scaled down, unless the file would become larger by it; a photograph that lies on its side is
//! turned by the page instead of by a note in the file.

use std::collections::BTreeMap;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::imageops::FilterType as Sampling;
use image::{DynamicImage, Rgba, RgbaImage};
use typst::foundations::{Bytes, Smart};
use typst::layout::{Abs, Angle, Frame, FrameItem, GroupItem, Point, Ratio, Size, Transform};
use typst::utils::hash128;
use typst::visualize::{ExchangeFormat, Image, ImageKind, ImageScaling, RasterFormat, RasterImage};
use typst_layout::PagedDocument;

use crate::typeset::pages::{Change, rewrite, walk};
use crate::typeset::pictures::chunks::is_lossy_webp;
use crate::typeset::pictures::jpeg::QUALITY;
use crate::typeset::pictures::{Notes, cleaned, is_cmyk};

/// What was saved by scaling down.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Saved {
    /// How many pictures were scaled.
    pub pictures: usize,
    /// How many bytes their files had more.
    pub bytes: usize,
}

/// A picture as it goes to print.
struct Fitted {
    raster: RasterImage,
    /// How the page turns it, as EXIF counts.
    turn: u32,
}

/// The pages with their pictures fit for print: none above so many pixels an inch, if so many are
/// named, and none with notes of its own.
pub(in crate::typeset) fn fit(
    document: &PagedDocument,
    most_ppi: Option<u32>,
) -> (PagedDocument, Saved) {
    let mut saved = Saved::default();
    let fitted: BTreeMap<u128, Fitted> = (shown(document).into_iter())
        .filter_map(|(key, (raster, share))| {
            Some((key, fitted(&raster, share, most_ppi, &mut saved)?))
        })
        .collect();
    if fitted.is_empty() {
        return (document.clone(), saved);
    }
    let document = rewrite(
        document,
        &mut (),
        &mut |(), item| match item {
            FrameItem::Image(image, size, span) => {
                let ImageKind::Raster(raster) = image.kind() else {
                    return Change::Keep;
                };
                let Some(Fitted { raster, turn }) = fitted.get(&hash128(raster)) else {
                    return Change::Keep;
                };
                let alt = image.alt().map(Into::into);
                let image = Image::new(raster.clone(), alt, image.scaling());
                let (transform, size) = turned(*turn, *size);
                let item = FrameItem::Image(image, size, *span);
                if *turn == 1 {
                    return Change::Replace(vec![item]);
                }
                let mut frame = Frame::soft(size);
                frame.push(Point::zero(), item);
                let mut group = GroupItem::new(frame);
                group.transform = transform;
                Change::Replace(vec![FrameItem::Group(group)])
            }
            FrameItem::Group(_)
            | FrameItem::Text(_)
            | FrameItem::Shape(..)
            | FrameItem::Link(..)
            | FrameItem::Tag(_) => Change::Keep,
        },
        &mut |(), _| {},
    );
    (document, saved)
}

/// Returns the pictures on the pages whose files lose nothing of what they show.
pub(in crate::typeset) fn came_whole(document: &PagedDocument) -> Vec<RasterImage> {
    let all = shown(document).into_values().map(|(raster, _)| raster);
    let whole = [ExchangeFormat::Png, ExchangeFormat::Gif].map(RasterFormat::from);
    all.filter(|raster| whole.contains(&raster.format()))
        .collect()
}

/// Returns the pictures on the pages, each with the most inches that one of its pixels gets.
fn shown(document: &PagedDocument) -> BTreeMap<u128, (RasterImage, f64)> {
    let mut state = (BTreeMap::new(), vec![1.0]);
    walk(
        document,
        &mut state,
        &mut |(shown, scales), item| match item {
            FrameItem::Group(group) => {
                let Transform { sx, ky, kx, sy, .. } = group.transform;
                let along = sx.get().hypot(ky.get());
                let down = kx.get().hypot(sy.get());
                let scale = scales.last().copied().unwrap_or(1.0);
                scales.push(scale * along.max(down));
            }
            FrameItem::Image(image, size, _) => {
                let ImageKind::Raster(raster) = image.kind() else {
                    return;
                };
                let pixels = (f64::from(raster.width()), f64::from(raster.height()));
                let scale = scales.last().copied().unwrap_or(1.0);
                let inches = |length: Abs, pixels: f64| scale * length.to_inches() / pixels;
                let share = inches(size.x, pixels.0).max(inches(size.y, pixels.1));
                let share = match image.scaling() == Smart::Custom(ImageScaling::Pixelated) {
                    true => f64::INFINITY,
                    false => share,
                };
                let entry = shown.entry(hash128(raster));
                let (_, most) = entry.or_insert_with(|| (raster.clone(), share));
                *most = share.max(*most);
            }
            FrameItem::Text(_) | FrameItem::Shape(..) | FrameItem::Link(..) | FrameItem::Tag(_) => {
            }
        },
        &mut |(_, scales), item| {
            if matches!(item, FrameItem::Group(_)) {
                scales.pop();
            }
        },
    );
    state.0
}

/// Returns a picture as print needs it, if that is another than it is.
fn fitted(
    raster: &RasterImage,
    share: f64,
    most_ppi: Option<u32>,
    saved: &mut Saved,
) -> Option<Fitted> {
    let RasterFormat::Exchange(format) = raster.format() else {
        return None;
    };
    let factor = most_ppi.map_or(1.0, |most| f64::from(most) * share);
    if factor < 1.0 {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it is less than the number of pixels"
        )]
        let less = |pixels: u32| ((f64::from(pixels) * factor) as u32).max(1);
        if let Some(small) = scaled(raster, less(raster.width()), less(raster.height())) {
            saved.pictures += 1;
            saved.bytes += raster.data().len() - small.data().len();
            return Some(Fitted {
                raster: small,
                turn: 1,
            });
        }
    }
    if format != ExchangeFormat::Jpg {
        return None;
    }
    let picture = cleaned(raster.data(), Notes::None)?;
    if picture.bytes == raster.data().as_slice() {
        return None;
    }
    let icc = raster.icc().cloned().map_or(Smart::Auto, Smart::Custom);
    let plain = RasterImage::new(Bytes::new(picture.bytes), format, icc).ok()?;
    Some(Fitted {
        raster: plain,
        turn: raster.exif_rotation().unwrap_or(1),
    })
}

/// Returns the picture with fewer pixels; `None` if its file does not become smaller.
#[comemo::memoize]
fn scaled(raster: &RasterImage, width: u32, height: u32) -> Option<RasterImage> {
    let RasterFormat::Exchange(format) = raster.format() else {
        return None;
    };
    if is_cmyk(raster.data()) {
        return None;
    }
    let whole = raster.dynamic();
    let color = whole.color();
    let small = match (color.has_alpha(), color.has_color()) {
        (true, _) => DynamicImage::ImageRgba8(unveiled(&shrunk(
            &DynamicImage::ImageRgba8(veiled(whole.to_rgba8())),
            width,
            height,
        ))),
        (false, true) => DynamicImage::ImageRgb8(shrunk(whole, width, height).into_rgb8()),
        (false, false) => DynamicImage::ImageLuma8(shrunk(whole, width, height).into_luma8()),
    };
    let is_lossy = match format {
        ExchangeFormat::Jpg => true,
        ExchangeFormat::Webp => !color.has_alpha() && is_lossy_webp(raster.data()),
        ExchangeFormat::Png | ExchangeFormat::Gif => false,
    };
    let mut bytes = Vec::new();
    let format = match is_lossy {
        true => {
            let encoder = JpegEncoder::new_with_quality(&mut bytes, QUALITY);
            small.write_with_encoder(encoder).ok()?;
            ExchangeFormat::Jpg
        }
        false => {
            let filter = FilterType::Adaptive;
            let encoder =
                PngEncoder::new_with_quality(&mut bytes, CompressionType::Default, filter);
            small.write_with_encoder(encoder).ok()?;
            ExchangeFormat::Png
        }
    };
    if bytes.len() >= raster.data().len() {
        return None;
    }
    // The profile of a deeper picture is left out by the engine, too.
    let icc = raster
        .icc()
        .filter(|_| color.bytes_per_pixel() == color.channel_count());
    let icc = icc.cloned().map_or(Smart::Auto, Smart::Custom);
    RasterImage::new(Bytes::new(bytes), format, icc).ok()
}

/// Scales a picture down: far down by means of blocks, the rest with care.
fn shrunk(picture: &DynamicImage, width: u32, height: u32) -> DynamicImage {
    let is_far = picture.width() / 3 > width && picture.height() / 3 > height;
    let near = is_far.then(|| picture.thumbnail_exact(2 * width, 2 * height));
    let near = near.as_ref().unwrap_or(picture);
    near.resize_exact(width, height, Sampling::CatmullRom)
}

/// Returns the colours as far as they are seen, so that what is not seen mixes into nothing.
fn veiled(mut picture: RgbaImage) -> RgbaImage {
    for Rgba([red, green, blue, alpha]) in picture.pixels_mut() {
        for colour in [red, green, blue] {
            *colour = (u16::from(*colour) * u16::from(*alpha) / 255) as u8;
        }
    }
    picture
}

fn unveiled(picture: &DynamicImage) -> RgbaImage {
    let mut picture = picture.to_rgba8();
    for Rgba([red, green, blue, alpha]) in picture.pixels_mut() {
        for colour in [red, green, blue] {
            let whole = u16::from(*colour) * 255 / u16::from(*alpha).max(1);
            *colour = whole.min(255) as u8;
        }
    }
    picture
}

/// Returns how a page turns a photograph that lies as EXIF says, and its size before.
fn turned(turn: u32, size: Size) -> (Transform, Size) {
    let flip = |transform: Transform, x: bool, y: bool, size: Size| {
        let sign = |is_flipped| {
            if is_flipped {
                -Ratio::one()
            } else {
                Ratio::one()
            }
        };
        let moved = |is_flipped, length| if is_flipped { length } else { Abs::zero() };
        transform
            .pre_concat(Transform::translate(moved(x, size.x), moved(y, size.y)))
            .pre_concat(Transform::scale(sign(x), sign(y)))
    };
    let lying = Size::new(size.y, size.x);
    let swapped = Transform::rotate(Angle::deg(90.0))
        .pre_concat(Transform::scale(Ratio::one(), -Ratio::one()));
    match turn {
        2 => (flip(Transform::identity(), true, false, size), size),
        3 => (flip(Transform::identity(), true, true, size), size),
        4 => (flip(Transform::identity(), false, true, size), size),
        5 => (flip(swapped, false, false, lying), lying),
        6 => (flip(swapped, false, true, lying), lying),
        7 => (flip(swapped, true, true, lying), lying),
        8 => (flip(swapped, true, false, lying), lying),
        _ => (Transform::identity(), size),
    }
}
