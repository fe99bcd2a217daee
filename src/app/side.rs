//! One run on the bench, with what has been read from it so far.

use crate::{
    engine::{Command, Engine, LAST_TICK, Refusal, Tick},
    scenario::{Entry, Run, Scenario, run::Refused, switch::Loss},
    view::series::Series,
};

use super::{caption::Caption, state::Selection};

/// A run and its readings.
pub struct Side {
    run: Run,
    /// The world as it was opened; a switch of brokers starts from it.
    pub origin: Scenario,
    /// What its broker could not express of the world it is compared with.
    pub losses: Vec<Loss>,
    /// What is picked on its stage.
    pub selection: Option<Selection>,
    series: Series,
    caption: Caption,
    refusals_told: usize,
    number: u64,
}

impl Side {
    /// `run` at its beginning; `number` tells it from every other run there
    /// has been on the page.
    pub fn new(run: Run, number: u64) -> Self {
        let mut side = Side {
            origin: run.scenario().clone(),
            run,
            losses: Vec::new(),
            selection: None,
            series: Series::default(),
            caption: Caption::default(),
            refusals_told: 0,
            number,
        };
        side.read(1.0);
        side
    }

    /// The same world, opened as before, in another run.
    pub fn again(&self, run: Run, number: u64) -> Self {
        let (origin, losses) = (self.origin.clone(), self.losses.clone());
        Side { origin, losses, ..Side::new(run, number) }
    }

    /// The run.
    pub fn run(&self) -> &Run {
        &self.run
    }

    /// The engine, to look at.
    pub fn engine(&self) -> &Engine {
        self.run.engine()
    }

    /// The world as it began.
    pub fn scenario(&self) -> &Scenario {
        self.run.scenario()
    }

    /// Its present moment.
    pub fn now(&self) -> Tick {
        self.engine().now()
    }

    /// Its chart points.
    pub fn series(&self) -> &Series {
        &self.series
    }

    /// Its present instant in one sentence.
    pub fn caption(&self) -> &Caption {
        &self.caption
    }

    /// Another number is another run: a new layout and new charts.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// Asks a command now.
    ///
    /// # Errors
    /// The engine's refusal; nothing has changed then.
    pub fn ask(&mut self, command: Command) -> Result<(), Refusal> {
        self.run.ask(command)
    }

    /// Enters a command into the log ahead of now.
    ///
    /// # Errors
    /// There is no room for it, or its moment is not ahead.
    pub fn schedule(&mut self, at: Tick, command: Command) -> Result<(), Refusal> {
        self.run.schedule(at, command)
    }

    /// Takes an entry that lies ahead out of the log, if it is there.
    pub fn call_off(&mut self, entry: &Entry) {
        self.run.unschedule(entry);
    }

    /// Takes in what has happened since the last reading, at this speed of
    /// playback.
    pub fn read(&mut self, speed: f64) {
        self.series.read(self.run.engine());
        self.caption.read(self.run.engine(), speed);
    }

    /// Advances to a moment, or by about `budget` events, reading the facts
    /// on the way.
    pub fn advance(&mut self, until: Tick, budget: u64, speed: f64) {
        let until = until.min(LAST_TICK);
        let enough = self.engine().handled().saturating_add(budget);
        while self.now() < until && self.engine().handled() < enough {
            let span = until.since(self.now()).min(self.series.slice_left_us(self.now()));
            self.run.advance(span, enough - self.engine().handled());
            self.series.read(self.run.engine());
        }
        self.caption.read(self.run.engine(), speed);
    }

    /// Commands of its own log that were not carried out, each told once.
    pub fn untold_refusals(&mut self) -> &[Refused] {
        let refused = &self.run.refused()[self.refusals_told..];
        self.refusals_told += refused.len();
        refused
    }
}
