//! What the page knows, what may change it, and what is then to be done.
//!
//! Types only; `update` is the one place where they change.

use crate::{
    engine::{Command, Engine, MessageId, NodeId, Tick, profile::ProfileId},
    scenario::{Entry, Guarantee, Scenario, catalog, share::Shared, timeline::Until},
    view::layout::TALL_BELOW,
    words::Tongue,
};

use super::{
    below::{Below, Change},
    bench::{At, Bench},
    building::{Build, Building},
    keeping::{self, Keeping, Kept},
    lessons::{Doing, Lessons, Part},
    preferences::Preferences,
    side::Side,
    switching::Offer,
    travel::Travel,
};
pub use super::{preferences::Setting, route::Route};
pub use crate::embed::schema::{Controls, Theme};

/// Slowest and fastest playback, and what the speed buttons offer.
pub const SPEEDS: [f64; 9] = [0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 100.0];

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

/// Where the running world came from.
#[derive(Clone, Debug, PartialEq)]
pub enum World {
    /// The home page's own.
    Home,
    /// Built in, by its id.
    Exhibit(String),
    /// A file or a script.
    Own,
    /// A lesson, by its id.
    Lesson(String),
}

/// The part of a lab that a narrow page shows; a wide one shows them all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    /// Stage, caption and ledger.
    #[default]
    Stage,
    /// What can be set.
    Controls,
    /// What is selected.
    Inspector,
    /// Charts and books.
    Charts,
}

/// The panel of faults: whom it is about, and when they are to happen.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Breaking {
    /// A consumer, by its place.
    pub consumer: usize,
    /// A producer, by its place.
    pub producer: usize,
    /// So many virtual seconds from now; none for at once.
    pub after_s: Option<f64>,
}

/// The dead-letter desk: where replayed messages go, and how fast.
#[derive(Clone, Debug, PartialEq)]
pub struct Desk {
    /// A queue; none for where each message died first.
    pub to: Option<String>,
    /// Messages a second.
    pub per_s: f64,
}

impl Default for Desk {
    fn default() -> Self {
        Desk { to: None, per_s: 2.0 }
    }
}

