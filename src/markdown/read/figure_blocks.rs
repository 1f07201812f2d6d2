//! Fenced divs that are figures: pictures side by side with their letters, a table or a picture
//! with its caption as the last paragraph.

use crate::markdown::attributes::Attributes;
use crate::markdown::dialects::latex::labels;
use crate::markdown::dialects::text_chunks::set_apart;
use crate::markdown::document::{
    Block, FigureBlock, FigureKind, Image, Inline, Table, are_blank, plain_text,
};
use crate::markdown::names::{UNNUMBERED, statement, thing_named};
use crate::markdown::placed_text::{BodyRange, PlacedText};
use crate::markdown::read::given::{caption_given, no_caption};
use crate::markdown::read::layout;
use crate::markdown::read::pictures::{apart, pictures};
use crate::markdown::read::reader::EventReader;
use crate::markdown::rules::CHUNK_NOT_RUN;

/// What a block may be given in braces that is printed.
const PRINTED_KEYS: [&str; 6] = [
    "title",
    "owner",
    "timescale",
    "measure",
    "attribution",
    "by",
];

impl<'a> EventReader<'a, '_> {
    /// Makes of a div what its id and its classes say that it is.
    pub(crate) fn understood(
        &mut self,
        attributes: Attributes,
        mut blocks: Vec<Block<'a>>,
        place: BodyRange,
    ) -> Block<'a> {
        let mut attributes = attributes;
        if self.is_for_screens(&attributes, &place) {
            return Block::Div {
                attributes: Box::default(),
                words: Vec::new(),
                blocks: Vec::new(),
                place,
            };
        }
        if let Some(kind) = statement_of(&mut attributes, self.has_chunks) {
            return self.callout(capitalised(kind), true, attributes, apart(blocks), place);
        }
        if let Some(word) = callout_word(&attributes) {
            return self.callout(word, false, attributes, apart(blocks), place);
        }
        let is_shown = attributes.has("figure") && blocks.iter().any(holds_picture);
        let named = attributes.label().and_then(kind_named);
        let named = named.or(is_shown.then_some(FigureKind::Picture));
        if attributes.has("figure") && named.is_none() {
            self.figure_for_screens(&mut blocks);
        }
        attributes.classes.retain(|(class, _)| class != "figure");
        let words: &[&str] = if named.is_some() {
            &["alt", "fig-alt"]
        } else {
            &[]
        };
        self.accept(&mut attributes, words);
        let is_layout = layout::is_asked_for(&attributes) && blocks.iter().any(holds_picture);
        if (named.is_none() && !is_layout) || blocks.is_empty() {
            return Block::Div {
                words: self.printed_words(&attributes),
                attributes: Box::new(attributes),
                blocks: apart(blocks),
                place,
            };
        }
        self.figure_block(named, attributes, blocks, place)
    }

    /// Tells of a figure of HTML that shows no picture: a program would draw it in a browser.
    fn figure_for_screens(&mut self, blocks: &mut [Block<'a>]) {
        let mut found = Attributes::default();
        for block in blocks {
            if let Block::Paragraph(items) | Block::Plain(items) = block {
                labels::take(items, &mut found);
            }
        }
        if let Some((label, place)) = found.id {
            let message = format!("the figure `{label}` is drawn in a browser, so it is missing");
            let hint =
                format!("save it as a picture, and show it with `![Caption](file){{#{label}}}`");
            self.trouble.tell(&CHUNK_NOT_RUN, &place, message, &hint);
            self.unmade.insert(label);
        }
    }

    fn figure_block(
        &mut self,
        named: Option<FigureKind>,
        mut attributes: Attributes,
        mut blocks: Vec<Block<'a>>,
        place: BodyRange,
    ) -> Block<'a> {
        let whole = match named {
            Some(_) => None,
            None => Some(blocks.clone()),
        };
        let (mut caption, caption_place) = take_caption(&mut blocks, &place);
        labels::take(&mut caption, &mut attributes);
        self.caption_of_attributes(&attributes, &mut caption);
        let (mut rows, is_parts) = rows(blocks);
        let is_own = |block: &Block| label_of(block).is_some() || !caption_of(block).is_empty();
        let has_own = rows.iter().flatten().any(is_own);
        if let Some(blocks) = whole
            && (!is_parts || (has_own && are_blank(&caption)))
        {
            // Only a wish how figures of their own are to be arranged.
            return Block::Div {
                attributes: Box::new(attributes),
                words: Vec::new(),
                blocks: apart(blocks),
                place,
            };
        }
        if is_parts
            && let [row] = rows.as_mut_slice()
            && let [part] = row.as_mut_slice()
            && (are_blank(&caption) || are_blank(caption_of(part)))
            && (label_of(part).is_none() || attributes.id.is_none())
        {
            let caption = (caption, caption_place);
            return match part {
                Block::Figure(image) => Block::Figure(merged(image, caption, attributes)),
                Block::Table(table) => Block::Table(captioned(table, caption, attributes)),
                other => other.clone(),
            };
        }
        let all_tables = rows
            .iter()
            .flatten()
            .all(|it| matches!(it, Block::Table(_)));
        let kind = named.unwrap_or(match all_tables {
            true => FigureKind::Table,
            false => FigureKind::Picture,
        });
        let shares = match is_parts {
            true => layout::rows(&attributes, &rows),
            false => Vec::new(),
        };
        let mut parts: Vec<Block<'a>> = rows.into_iter().flatten().collect();
        if !layout::is_asked_for(&attributes) && shares.len() < parts.len() {
            parts.iter_mut().for_each(layout::fill_column);
        }
        if is_parts && let Some((id, at)) = &attributes.id {
            for (number, part) in parts.iter_mut().enumerate() {
                let own = (format!("{id}-{}", letter(number)), at.clone());
                name(part, own);
            }
        }
        Block::Group(Box::new(FigureBlock {
            kind,
            rows: shares,
            parts,
            caption,
            caption_place,
            attributes,
            place,
        }))
    }

    /// Puts the words of an attribute and those of a caption together, as they stand in the file.
    pub(crate) fn caption_of_attributes(
        &mut self,
        attributes: &Attributes,
        caption: &mut Vec<Inline<'a>>,
    ) {
        let Some((words, place)) = caption_given(attributes) else {
            return;
        };
        let given = self.words(words, place);
        let own = std::mem::take(caption);
        if are_blank(&own) || plain_text(&own).trim() == plain_text(&given).trim() {
            *caption = given;
            return;
        }
        let is_first = own.first().is_some_and(|it| place.start < it.place().start);
        let (mut first, second) = if is_first { (given, own) } else { (own, given) };
        let text = plain_text(&first);
        let is_sentence = text.trim_end().ends_with(['.', '!', '?', ':']);
        let end = first.last().map_or(place.start, |it| it.place().end);
        let between = if is_sentence { " " } else { ". " };
        first.push(Inline::Text(PlacedText::made(between, end..end)));
        first.extend(second);
        *caption = first;
    }

    /// Returns the words of attributes that a block prints.
    fn printed_words(&mut self, given: &Attributes) -> Vec<(&'static str, Vec<Inline<'a>>)> {
        let mut printed = Vec::new();
        for key in PRINTED_KEYS {
            if let Some((value, place)) = given.pair(key) {
                printed.push((key, self.words(value, place)));
            }
        }
        printed
    }

    /// Returns the value of an attribute as a line of text.
    pub(crate) fn words(&mut self, value: &str, place: &BodyRange) -> Vec<Inline<'a>> {
        let inner = match self.source[place.clone()].starts_with(['"', '\'']) {
            true => place.start + 1..place.end - 1,
            false => place.clone(),
        };
        // What is escaped in it is escaped in Markdown.
        let is_typed = |text: &str| text.replace('\\', "") == value.replace('\\', "");
        if self.source.get(inner.clone()).is_some_and(is_typed) && !value.contains('\n') {
            let blocks = self.part(&[inner], true);
            if let [Block::Paragraph(words) | Block::Plain(words)] = blocks.as_slice() {
                return words.clone();
            }
        }
        let made = PlacedText::made(value.to_owned(), place.clone());
        vec![Inline::Text(made)]
    }
}

