//! The engine's own loop, a layout at a time: what is laid out asks where things stand, and is laid
//! out again until all answers were true. Where an earlier layout of the same document is known, it
//! answers first, so that a number that changes on one page costs one layout and not four.

use comemo::{Constraint, Track, Tracked};
use typst::World;
use typst::diag::{SourceDiagnostic, SourceResult, Warned};
use typst::ecow::{EcoString, EcoVec, eco_vec};
use typst::engine::{Engine, Route, Sink, Traced};
use typst::foundations::{Content, Module, Output, StyleChain, TargetElem};
use typst::introspection::{EmptyIntrospector, Introspector};
use typst::syntax::Span;
use typst_layout::PagedDocument;
use typst_utils::Protected;

use crate::typeset::answers::Answers;

/// What the engine cannot get over.
pub(super) type Errors = EcoVec<SourceDiagnostic>;

/// How often the engine itself lays a document out at most.
const MAX_LAYOUTS: usize = 5;

/// How far a document is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// Until its words stand: a second layout has the answers of the first to every question, though
    /// the page numbers in it may still move.
    Words,
    /// Until no answer changes any more.
    Settled,
}

/// A document, as pages or as one text, as far as it was laid out.
pub(super) struct LaidOut<D = PagedDocument> {
    pub(super) document: D,
    /// Whether no answer changed in the last layout.
    pub(super) is_settled: bool,
    /// The layout before the last, of pages that come to no rest and may be set otherwise.
    pub(super) earlier: Option<D>,
}

/// Lays a document out, beginning with the answers of earlier pages, where there are some. Pages that
/// come to no rest are explained, unless they `may_change` and are wanted as they are.
pub(super) fn lay_out<D: Output>(
    world: &dyn World,
    before: Option<D>,
    until: Until,
    may_change: bool,
) -> Warned<Result<LaidOut<D>, Errors>> {
    let mut sink = Sink::new();
    let laid_out = until_settled(world.track(), before, until, &mut sink);
    let is_known = |laid_out: &LaidOut<D>| laid_out.earlier.is_none() || may_change;
    let laid_out = laid_out.map(|laid_out| laid_out.filter(is_known));
    match laid_out.transpose() {
        Some(output) => Warned {
            output,
            warnings: sink.warnings(),
        },
        // Pages that never settle are the engine's to explain; its memory has most of the work.
        None => {
            let Warned { output, warnings } = typst::compile::<D>(world);
            let output = output.map(|document| LaidOut {
                document,
                is_settled: true,
                earlier: None,
            });
            Warned { output, warnings }
        }
    }
}

fn until_settled<D: Output>(
    world: Tracked<dyn World + '_>,
    mut before: Option<D>,
    until: Until,
    sink: &mut Sink,
) -> SourceResult<Option<LaidOut<D>>> {
    let library = world.library();
    let target = TargetElem::target.set(D::target()).wrap();
    let base = StyleChain::new(&library.styles);
    let styles = base.chain(&target);
    let traced = Traced::default();
    let content = evaluated(world, traced.track(), sink)?;
    let mut earlier = None;
    for layouts in 1..=MAX_LAYOUTS {
        let nothing: &dyn Introspector = &EmptyIntrospector;
        let answers = Answers(before.as_ref().map_or(nothing, Output::introspector));
        let answers: &dyn Introspector = &answers;
        let constraint = Constraint::new();
        let mut own_sink = Sink::new();
        let mut engine = Engine {
            library,
            world,
            introspector: Protected::new(answers.track_with(&constraint)),
            traced: traced.track(),
            sink: own_sink.track_mut(),
            route: Route::default(),
        };
        let document = D::create(&mut engine, &content, styles)?;
        let new_answers = Answers(Output::introspector(&document));
        let is_settled = constraint.validate(&new_answers as &dyn Introspector);
        let is_far_enough = until == Until::Words && layouts >= 2;
        if is_settled {
            sink.extend_from_sink(own_sink);
            let delayed = sink.delayed();
            if !delayed.is_empty() {
                return Err(delayed);
            }
        }
        if is_settled || is_far_enough {
            return Ok(Some(LaidOut {
                document,
                is_settled,
                earlier: None,
            }));
        }
        let one_before = before.replace(document);
        earlier = one_before.filter(|_| layouts == MAX_LAYOUTS);
    }
    Ok(before.map(|document| LaidOut {
        document,
        is_settled: false,
        earlier,
    }))
}

/// What the main file says, with all that it includes.
fn evaluated(
    world: Tracked<dyn World + '_>,
    traced: Tracked<Traced>,
    sink: &mut Sink,
) -> SourceResult<Content> {
    let missing = |error| {
        eco_vec![SourceDiagnostic::error(
            Span::detached(),
            EcoString::from(error)
        )]
    };
    let main = world.source(world.main()).map_err(missing)?;
    let route = Route::default();
    let (library, sink) = (world.library(), sink.track_mut());
    typst_eval::eval(world, library, traced, sink, route.track(), &main).map(Module::content)
}
