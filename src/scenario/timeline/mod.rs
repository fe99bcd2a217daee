//! A run in which one can go to any moment, change what was asked, and keep
//! every future.
//!
//! Going to a moment restores the nearest checkpoint before it and replays the
//! log from there. What is shown at a tick is the same however it was reached:
//! by running on, by winding back, on another branch or through a link.
//!
//! How a page uses it: [`Timeline::new`] or [`Timeline::open`]; every frame
//! [`Timeline::go_on`] while there is a [`Timeline::heading`] and otherwise
//! [`Timeline::advance`] when it plays; [`Timeline::ask`] for commands, which
//! begins a branch by itself when the present is not the last known moment.
//! The engine shown is `timeline.run().engine()`, and the chart
//! `timeline.seen()`.

use crate::engine::{Command, Engine, LAST_TICK, Refusal, Tick};

use super::{
    Entry, Run, Scenario,
    edit::{Position, Sheet},
    run::{asked_by_hand, whole_log},
};

mod branch;
mod checkpoint;
mod compare;
mod marks;
mod observer;
mod travel;
mod until;

pub use branch::{BRANCHES, Branch, Line};
pub use checkpoint::CHECKPOINT_BYTES;
pub use compare::{Comparison, DIFFERENCES, Difference, Fate, compare};
pub use marks::{MARKS, Mark, MarkKind};
pub use observer::Observer;
pub use travel::{EVENTS_PER_JOURNEY, Going};
pub use until::Until;

use branch::Branches;
use checkpoint::Checkpoints;
use marks::Marks;
use travel::Heading;

/// Most events between two looks at the facts, so that none has left the
/// window unseen.
const STRIDE: u64 = 4_096;

/// Most events of one step: a moment at which everything booked has been
/// called off is passed over.
const DEAD_EVENTS: u64 = 100_000;

/// A run with its past, its known future, and its other futures.
pub struct Timeline<O> {
    run: Run,
    observer: O,
    /// When the observer reads next.
    reading: Tick,
    kept: Checkpoints<O>,
    /// The last moment that is known, by running or from a link.
    horizon: Tick,
    marks: Marks,
    line: Line,
    branches: Branches,
    /// Lines left by taking a command back, latest last.
    undone: Vec<u32>,
    heading: Option<Heading>,
}

impl<O: Observer> Timeline<O> {
    /// The run of a scenario at its first moment.
    ///
    /// # Errors
    /// The topology names a node that is not there.
    pub fn new(scenario: Scenario, observer: O) -> Result<Self, Refusal> {
        Timeline::open(scenario, &[], Tick(0), observer)
    }

    /// A recorded run: what was `asked` by hand beside the scenario's own log,
    /// heading for the moment `at`. Everything asked is its known future.
    ///
    /// # Errors
    /// The topology names a node that is not there.
    pub fn open(
        scenario: Scenario,
        asked: &[Entry],
        at: Tick,
        observer: O,
    ) -> Result<Self, Refusal> {
        let log = whole_log(&scenario.log, asked);
        let horizon = asked.last().map_or(Tick(0), |last| Tick(last.at_us)).max(at);
        let run = Run::before_the_start(scenario, log)?;
        let mut timeline = Timeline {
            kept: Checkpoints::starting_with(&run, &observer),
            run,
            observer,
            reading: Tick(0),
            horizon: Tick(0),
            marks: Marks::default(),
            line: Line::first(),
            branches: Branches::default(),
            undone: Vec::new(),
            heading: None,
        };
        timeline.carry_out_due();
        timeline.horizon = horizon.min(LAST_TICK);
        timeline.seek(at);
        Ok(timeline)
    }

    /// The run at the present moment.
    pub fn run(&self) -> &Run {
        &self.run
    }

    /// Puts the nodes elsewhere on the stage, at every moment alike.
    pub fn arrange(&mut self, positions: Vec<Position>, sheet: Option<Sheet>) {
        self.run.arrange(positions, sheet);
    }

    /// Says what a built-in world is in the language that is spoken now.
    pub fn retell(&mut self) {
        self.run.retell();
    }

