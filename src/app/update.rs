//! The one place where the state changes.
//!
//! `update` decides; it does not act. No browser, clock or storage: what has
//! to be done outside is returned as effects.

use crate::{
    engine::{Command, Refusal},
    scenario::{Scenario, catalog, run::Refused},
    words::{Word, decimal, going as says, languages, quoted, tongue},
};

use super::{
    below::Height,
    building::{self, Building},
    furniture, keeping, lessons, sharing,
    side::Side,
    state::{Action, Desk, Effect, HOME_WORLD, Notice, Route, SPEEDS, State, Tab, World},
    switching, travel,
};

/// Most events in one animation frame; virtual time slows down beyond.
const EVENTS_PER_FRAME: u64 = 40_000;

/// Most events in one run at once: half a minute of work, not an hour.
const EVENTS_PER_RUN: u64 = 50_000_000;

/// Most refused commands listed at once.
const REFUSALS_LISTED: usize = 5;

/// Longest real time one frame may stand for, in milliseconds: a page that
/// was hidden catches nothing up.
const LONGEST_FRAME_MS: f64 = 100.0;

/// Carries an action out on the state, and returns what is left to do.
pub fn update(state: &mut State, action: Action) -> Vec<Effect> {
    let mut effects = carry_out(state, action);
    effects.extend(lessons::look(state));
    effects
}

fn carry_out(state: &mut State, action: Action) -> Vec<Effect> {
    match action {
        Action::Frame { .. } if state.bench.is_travelling() => travel::go_on(state),
        Action::Frame { real_ms } if state.playing => {
            state.frame(real_ms);
            state.repaint()
        }
        Action::Frame { .. } => vec![],
        Action::TogglePlay => set_playing(state, !state.playing),
        Action::Play => set_playing(state, true),
        Action::Pause => set_playing(state, false),
        Action::Step(moments) => step(state, moments),
        Action::RunFor(ms) => {
            state.advance((ms.max(0.0) * 1_000.0) as u64, EVENTS_PER_RUN);
            state.repaint()
        }
        Action::Travel(travel) => travel::begin(state, travel),
        Action::SetSpeed(speed) => {
            state.speed = speed.clamp(SPEEDS[0], SPEEDS[SPEEDS.len() - 1]);
            state.reached = state.speed;
            vec![]
        }
        Action::Reset if state.given().is_some() => lessons::again(state, None),
        Action::Reseed(seed) if state.given().is_some() => lessons::again(state, Some(seed)),
        Action::Reset => restart(state, None),
        Action::Reseed(seed) => restart(state, Some(seed)),
        Action::Build(build) => building::update(state, build),
        Action::Lesson(doing) => lessons::update(state, doing),
        Action::OfferSwitch(to) => switching::choose(state, to),
        Action::Switch => switching::accept(state),
        Action::Stay => {
            state.offer = None;
            vec![]
        }
        Action::Go(route) => go(state, route),
        Action::Restore(shared) => sharing::restore(state, *shared),
        Action::Open(id) => open_exhibit(state, id),
        Action::Load(scenario) => load(state, *scenario),
        Action::Read(text) => sharing::open_file(state, &text),
        Action::Ask(command) => ask(state, vec![command]),
        Action::AskAll(commands) => ask(state, commands),
        Action::AskLater { after_s, command } => ask_later(state, after_s, command),
        Action::Choose(guarantee) => {
            let asked = state.bench.ask_each(|engine| guarantee.commands(engine), state.speed);
            asked_for(state, asked)
        }
        Action::On(at, action) => {
            state.bench.active = at;
            carry_out(state, *action)
        }
        Action::Compare(with) => switching::compare(state, with),
        Action::Part => {
            state.bench.part();
            state.repaint()
        }
        Action::CallOff(entry) => {
            state.bench.call_off(&entry);
            state.repaint()
        }
        Action::Link(linked) => {
            state.bench.linked = linked;
            vec![]
        }
        Action::Keep(change) => keeping::update(state, change),
        of_the_page => furniture::update(state, of_the_page),
    }
}

pub(super) fn set_playing(state: &mut State, playing: bool) -> Vec<Effect> {
    state.playing = playing && !lessons::refuses_to_play(state);
    state.repaint()
}

fn step(state: &mut State, moments: u32) -> Vec<Effect> {
    state.playing = false;
    if lessons::refuses_to_play(state) {
        return vec![];
    }
    for _ in 0..moments {
        if !state.bench.step(state.speed) {
            break;
        }
    }
    vec![Effect::Repaint]
}

