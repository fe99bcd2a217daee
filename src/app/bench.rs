//! The runs on the page: one, or two side by side on one clock.
//!
//! Both sides always stand at the same moment, unless the event budget of a
//! frame was not enough for one of them; then the other waits for it.

use crate::{
    engine::{Command, Engine, LAST_TICK, Refusal, Tick},
    scenario::{
        Entry, mirror,
        run::Refused,
        timeline::{Going, Until},
    },
    words::going as says,
};

use super::{side::Side, watch::Watch};

/// Most events in catching up: as many as one long run at once.
const EVENTS_TO_CATCH_UP: u64 = 50_000_000;

/// Most moments that one step passes over because nothing happens in them.
const DEAD_MOMENTS: u32 = 100_000;

/// One of the places on the bench.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum At {
    /// The run there always is.
    #[default]
    Main,
    /// The one to compare it with.
    Beside,
}

impl At {
    /// Both, in the order of the page.
    pub const ALL: [At; 2] = [At::Main, At::Beside];

    /// The one beside it.
    pub fn other(self) -> At {
        match self {
            At::Main => At::Beside,
            At::Beside => At::Main,
        }
    }

    /// The letter it is called by.
    pub fn letter(self) -> &'static str {
        match self {
            At::Main => "A",
            At::Beside => "B",
        }
    }
}

/// One run, or two on one clock.
pub struct Bench {
    main: Side,
    beside: Option<Side>,
    /// The side that panels show and commands go to.
    pub active: At,
    /// What is asked of one side is asked of the other as well.
    pub linked: bool,
}

impl Bench {
    /// A bench with one run.
    pub fn new(main: Side) -> Self {
        Bench { main, beside: None, active: At::Main, linked: true }
    }

    /// Clears the bench for one new run, or for two that begin at the same
    /// moment.
    pub fn take(&mut self, sides: Vec<Side>) {
        let mut sides = sides.into_iter();
        self.main = sides.next().expect("there is always one");
        self.beside = sides.next();
        self.active = At::Main;
    }

    /// The side in a place, if there is one.
    pub fn side(&self, at: At) -> Option<&Side> {
        match at {
            At::Main => Some(&self.main),
            At::Beside => self.beside.as_ref(),
        }
    }

    fn side_mut(&mut self, at: At) -> &mut Side {
        match (at, &mut self.beside) {
            (At::Beside, Some(beside)) => beside,
            _ => &mut self.main,
        }
    }

    /// The side that panels show.
    pub fn active(&self) -> &Side {
        self.side(self.active).unwrap_or(&self.main)
    }

    /// The same, to be changed.
    pub fn active_mut(&mut self) -> &mut Side {
        self.side_mut(self.active)
    }

    /// Both runs, if there are two.
    pub fn both(&self) -> Option<(&Side, &Side)> {
        self.beside.as_ref().map(|beside| (&self.main, beside))
    }

    /// All runs there are.
    pub fn sides(&self) -> impl Iterator<Item = &Side> {
        std::iter::once(&self.main).chain(&self.beside)
    }

    /// The same, to change what has been read from them.
    pub fn sides_mut(&mut self) -> impl Iterator<Item = &mut Side> {
        std::iter::once(&mut self.main).chain(&mut self.beside)
    }

    /// Puts another run in the place of the active one.
    pub fn replace(&mut self, side: Side) {
        *self.active_mut() = side;
    }

    /// Puts a run beside the other, and lets it come to the same moment.
    pub fn set_beside(&mut self, side: Side, speed: f64) {
        self.beside = Some(side);
        self.catch_up(speed);
    }

    /// Takes the second run away; the one that panels show stays.
    pub fn part(&mut self) {
        if let Some(beside) = self.beside.take().filter(|_| self.active == At::Beside) {
            self.main = beside;
        }
        self.active = At::Main;
    }

    /// The present moment: where the side behind stands.
    pub fn now(&self) -> Tick {
        self.sides().map(Side::now).min().expect("there is always one")
    }

    /// Lets every side run for `span` microseconds, or about `budget` events
    /// of both together.
    pub fn advance(&mut self, span: u64, budget: u64, speed: f64) {
        let until = self.now().after(span).min(LAST_TICK);
        let share = budget / self.sides().count() as u64;
        for side in self.sides_mut() {
            side.advance(until, share);
            side.read(speed);
        }
    }

    /// Goes on to the next moment at which anything happens on a side; false
    /// when nothing ever will.
    pub fn step(&mut self, speed: f64) -> bool {
        self.catch_up(speed);
        let facts = self.facts();
        for _ in 0..DEAD_MOMENTS {
            let Some(due) = self.sides().filter_map(|side| side.run().next_moment()).min() else {
                return self.facts() != facts;
            };
            for side in self.sides_mut() {
                side.advance(due, u64::MAX);
                side.read(speed);
            }
            if self.facts() != facts {
                return true;
            }
        }
        true
    }

    /// Lets every side run on, but stops at the first moment at which the
    /// active side shows what is waited for; whether there was one.
    pub fn advance_until(&mut self, span: u64, budget: u64, until: &Until, speed: f64) -> bool {
        self.catch_up(speed);
        let share = budget / self.sides().count() as u64;
        let mut met = |engine: &Engine, watch: &Watch, facts: u64| match until {
            Until::Goal => watch.progress.met().contains(&Some(engine.now())),
            other => other.is_met(engine, facts),
        };
        let found = self.active_mut().timeline_mut().advance_until(span, share, &mut met);
        self.catch_up(speed);
        found
    }

    /// The last moment that is known on any side.
    pub fn horizon(&self) -> Tick {
        let horizons = self.sides().map(|side| side.timeline().horizon());
        horizons.max().expect("there is always one")
    }