    /// The present moment.
    pub fn now(&self) -> Tick {
        self.run.engine().now()
    }

    /// The last moment that is known; acting before it begins a branch.
    pub fn horizon(&self) -> Tick {
        self.horizon
    }

    /// What the observer has seen by now, this moment included.
    pub fn seen(&self) -> O {
        let mut observer = self.observer.clone();
        observer.read(self.run.engine());
        observer
    }

    /// What was asked by hand so far and in the known future: with the
    /// scenario, the whole run.
    pub fn asked(&self) -> Vec<Entry> {
        let by_hand = asked_by_hand(&self.run.scenario().log, self.run.log());
        by_hand.into_iter().map(|nth| self.run.log()[nth].clone()).collect()
    }

    /// About how many bytes the checkpoints take; at most
    /// [`CHECKPOINT_BYTES`].
    pub fn checkpoint_bytes(&self) -> usize {
        self.kept.bytes()
    }

    /// How many checkpoints there are.
    pub fn checkpoints(&self) -> usize {
        self.kept.len()
    }

    /// What happened that matters, earliest first, known future included.
    pub fn marks(&self) -> &[Mark] {
        self.marks.all()
    }

    /// The next mark after the present.
    pub fn next_mark(&self) -> Option<Mark> {
        self.marks.after(self.now())
    }

    /// The last mark before the present.
    pub fn previous_mark(&self) -> Option<Mark> {
        self.marks.before(self.now())
    }

    /// Marks the moment at which a goal was met; marking it again is free.
    pub fn mark_goal(&mut self, at: Tick) {
        let known = |mark: &Mark| mark.kind == MarkKind::Goal && mark.at <= at && at <= mark.until;
        if !self.marks.all().iter().any(known) {
            self.marks.add(at, MarkKind::Goal);
        }
    }

    /// The observer as it stands, without a reading of the present.
    pub fn observer(&self) -> &O {
        &self.observer
    }

    /// Has the observer, and its clones in all checkpoints, look for something
    /// else from now on.
    pub fn instruct(&mut self, instruct: impl Fn(&mut O)) {
        instruct(&mut self.observer);
        self.kept.instruct(instruct);
    }

    /// Advances by `span` microseconds, or by about `budget` events. It ends a
    /// journey that was under way.
    pub fn advance(&mut self, span: u64, budget: u64) {
        self.heading = None;
        self.run_on(span, budget);
    }

    fn run_on(&mut self, span: u64, budget: u64) {
        let until = self.now().after(span).min(LAST_TICK);
        let enough = self.run.engine().handled().saturating_add(budget);
        while self.now() < until && self.run.engine().handled() < enough {
            self.stride(until, enough);
        }
    }

    /// One stretch without a look at the facts.
    ///
    /// The observer reads just before time goes on from where a reading is
    /// due, so that a command at that very tick is in it, live or replayed.
    fn stride(&mut self, until: Tick, enough: u64) {
        if self.reading <= self.now() {
            self.observer.read(self.run.engine());
            self.reading = self.now().after(self.observer.left_us(self.now()).max(1));
        }
        let engine = self.run.engine();
        let (facts, budget) = (engine.facts().next(), enough - engine.handled());
        let span = self.next_look(until).since(engine.now());
        self.run.advance(span, budget.min(STRIDE));
        self.take_in(facts);
        self.kept.consider(&self.run, &self.observer, self.reading);
    }

    /// Where a stretch that leads to `until` ends at the latest.
    fn next_look(&self, until: Tick) -> Tick {
        let next = self.run.next_moment().filter(|_| self.observer.watches());
        let next = next.filter(|next| self.now() < *next);
        until.min(self.reading).min(next.unwrap_or(LAST_TICK))
    }

    /// Carries out what the log holds for the present tick.
    fn carry_out_due(&mut self) {
        let facts = self.run.engine().facts().next();
        self.run.carry_out_due();
        self.take_in(facts);
    }