/// Everything the page knows.
pub struct State {
    /// What is shown.
    pub route: Route,
    /// Where the run's world came from.
    pub world: World,
    /// The run on the stage, or two.
    pub bench: Bench,
    /// How building stands.
    pub building: Building,
    /// The room of the stage, in pixels.
    pub stage_room: (f64, f64),
    /// A switch of brokers that waits for a yes or a no.
    pub offer: Option<Offer>,
    /// The panel of faults, while it is open.
    pub breaking: Option<Breaking>,
    /// How the dead-letter desk is set.
    pub desk: Desk,
    /// Whether time goes on.
    pub playing: bool,
    /// Virtual milliseconds per real one.
    pub speed: f64,
    /// The speed reached in the last frames, when the budget did not allow
    /// more.
    pub reached: f64,
    /// What the person should know.
    pub notice: Option<Notice>,
    /// How the page was opened.
    pub setting: Setting,
    /// The part that a narrow page shows.
    pub tab: Tab,
    /// What is below the stage.
    pub below: Below,
    /// Counts the times that panels may have got another size.
    pub room: u64,
    /// Counts runs.
    pub runs: u64,
    /// What to run on for, and then pause.
    pub until: Option<Until>,
    /// What is known of lessons, and the one being given.
    pub lessons: Lessons,
    /// The text about what is modelled.
    pub modelled: Part<String>,
    /// A shared run on its way to the moment it was shared at.
    pub arriving: Option<Shared>,
    /// Labs from earlier visits that may be gone on with.
    pub kept: Vec<Kept>,
    /// How keeping the current one goes.
    pub keeping: Keeping,
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
    /// Stop, and go on to the next moments at which something happens.
    Step(u32),
    /// Run so many virtual milliseconds at once.
    RunFor(f64),
    /// To another moment, or another line of time.
    Travel(Travel),
    /// Virtual milliseconds per real one.
    SetSpeed(f64),
    /// The same world from the start, with the same seed.
    Reset,
    /// The same world from the start, with this seed.
    Reseed(u64),
    /// A step in building.
    Build(Build),
    /// The same world under another broker, or first what that would lose.
    OfferSwitch(ProfileId),
    /// The switch that was offered.
    Switch,
    /// No switch after all.
    Stay,
    /// Another page.
    Go(Route),
    /// Put this run on the bench, paused at its moment.
    Restore(Box<Shared>),
    /// A built-in world from its start, even if it is the one that runs.
    Open(String),
    /// A world from elsewhere.
    Load(Box<Scenario>),
    /// A world as text, from a file or a host page.
    Read(String),
    /// Something asked of the engine.
    Ask(Command),
    /// Several things asked at the same moment.
    AskAll(Vec<Command>),
    /// Something to be asked so many virtual seconds from now.
    AskLater {
        /// At least a millisecond.
        after_s: f64,
        /// What.
        command: Command,
    },
    /// What was to be asked later is not to be asked after all.
    CallOff(Entry),
    /// Opens the panel of faults, sets or closes it.
    Break(Option<Breaking>),
    /// Sets the dead-letter desk.
    SetDesk(Desk),
    /// A delivery guarantee: its settings.
    Choose(Guarantee),
    /// Something picked on the stage, or nothing.
    Select(Option<Selection>),
    /// An action on one of the sides, which the panels show from then on.
    On(At, Box<Action>),
    /// The same world under another broker, beside this one.
    Compare(ProfileId),
    /// No comparison any more.
    Part,
    /// Whether what is asked of one side is asked of the other as well.
    Link(bool),
    /// The part that a narrow page shows.
    ShowTab(Tab),
    /// Another view below the stage.
    Below(Change),
    /// The window has another size.
    Resized,
    /// From light to dark or back.
    ToggleTheme,
    /// What the drawings mean, and which keys there are.
    ShowLegend,
    /// Other preferences.
    Prefer(Preferences),
    /// The page is to be in this language, in later visits as well.
    ChooseLanguage(Tongue),
    /// The system's preference has changed.
    SystemTheme {
        /// To dark.
        dark: bool,
    },
    /// Everything is said in another language from now on.
    Spoken,
    /// What is modelled, in a language; or why it is not there.
    Modelled {
        /// In which.
        tongue: Tongue,
        /// The text.
        text: Result<String, String>,
    },
    /// Something is done with lessons.
    Lesson(Doing),
    /// About the labs that the browser keeps.
    Keep(keeping::Change),
    /// Something outside went wrong.
    Tell(Notice),
    /// The same, with what has just been told, if there is that.
    TellToo(Notice),
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
    /// The route has changed: put it into the address, and its title over
    /// the window.
    ShowRoute {
        /// Where.
        route: Route,
        /// What is shown there.
        title: String,
    },
    /// The route has changed, but leads nowhere else: it takes the place of
    /// the last one in the address.
    ReplaceRoute(Route),
    /// Show these colours.
    ApplyTheme {
        /// The dark ones.
        dark: bool,
    },
    /// Unfold the legend.
    ShowLegend,
    /// Put the focus on the first element that this selects, once it is there.
    Focus(&'static str),
    /// Remember what is preferred.
    StorePreferences(Preferences),
    /// Remember what a learner has done.
    StoreProgress(String),
    /// Fetch a part of the lessons, by its name.
    Fetch(String),
    /// Fetch what is modelled, in this language.
    FetchModelled(Tongue),
    /// Fetch the words of this language, and speak it.
    Speak(Tongue),
    /// Take the kept lab with this id over.
    TakeKept(String),
    /// Remove the kept lab with this id.
    ForgetKept(String),
}

/// The room of a stage before the page has said how much there is.
pub const FIRST_ROOM: (f64, f64) = (848.0, 480.0);

/// The world behind the home page.
pub const HOME_WORLD: &str = "guarantees";

impl State {
    /// The home page, before any route is known.
    pub fn new(setting: Setting) -> Self {
        let home = catalog::find(HOME_WORLD).expect("is in the catalogue");
        let main = Side::new(home, 0).expect("a built-in world starts");
        let playing = !setting.is_still();
        State {
            route: Route::Home,
            world: World::Home,
            bench: Bench::new(main),
            building: Building::default(),
            stage_room: FIRST_ROOM,
            offer: None,
            breaking: None,
            desk: Desk::default(),
            playing,
            speed: 1.0,
            reached: 1.0,
            notice: None,
            setting,
            tab: Tab::default(),
            below: Below::default(),
            room: 0,
            runs: 0,
            until: None,
            lessons: Lessons::default(),
            modelled: Part::default(),
            arriving: None,
            kept: Vec::new(),
            keeping: Keeping::default(),
        }
    }

    /// Whether the colours are dark.
    pub fn is_dark(&self) -> bool {
        match self.setting.preferences.theme {
            Theme::System => self.setting.system_dark,
            Theme::Light => false,
            Theme::Dark => true,
        }
    }

    /// Whether the stage is wide enough to have nodes beside each other.
    pub fn is_roomy(&self) -> bool {
        TALL_BELOW <= self.stage_room.0
    }

    /// The side that panels show.
    pub fn side(&self) -> &Side {
        self.bench.active()
    }

    /// Its engine.
    pub fn engine(&self) -> &Engine {
        self.side().engine()
    }

    /// What is picked on it.
    pub fn selection(&self) -> Option<Selection> {
        self.side().selection
    }

    /// The present moment.
    pub fn now(&self) -> Tick {
        self.bench.now()
    }
}
