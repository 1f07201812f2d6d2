//! How often a paragraph finds its block, measured on the chapters of the sample.

use std::fs;
use std::path::Path;

use crate::word::comments::mapping::map;
use crate::word::comments::sent::{Bit, Sent, SourceMark};
use crate::word::comments::sources::{SourceBlock, SourceFile};

/// Returns the chapters of the sample; a block is what stands between empty lines.
fn chapters() -> Vec<SourceFile> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/digital-readiness/chapters");
    let mut paths: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    let files = paths
        .iter()
        .filter(|path| path.extension().is_some_and(|it| it == "md"));
    let files = files.map(|path| {
        let text = fs::read_to_string(path).unwrap();
        let mut blocks = Vec::new();
        let mut at = 0;
        for block in text.split("\n\n") {
            let start = at + block.len() - block.trim_start_matches('\n').len();
            if !block.trim().is_empty() {
                let atoms = vec![(
                    block.trim_matches(['\n', '#', ' ']).to_owned(),
                    start..at + block.len(),
                )];
                blocks.push(SourceBlock { atoms });
            }
            at += block.len() + 2;
        }
        let name = path.file_name().unwrap().to_string_lossy();
        SourceFile {
            path: format!("chapters/{name}"),
            text,
            blocks,
            is_markdown: true,
        }
    });
    files.collect()
}

/// A row of numbers that is the same each time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most
    }
}

/// How many paragraphs found their block, found a wrong one for certain, and how many there are.
struct Measured {
    right: usize,
    wrong_and_sure: usize,
    all: usize,
}

/// Changes so many words of a hundred in each paragraph and looks for their blocks.
fn measured(percent: usize, seed: u64) -> Measured {
    let files = chapters();
    let texts: Vec<(usize, usize, String)> = files
        .iter()
        .enumerate()
        .flat_map(|(file, source)| {
            source
                .blocks
                .iter()
                .enumerate()
                .map(move |(block, it)| (file, block, it.text()))
        })
        .collect();
    let vocabulary: Vec<String> = texts
        .iter()
        .flat_map(|(_, _, text)| {
            text.split_whitespace()
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .collect();
    let mut chance = Chance(seed);
    let mut sent = Vec::new();
    for (_, _, text) in &texts {
        let words: Vec<String> = text
            .split_whitespace()
            .flat_map(|word| {
                let other = vocabulary[chance.below(vocabulary.len())].clone();
                // Of the words that change a third is replaced, a third taken out, a third put in.
                match (chance.below(100) < percent, chance.below(3)) {
                    (true, 0) => vec![other],
                    (true, 1) => Vec::new(),
                    (true, _) => vec![word.to_owned(), other],
                    (false, _) => vec![word.to_owned()],
                }
            })
            .collect();
        // A paragraph without any word is none.
        let words = if words.is_empty() {
            vec![text.clone()]
        } else {
            words
        };
        sent.push(Sent {
            bits: vec![Bit {
                text: words.join(" "),
                ..Bit::default()
            }],
            ..Sent::default()
        });
    }
    let places = map(&sent, &files);
    let mut out = Measured {
        right: 0,
        wrong_and_sure: 0,
        all: texts.len(),
    };
    for ((file, block, text), place) in texts.iter().zip(&places) {
        let Some(place) = place else { continue };
        // Of two blocks with the same words either is right.
        let is_right = (place.file, place.block) == (*file, *block)
            || files[place.file].blocks[place.block].text() == *text;
        out.right += usize::from(is_right);
        out.wrong_and_sure += usize::from(!is_right && place.is_sure);
    }
    out
}

#[test]
fn paragraphs_without_marks_find_their_blocks_by_their_words() {
    #[track_caller]
    fn case(percent: usize, least: usize) {
        for seed in [1, 2, 3] {
            let Measured {
                right,
                wrong_and_sure,
                all,
            } = measured(percent, seed);
            assert!(all > 150, "{all} paragraphs");
            assert_eq!(
                wrong_and_sure, 0,
                "{percent} %: wrong without a mark of doubt"
            );
            assert!(right * 100 >= all * least, "{percent} %: {right} of {all}");
        }
    }

    case(0, 100);
    case(10, 100);
    case(30, 97);
    case(50, 90);
}

#[test]
fn a_mark_finds_its_block_though_it_moved_and_all_its_words_changed() {
    let mut files = chapters();
    let file = &mut files[0];
    let line = file.line_of(file.blocks[5].start());
    let mark = SourceMark {
        path: file.path_key(),
        line: line + 40,
        text: file.text_key(line),
    };
    let sent = Sent {
        bits: vec![Bit {
            text: "Nothing of it is left".into(),
            ..Bit::default()
        }],
        marks: vec![mark],
        ..Sent::default()
    };
    let place = map(&[sent], &files)[0].unwrap();
    assert_eq!(
        (place.file, place.block, place.is_sure, place.is_same),
        (0, 5, true, Some(true))
    );
}
