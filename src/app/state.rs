//! What the page knows, and the one place where that changes.
//!
//! `update` decides; it does not act. No browser, clock or storage: what has
//! to be done outside is returned as effects.

use crate::{
    engine::{Command, MessageId, NodeId},
    scenario::{Guarantee, Run, Scenario, catalog, read},
    view::series::Series,
};

/// Slowest and fastest playback.
pub const SPEEDS: [f64; 9] = [0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 100.0];

/// Most events in one animation frame; virtual time slows down beyond.
const EVENTS_PER_FRAME: u64 = 40_000;

/// Events between two readings of the facts, so that none is missed.
const EVENTS_PER_READING: u64 = 4_000;

/// Longest real time one frame may stand for, in milliseconds: a page that
/// was hidden catches nothing up.
const LONGEST_FRAME_MS: f64 = 100.0;

/// What the page shows.
#[derive(Clone, Debug, PartialEq)]
pub enum Route {
    /// The home page.
    Home,
    /// A lab, by the id of its world.
    Lab(String),
    /// A list of what the engine models and what not.
    Fidelity,
}

/// Something picked on the stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Selection {
    /// A node.
    Node(NodeId),
    /// A message, wherever its copies are.
    Message(MessageId),
}

/// A sentence for the person, such as a refusal.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// What it is about.
    pub title: String,
    /// The sentences.
    pub lines: Vec<String>,
}

/// Everything the page knows.
pub struct State {
    /// What is shown.
    pub route: Route,
    /// The run on the stage.
    pub run: Run,
    /// Chart points of the run.
    pub series: Series,
    /// Whether time goes on.
    pub playing: bool,
    /// Virtual milliseconds per real one.
    pub speed: f64,
    /// The speed reached in the last frames, when the budget did not allow
    /// more.
    pub reached: f64,
    /// What is picked.
    pub selection: Option<Selection>,
    /// What the person should know.
    pub notice: Option<Notice>,
    /// Counts runs: a new one means a new layout and new charts.
    pub run_number: u64,
}

/// What may change the state.
#[derive(Clone, Debug)]
pub enum Action {
    /// A frame of so many real milliseconds went by.
    Frame {
        /// Since the last frame.
        real_ms: f64,
    },
    /// Play or pause.
    TogglePlay,
    /// Let time go on.
    Play,
    /// Stop time.
    Pause,
    /// Go on to the next moment at which something happens.
    Step,
    /// Run so many virtual milliseconds at once.
    RunFor(f64),
    /// Virtual milliseconds per real one.
    SetSpeed(f64),
    /// The same world from the start, with the same seed.
    Reset,
    /// The same world from the start, with this seed.
    Reseed(u64),
    /// Another page.
    Go(Route),
    /// A world from elsewhere.
    Load(Box<Scenario>),
    /// A world as text, from a file or a host page.
    Read(String),
    /// Something asked of the engine.
    Ask(Command),
    /// Several things asked at the same moment.
    AskAll(Vec<Command>),
    /// A delivery guarantee: its settings.
    Choose(Guarantee),
    /// Something picked on the stage, or nothing.
    Select(Option<Selection>),
    /// The notice has been read.
    DismissNotice,
}

/// What is to be done outside.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Call back with a frame.
    RequestFrame,
    /// Paint the stage once, though time stands still.
    Repaint,
    /// The route has changed: put it into the address.
    ShowRoute(Route),
}

impl State {
    /// The page at `route`.
    pub fn new(route: Route) -> Self {
        let id = match &route {
            Route::Lab(id) => id.as_str(),
            Route::Home | Route::Fidelity => HOME_WORLD,
        };
        State {
            run: open(id).unwrap_or_else(|| open(HOME_WORLD).expect("is in the catalogue")),
            route,
            series: Series::default(),
            playing: false,
            speed: 1.0,
            reached: 1.0,
            selection: None,
            notice: None,
            run_number: 0,
        }
    }

    fn start(&mut self, run: Run) -> Vec<Effect> {
        self.run = run;
        self.series = Series::default();
        self.selection = None;
        self.run_number += 1;
        self.repaint()
    }

    fn repaint(&self) -> Vec<Effect> {
        match self.playing {
            true => vec![Effect::RequestFrame],
            false => vec![Effect::Repaint],
        }
    }

    fn tell(&mut self, title: &str, lines: Vec<String>) {
        self.notice = Some(Notice {
            title: title.to_owned(),
            lines,
        });
    }

