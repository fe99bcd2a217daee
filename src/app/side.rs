//! One run on the bench, with what has been read from it so far.

use crate::{
    engine::{Command, Engine, Refusal, Tick, profile::ProfileId},
    scenario::{
        Entry, Run, Scenario, catalog,
        run::Refused,
        switch::{Loss, switched},
        timeline::{Going, Timeline},
    },
    view::series::Series,
};

use super::{caption::Caption, state::Selection, watch::Watch};

/// A run with its past and future, and its readings.
pub struct Side {
    timeline: Timeline<Watch>,
    /// The world as it was opened; a switch of brokers starts from it.
    pub origin: Scenario,
    /// What its broker could not express of the world it is compared with.
    losses: Vec<Loss>,
    /// That world, and the broker that was to express it.
    compared: Option<(Scenario, ProfileId)>,
    /// What is picked on its stage.
    pub selection: Option<Selection>,
    caption: Caption,
    /// The chart points of the line with this number, as far as it is known.
    series: (u32, Series),
    refusals_told: usize,
    number: u64,
    /// How long its log was when it was opened; none of a run that its reader
    /// has changed before and goes on with.
    given: Option<usize>,
}

impl Side {
    /// A world at its beginning; `number` tells it from every other run there
    /// has been on the page.
    ///
    /// # Errors
    /// The topology names a node that is not there.
    pub fn new(scenario: Scenario, number: u64) -> Result<Self, Refusal> {
        Side::recorded(scenario, &[], Tick(0), number)
    }

    /// A world of which everything that was asked by hand is known, heading
    /// for a moment.
    ///
    /// # Errors
    /// The topology names a node that is not there.
    pub fn recorded(
        scenario: Scenario,
        asked: &[Entry],
        at: Tick,
        number: u64,
    ) -> Result<Self, Refusal> {
        let origin = scenario.clone();
        let timeline = Timeline::open(scenario, asked, at, Watch::default())?;
        Ok(Side::of(timeline, origin, number))
    }

    /// A world under another broker, to be compared with it; what that has
    /// to do without is told.
    ///
    /// # Errors
    /// The topology names a node that is not there.
    pub fn beside(world: Scenario, with: ProfileId, number: u64) -> Result<Self, Refusal> {
        let (scenario, losses) = switched(&world, with);
        let side = Side::new(scenario, number)?;
        Ok(Side { losses, compared: Some((world, with)), ..side })
    }

    /// A timeline that has been begun elsewhere. Its world may have been
    /// written, or left, while another language was spoken.
    pub fn of(mut timeline: Timeline<Watch>, origin: Scenario, number: u64) -> Self {
        timeline.retell();
        let mut side = Side {
            given: Some(timeline.run().log().len()),
            timeline,
            origin: catalog::retold(&origin),
            losses: Vec::new(),
            compared: None,
            selection: None,
            caption: Caption::default(),
            series: (0, Series::default()),
            refusals_told: 0,
            number,
        };
        side.read(1.0);
        side
    }

    /// Where this one stood, with another world that came from the same.
    pub fn keep_origin_of(self, other: &Side) -> Self {
        let (origin, compared) = (other.origin.clone(), other.compared.clone());
        Side { origin, losses: other.losses.clone(), compared, ..self }
    }

    /// Whether its reader has asked or edited anything, or tried another way;
    /// another seed alone is no loss.
    pub fn is_changed(&self) -> bool {
        self.given != Some(self.run().log().len())
            || self.timeline.line().id() != 1
            || !self.timeline.branches().is_empty()
            || self.scenario().topology != self.origin.topology
    }

    /// From now on a run that its reader has changed before.
    pub fn resume(&mut self) {
        self.given = None;
    }

    /// The run with all its moments.
    pub fn timeline(&self) -> &Timeline<Watch> {
        &self.timeline
    }

    /// The same, to go elsewhere in it.
    pub fn timeline_mut(&mut self) -> &mut Timeline<Watch> {
        &mut self.timeline
    }

    /// The run at the present moment.
    pub fn run(&self) -> &Run {
        self.timeline.run()
    }

    /// The engine, to look at.
    pub fn engine(&self) -> &Engine {
        self.run().engine()
    }

    /// The world as it began.
    pub fn scenario(&self) -> &Scenario {
        self.run().scenario()
    }

    /// Its present moment.
    pub fn now(&self) -> Tick {
        self.timeline.now()
    }

    /// Its chart points, as far as this line of time is known: of a run that
    /// was wound back they go beyond the present.
    pub fn series(&self) -> &Series {
        &self.series.1
    }

    /// What its broker could not express of the world it is compared with.
    pub fn losses(&self) -> &[Loss] {
        &self.losses
    }

    /// Its present instant in one sentence.
    pub fn caption(&self) -> &Caption {
        &self.caption
    }

    /// Says the same in the language that is spoken now.
    pub fn retell(&mut self) {
        self.timeline.retell();
        self.origin = catalog::retold(&self.origin);
        if let Some((world, with)) = &self.compared {
            self.losses = switched(world, *with).1;
        }
        self.caption.retell(self.timeline.run().engine());
    }

    /// Another number is another run: a new layout and new charts.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// Asks a command now; in the past, that begins a branch.
    ///
    /// # Errors
    /// The engine's refusal; nothing has changed then.
    pub fn ask(&mut self, command: Command) -> Result<(), Refusal> {
        self.timeline.ask(command)
    }

    /// Enters a command into the log ahead of now.
    ///
    /// # Errors
    /// There is no room for it, or its moment is not ahead.
    pub fn schedule(&mut self, at: Tick, command: Command) -> Result<(), Refusal> {
        self.timeline.schedule(at, command)
    }

    /// Takes an entry that lies ahead out of the log, if it is there.
    pub fn call_off(&mut self, entry: &Entry) {
        self.timeline.call_off(entry);
    }

    /// Takes in what has happened since the last reading, at this speed of
    /// playback.
    pub fn read(&mut self, speed: f64) {
        self.caption.read(self.timeline.run().engine(), speed);
        let (line, seen) = (self.timeline.line().id(), self.timeline.seen().series);
        if line != self.series.0 || self.series.1.end() <= seen.end() {
            self.series = (line, seen);
        }
    }

    /// Advances to a moment, or by about `budget` events.
    pub fn advance(&mut self, until: Tick, budget: u64) {
        self.timeline.advance(until.since(self.now()), budget);
    }

    /// Begins a journey to a moment.
    pub fn seek(&mut self, to: Tick) {
        self.timeline.seek(to);
    }

    /// Goes on with a journey to another moment; what is told there is told
    /// anew.
    pub fn go_on(&mut self, budget: u64) -> Going {
        self.caption = Caption::default();
        self.timeline.go_on(budget)
    }

    /// Commands of its log that were not carried out, each told once.
    pub fn untold_refusals(&mut self) -> &[Refused] {
        let refused = self.timeline.run().refused();
        let told = self.refusals_told.min(refused.len());
        self.refusals_told = refused.len();
        &refused[told..]
    }
}
