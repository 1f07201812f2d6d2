//! A maker of documents whose words are all numbered.

use std::collections::BTreeMap;

use crate::words::Category;

/// What a document must hold: how often each word of each category.
pub(super) type Expected = BTreeMap<(Category, String), i64>;

/// A generator of documents; the same seed makes the same document.
pub(super) struct Maker {
    state: u64,
    number: usize,
    /// Whether words may hold boxes and question marks: not in a block that is no paragraph, where
    /// a line that ends in one may as well be the end of a block.
    boxes: bool,
    pub(super) boxes_anywhere: bool,
    in_columns: bool,
    pub(super) expected: Expected,
}

/// Letters in which the words are written; long ones, so that lines break inside.
const SHAPES: [&str; 30] = [
    "internationalisation",
    "responsibility",
    "characteristically",
    "the",
    "of",
    "a",
    "methodology",
    "counterrevolutionary",
    "efficient",
    "affliction",
    "well-established",
    "state-of-the-art",
    "either/or",
    "naïve",
    "coöperate",
    "fjord",
    "ﬁnal",
    "AVATAR",
    "Yo-yo",
    "telecommunications",
    "quasi-experimental",
    "Straßenbahn",
    "electroencephalography",
    "don’t",
    "e.g.",
    "and/or",
    "misunderstanding",
    "waffle",
    "x̂ȳ",
    "what?then!",
];

impl Maker {
    pub(super) fn new(seed: u64) -> Self {
        Self {
            state: seed * 7919 + 1,
            number: 0,
            boxes: true,
            boxes_anywhere: false,
            in_columns: false,
            expected: Expected::new(),
        }
    }