    /// Advances by a virtual span, reading the facts on the way; returns the
    /// span reached when the budget ran out.
    fn advance(&mut self, span_us: u64, budget: u64) -> u64 {
        let start = self.run.engine().now();
        let until = start.after(span_us);
        let enough = self.run.engine().handled().saturating_add(budget);
        while self.run.engine().now() < until && self.run.engine().handled() < enough {
            let before = self.run.engine().now();
            self.run.advance(until.since(before), EVENTS_PER_READING);
            self.series.read(self.run.engine());
            if self.run.engine().now() == before {
                break;
            }
        }
        self.run.engine().now().since(start)
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

/// The world behind the home page.
pub const HOME_WORLD: &str = "guarantees";

/// The run of a built-in world at its start.
fn open(id: &str) -> Option<Run> {
    Run::new(catalog::find(id)?).ok()
}

/// The one place where state changes.
pub fn update(state: &mut State, action: Action) -> Vec<Effect> {
    match action {
        Action::Frame { real_ms } if state.playing => {
            state.frame(real_ms);
            vec![Effect::RequestFrame]
        }
        Action::Frame { .. } => vec![],
        Action::TogglePlay => set_playing(state, !state.playing),
        Action::Play => set_playing(state, true),
        Action::Pause => set_playing(state, false),
        Action::Step => {
            state.playing = false;
            state.run.step();
            state.series.read(state.run.engine());
            vec![Effect::Repaint]
        }
        Action::RunFor(ms) => {
            state.advance((ms.max(0.0) * 1_000.0) as u64, u64::MAX);
            state.repaint()
        }
        Action::SetSpeed(speed) => {
            state.speed = speed.clamp(SPEEDS[0], SPEEDS[SPEEDS.len() - 1]);
            state.reached = state.speed;
            vec![]
        }
        Action::Reset => restart(state, state.run.scenario().clone()),
        Action::Reseed(seed) => restart(
            state,
            Scenario {
                seed,
                ..state.run.scenario().clone()
            },
        ),
        Action::Go(route) => go(state, route),
        Action::Load(scenario) => restart(state, *scenario),
        Action::Read(text) => load_text(state, &text),
        Action::Ask(command) => ask(state, vec![command]),
        Action::AskAll(commands) => ask(state, commands),
        Action::Choose(guarantee) => {
            let commands = guarantee.commands(state.run.engine());
            ask(state, commands)
        }
        Action::Select(selection) => {
            state.selection = selection;
            state.repaint()
        }
        Action::DismissNotice => {
            state.notice = None;
            vec![]
        }
    }
}

fn set_playing(state: &mut State, playing: bool) -> Vec<Effect> {
    state.playing = playing;
    state.repaint()
}

fn ask(state: &mut State, commands: Vec<Command>) -> Vec<Effect> {
    for command in commands {
        if let Err(refusal) = state.run.ask(command) {
            state.tell("Not carried out", vec![refusal.to_string()]);
            break;
        }
    }
    state.series.read(state.run.engine());
    state.repaint()
}

fn restart(state: &mut State, scenario: Scenario) -> Vec<Effect> {
    match Run::new(scenario) {
        Ok(run) => state.start(run),
        Err(refusal) => {
            state.tell("This scenario cannot start", vec![refusal.to_string()]);
            vec![]
        }
    }
}

/// A scenario with any problem is not started: the running lab goes on.
fn load_text(state: &mut State, text: &str) -> Vec<Effect> {
    match read::scenario(text) {
        (Some(scenario), problems) if problems.is_empty() => restart(state, scenario),
        (_, problems) => {
            let lines = problems.iter().map(|problem| problem.to_string()).collect();
            state.tell("This scenario was not loaded", lines);
            vec![]
        }
    }
}

fn go(state: &mut State, route: Route) -> Vec<Effect> {
    if route == state.route {
        return vec![];
    }
    let mut effects = match &route {
        Route::Lab(id) => match open(id) {
            Some(run) => state.start(run),
            None => {
                let known: Vec<_> = catalog::CATALOG.iter().map(|exhibit| exhibit.id).collect();
                let line = format!(
                    "There is no lab named “{id}”; there is {}.",
                    known.join(", ")
                );
                state.tell("No such lab", vec![line]);
                return vec![Effect::ShowRoute(state.route.clone())];
            }
        },
        Route::Home | Route::Fidelity => set_playing(state, false),
    };
    state.route = route.clone();
    effects.push(Effect::ShowRoute(route));
    effects
}
