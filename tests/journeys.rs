//! Ways through time on the page: breakpoints, marks, steps, and links that
//! lead too far or to another run.

use queuescope::{
    app::{
        state::{Action, Route, Setting, State},
        travel::Travel,
        update::update,
    },
    engine::{Command, Fact, Tick, topology::CrashPoint},
    scenario::timeline::Until,
};

fn open(hash: &str) -> State {
    let mut state = State::new(Setting::default());
    update(&mut state, Action::Go(Route::of_hash(hash)));
    state
}

fn in_lab(id: &str) -> State {
    open(&format!("#/lab/{id}"))
}

fn crash(state: &mut State, at: Option<CrashPoint>) {
    let consumer = "billing".to_owned();
    update(state, Action::Ask(Command::Crash { consumer, at }));
}

fn says(state: &State) -> String {
    state.notice.as_ref().map_or(String::new(), |notice| notice.lines.join(" "))
}

/// Goes all the way, as frames would.
fn travel(state: &mut State, travel: Travel) {
    update(state, Action::Travel(travel));
    while state.bench.is_travelling() {
        update(state, Action::Frame { real_ms: 0.0 });
    }
}

fn digest(state: &State) -> u64 {
    state.engine().facts().digest()
}

/// Runs on, frame by frame, until the page pauses by itself.
fn run_until(state: &mut State, until: Until) {
    travel(state, Travel::Until(Some(until)));
    for _ in 0..2_000 {
        update(state, Action::Frame { real_ms: 100.0 });
    }
    assert!(!state.playing, "it has not come about by {:?}", state.now());
    assert_eq!(state.until, None);
}

/// Whether a fact of the present moment is one of these.
fn shows(state: &State, wanted: impl Fn(&Fact) -> bool) -> bool {
    let now = state.now();
    state
        .engine()
        .facts()
        .since(0)
        .rev()
        .take_while(|(_, at, _)| *at == now)
        .any(|one| wanted(one.2))
}

#[test]
fn every_breakpoint_pauses_where_it_is_met() {
    let mut state = in_lab("guarantees");
    update(&mut state, Action::RunFor(2_000.0));
    crash(&mut state, Some(CrashPoint::Between));
    let crashed = |fact: &Fact| matches!(fact, Fact::Crashed { .. });
    update(&mut state, Action::RunFor(3_000.0));
    let crash = state.engine().facts().since(0).find(|(_, _, fact)| crashed(fact));
    let crash = crash.map(|(_, at, _)| at).expect("it was to crash");
    travel(&mut state, Travel::To(crash.as_ms()));
    let held = state.engine().facts().since(0).rev().find_map(|(_, _, fact)| match fact {
        Fact::Worked { message, .. } => Some(*message),
        _ => None,
    });
    let message = held.expect("it had worked on one");
    run_until(&mut state, Until::Redelivered { message });
    assert!(shows(&state, |fact| {
        matches!(fact, Fact::Delivered { message: one, redelivered: true, .. } if *one == message)
    }));
    run_until(&mut state, Until::Duplicate);
    assert_eq!(state.engine().effects().duplicated, 1);

    let mut bounded = in_lab("bounded");
    let queue = bounded.engine().queues()[0].spec().clone();
    run_until(&mut bounded, Until::Full { queue: queue.name });
    assert_eq!(Some(bounded.engine().queues()[0].ready_len() as u64), queue.max_length);
    run_until(&mut bounded, Until::Loss);
    assert!(shows(&bounded, |fact| matches!(fact, Fact::EffectLost { .. })));
}

#[test]
fn the_marks_and_the_steps_of_the_bar_lead_to_what_happened() {
    let mut state = in_lab("guarantees");
    update(&mut state, Action::RunFor(3_000.0));
    crash(&mut state, None);
    update(&mut state, Action::RunFor(7_000.0));
    let marks: Vec<Tick> = state.side().timeline().marks().iter().map(|mark| mark.at).collect();
    assert!(marks.contains(&Tick(3_000_000)));
    travel(&mut state, Travel::To(0.0));
    for at in &marks {
        travel(&mut state, Travel::Mark { ahead: true });
        assert_eq!(state.now(), *at);
    }
    for at in marks.iter().rev().skip(1) {
        travel(&mut state, Travel::Mark { ahead: false });
        assert_eq!(state.now(), *at);
    }
    update(&mut state, Action::Step(1));
    let before = (state.now(), digest(&state));
    update(&mut state, Action::Step(1));
    travel(&mut state, Travel::Back);
    assert_eq!((state.now(), digest(&state)), before);
}

#[test]
fn a_link_that_would_run_away_stops_and_says_so() {
    let mut state = open("#/run/1/bench-10k?at=86400000s");
    let mut frames = 0;
    while state.bench.is_travelling() {
        update(&mut state, Action::Frame { real_ms: 16.0 });
        frames += 1;
    }
    assert!(frames <= 100, "{frames} frames");
    assert!(says(&state).starts_with("The way there takes more than 20 million events."));
    assert!(!state.playing && state.now() < Tick::from_ms(86_400_000_000));
    update(&mut state, Action::Step(1));
    assert!(state.side().run().next_moment().is_some(), "it can go on from there");
}

#[test]
fn a_link_made_under_other_rules_says_so() {
    let state = open("#/run/1/guarantees?at=2s&run=00000001");
    assert_eq!(state.now(), Tick(2_000_000));
    let told = says(&state);
    assert!(told.contains("the engine's rules or the world have changed since"), "{told}");
}
