//! A run: an engine, and the log of everything that was asked of it.
//!
//! Replaying the log on the same scenario gives the same facts, because
//! commands land only between ticks, in the order of the log.

use crate::{
    engine::{Command, Engine, LAST_TICK, Refusal, Tick},
    order::sort_by_number,
    words::{range_names, ranges},
};

use super::{
    Entry, Scenario, catalog,
    edit::{Position, Sheet},
};

/// A scenario being run.
#[derive(Clone)]
pub struct Run {
    scenario: Scenario,
    engine: Engine,
    log: Vec<Entry>,
    /// Entries of the log already carried out.
    done: usize,
    /// Every refusal known, those of moments yet to come again included.
    refused: Vec<Refused>,
}

/// An entry of the log that the engine did not carry out.
#[derive(Clone, Debug, PartialEq)]
pub struct Refused {
    /// Its place in the log.
    pub nth: usize,
    /// Which entry.
    pub entry: Entry,
    /// Why not.
    pub refusal: Refusal,
}

/// Most ticks one step passes over.
const DEAD_TICKS: u32 = 100_000;

/// Most commands one run may hold.
pub const LOG_LIMIT: usize = 100_000;

/// Most commands that may lie ahead when another is scheduled.
pub const SCHEDULED_LIMIT: usize = 1_000;

impl Run {
    /// The run at its first moment; the scenario's own log lies ahead.
    ///
    /// # Errors
    /// The topology names a node that is not there.
    pub fn new(scenario: Scenario) -> Result<Self, Refusal> {
        let log = scenario.log.clone();
        let mut run = Run::before_the_start(scenario, log)?;
        run.carry_out_due();
        Ok(run)
    }

    /// The run with this whole log, of which nothing is carried out yet, not
    /// even what is asked for the first moment.
    pub(super) fn before_the_start(scenario: Scenario, log: Vec<Entry>) -> Result<Self, Refusal> {
        let engine = Engine::new(&scenario.topology, scenario.seed)?;
        Ok(Run { scenario, engine, log, done: 0, refused: Vec::new() })
    }

    /// The engine, to look at.
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// The world as it began.
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// Puts its nodes elsewhere on the stage, which is no part of the run.
    pub(super) fn arrange(&mut self, positions: Vec<Position>, sheet: Option<Sheet>) {
        (self.scenario.positions, self.scenario.sheet) = (positions, sheet);
    }

    /// Says what its world is in the language that is spoken now.
    pub(super) fn retell(&mut self) {
        self.scenario = catalog::retold(&self.scenario);
    }

    /// Everything asked so far and still ahead.
    pub fn log(&self) -> &[Entry] {
        &self.log
    }

    /// The scenario with the whole log of this run: enough to replay it.
    pub fn recording(&self) -> Scenario {
        Scenario { log: self.log.clone(), ..self.scenario.clone() }
    }

    /// How many entries of the log are behind.
    pub fn done(&self) -> usize {
        self.done
    }

    /// Entries of the log that were not carried out, so far.
    pub fn refused(&self) -> &[Refused] {
        let known = self.refused.partition_point(|refused| refused.nth < self.done);
        &self.refused[..known]
    }

    /// Asks a command now. What is carried out joins the log.
    ///
    /// # Errors
    /// The engine's refusal; nothing has changed then.
    pub fn ask(&mut self, command: Command) -> Result<(), Refusal> {
        if LOG_LIMIT <= self.log.len() {
            return Err(Refusal::LogFull);
        }
        self.engine.apply(&command)?;
        let entry = Entry { at_us: self.engine.now().0, command };
        self.log.insert(self.done, entry);
        self.done += 1;
        Ok(())
    }

    /// Enters a command into the log ahead of now. Whether the engine will
    /// carry it out shows at its moment; [`Run::refused`] tells.
    ///
    /// # Errors
    /// The log is full, or the moment is past or beyond the end of time.
    pub fn schedule(&mut self, at: Tick, command: Command) -> Result<(), Refusal> {
        if LOG_LIMIT <= self.log.len() || SCHEDULED_LIMIT <= self.scheduled().len() {
            return Err(Refusal::LogFull);
        }
        if at <= self.engine.now() || LAST_TICK < at {
            let (what, allowed) = (range_names::MOMENT, ranges::MOMENT);
            return Err(Refusal::OutOfRange { what, allowed });
        }
        let later = self.scheduled().iter().position(|entry| at.0 < entry.at_us);
        let place = later.map_or(self.log.len(), |place| self.done + place);
        self.log.insert(place, Entry { at_us: at.0, command });
        Ok(())
    }

    /// What the log holds ahead of now, the next first.
    pub fn scheduled(&self) -> &[Entry] {
        &self.log[self.done..]
    }

    /// Takes an entry that lies ahead out of the log; false if it is not
    /// there any more.
    pub fn unschedule(&mut self, entry: &Entry) -> bool {
        let found = self.scheduled().iter().position(|ahead| ahead == entry);
        found.map(|at| self.log.remove(self.done + at)).is_some()
    }

    /// Advances by `span` microseconds, or by about `budget` events,
    /// carrying out what the log holds on the way.
    pub fn advance(&mut self, span: u64, budget: u64) {
        let until = self.engine.now().after(span).min(LAST_TICK);
        let enough = self.engine.handled().saturating_add(budget);
        loop {
            let target = self.next_entry().map_or(until, |at| at.min(until));
            let left = enough.saturating_sub(self.engine.handled());
            self.engine.run_for(target.since(self.engine.now()), left);
            if self.engine.now() < target {
                return;
            }
            self.carry_out_due();
            if until <= self.engine.now() {
                return;
            }
        }
    }

