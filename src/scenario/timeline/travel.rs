//! Going to another moment: of this line, of another branch, or of the line
//! as it would be without its last command.
//!
//! A journey may be long, so it is only begun here. Whoever began it calls
//! [`Timeline::go_on`] until it has arrived, in slices that leave a page its
//! frames.

use crate::engine::{LAST_TICK, Tick};

use super::{
    Observer, Timeline,
    branch::{Branch, common},
};
use crate::scenario::{Entry, Run, run::asked_by_hand};

/// Most events of one journey. A link to a moment that takes more stops
/// where it is by then.
pub const EVENTS_PER_JOURNEY: u64 = 20_000_000;

/// Where a journey leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Heading {
    to: Tick,
    /// Events left for it.
    left: u64,
}

/// How far a journey has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Going {
    /// At its end, or there was none under way.
    Arrived,
    /// Not there yet.
    OnTheWay,
    /// It took too many events and has been given up; the present is where
    /// it had come by then.
    GivenUp,
}

impl<O: Observer> Timeline<O> {
    /// Begins a journey to the moment `to`, past or to come.
    pub fn seek(&mut self, to: Tick) {
        let to = to.min(LAST_TICK);
        if !self.kept.is_nearer(&self.run, to) {
            self.restore_before(to);
        }
        self.head_for(to);
    }

    /// Where the journey under way leads, if one is.
    pub fn heading(&self) -> Option<Tick> {
        self.heading.map(|heading| heading.to)
    }

    /// Goes on with the journey for about `budget` events.
    pub fn go_on(&mut self, budget: u64) -> Going {
        let Some(Heading { to, left }) = self.heading else {
            return Going::Arrived;
        };
        let before = self.run.engine().handled();
        self.run_on(to.since(self.now()), budget.min(left));
        let left = left.saturating_sub(self.run.engine().handled() - before);
        let going = match () {
            () if to <= self.now() => Going::Arrived,
            () if left == 0 => Going::GivenUp,
            () => Going::OnTheWay,
        };
        self.heading = (going == Going::OnTheWay).then_some(Heading { to, left });
        going
    }

    /// Seeks, and goes all the way at once.
    pub fn go_to(&mut self, to: Tick) -> Going {
        self.seek(to);
        self.go_on(u64::MAX)
    }

    /// Begins a journey to the last moment before the present at which
    /// anything happened, or to the start.
    pub fn step_back(&mut self) {
        let now = self.now();
        let facts = self.run.engine().facts();
        let before = facts.since(0).rev().map(|(_, at, _)| at).find(|at| *at < now);
        match before {
            Some(at) => self.seek(at),
            None if facts.first() == 0 => self.seek(Tick(0)),
            // All the facts that are still held are of this very tick.
            None => self.seek(Tick(now.0.saturating_sub(1))),
        }
    }

    /// Begins a journey to the present as it would be without the last
    /// command asked by hand before it; returns that command. The line as it
    /// was becomes a branch, to which [`Timeline::redo`] returns.
    pub fn undo(&mut self) -> Option<Entry> {
        let here = self.arrival();
        let mut log = self.run.log_until(here);
        let by_hand = asked_by_hand(&self.run.scenario().log, &log);
        let last = by_hand.into_iter().rfind(|nth| log[*nth].at_us <= here.0)?;
        let taken = log.remove(last);
        let mut marks = self.marks.clone();
        marks.cut(Tick(taken.at_us));
        self.undone.push(self.line.id());
        let line = self.branches.new_line();
        self.follow(Branch { line, log, horizon: here, marks }, Tick(taken.at_us), here);
        Some(taken)
    }

    /// Whether there is a command to put back.
    pub fn can_redo(&self) -> bool {
        self.undone.last().is_some_and(|id| self.branches.get(*id).is_some())
    }

    /// Begins a journey back to the line that the last undo left; false if
    /// there is none.
    pub fn redo(&mut self) -> bool {
        let Some(id) = self.undone.pop() else {
            return false;
        };
        let left = self.line.clone();
        let found = self.move_to(id);
        if found && !left.is_named() {
            self.branches.remove(left.id());
        }
        found
    }

    /// Begins a journey to the same moment of another branch; the line left
    /// becomes a branch itself. False if there is no such branch.
    pub fn switch_to(&mut self, id: u32) -> bool {
        self.undone.clear();
        self.move_to(id)
    }

    fn move_to(&mut self, id: u32) -> bool {
        let Some(branch) = self.branches.remove(id) else {
            return false;
        };
        let to = self.arrival();
        self.follow(branch, LAST_TICK, to);
        true
    }

    /// A branch as a timeline of its own, heading for the present moment: to
    /// be shown beside this one. It begins at the nearest checkpoint both
    /// have, and goes back no further.
    pub fn beside(&self, id: u32) -> Option<Timeline<O>> {
        let branch = self.branches.get(id)?;
        let common = common(self.run.log(), &branch.log);
        let mut run = self.run.clone();
        run.take_log(branch.log.clone(), common);
        let mut beside = Timeline {
            kept: self.kept.shared_with(&branch.log, common, self.now()),
            run,
            observer: self.observer.clone(),
            reading: self.reading,
            horizon: branch.horizon,
            marks: branch.marks.clone(),
            line: branch.line.clone(),
            branches: Default::default(),
            undone: Vec::new(),
            heading: None,
        };
        beside.restore_before(self.now());
        beside.head_for(self.now());
        Some(beside)
    }

    /// A copy of the run as it stood at the last checkpoint by `at`, or at the
    /// first there is, with everything asked since still ahead: to be wound on
    /// from there while this one stays where it is.
    pub fn copy_before(&self, at: Tick) -> Run {
        let mut run = self.run.clone();
        self.kept.nearest(at).restore(&mut run);
        run.carry_out_due();
        run
    }

    /// Where this and a branch part: the first command that only one has.
    pub fn parting(&self, branch: &Branch) -> Tick {
        let common = common(self.run.log(), &branch.log);
        let next = [self.run.log().get(common), branch.log.get(common)];
        let at = next.into_iter().flatten().map(|entry| entry.at_us).min();
        at.map_or(self.horizon.min(branch.horizon), Tick)
    }

    /// The moment shown, or about to be.
    fn arrival(&self) -> Tick {
        self.heading.map_or(self.now(), |heading| heading.to)
    }

    /// Follows another line to the moment `to`; the one left becomes a branch.
    /// What happened from `unmarked` on is yet to be marked.
    fn follow(&mut self, next: Branch, unmarked: Tick, to: Tick) {
        let common = common(self.run.log(), &next.log);
        self.kept.keep_those_of(&next.log, common);
        let left = Branch {
            line: std::mem::replace(&mut self.line, next.line),
            log: self.run.take_log(next.log, common),
            horizon: std::mem::replace(&mut self.horizon, next.horizon),
            marks: std::mem::replace(&mut self.marks, next.marks),
        };
        self.branches.keep(left);
        self.restore_before(to.min(Tick(unmarked.0.saturating_sub(1))));
        self.head_for(to);
    }

    fn head_for(&mut self, to: Tick) {
        self.heading = (self.now() < to).then_some(Heading { to, left: EVENTS_PER_JOURNEY });
    }

    fn restore_before(&mut self, to: Tick) {
        (self.observer, self.reading) = self.kept.nearest(to).restore(&mut self.run);
        self.carry_out_due();
    }
}
