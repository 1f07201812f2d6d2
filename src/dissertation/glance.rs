//! The pages for whoever looks on while they are written: one layout, at once.
//!
//! A layout needs what only a layout can tell: the number on the title page, the texts of the
//! citations. Here the last layout tells it, and whether another one would show something else is
//! said and left to whoever asks: most edits need none.

use std::cell::OnceCell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use crate::assemble::{SETTLED, Settled};
use crate::diagnostics::Diagnostic;
use crate::dissertation::Dissertation;
use crate::dissertation::citing::{Cited, Citing};
use crate::dissertation::counting_rule::{CountByRule, CountingRule};
use crate::dissertation::failure::Failure;
use crate::dissertation::pages::ReadOff;
use crate::dissertation::settings::{Edition, Stage};
use crate::typeset::{Asked, CITATIONS, Typeset, Until, looks};
use crate::words::{Census, walk};

/// Pages after one layout, with their count.
pub(crate) struct Glance {
    pub(crate) typeset: Typeset,
    /// The words, without their places.
    pub(crate) census: Census,
    pub(crate) by_rule: CountByRule,
    /// Whether another layout would show the same.
    pub(crate) is_settled: bool,
    looks: OnceCell<Vec<u128>>,
    /// How long it took: reading and conversion, layout, count.
    pub(crate) took: [Duration; 3],
}

impl Glance {
    /// Returns what each page looks like, as a number.
    pub(crate) fn looks(&self) -> &[u128] {
        let pages = self.typeset.document.pages();
        self.looks.get_or_init(|| pages.iter().map(looks).collect())
    }
}

/// What the next layout is set with.
pub(super) struct Foreseen {
    citing: Citing,
    /// What the files seemed to cite, and what was cited then.
    seemed: Vec<Asked>,
    cited: Cited,
    settled: Settled,
}

impl Dissertation {
    /// Lays the document out once. Where it cannot be, the pages before stay.
    pub(crate) fn glance(&mut self, edition: &Edition) -> Result<Rc<Glance>, Failure> {
        let begun = Instant::now();
        self.refuse_impossible(edition)?;
        let project = self.shared_project();
        let rule = CountingRule::of(&project)?;
        let mut assembly = self.assemble(edition, &rule)?;
        let citing = Citing::of(self);
        let seemed = citing.seem_asked(self);
        let known = self.foreseen.as_ref();
        let settled = known.map(|it| it.settled).unwrap_or_default();
        let cited = known
            .filter(|it| it.citing.is_as(&citing) && it.seemed == seemed)
            .map(|it| it.cited.clone());
        let cited = cited.unwrap_or_else(|| citing.print(seemed.clone()));
        let files = &mut assembly.files;
        files.insert(SETTLED.to_owned(), settled.file());
        files.insert(CITATIONS.to_owned(), cited.file.text.clone());
        self.begin(Stage::Typesetting);
        self.prepare(edition, assembly)?;
        let places = citing.places(&cited.file);
        self.open_session().set_written(CITATIONS, places);
        let read_after = begun.elapsed();
        let typeset = self.compile(edition, Until::Settled)?;
        let laid_out_after = begun.elapsed();
        self.begin(Stage::Counting);
        let walked = walk(&typeset.document);
        let ReadOff {
            census,
            settled: read,
            cited: asked,
        } = self.read_off(&rule, &typeset, &walked, &citing, &cited)?;
        let is_settled = read == settled && asked.file.text == cited.file.text;
        self.foreseen = Some(Foreseen {
            citing,
            seemed,
            cited: asked,
            settled: read,
        });
        let by_rule = rule.apply(&census);
        let counted_after = begun.elapsed();
        let glance = Rc::new(Glance {
            by_rule,
            typeset,
            census,
            is_settled,
            looks: OnceCell::new(),
            took: [
                read_after,
                laid_out_after - read_after,
                counted_after - laid_out_after,
            ],
        });
        self.glance = Some(glance.clone());
        Ok(glance)
    }

    /// Returns the pages that were looked at last.
    pub(crate) fn last_glance(&self) -> Option<Rc<Glance>> {
        self.glance.clone()
    }

    /// Returns what is wrong on the pages of a glance and in the files that they were set from.
    pub(crate) fn findings_at(&self, glance: &Glance) -> Vec<Diagnostic> {
        let mut findings = self.project().findings.clone();
        findings.extend(self.texts().findings.iter().cloned());
        findings.extend(glance.by_rule.findings.iter().cloned());
        findings.extend(glance.typeset.findings.iter().cloned());
        Diagnostic::sort(&mut findings);
        findings.dedup();
        findings
    }
}
