//! Telling a heading's or a caption's own words from the number or label before them.
//!
//! The engine, and every template, sets the label before the body. So text is the label as long as
//! nothing of the body has come, and it is not written where the body is written.

use std::collections::HashSet;
use std::ops::ControlFlow;

use typst::foundations::Content;
use typst::model::{FigureCaption, HeadingElem};
use typst::syntax::Span;

use crate::words::role::Roles;

/// The state of one heading or caption while its text comes by.
pub(crate) struct Label {
    /// The role of the label's text.
    pub(crate) role: Roles,
    element: Span,
    body: HashSet<Span>,
    /// The body's text, where the engine gives body and label the same syntax node.
    text: Option<String>,
    is_over: bool,
}

impl Label {
    /// Starts with a heading or a caption; `None` for every other element.
    pub(crate) fn of(element: &Content) -> Option<Self> {
        let (role, body) = if let Some(heading) = element.to_packed::<HeadingElem>() {
            (Roles::HEADING_NUMBER, &heading.body)
        } else if let Some(caption) = element.to_packed::<FigureCaption>() {
            (Roles::CAPTION_LABEL, &caption.body)
        } else {
            return None;
        };
        let mut spans = HashSet::new();
        let _ = body.traverse(&mut |part: Content| -> ControlFlow<()> {
            spans.insert(part.span());
            ControlFlow::Continue(())
        });
        spans.remove(&Span::detached());
        spans.remove(&element.span());
        let is_shared = body.span().is_detached() || body.span() == element.span();
        Some(Self {
            role,
            element: element.span(),
            body: spans,
            text: is_shared.then(|| body.plain_text().to_string()),
            is_over: false,
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
        if self.is_over {
            return by_counter && !self.body.contains(&span);
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
        let is_label =
            !is_body && (span.is_detached() || span == self.element || by_counter || by_template);
        self.is_over = !is_label;
        is_label
    }

    /// Notes that an element of the body begins.
    pub(crate) fn meet(&mut self, element: &Content) {
        self.is_over |= self.body.contains(&element.span());
    }
}