    /// Begins a journey of all sides to a moment.
    pub fn seek(&mut self, to: Tick) {
        self.sides_mut().for_each(|side| side.seek(to));
    }

    /// Begins a journey to the last moment at which anything happened.
    pub fn step_back(&mut self) {
        for side in self.sides_mut() {
            side.timeline_mut().step_back();
        }
        self.meet();
    }

    /// Sends all sides to the latest of the moments that any of them is at,
    /// or on its way to.
    pub fn meet(&mut self) {
        let goal = |side: &Side| side.timeline().heading().unwrap_or(side.now());
        let to = self.sides().map(goal).max().expect("there is always one");
        for side in self.sides_mut().filter(|side| goal(side) != to) {
            side.seek(to);
        }
    }

    /// The next thing that matters on any side, or the one before.
    pub fn mark(&self, ahead: bool) -> Option<Tick> {
        let marks = self.sides().filter_map(|side| match ahead {
            true => side.timeline().next_mark(),
            false => side.timeline().previous_mark(),
        });
        let moments = marks.map(|mark| mark.at);
        if ahead { moments.min() } else { moments.max() }
    }

    /// Whether a side is on its way to another moment.
    pub fn is_travelling(&self) -> bool {
        self.sides().any(|side| side.timeline().heading().is_some())
    }

    /// The runs on the bench are those that their reader has left before.
    pub fn resume(&mut self) {
        self.sides_mut().for_each(Side::resume);
    }

    /// Goes on with a journey for about `budget` events on each side.
    pub fn go_on(&mut self, budget: u64, speed: f64) -> Going {
        let mut all = Going::Arrived;
        for side in self.sides_mut() {
            match side.go_on(budget) {
                Going::Arrived => {}
                other => all = other,
            }
            side.read(speed);
        }
        all
    }

    /// How many facts there have been on all sides.
    fn facts(&self) -> u64 {
        self.sides().map(|side| side.engine().facts().next()).sum()
    }

    /// Brings the side behind to where the other stands.
    fn catch_up(&mut self, speed: f64) {
        let ahead = self.sides().map(Side::now).max().expect("there is always one");
        for side in self.sides_mut() {
            side.advance(ahead, EVENTS_TO_CATCH_UP);
            side.read(speed);
        }
    }

    /// Asks a command of the active side, and of the other one if they are
    /// linked.
    ///
    /// # Errors
    /// The refusal in words; nothing has changed then. What only the other
    /// side refuses changes the active one.
    pub fn ask(&mut self, command: Command, speed: f64) -> Result<(), String> {
        self.catch_up(speed);
        self.tell_linked(&command, |side| side.ask(command.clone()))
    }

    /// Tells the active side of a command, and the other one if they are
    /// linked and it knows what is meant.
    fn tell_linked(
        &mut self,
        command: &Command,
        tell: impl Fn(&mut Side) -> Result<(), Refusal>,
    ) -> Result<(), String> {
        tell(self.active_mut()).map_err(|refusal| refusal.to_string())?;
        let other = self.active.other();
        if !self.linked || self.beside.is_none() {
            return Ok(());
        }
        if let Some(why) = self.other_cannot(command) {
            return Err(why);
        }
        tell(self.side_mut(other)).map_err(|refusal| says::not_on_side(&other.letter(), &refusal))
    }

    /// Has each side asked what its own broker needs for something: the active
    /// one, and the other if they are linked.
    ///
    /// # Errors
    /// The first refusal in words; what was asked before it stays.
    pub fn ask_each(
        &mut self,
        needed: impl Fn(&Engine) -> Vec<Command>,
        speed: f64,
    ) -> Result<(), String> {
        self.catch_up(speed);
        let both = self.linked && self.beside.is_some();
        for at in [Some(self.active), both.then_some(self.active.other())].into_iter().flatten() {
            let side = self.side_mut(at);
            for command in needed(side.engine()) {
                side.ask(command).map_err(|refusal| refusal.to_string())?;
            }
        }
        Ok(())
    }

    /// Why the other side could not be asked the same, if they are linked and
    /// it could not: a control for it is greyed with these words.
    pub fn other_cannot(&self, command: &Command) -> Option<String> {
        let other = self.active.other();
        let side = self.side(other).filter(|_| self.linked && self.beside.is_some())?;
        let why = mirror::reason(command, side.engine())?;
        Some(says::not_on_side(&other.letter(), &why))
    }

    /// Has a command asked at a moment ahead, of the active side, and of the
    /// other one if they are linked.
    ///
    /// # Errors
    /// The refusal in words.
    pub fn schedule(&mut self, at: Tick, command: Command, speed: f64) -> Result<(), String> {
        self.catch_up(speed);
        self.tell_linked(&command, |side| side.schedule(at, command.clone()))
    }

    /// What was to be asked later is not to be asked after all.
    pub fn call_off(&mut self, entry: &Entry) {
        let both = self.linked;
        let active = self.active;
        self.side_mut(active).call_off(entry);
        if both && self.beside.is_some() {
            self.side_mut(active.other()).call_off(entry);
        }
    }

    /// Marks the moment at which a goal was met on a side.
    pub fn mark_goal(&mut self, at: At, moment: Tick) {
        self.side_mut(at).timeline_mut().mark_goal(moment);
    }

    /// Takes in what has happened since the last reading.
    pub fn read(&mut self, speed: f64) {
        for side in self.sides_mut() {
            side.read(speed);
        }
    }

    /// Commands of the scenarios' own logs that were not carried out, each
    /// told once.
    pub fn untold_refusals(&mut self) -> Vec<Refused> {
        self.sides_mut().flat_map(|side| side.untold_refusals().to_vec()).collect()
    }
}
