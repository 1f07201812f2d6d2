//! How long Markdown takes to become Typst: the converter alone, no project and no pages.
//!
//! `cargo bench --bench markdown` runs it. [`convert`] ends with the engine's own parser reading
//! what was written; `the_engine_reads_what_was_made` is that share by itself.

use std::fmt::Write as _;

use divan::Bencher;
use folio::diagnostics::ProjectPath;
use folio::markdown::{Conversion, Settings, convert};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};

fn main() {
    divan::main();
}

fn file() -> FileId {
    let path = VirtualPath::new("/chapters/a.md").expect("a plain path");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

/// Writes a chapter of about so many bytes, with every construct that chapters are made of.
fn chapter(bytes: usize) -> String {
    let mut text = String::with_capacity(bytes + 2000);
    let mut section = 0;
    while text.len() < bytes {
        section += 1;
        let _ = write!(
            text,
            "## Section {section} {{#sec:s{section}}}\n\n\
             The *readiness* of a ward depends on **work** that nobody planned [@smith2020, p. 4; \
             @jones2019], and on `code`; see @sec:s{section}. It costs £5 -- \"a day\" -- and \
             $p < 0.05$ holds, as clinicians describe it in words that nobody counts, again and \
             again, without being recorded anywhere at all.\n\n\
             - one item of a list\n- another [link](https://example.org/a)\n  \
             - nested, with a note.[^n{section}]\n\n\
             [^n{section}]: The note of section {section}.\n\n\
             > It is quicker on paper, as they say, and nobody has time.\n\n\
             | a | b |\n|---|--:|\n| one | 2 |\n\n: A caption {{#tbl:t{section}}}\n\n\
             Plain prose follows for a while, so that the share of text is what it is in a \
             chapter: sentences with commas, and full stops. Nothing special happens here, and \
             that is most of what there is to read in a dissertation of practice.\n\n"
        );
    }
    text
}

/// What is made is given back, so that throwing it away is not measured.
fn made(text: &str) -> Conversion {
    let path = ProjectPath::new("chapters/a.md").expect("a plain path");
    convert(file(), &path, text, &Settings::default())
}

/// One file grows: the time must grow with it, and no faster.
#[divan::bench(args = [1, 2, 4, 8], sample_count = 5, sample_size = 1)]
fn one_file_of_megabytes(bencher: Bencher, megabytes: usize) {
    // A little less, because 8 MB is the bound.
    let text = chapter(megabytes * 1_000_000 - 2000);
    bencher
        .counter(divan::counter::BytesCount::of_str(&text))
        .bench_local(|| made(&text));
}

/// The promise is a second.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn ten_files_of_a_megabyte(bencher: Bencher) {
    let text = chapter(1_000_000);
    bencher
        .counter(divan::counter::BytesCount::new(text.len() * 10))
        .bench_local(|| (0..10).map(|_| made(&text)).collect::<Vec<_>>());
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn the_engine_reads_what_was_made(bencher: Bencher) {
    let text = chapter(1_000_000);
    let typst = made(&text).source.text().to_owned();
    bencher.bench_local(|| {
        (0..10)
            .map(|_| Source::new(file(), typst.clone()))
            .collect::<Vec<_>>()
    });
}
