//! The marks of a paragraph read together: each has several readings, and those are chosen that
//! open and close each other with the least that is odd.
//!
//! The readings are followed from left to right, those side by side that differ in what is open
//! (a beam), so that the work grows with the number of marks.

use crate::markdown::quotation::reading::{NEVER, Reading, Role};

/// Quotations inside each other.
const MAX_OPEN: usize = 3;

/// How many ways to read the marks so far are followed.
const MAX_WAYS: usize = 8;

/// How much odder than the best a way may be.
const MAX_LAG: u32 = 700;

/// A mark with where it stands.
pub(crate) struct MarkToRead {
    pub(crate) reading: Reading,
    /// Words before it.
    pub(crate) words: u32,
    /// Ends of sentences before it.
    pub(crate) sentences: u32,
    /// It is the first thing in its paragraph.
    pub(crate) is_first: bool,
}

#[derive(Clone, Copy, Debug, Default)]
struct OpenMark {
    is_double: bool,
    is_sentence: bool,
    is_first: bool,
    words: u32,
    sentences: u32,
}

#[derive(Clone, Copy, Debug)]
struct Way {
    cost: u32,
    open: [OpenMark; MAX_OPEN],
    depth: usize,
    /// The way before this mark, and what the mark is on it.
    before: u8,
    role: Role,
}

impl Way {
    fn open(&self) -> &[OpenMark] {
        &self.open[..self.depth]
    }

    /// Whether the same is open on both, so that one of them is enough.
    fn is_like(&self, other: &Self) -> bool {
        let key = |mark: &OpenMark| (mark.is_double, mark.is_sentence);
        self.depth == other.depth && self.open().iter().map(key).eq(other.open().iter().map(key))
    }

    /// What speaks against leaving open what is open.
    fn left_open(&self, goes_on: bool) -> u32 {
        let Some((outer, inner)) = self.open().split_first() else {
            return 0;
        };
        let outer = match (outer.is_first, goes_on) {
            (true, true) => 30,
            (false, true) => 120,
            (true, false) => 250,
            (false, false) if outer.is_sentence => 300,
            (false, false) => 400,
        };
        outer + 400 * inner.len() as u32
    }

    fn opened(&self, mark: &MarkToRead) -> Option<Self> {
        let reading = &mark.reading;
        let is_inside_own = self
            .open()
            .iter()
            .any(|open| open.is_double == reading.is_double);
        let mut way = *self;
        *way.open.get_mut(self.depth)? = OpenMark {
            is_double: reading.is_double,
            is_sentence: reading.opens_sentence,
            is_first: mark.is_first,
            words: mark.words,
            sentences: mark.sentences,
        };
        way.depth += 1;
        way.cost += reading.open + if is_inside_own { 200 } else { 0 };
        Some(way)
    }

    fn closed(&self, mark: &MarkToRead) -> Self {
        let reading = &mark.reading;
        let mut way = *self;
        way.cost += reading.close;
        let is_partner = |open: &OpenMark| open.is_double == reading.is_double;
        let Some(at) = self.open().iter().rposition(is_partner) else {
            way.cost += 500;
            return way;
        };
        let open = &self.open[at];
        let skipped = (self.depth - at - 1) as u32;
        way.cost += 400 * skipped;
        way.depth = at;
        let words = mark.words - open.words;
        way.cost += match open.is_sentence {
            true => words.min(40) + if reading.closes_sentence { 0 } else { 80 },
            false => {
                let crossed = mark.sentences > open.sentences;
                (4 * words).min(150) + if crossed { 100 } else { 0 }
            }
        };
        if words == 0 {
            way.cost += 100;
        }
        way
    }
}

/// Returns what each mark is; `goes_on` says that the next paragraph opens with a mark again.
pub(crate) fn roles(marks: &[MarkToRead], goes_on: bool) -> Vec<Role> {
    let start = Way {
        cost: 0,
        open: [OpenMark::default(); MAX_OPEN],
        depth: 0,
        before: 0,
        role: Role::Stray,
    };
    let mut ways = vec![start];
    let mut steps: Vec<(u8, Role)> = Vec::new();
    let mut ends = Vec::with_capacity(marks.len());
    for mark in marks {
        let mut next: Vec<Way> = Vec::with_capacity(ways.len() * 3);
        for (at, way) in ways.iter().enumerate() {
            let before = at as u8;
            let reading = &mark.reading;
            let simply = |role, cost| Way {
                cost: way.cost + cost,
                role,
                before,
                ..*way
            };
            let mut add = |way: Way| match next.iter_mut().find(|other| other.is_like(&way)) {
                Some(other) if other.cost <= way.cost => {}
                Some(other) => *other = way,
                None => next.push(way),
            };
            if reading.close < NEVER {
                add(Way {
                    role: Role::Close,
                    before,
                    ..way.closed(mark)
                });
            }
            if let Some(way) = way.opened(mark).filter(|_| reading.open < NEVER) {
                add(Way {
                    role: Role::Open,
                    before,
                    ..way
                });
            }
            let others = [
                (Role::Apostrophe, reading.apostrophe),
                (Role::Prime, reading.prime),
                (Role::Stray, reading.stray),
            ];
            for (role, cost) in others {
                if cost < NEVER {
                    add(simply(role, cost));
                }
            }
        }
        next.sort_by_key(|way| way.cost);
        let bound = next.first().map_or(0, |way| way.cost) + MAX_LAG;
        next.truncate(next.partition_point(|way| way.cost <= bound).min(MAX_WAYS));
        steps.extend(next.iter().map(|way| (way.before, way.role)));
        ends.push(steps.len());
        ways = next;
    }
    let best = (0..ways.len()).min_by_key(|at| ways[*at].cost + ways[*at].left_open(goes_on));
    let mut at = best.unwrap_or(0);
    let mut roles = Vec::with_capacity(marks.len());
    for number in (0..marks.len()).rev() {
        let start = if number == 0 { 0 } else { ends[number - 1] };
        let (before, role) = steps[start + at];
        roles.push(role);
        at = usize::from(before);
    }
    roles.reverse();
    roles
}