impl FigureBlock<'_> {
    /// Returns the names by letter of parts that have a name of their own.
    pub(crate) fn aliases(&self) -> Vec<(String, String)> {
        let Some(id) = self.attributes.label().filter(|_| !self.rows.is_empty()) else {
            return Vec::new();
        };
        let parts = self.parts.iter().enumerate();
        let aliases = parts.filter_map(|(number, part)| {
            let name = format!("{id}-{}", letter(number));
            Some((name, label_of(part)?.to_owned()))
        });
        aliases.filter(|(name, own)| name != own).collect()
    }
}

/// Returns the letter of a part of a figure: a to z, then aa.
fn letter(number: usize) -> String {
    let last = char::from(b'a' + u8::try_from(number % 26).unwrap_or(0));
    match number / 26 {
        0 => last.to_string(),
        rest => format!("{}{last}", letter(rest - 1)),
    }
}

/// Returns what an id says that it names: `fig:x`, `tbl-x`.
fn kind_named(id: &str) -> Option<FigureKind> {
    match id.split_once([':', '-'])?.0 {
        "fig" => Some(FigureKind::Picture),
        "tbl" | "tab" => Some(FigureKind::Table),
        "lst" => Some(FigureKind::Listing),
        _ => None,
    }
}

/// Returns the word above a callout of Quarto, `Note` for `.callout-note`, or above a proof.
fn callout_word(attributes: &Attributes) -> Option<String> {
    let mut classes = attributes.classes.iter();
    let kind = classes.find_map(|(class, _)| {
        let is_proof = UNNUMBERED.contains(&class.as_str());
        let proof = Some(class.as_str()).filter(|_| is_proof);
        let own = class.strip_prefix("callout-").or(set_apart(class));
        own.or(proof)
    })?;
    Some(capitalised(kind))
}

