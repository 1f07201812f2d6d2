//! The last hand at a PDF that the engine has written: what it says of itself, and how its pictures
//! are packed.
//!
//! The engine's writer names no producer, gives identifiers that are no URIs, packs pictures without
//! what makes a PNG small, and puts captions beside what they are captions of. Its files are plain: one object after the other, and a table of
//! their places at the end. So single objects are replaced and the table is written anew.

mod element;
mod identity;
mod objects;
mod samples;
mod structure;
mod tables;

use typst::visualize::RasterImage;

use objects::Objects;

/// The program that made the file, as it says itself.
const PRODUCER: &str = concat!("folio ", env!("CARGO_PKG_VERSION"));

/// Finishes a file of the engine's; `pictures` are those of its pages that came as PNG or GIF.
///
/// A file that is laid out in another way stays as it is.
pub(super) fn finish(bytes: Vec<u8>, pictures: &[RasterImage]) -> Vec<u8> {
    let Some(mut objects) = Objects::read(&bytes) else {
        return bytes;
    };
    samples::repack(&mut objects, pictures);
    structure::put_right(&mut objects);
    identity::complete(&mut objects);
    objects.write()
}

#[cfg(test)]
mod tests;
