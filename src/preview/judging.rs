//! All that is to be known besides the pages, found out while nobody writes, by a worker of its own:
//! the pages never wait for it.

use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::time::Duration;

use crate::diagnostics::Today;
use crate::dissertation::OpenRequest;
use crate::pipeline::{Judged, Request};
use crate::preview::shared::{Kind, Shared};
use crate::preview::view::{PanelView, json};
use crate::preview::{Settings, Status};
use crate::worker::{Answer, Refreshed, WorkError, Worker};

/// So long nothing was written.
const QUIET: Duration = Duration::from_millis(900);

/// Judges whenever something was set, until nothing is any more.
pub(super) fn run(settings: &Settings, shared: &Arc<Shared>, signals: &Receiver<()>) {
    let mut worker = Worker::new(&settings.program, settings.limits, |_| {});
    let mut opened = None;
    while signals.recv().is_ok() {
        while signals.recv_timeout(QUIET).is_ok() {}
        if !judge(settings, shared, &mut worker, &mut opened) {
            // The pages say what is wrong. A folder that was replaced is opened anew.
            opened = None;
            judge(settings, shared, &mut worker, &mut opened);
        }
    }
}

/// Judges once; returns whether that could be done.
fn judge(
    settings: &Settings,
    shared: &Arc<Shared>,
    worker: &mut Worker,
    opened: &mut Option<Today>,
) -> bool {
    let open = (settings.open)();
    let today = open.moment.today;
    // On another day, other things are due.
    let seen = match *opened == Some(today) {
        true => {
            let seen: Result<Answer<Refreshed>, WorkError> = worker.refresh(None);
            seen.map(drop)
        }
        false => {
            let seen = worker.open(open.clone());
            *opened = seen.is_ok().then_some(today);
            let despite = OpenRequest {
                despite_mistakes: true,
                ..open
            };
            seen.or_else(|_| worker.open(despite)).map(drop)
        }
    };
    let judged = seen.and_then(|()| worker.ask::<Judged>(Request::Judge));
    if let Ok(answer) = &judged {
        let view = PanelView::new(&answer.said);
        shared.tell(Kind::Panel, &json(&view));
        (settings.on_status)(&Status::Judged(&answer.said));
    }
    judged.is_ok()
}