/// Returns the word of a block that has a number, by its label or its class; a label that begins
/// otherwise gets bookdown's beginning, and where bookdown reads a file the class is enough.
fn statement_of(attributes: &mut Attributes, is_book: bool) -> Option<&'static str> {
    let named = attributes.label().and_then(thing_named).and_then(statement);
    let is_named = attributes.id.is_some() || attributes.pair("name").is_some();
    let mut classes = attributes.classes.iter();
    let (word, beginning) = named.or_else(|| {
        classes.find_map(|(class, _)| match class.strip_prefix("callout-") {
            Some(word) => statement(word),
            None if UNNUMBERED.contains(&class.as_str()) && attributes.id.is_none() => None,
            None => statement(class).filter(|_| is_named || is_book),
        })
    })?;
    if named.is_none()
        && let Some((id, _)) = &mut attributes.id
    {
        let label = format!("{beginning}:{id}");
        attributes.also.push(std::mem::replace(id, label));
    }
    Some(word)
}

/// Returns a word with a capital.
pub(crate) fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    let first = chars.next().map(char::to_uppercase);
    let rest = chars.as_str().to_lowercase();
    first.into_iter().flatten().chain(rest.chars()).collect()
}

fn holds_picture(block: &Block) -> bool {
    matches!(block, Block::Figure(_) | Block::Table(_)) || pictures_in(block).is_some()
}

/// Returns the pictures of a paragraph that holds nothing else.
fn pictures_in<'b, 'a>(block: &'b Block<'a>) -> Option<Vec<&'b Image<'a>>> {
    match block {
        Block::Paragraph(items) | Block::Plain(items) => pictures(items),
        _ => None,
    }
}

