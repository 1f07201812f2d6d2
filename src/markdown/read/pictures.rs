//! Pictures that stand on lines of their own are figures, whether or not an empty line parts them
//! from the text.

use crate::markdown::document::{Block, Image, Inline, are_blank, plain_text};
use crate::markdown::placed_text::PlacedText;
use crate::markdown::read::given::caption_given;
use crate::markdown::read::reader::EventReader;

impl<'a> EventReader<'a, '_> {
    /// Adds a paragraph, and the figures that stand on lines of it; one of nothing but pictures
    /// stays whole until it is known whether a block lays them out.
    pub(crate) fn text_and_figures(
        &mut self,
        mut items: Vec<Inline<'a>>,
        is_loose: bool,
        blocks: &mut Vec<Block<'a>>,
    ) {
        // So pandoc is told that a picture is no figure.
        if let [Inline::Image(_), Inline::Text(sign)] = items.as_mut_slice()
            && sign.text == "\\"
        {
            *sign = PlacedText::made("\u{2060}", sign.place.clone());
        }
        if !items.iter().any(is_picture) {
            blocks.extend(paragraph(items, is_loose));
            return;
        }
        let mut lines = lines(items);
        for line in &mut lines {
            without_link(line);
            let is_row = pictures(words(line)).is_some();
            for item in line.iter_mut().filter(|_| is_row) {
                if let Inline::Image(image) = item {
                    self.named_caption(image);
                }
            }
        }
        let whole: Vec<Inline<'a>> = lines.concat();
        match pictures(&whole).as_deref() {
            Some([image]) => blocks.push(Block::Figure(Box::new((*image).clone()))),
            Some(_) => blocks.push(text(whole, is_loose)),
            None => blocks.extend(split(lines, is_loose)),
        }
    }

    /// Gives a picture the caption that its attributes name; the words in its bracket then say what
    /// it shows.
    fn named_caption(&mut self, image: &mut Image<'a>) {
        let Some((words, place)) = caption_given(&image.attributes) else {
            return;
        };
        let (words, place) = (words.to_owned(), place.clone());
        let caption = self.words(&words, &place);
        let bracket = std::mem::replace(&mut image.caption, caption);
        let given = &mut image.attributes;
        if !are_blank(&bracket) && given.value("alt").or(given.value("fig-alt")).is_none() {
            let words = plain_text(&bracket).trim().to_owned();
            let place = image.place.clone();
            given.pairs.push(("alt".to_owned(), words, place));
        }
    }
}

/// Whether this is a picture, with a link or without.
fn is_picture(item: &Inline) -> bool {
    match item {
        Inline::Image(_) => true,
        Inline::Link { children, .. } => pictures(children).is_some(),
        _ => false,
    }
}

/// Takes the link off a picture that stands on a line of its own: on paper it leads nowhere, and the
/// words in the bracket are a caption.
fn without_link(line: &mut [Inline]) {
    let end = line.len() - usize::from(ends(line));
    let mut shown = line[..end].iter_mut().filter(|item| !item.is_blank());
    if let (Some(item), None) = (shown.next(), shown.next())
        && let Inline::Link { children, .. } = item
        && let Some([image]) = pictures(children).as_deref()
        && !are_blank(&image.caption)
        && let Some(picture) = children.iter().position(|child| !child.is_blank())
    {
        *item = children.swap_remove(picture);
    }
}

/// Takes apart the paragraphs of nothing but pictures that no block lays out.
pub(crate) fn apart(blocks: Vec<Block<'_>>) -> Vec<Block<'_>> {
    let apart = blocks.into_iter().flat_map(|block| match block {
        Block::Paragraph(items) if pictures(&items).is_some() => split(lines(items), true),
        Block::Plain(items) if pictures(&items).is_some() => split(lines(items), false),
        other => vec![other],
    });
    apart.collect()
}

/// Returns the pictures of a line or a paragraph that holds nothing else.
pub(crate) fn pictures<'b, 'a>(items: &'b [Inline<'a>]) -> Option<Vec<&'b Image<'a>>> {
    let shown = items.iter().filter(|item| !item.is_blank());
    let images: Option<Vec<_>> = shown
        .map(|item| match item {
            Inline::Image(image) => Some(&**image),
            _ => None,
        })
        .collect();
    images.filter(|images| !images.is_empty())
}

fn split<'a>(lines: Vec<Vec<Inline<'a>>>, is_loose: bool) -> Vec<Block<'a>> {
    let mut blocks = Vec::new();
    let mut before: Vec<Inline<'a>> = Vec::new();
    for line in lines {
        let figure = match pictures(words(&line)).as_deref() {
            Some([image]) if image.attributes.id.is_some() || !are_blank(&image.caption) => {
                Some(Block::Figure(Box::new((*image).clone())))
            }
            Some(_) | None => None,
        };
        match figure {
            Some(figure) => {
                blocks.extend(paragraph(std::mem::take(&mut before), is_loose));
                blocks.push(figure);
            }
            None => before.extend(line),
        }
    }
    blocks.extend(paragraph(before, is_loose));
    blocks
}

/// Returns the lines of a paragraph, each with the break at its end.
fn lines<'a>(items: Vec<Inline<'a>>) -> Vec<Vec<Inline<'a>>> {
    let mut lines = vec![Vec::new()];
    for item in items {
        if lines.last().is_some_and(|line: &Vec<_>| ends(line)) {
            lines.push(Vec::new());
        }
        if let Some(line) = lines.last_mut() {
            line.push(item);
        }
    }
    lines
}

/// Returns a line without its break.
fn words<'b, 'a>(line: &'b [Inline<'a>]) -> &'b [Inline<'a>] {
    &line[..line.len() - usize::from(ends(line))]
}

/// Whether a line has its break.
fn ends(line: &[Inline]) -> bool {
    matches!(line.last(), Some(Inline::Soft(_) | Inline::Hard(_)))
}

fn paragraph(mut items: Vec<Inline<'_>>, is_loose: bool) -> Option<Block<'_>> {
    while ends(&items) {
        items.pop();
    }
    (!are_blank(&items)).then(|| text(items, is_loose))
}

fn text(items: Vec<Inline<'_>>, is_loose: bool) -> Block<'_> {
    match is_loose {
        true => Block::Paragraph(items),
        false => Block::Plain(items),
    }
}