fn ask(state: &mut State, commands: Vec<Command>) -> Vec<Effect> {
    let speed = state.speed;
    let asked = commands.into_iter().try_for_each(|command| state.bench.ask(command, speed));
    asked_for(state, asked)
}

/// Shows what came of asking, and tells what was refused.
fn asked_for(state: &mut State, asked: Result<(), String>) -> Vec<Effect> {
    if let Err(sentence) = asked {
        state.tell(says::NOT_CARRIED_OUT, vec![sentence]);
    }
    state.bench.read(state.speed);
    state.repaint()
}

fn ask_later(state: &mut State, after_s: f64, command: Command) -> Vec<Effect> {
    let span_us = ((after_s * 1e6) as u64).max(1_000);
    if let Err(sentence) = state.bench.schedule(state.now().after(span_us), command, state.speed) {
        state.tell(says::NOT_SCHEDULED, vec![sentence]);
    }
    vec![]
}

/// All runs from the start, with the same seed or another one.
fn restart(state: &mut State, seed: Option<u64>) -> Vec<Effect> {
    let number = state.next_run();
    let again = |side: &Side| {
        let scenario = side.scenario().clone();
        let seed = seed.unwrap_or(scenario.seed);
        let fresh = Side::new(Scenario { seed, ..scenario }, number);
        fresh.expect("it has started before").keep_origin_of(side)
    };
    let sides = state.bench.sides().map(again).collect();
    state.bench.take(sides);
    state.started()
}

fn load(state: &mut State, scenario: Scenario) -> Vec<Effect> {
    arrive(state, Route::Own, World::Own, vec![scenario])
}

fn open_exhibit(state: &mut State, id: String) -> Vec<Effect> {
    match catalog::find_all(&id) {
        Some(worlds) => arrive(state, Route::Lab(id.clone()), World::Exhibit(id), worlds),
        None => stay(state, says::NO_LAB, no_such_lab(&id)),
    }
}

/// Begins one world, or two side by side, on their page.
fn arrive(state: &mut State, route: Route, world: World, worlds: Vec<Scenario>) -> Vec<Effect> {
    let number = state.next_run();
    let sides: Result<Vec<Side>, Refusal> =
        worlds.into_iter().map(|scenario| Side::new(scenario, number)).collect();
    match sides {
        Ok(sides) => {
            state.bench.take(sides);
            let build = world == World::Exhibit(catalog::BLANK.to_owned());
            state.building = Building::at_first(build);
            state.lessons.open = None;
            state.world = world;
            state.route = route;
            state.tab = Tab::default();
            state.playing = state.starts_by_itself();
            let mut effects = state.started();
            effects.push(state.show_route());
            effects
        }
        Err(refusal) => state.cannot_start(&refusal),
    }
}

/// Goes nowhere, and says why; the address is put right again.
fn stay(state: &mut State, title: Word, line: String) -> Vec<Effect> {
    state.tell(title, vec![line]);
    vec![state.show_route()]
}

pub(super) fn go(state: &mut State, route: Route) -> Vec<Effect> {
    if route == state.route {
        // The address may have said something else for it.
        return vec![state.show_route()];
    }
    let world = match &route {
        Route::Home => World::Home,
        Route::Lab(id) => World::Exhibit(id.clone()),
        Route::Own => World::Own,
        Route::Run(path) => return sharing::open_link(state, path.clone()),
        Route::Fidelity => {
            state.route = route;
            let mut effects = turn_to(state, false);
            effects.extend(state.modelled.ask().then(|| Effect::FetchModelled(tongue())));
            return effects;
        }
        Route::Course | Route::Glossary | Route::Lesson(_) | Route::Teacher(_) => {
            return lessons::show(state, route);
        }
        Route::Nowhere(path) => {
            return stay(state, says::NO_PAGE, says::nothing_at(&quoted(path)));
        }
    };
    if world == state.world {
        state.route = route;
        let playing = state.starts_by_itself();
        return turn_to(state, playing);
    }
    match world {
        World::Home => {
            let home = catalog::find(HOME_WORLD).expect("is in the catalogue");
            arrive(state, route, world, vec![home])
        }
        World::Exhibit(id) => open_exhibit(state, id),
        World::Own | World::Lesson(_) => {
            let line = match state.kept.is_empty() {
                true => says::OPEN_AGAIN,
                false => says::GO_ON_OR_OPEN,
            };
            stay(state, says::NO_SCENARIO, line.into())
        }
    }
}