    /// Advances to the next moment at which anything happens; false when
    /// nothing ever will.
    ///
    /// A tick at which everything booked has been called off, such as the
    /// time-out of a message confirmed since, is passed over.
    pub fn step(&mut self) -> bool {
        let facts = self.engine.facts().next();
        let mut ticks = 0..DEAD_TICKS;
        while self.engine.facts().next() == facts && ticks.next().is_some() {
            let Some(due) = self.next_moment() else {
                return self.engine.facts().next() != facts;
            };
            self.advance(due.since(self.engine.now()), u64::MAX);
        }
        true
    }

    /// When something is booked or asked next, if that is before the end of
    /// time.
    pub fn next_moment(&self) -> Option<Tick> {
        let next = [self.engine.next_due(), self.next_entry()].into_iter().flatten().min();
        next.filter(|due| *due <= LAST_TICK)
    }

    fn next_entry(&self) -> Option<Tick> {
        self.log.get(self.done).map(|entry| Tick(entry.at_us))
    }

    /// Carries out what the log holds for the present tick. A refusal depends
    /// only on the past, so a replay meets it again.
    pub(super) fn carry_out_due(&mut self) {
        while self.next_entry().is_some_and(|at| at <= self.engine.now()) {
            let (nth, entry) = (self.done, &self.log[self.done]);
            self.done += 1;
            let known = self.refused.last().is_some_and(|last| nth <= last.nth);
            if let Err(refusal) = self.engine.apply(&entry.command)
                && !known
            {
                self.refused.push(Refused { nth, entry: entry.clone(), refusal });
            }
        }
    }

    /// Goes to where an engine stood after `done` entries of this log.
    pub(super) fn stand_at(&mut self, engine: Engine, done: usize) {
        self.engine = engine;
        self.done = done;
    }

    /// Takes another log in the place of this one; the first `common` entries
    /// are the same. Returns the log there was.
    pub(super) fn take_log(&mut self, log: Vec<Entry>, common: usize) -> Vec<Entry> {
        self.refused.retain(|refused| refused.nth < common);
        std::mem::replace(&mut self.log, log)
    }

    /// The log up to a moment, and after it what the scenario itself asks for,
    /// without what was asked by hand.
    pub(super) fn log_until(&self, at: Tick) -> Vec<Entry> {
        let behind = self.log.iter().filter(|entry| entry.at_us <= at.0);
        let ahead = self.scenario.log.iter().filter(|entry| at.0 < entry.at_us);
        behind.chain(ahead).cloned().collect()
    }
}

/// A whole log: what a scenario asks for itself and what was asked by hand.
/// Of one tick the scenario's own comes first, as it did live.
pub fn whole_log(script: &[Entry], asked: &[Entry]) -> Vec<Entry> {
    let mut log: Vec<Entry> = script.iter().chain(asked).cloned().collect();
    sort_by_number(&mut log, |entry| entry.at_us);
    log
}

/// The places in a whole log of what was asked by hand.
pub fn asked_by_hand(script: &[Entry], log: &[Entry]) -> Vec<usize> {
    let mut script = script.iter().peekable();
    let by_hand = |(_, entry): &(usize, &Entry)| script.next_if_eq(entry).is_none();
    log.iter().enumerate().filter(by_hand).map(|(nth, _)| nth).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const KILL_AT: Tick = Tick(2_000_000);

    fn run() -> Run {
        Run::new(catalog::find("guarantees").expect("is built in")).expect("starts")
    }

    fn kill() -> Command {
        Command::Crash { consumer: "billing".to_owned(), at: None }
    }

    fn crashes(run: &Run) -> u64 {
        run.engine().consumers()[0].crashes()
    }

    #[test]
    fn what_is_scheduled_happens_at_its_moment_and_replays() {
        let mut run = run();
        run.schedule(KILL_AT, kill()).expect("it lies ahead");
        run.schedule(Tick(1_000), Command::Revive { consumer: "billing".to_owned() })
            .expect("it lies ahead");
        let times: Vec<u64> = run.scheduled().iter().map(|entry| entry.at_us).collect();
        assert_eq!(times, [1_000, 2_000_000]);
        run.advance(1_999_999, u64::MAX);
        assert_eq!((crashes(&run), run.refused().len()), (0, 1), "it is up, and cannot be revived");
        run.advance(1, u64::MAX);
        assert_eq!((crashes(&run), run.scheduled().len()), (1, 0));
        let mut again = Run::new(run.recording()).expect("it has started before");
        again.advance(2_000_000, u64::MAX);
        assert_eq!(again.engine().facts().next(), run.engine().facts().next());
    }

    #[test]
    fn what_is_scheduled_can_be_called_off() {
        let mut run = run();
        run.schedule(KILL_AT, kill()).expect("it lies ahead");
        let entry = run.scheduled()[0].clone();
        assert!(run.unschedule(&entry));
        assert!(!run.unschedule(&entry), "it is there no more");
        run.advance(3_000_000, u64::MAX);
        assert_eq!(crashes(&run), 0);
    }

    #[test]
    fn nothing_is_scheduled_in_the_past_or_without_bounds() {
        let mut run = run();
        run.advance(KILL_AT.0, u64::MAX);
        assert!(run.schedule(KILL_AT, kill()).is_err());
        for _ in 0..SCHEDULED_LIMIT {
            run.schedule(LAST_TICK, kill()).expect("there is room");
        }
        assert_eq!(run.schedule(LAST_TICK, kill()), Err(Refusal::LogFull));
    }
}