    fn below(&mut self, bound: usize) -> usize {
        self.state = self
            .state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.state >> 33) as usize) % bound
    }

    fn one_of<'s>(&mut self, choices: &[&'s str]) -> &'s str {
        choices[self.below(choices.len())]
    }

    fn expect(&mut self, category: Category, word: &str) {
        *self
            .expected
            .entry((category, word.to_owned()))
            .or_default() += 1;
    }

    /// Makes one word with a number of its own and expects it; returns how it is written.
    fn word(&mut self, category: Category) -> String {
        self.number += 1;
        let shape = match SHAPES[self.below(SHAPES.len())] {
            "what?then!" if !self.boxes => "what",
            shape => shape,
        };
        let number = self.number;
        match self.below(40) {
            0 => {
                let url =
                    format!("https://example.org/a/very/long/path/{number}/index.html?q=1&r=2");
                self.expect(category, &url);
                return format!("#link(\"{url}\");");
            }
            1 => {
                let (left, right) = (format!("l{number}"), format!("r{number}"));
                self.expect(category, &left);
                self.expect(category, &right);
                let dash = self.one_of(&["–", "—", "---", "--"]);
                return format!("{left}{dash}{right}");
            }
            2 => {
                self.expect(category, &format!("co{number}operation"));
                return format!("co{number}\u{ad}op\u{ad}er\u{ad}ation");
            }
            _ => {}
        }
        let word = format!("{shape}{number}");
        self.expect(category, &word);
        let chars: Vec<char> = word.chars().collect();
        match self.below(8) {
            0 if chars.len() > 4 => {
                let from = 1 + self.below(chars.len() - 3);
                let to = from + 1 + self.below(chars.len() - from - 1);
                let style = self.one_of(&[
                    "emph",
                    "strong",
                    "underline",
                    "smallcaps",
                    "text.with(fill: red)",
                    "highlight",
                    "link.with(\"https://x.y\")",
                    "box",
                    "super",
                    "sub",
                    "text.with(size: 14pt)",
                    "text.with(font: \"DejaVu Sans Mono\")",
                    "strike",
                    "box.with(stroke: 1pt)",
                ]);
                let style = match style.starts_with("box") && !self.boxes {
                    true => "emph",
                    false => style,
                };
                let part = |range: std::ops::Range<usize>| -> String {
                    escape(&chars[range].iter().collect::<String>())
                };
                format!(
                    "{}#({style})[{}];{}",
                    part(0..from),
                    part(from..to),
                    part(to..chars.len())
                )
            }
            1 => format!("#\"{word}\";"),
            2 => format!("#context [{}];", escape(&word)),
            _ => escape(&word),
        }
    }

    /// Makes some words in a row, with every kind of space between them.
    fn words(&mut self, category: Category, count: usize, notes: bool) -> String {
        let mut text = String::new();
        for at in 0..count {
            text.push_str(&self.word(category));
            if notes && self.below(50) == 0 {
                let length = 3 + self.below(60);
                let note = self.words(Category::Footnote, length, false);
                text.push_str(&format!("#footnote[{note}]"));
            }
            if at + 1 < count {
                text.push_str(match self.below(30) {
                    0 => " \\ ",
                    1 => "~",
                    2 => "#h(1em)",
                    3 => "#linebreak()",
                    4 => "\n",
                    5 => "#\" \";",
                    6 => "#\"\\n\";",
                    _ => " ",
                });
            }
        }
        text
    }

    fn line(&mut self, category: Category, count: usize, notes: bool) -> String {
        self.words(category, count, notes).replace('\n', " ")
    }

    /// Makes one block of the document.
    fn block(&mut self) -> String {
        let choice = self.below(17);
        self.boxes = self.boxes_anywhere || !matches!(choice, 4 | 5 | 8 | 10 | 12);
        match choice {
            0 => {
                let words = self.line(Category::Heading, 6, false);
                let level = 1 + self.below(3);
                format!("#heading(level: {level})[{words}]")
            }
            1 => {
                let marker = self.one_of(&["-", "+"]);
                let mut list = String::new();
                for _ in 0..4 {
                    let length = 2 + self.below(30);
                    let item = self.line(Category::Body, length, true);
                    list.push_str(&format!("{marker} {item}\n"));
                    if self.below(3) == 0 {
                        let nested = self.line(Category::Body, 5, false);
                        list.push_str(&format!("  {marker} {nested}\n"));
                    }
                }
                list
            }
            2 => {
                let cells: String = (0..6 + self.below(30))
                    .map(|_| {
                        let length = 1 + self.below(12);
                        format!("[{}],", self.words(Category::TableCell, length, false))
                    })
                    .collect();
                let head = self.words(Category::TableCell, 2, false);
                let foot = self.words(Category::TableCell, 1, false);
                format!(
                    "#table(columns: 2, table.header[{head}][], {cells} table.footer[{foot}][])"
                )
            }
            3 => {
                let caption = self.words(Category::FigureCaption, 9, false);
                let inside = self.words(Category::FigureText, 3, false);
                let placement = self.one_of(&["none", "top", "auto", "bottom"]);
                format!(
                    "#figure(rect[{inside}], supplement: none, numbering: none, \
                     placement: {placement}, caption: [{caption}])"
                )
            }
            4 => {
                let words = self.words(Category::Quotation, 25, true);
                format!("#quote(block: true)[{words}]")
            }
            5 => {
                let (one, two) = (
                    self.words(Category::Body, 20, false),
                    self.words(Category::Body, 4, false),
                );
                format!("#block(inset: 3pt)[{one}]\n#align(right)[{two}]")
            }
            6 => {
                let (one, two) = (
                    self.words(Category::Body, 20, false),
                    self.words(Category::Body, 20, false),
                );
                format!("#grid(columns: 2, gutter: 3pt, [{one}], [{two}])")
            }
            7 => {
                let words = self.words(Category::Body, 8, false);
                format!("#place(auto, float: true)[{words}]")
            }
            8 => {
                let (one, two) = (
                    self.words(Category::Body, 3, false),
                    self.words(Category::Body, 3, false),
                );
                format!(
                    "#block[{one}]\n#block[{two}]\n#pad(x: 2pt)[{one_more}]",
                    one_more = self.words(Category::Body, 3, false)
                )
            }
            9 => {
                let (term, text) = (
                    self.line(Category::Body, 2, false),
                    self.line(Category::Body, 12, true),
                );
                format!("/ {term}: {text}\n")
            }
            10 => {
                let words = self.words(Category::Body, 10, false);
                // A gutter between columns inside columns is too narrow to be told from a space.
                format!("#columns({})[{words}]", if self.in_columns { 1 } else { 2 })
            }
            11 => {
                let lines: Vec<String> = (0..3)
                    .map(|_| {
                        self.number += 1;
                        let word = format!("code{}", self.number);
                        self.expect(Category::CodeBlock, &word);
                        self.expect(Category::CodeBlock, &format!("{word}();"));
                        format!("{word} {word}();")
                    })
                    .collect();
                format!("```\n{}\n```", lines.join("\n"))
            }
            12 => {
                let (one, two) = (
                    self.words(Category::Body, 3, false),
                    self.words(Category::Body, 3, false),
                );
                format!("#stack(dir: ltr, spacing: 4pt, [{one}], rotate(90deg)[{two}])")
            }
            13 => {
                let words = self.words(Category::Exempt, 5, false);
                format!("#[{words}] <no-count>")
            }
            _ => {
                let length = 40 + self.below(120);
                self.words(Category::Body, length, true)
            }
        }
    }

    /// Makes a document of so many blocks.
    pub(super) fn document(&mut self, blocks: usize) -> String {
        let width = [70, 90, 130, 210][self.below(4)];
        let height = [90, 150, 297][self.below(3)];
        let columns = if width < 130 { 1 } else { 1 + self.below(3) };
        self.in_columns = columns > 1;
        let size = [7, 9, 12][self.below(3)];
        let justify = self.below(4) > 0;
        let mut text = format!(
            "#set page(width: {width}mm, height: {height}mm, margin: 8mm, columns: {columns}, \
             header: [Head here #context counter(page).display()], numbering: \"1\")\n\
             #set text(lang: \"en\", size: {size}pt)\n#set par(justify: {justify})\n\
             #set heading(numbering: \"1.1\")\n\
             #show figure.where(kind: table): set block(breakable: true)\n"
        );
        for _ in 0..blocks {
            let block = self.block();
            text.push_str(&format!("\n{block}\n"));
        }
        text
    }
}

fn escape(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if "\\#*_$`<>@[]~/-\"'=+".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