    /// Takes in what happened since the fact `from`, as far as it is new.
    fn take_in(&mut self, from: u64) {
        self.marks.read(self.run.engine(), from);
        self.observer.watch(self.run.engine());
        self.horizon = self.horizon.max(self.now());
    }

    /// Goes on to the next moment at which anything happens; false when
    /// nothing ever will.
    pub fn step(&mut self) -> bool {
        let more = self.run.next_moment().is_some();
        self.step_within(LAST_TICK, self.run.engine().handled() + DEAD_EVENTS);
        more
    }

    /// Goes on to the next moment at which anything happens, if that comes by
    /// `until` and before so many events are handled; returns the index of its
    /// first fact.
    fn step_within(&mut self, until: Tick, enough: u64) -> Option<u64> {
        let facts = self.run.engine().facts().next();
        while self.run.engine().facts().next() == facts {
            let due = self.run.next_moment().filter(|due| *due <= until)?;
            if enough <= self.run.engine().handled() {
                return None;
            }
            self.advance(due.since(self.now()), u64::MAX);
        }
        Some(facts)
    }

    /// Advances as [`Timeline::advance`] does, but stops at the first moment
    /// for which `met` says so; whether there was one.
    ///
    /// `met` is asked after every moment at which anything happened, with the
    /// observer and the index of that moment's first fact: [`Until::is_met`],
    /// or a goal.
    pub fn advance_until(
        &mut self,
        span: u64,
        budget: u64,
        met: &mut dyn FnMut(&Engine, &O, u64) -> bool,
    ) -> bool {
        let until = self.now().after(span).min(LAST_TICK);
        let enough = self.run.engine().handled().saturating_add(budget);
        while let Some(facts) = self.step_within(until, enough) {
            if met(self.run.engine(), &self.observer, facts) {
                return true;
            }
        }
        if self.run.engine().handled() < enough {
            self.advance(until.since(self.now()), u64::MAX);
        }
        false
    }

    /// Asks a command now. If the present is not the last known moment, the
    /// old future is kept as a branch, and this is the beginning of another.
    ///
    /// # Errors
    /// The engine's refusal; nothing has changed then.
    pub fn ask(&mut self, command: Command) -> Result<(), Refusal> {
        let facts = self.run.engine().facts().next();
        self.change(|run| run.ask(command))?;
        self.heading = None;
        self.undone.clear();
        self.marks.read_again(self.now());
        self.take_in(facts);
        Ok(())
    }

    /// Asks a command at a later moment. What is changed so begins a branch,
    /// too, if that moment is known already.
    ///
    /// # Errors
    /// The moment is past, or too much lies ahead; nothing has changed then.
    pub fn schedule(&mut self, at: Tick, command: Command) -> Result<(), Refusal> {
        self.change(|run| run.schedule(at, command))
    }

    /// Calls off a command that lies ahead; false if it is not there any more.
    /// Where it has happened already in the known future, that becomes a
    /// branch, and everything asked by hand beyond the present with it.
    pub fn call_off(&mut self, entry: &Entry) -> bool {
        match self.horizon <= self.now() {
            true => self.run.unschedule(entry),
            false => self.change(|_| Ok(())).is_ok(),
        }
    }

    /// Changes the log at the present. What was known beyond it is another
    /// future then, and becomes a branch.
    fn change(
        &mut self,
        change: impl FnOnce(&mut Run) -> Result<(), Refusal>,
    ) -> Result<(), Refusal> {
        if self.horizon <= self.now() {
            return change(&mut self.run);
        }
        let done = self.run.done();
        let old = self.run.take_log(self.run.log_until(self.now()), done);
        if let Err(refusal) = change(&mut self.run) {
            self.run.take_log(old, done);
            return Err(refusal);
        }
        self.kept.keep_those_of(self.run.log(), done);
        let line = std::mem::replace(&mut self.line, self.branches.new_line());
        let marks = self.marks.clone();
        self.branches.keep(Branch { line, log: old, horizon: self.horizon, marks });
        self.horizon = self.now();
        self.marks.cut(self.now().after(1));
        Ok(())
    }
}
