//! What looks for the findings of rules, and what it reads.

use crate::check::context::{OutputContext, ScheduleContext, SourceContext};
use crate::check::sink::Sink;

/// A search, which finds what one or several rules are about.
#[derive(Clone, Copy, Debug)]
pub enum Search {
    /// A search of the author's files.
    Source(fn(&SourceContext<'_>, &mut Sink)),
    /// A search of the typeset pages and the PDF.
    Output(fn(&OutputContext<'_>, &mut Sink)),
    /// A search of the milestones.
    Schedule(fn(&ScheduleContext<'_>, &mut Sink)),
}

impl SourceContext<'_> {
    /// Runs those of the searches that read the author's files.
    pub fn search(&self, searches: &[Search], sink: &mut Sink) {
        for search in searches {
            if let Search::Source(search) = search {
                search(self, sink);
            }
        }
    }
}

impl OutputContext<'_> {
    /// Runs those of the searches that read the pages.
    pub fn search(&self, searches: &[Search], sink: &mut Sink) {
        for search in searches {
            if let Search::Output(search) = search {
                search(self, sink);
            }
        }
    }
}

impl ScheduleContext<'_> {
    /// Runs those of the searches that read the milestones.
    pub fn search(&self, searches: &[Search], sink: &mut Sink) {
        for search in searches {
            if let Search::Schedule(search) = search {
                search(self, sink);
            }
        }
    }
}
