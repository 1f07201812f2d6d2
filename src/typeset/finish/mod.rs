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

use typst::visualize::RasterImage;

use objects::Objects;

/// The program that made the file, as it says itself.
const PRODUCER: &str = concat!("folio ", env!("CARGO_PKG_VERSION"));

/// Finishes a file of the engine's; `pictures` are those of its pages that came as PNG.
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
mod tests {
    use jiff::civil::date;

    use crate::typeset::finish::PRODUCER;
    use crate::typeset::finish::objects::{find, number};
    use crate::typeset::inspect;
    use crate::typeset::pdf::PdfRequest;
    use crate::typeset::sandbox::Sandbox;

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
}