/// Takes the paragraph off the end that is the caption of what stands before it.
fn take_caption<'a>(
    blocks: &mut Vec<Block<'a>>,
    whole: &BodyRange,
) -> (Vec<Inline<'a>>, BodyRange) {
    let nothing = (Vec::new(), whole.clone());
    let is_caption = match blocks.last() {
        Some(Block::Caption(_)) => true,
        Some(last @ (Block::Paragraph(_) | Block::Plain(_))) => pictures_in(last).is_none(),
        Some(_) | None => false,
    };
    if !is_caption || blocks.len() < 2 {
        return nothing;
    }
    match blocks.pop() {
        Some(Block::Paragraph(words) | Block::Plain(words)) => {
            let start = words.first().map_or(whole.start, |item| item.place().start);
            let end = words.last().map_or(start, |item| item.place().end);
            (words, start..end.max(start))
        }
        Some(Block::Caption(caption)) => (caption.children, caption.place),
        Some(_) | None => nothing,
    }
}

/// Returns the parts of a figure, row by row, and whether all are pictures and tables; if not,
/// they stand as they are.
fn rows(blocks: Vec<Block<'_>>) -> (Vec<Vec<Block<'_>>>, bool) {
    let is_part = |block: &Block| holds_picture(block);
    if !blocks.iter().all(is_part) {
        return (vec![apart(blocks)], false);
    }
    let rows = blocks.into_iter().map(|block| match pictures_in(&block) {
        Some(images) => images
            .into_iter()
            .map(|image| Block::Figure(Box::new(image.clone())))
            .collect(),
        None => vec![block],
    });
    (rows.collect(), true)
}

/// Gives a part of a figure a name if it has none.
fn name(part: &mut Block, own: (String, BodyRange)) {
    match part {
        Block::Figure(image) => {
            image.attributes.id.get_or_insert(own);
        }
        Block::Table(table) => {
            let place = table.place.clone();
            let caption = table.caption.get_or_insert_with(|| no_caption(place));
            caption.attributes.id.get_or_insert(own);
        }
        _ => {}
    }
}

/// Returns the label of a part of a figure.
pub(crate) fn label_of<'b>(part: &'b Block) -> Option<&'b str> {
    match part {
        Block::Figure(image) => image.attributes.label(),
        Block::Table(table) => table.caption.as_ref()?.attributes.label(),
        _ => None,
    }
}

fn caption_of<'b, 'a>(part: &'b Block<'a>) -> &'b [Inline<'a>] {
    let caption = match part {
        Block::Figure(image) => Some(&image.caption),
        Block::Table(table) => table.caption.as_ref().map(|caption| &caption.children),
        _ => None,
    };
    caption
        .filter(|words| !are_blank(words))
        .map_or(&[], Vec::as_slice)
}

/// Adds what was said of the block to what was said of the one thing in it.
fn add(mut outer: Attributes, inner: &mut Attributes) {
    outer.pairs.append(&mut inner.pairs);
    inner.pairs = outer.pairs;
    inner.classes.append(&mut outer.classes);
    if outer.id.is_some() {
        inner.id = outer.id;
    }
    if inner.place.is_empty() {
        inner.place = outer.place;
    }
}

fn merged<'a>(
    image: &mut Image<'a>,
    (caption, _): (Vec<Inline<'a>>, BodyRange),
    attributes: Attributes,
) -> Box<Image<'a>> {
    let mut image = image.clone();
    if !are_blank(&caption) {
        image.caption = caption;
    }
    add(attributes, &mut image.attributes);
    Box::new(image)
}

fn captioned<'a>(
    table: &mut Table<'a>,
    (caption, place): (Vec<Inline<'a>>, BodyRange),
    attributes: Attributes,
) -> Box<Table<'a>> {
    let mut table = table.clone();
    let own = table
        .caption
        .get_or_insert_with(|| no_caption(place.clone()));
    if !are_blank(&caption) {
        own.children = caption;
        own.place = place;
    }
    add(attributes, &mut own.attributes);
    Box::new(table)
}
