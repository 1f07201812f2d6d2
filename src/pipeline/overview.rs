//! Everything that an office wants to know of one dissertation, in one question.
//!
//! It is what `check`, `status` and `milestone verify` say, told of pages that are set once.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::check::Secrets;
use crate::diagnostics::text::inline;
use crate::diagnostics::{Level, Store};
use crate::dissertation::{CountSummary, Dissertation, Draft, Failure, FailureKind, Packed};
use crate::milestones::{
    AllowedSigners, Basis, ChaptersNow, Drift, History, OfficeDates, People, Plan, Standing,
    Standings, State, WordsOn, kept, standings, verify,
};
use crate::pipeline::check::{CheckRequest, check};
use crate::pipeline::survey::{Surveyed, survey};
use crate::project::{Project, Zone};

/// The longest text of a project that is passed on.
const MAX_TEXT: usize = 300;

/// What an office asks by.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct OverviewRequest {
    /// The text of a list of keys from outside the project.
    pub signers: Option<String>,
    /// What the office's own list says of the milestones.
    pub dates: Vec<OfficeDates>,
}

/// What there is to know of a dissertation. Names that may not appear are covered.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Overview {
    /// The title.
    pub title: String,
    /// The author.
    pub author: String,
    /// The college number.
    pub cid: Option<String>,
    /// The examination number.
    pub candidate: Option<String>,
    /// The student's address.
    pub address: Option<String>,
    /// Who supervises today.
    pub supervisors: Vec<String>,
    /// The degree.
    pub programme: Option<String>,
    /// The clocks by which dates are meant.
    pub zone: Zone,
    /// Where the milestones stand.
    pub standings: Standings,
    /// What changed since each milestone was marked ready, by id.
    pub drifts: BTreeMap<String, Drift>,
    /// The count; `None`: the pages cannot be set.
    pub counted: Option<CountSummary>,
    /// The count on earlier days, oldest first.
    pub over_time: Vec<WordsOn>,
    /// How many findings must be fixed.
    pub deny: usize,
    /// How many findings are worth fixing.
    pub warn: usize,
    /// How many findings have each code.
    pub codes: BTreeMap<String, usize>,
    /// What stands on the pages as a mark, because nothing can be printed for it.
    pub unresolved: usize,
    /// Whether nothing is wrong with the ledger.
    pub is_ledger_sound: bool,
    /// The digests of the ledger's entries, in order.
    pub entries: Vec<String>,
    /// The pages; `None` where they cannot be set.
    pub pages: Option<usize>,
    /// What the receipt says, where a package arrived.
    pub packed: Option<Packed>,
}

/// Says everything.
///
/// # Errors
///
/// If the engine itself gives up, or the ledger cannot be read.
pub fn overview(
    dissertation: &mut Dissertation,
    request: &OverviewRequest,
) -> Result<Overview, Failure> {
    let asked = CheckRequest {
        signers: request.signers.clone(),
        ..CheckRequest::default()
    };
    let checked = check(dissertation, &asked)?;
    let surveyed = survey(dissertation)?;
    let dissertation = &*dissertation;
    let (project, store) = (dissertation.project(), dissertation.store());
    let moment = dissertation.moment();
    let failed = |error| Failure::new(FailureKind::Project, format!("{error}"));
    let (plan, people) = (Plan::of(project), People::of(project));
    let history = History::of(store).map_err(failed)?;
    let signers = AllowedSigners::of(store).map_err(failed)?;
    let outside = request.signers.as_deref().map(AllowedSigners::parse);
    let basis = Basis {
        plan: &plan,
        people: &people,
        history: &history,
        facts: &surveyed.facts,
        signers: &signers,
        outside: outside.as_ref(),
        at: moment.now,
        today: moment.today.0,
        entered_by: "",
        clock: None,
        seed: &[],
    };
    let mut standings = standings(&basis);
    let packed = dissertation.packed();
    hand_in(&mut standings, &plan, packed);
    standings.overrule(&request.dates, moment.today.0);
    let holding = basis.supervisors().into_iter();
    let holding = holding.filter(|term| term.holds(moment.today.0));
    let supervisors = holding.map(|term| term.name).collect();
    let counted = surveyed.counted.clone();
    let measured = counted.as_ref().filter(|it| it.estimated.is_empty());
    let today = measured.map(|_| (moment.today.0, basis.facts));
    let mut overview = Overview {
        title: project.manifest.dissertation.title.clone(),
        author: people.student_name.clone(),
        cid: people.cid.clone(),
        candidate: people.candidate.clone(),
        address: people.student.clone(),
        supervisors,
        programme: project.manifest.dissertation.programme.clone(),
        zone: project.manifest.zone.clone(),
        drifts: drifts(&standings, project, store, &surveyed),
        over_time: WordsOn::days(&history, today),
        deny: checked.count(Level::Deny),
        warn: checked.count(Level::Warn),
        codes: BTreeMap::new(),
        unresolved: surveyed.unresolved.len(),
        is_ledger_sound: verify(&basis).is_sound(),
        entries: history
            .entries()
            .map(|(line, _)| line.digest.to_string())
            .collect(),
        pages: checked.pages,
        packed: packed.cloned(),
        standings,
        counted,
    };
    for finding in &checked.findings {
        *overview.codes.entry(finding.code.to_string()).or_default() += 1;
    }
    let by_plan = dissertation.schedule()?;
    let everything = by_plan.due(project, &overview.standings, None)?;
    let secrets = Draft::of(dissertation, None).secrets(&everything, false);
    overview.cover(&secrets);
    Ok(overview)
}

/// What was handed in as a package is packaged, whatever its ledger says: it holds none.
fn hand_in(standings: &mut Standings, plan: &Plan, packed: Option<&Packed>) {
    let id = plan.submission().map(|it| it.id.as_str());
    let mut all = standings.milestones.iter_mut();
    let standing = all.find(|it| Some(it.id.as_str()) == id);
    if let (Some(standing), Some(_)) = (standing, packed) {
        standing.state = State::Packaged;
    }
}

fn drifts(
    standings: &Standings,
    project: &Project,
    store: &Store,
    surveyed: &Surveyed,
) -> BTreeMap<String, Drift> {
    let chapters = project.outline.chapters.iter();
    let texts = chapters.filter_map(|chapter| {
        let text = store.text(&chapter.path).ok()?;
        Some((chapter.id.clone(), text))
    });
    let texts = texts.collect();
    let now = ChaptersNow {
        texts: &texts,
        counted: surveyed.words.as_ref(),
    };
    let drift = |it: &Standing| {
        let ready = it.ready.as_ref()?;
        Some((it.id.clone(), now.drift_of(&kept(store, &ready.ready))?))
    };
    standings.milestones.iter().filter_map(drift).collect()
}

impl Overview {
    /// Covers what may not appear in everything that the project's own words stand in.
    fn cover(&mut self, secrets: &Secrets) {
        let plain = |text: &mut String| *text = secrets.mask_names(&inline(text, MAX_TEXT));
        plain(&mut self.title);
        plain(&mut self.author);
        self.supervisors.iter_mut().for_each(plain);
        let facts = [
            &mut self.programme,
            &mut self.cid,
            &mut self.candidate,
            &mut self.address,
        ];
        facts.into_iter().flatten().for_each(plain);
        for standing in &mut self.standings.milestones {
            plain(&mut standing.title);
            standing.missing.iter_mut().for_each(plain);
            let decision = standing.decision.iter_mut();
            decision.for_each(|it| {
                plain(&mut it.by);
                it.name.iter_mut().for_each(plain);
            });
        }
    }
}