/// Shows the page turned to; the run stays as it is.
pub(super) fn turn_to(state: &mut State, playing: bool) -> Vec<Effect> {
    state.offer = None;
    let mut effects = set_playing(state, playing);
    effects.push(state.show_route());
    effects
}

/// What to say instead of opening `id`.
pub fn no_such_lab(id: &str) -> String {
    let listed = catalog::CATALOG.iter().filter(|exhibit| exhibit.group.is_some());
    let known: Vec<_> = listed.map(|exhibit| exhibit.id).collect();
    says::no_lab_named(&quoted(id), &known.join(", "))
}

impl State {
    /// The home page shows what a broker is like; a lab waits for a person,
    /// who may want to change something first.
    fn starts_by_itself(&self) -> bool {
        self.route == Route::Home && !self.setting.is_still()
    }

    /// A number for a run that has not been on the page before.
    pub(super) fn next_run(&mut self) -> u64 {
        self.runs += 1;
        self.runs
    }

    /// Goes on as before, and says why.
    pub(super) fn cannot_start(&mut self, refusal: &Refusal) -> Vec<Effect> {
        self.tell(says::CANNOT_START, vec![refusal.to_string()]);
        vec![]
    }

    /// What is to be done when a run has been put on the bench.
    pub(super) fn started(&mut self) -> Vec<Effect> {
        self.notice = None;
        self.offer = None;
        if self.bench.both().is_some() {
            self.building.open = false;
        }
        // Two stages need the room, and so does a lesson, unless somebody has
        // said otherwise.
        let needs_room = self.bench.both().is_some() || self.lessons.open.is_some();
        if needs_room && self.below.height == Height::Fitting {
            self.below.height = Height::Folded;
        }
        self.breaking = None;
        self.desk = Desk::default();
        self.reached = self.speed;
        self.tell_refusals();
        self.repaint()
    }

    pub(super) fn repaint(&self) -> Vec<Effect> {
        match self.playing {
            true => vec![Effect::RequestFrame],
            false => vec![Effect::Repaint],
        }
    }

    pub(super) fn recolour(&self) -> Vec<Effect> {
        let mut effects = self.repaint();
        effects.push(Effect::ApplyTheme { dark: self.is_dark() });
        effects
    }

    pub(super) fn show_route(&self) -> Effect {
        Effect::ShowRoute { route: self.route.clone(), title: self.title() }
    }

    pub(super) fn tell(&mut self, title: Word, lines: Vec<String>) {
        self.notice = Some(Notice { title: title.into(), lines });
    }

    /// Tells something else with what has just been told, if there is that.
    pub(super) fn tell_too(&mut self, notice: Notice) {
        match &mut self.notice {
            Some(told) => told.lines.extend(notice.lines),
            None => self.notice = Some(notice),
        }
    }

    /// Tells why a part of the page stays in another language, if it has to.
    pub(super) fn stays(&mut self, received: Result<(), String>) {
        if let Err(why) = received {
            let title = languages::PARTLY.into();
            self.tell_too(Notice { title, lines: vec![why] });
        }
    }

    /// Says which commands of a scenario's own log were not carried out.
    fn tell_refusals(&mut self) {
        let refused = self.bench.untold_refusals();
        let says = |one: &Refused| {
            let at_s = one.entry.at_us as f64 / 1e6;
            says::refused_at(&decimal(at_s, 2), &one.refusal)
        };
        let lines: Vec<String> = refused.iter().take(REFUSALS_LISTED).map(says).collect();
        if !lines.is_empty() {
            self.tell(says::COMMAND_REFUSED, lines);
        }
    }

    /// Advances by a virtual span, reading the facts on the way; returns the
    /// span reached when the budget ran out.
    fn advance(&mut self, span_us: u64, budget: u64) -> u64 {
        let start = self.now();
        let met = match &self.until {
            Some(until) => self.bench.advance_until(span_us, budget, until, self.speed),
            None => {
                self.bench.advance(span_us, budget, self.speed);
                false
            }
        };
        if met {
            (self.until, self.playing) = (None, false);
        }
        self.tell_refusals();
        self.now().since(start)
    }

    fn frame(&mut self, real_ms: f64) {
        let real_ms = real_ms.clamp(0.0, LONGEST_FRAME_MS);
        let span_us = (real_ms * self.speed * 1_000.0) as u64;
        let reached_us = self.advance(span_us, EVENTS_PER_FRAME);
        if real_ms > 0.0 {
            let reached = reached_us as f64 / 1_000.0 / real_ms;
            self.reached += (reached - self.reached) * 0.1;
        }
    }
}
