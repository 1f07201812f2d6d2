//! Telling a heading's or a caption's own words from the number or label before them.
//!
//! The engine, and every template, sets the label before the body. So text is the label as long as
//! nothing of the body has come, and it is not written where the body is written.

use std::collections::HashSet;
use std::ops::ControlFlow;

use typst::foundations::{Content, Smart, StyleChain};
use typst::model::{FigureCaption, HeadingElem, Supplement};
use typst::syntax::Span;

use crate::words::census::role::Roles;

/// The state of one heading or caption while its text comes by.
pub(crate) struct Label {
    /// The role of the label's text.
    pub(crate) role: Roles,
    element: Span,
    body: HashSet<Span>,
    /// The name that the author gave to this kind of figure or heading.
    name: Option<Content>,
    /// The node of the text that was the label's last.
    last: Option<Span>,
    /// The body's text, where the engine gives body and label the same syntax node.
    text: Option<String>,
    is_over: bool,
    /// How many visible characters the label has so far.
    length: usize,
}

/// The longest label, in visible characters; what goes on is text.
const LONGEST: usize = 60;

impl Label {
    /// Starts with a heading or a caption; `None` for every other element.
    pub(crate) fn of(element: &Content) -> Option<Self> {
        let (role, body, name) = if let Some(heading) = element.to_packed::<HeadingElem>() {
            let name = match heading.supplement.get_ref(StyleChain::default()) {
                Smart::Custom(Some(Supplement::Content(name))) => Some(name.clone()),
                Smart::Custom(Some(Supplement::Func(_)) | None) | Smart::Auto => None,
            };
            (Roles::HEADING_NUMBER, &heading.body, name)
        } else if let Some(caption) = element.to_packed::<FigureCaption>() {
            let name = caption.supplement.clone().flatten();
            (Roles::CAPTION_LABEL, &caption.body, name)
        } else {
            return None;
        };
        let mut spans = spans_in(body);
        spans.remove(&element.span());
        let is_shared = body.span().is_detached() || body.span() == element.span();
        Some(Self {
            role,
            element: element.span(),
            body: spans,
            name,
            last: None,
            text: is_shared.then(|| body.plain_text().to_string()),
            is_over: false,
            length: 0,
        })
    }

    /// Returns whether text of a syntax node is the label's.
    ///
    /// `rest` is the text from there to the end of its line, `offset` its byte in the node.
    /// `by_counter` says that a counter printed it, `by_template` that the template wrote it.
    pub(crate) fn takes(
        &mut self,
        (span, offset): (Span, u32),
        rest: &str,
        by_counter: bool,
        by_template: bool,
    ) -> bool {
        self.length += usize::from(rest.starts_with(|c: char| !c.is_whitespace()));
        if self.is_over || self.length > LONGEST {
            return self.length <= LONGEST && by_counter && !self.body.contains(&span);
        }
        let opens_body = |text: &String| {
            let rest = rest.trim_end();
            offset == 0
                && !rest.is_empty()
                && !text.is_empty()
                && (text.starts_with(rest) || rest.starts_with(text.as_str()))
        };
        let is_body = self.body.contains(&span)
            || ((span == self.element || span.is_detached())
                && !by_counter
                && self.text.as_ref().is_some_and(opens_body));
        let is_label = !is_body
            && (span.is_detached()
                || span == self.element
                || by_counter
                || by_template
                || self.goes_on(span, rest)
                || self.opens_name(span, rest));
        self.is_over = !is_label;
        self.last = is_label.then_some(span);
        is_label
    }

    /// Returns whether text is more of the label: the rest of a node, a number or a sign.
    fn goes_on(&self, span: Span, rest: &str) -> bool {
        let is_no_word = rest.starts_with(|c: char| !c.is_alphabetic());
        self.last.is_some_and(|last| last == span || is_no_word)
    }

    /// Returns whether text is the name of this kind of figure or heading.
    fn opens_name(&self, span: Span, rest: &str) -> bool {
        let Some(name) = &self.name else { return false };
        let text = name.plain_text();
        spans_in(name).contains(&span) || (!text.is_empty() && rest.starts_with(text.as_str()))
    }

    /// Notes that an element of the body begins.
    pub(crate) fn meet(&mut self, element: &Content) {
        self.is_over |= self.body.contains(&element.span());
    }
}

/// Returns the syntax nodes of some content.
fn spans_in(content: &Content) -> HashSet<Span> {
    let mut spans = HashSet::new();
    let _ = content.traverse(&mut |part: Content| -> ControlFlow<()> {
        spans.insert(part.span());
        ControlFlow::Continue(())
    });
    spans.remove(&Span::detached());
    spans
}
