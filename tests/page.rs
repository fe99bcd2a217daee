//! What the page decides: stories of clicks, keys and frames, without a
//! browser.

use queuescope::{
    app::{
        bench::At,
        building::Build,
        keys,
        lessons::Part,
        preferences::{Preferences, Theme},
        report, sharing,
        side::Side,
        state::{Action, Effect, Notice, Route, Selection, Setting, State, World},
        travel::Travel,
        update::update,
    },
    engine::{
        Command, ConsumerId, Fact, MessageId, NodeId, ProducerId, SeekTo, Tick,
        profile::ProfileId,
        topology::{AckMode, Acks, CrashPoint},
    },
    scenario::{
        Entry, Guarantee, catalog,
        edit::{Edit, Kind},
        share,
        timeline::Until,
    },
    words::{ENGLISH, Language, Tongue, tongue},
};

#[path = "common/german.rs"]
mod german;

fn at_home() -> State {
    State::new(Setting::default())
}

fn in_lab(id: &str) -> State {
    let mut state = at_home();
    update(&mut state, Action::Go(Route::Lab(id.to_owned())));
    state
}

fn now_ms(state: &State) -> f64 {
    state.now().as_ms()
}

fn says(state: &State) -> String {
    state.notice.as_ref().map_or(String::new(), |notice| notice.lines.join(" "))
}

#[test]
fn the_home_page_plays_and_a_lab_waits() {
    assert!(at_home().playing);
    assert!(!in_lab("work-queue").playing);
    let still = Setting { reduced_motion: true, ..Setting::default() };
    assert!(!State::new(still).playing);
}

#[test]
fn a_frame_advances_time_only_while_playing() {
    let mut state = in_lab("work-queue");
    assert_eq!(update(&mut state, Action::Frame { real_ms: 16.0 }), vec![]);
    assert_eq!(now_ms(&state), 0.0);
    assert_eq!(update(&mut state, Action::TogglePlay), vec![Effect::RequestFrame]);
    update(&mut state, Action::SetSpeed(10.0));
    let effects = update(&mut state, Action::Frame { real_ms: 16.0 });
    assert_eq!(effects, vec![Effect::RequestFrame]);
    assert_eq!(now_ms(&state), 160.0);
}

#[test]
fn time_spent_hidden_is_not_caught_up() {
    let mut state = in_lab("work-queue");
    update(&mut state, Action::Play);
    update(&mut state, Action::Frame { real_ms: 60_000.0 });
    assert_eq!(now_ms(&state), 100.0);
}

#[test]
fn a_crowded_frame_slows_time_and_says_so() {
    let mut state = in_lab("bench-10k");
    update(&mut state, Action::Play);
    update(&mut state, Action::SetSpeed(100.0));
    for _ in 0..60 {
        update(&mut state, Action::Frame { real_ms: 100.0 });
    }
    assert!(state.reached < 90.0, "reached {}", state.reached);
}

#[test]
fn a_guarantee_is_a_handful_of_commands_in_the_log() {
    let mut state = in_lab("guarantees");
    update(&mut state, Action::Choose(Guarantee::AtMostOnce));
    assert_eq!(Guarantee::of(state.engine()), Some(Guarantee::AtMostOnce));
    assert!(!state.side().run().log().is_empty());
    update(&mut state, Action::Reset);
    assert_eq!(Guarantee::of(state.engine()), Some(Guarantee::AtLeastOnce));
}

#[test]
fn a_log_promises_by_acks_and_the_moment_of_the_commit() {
    let mut state = in_lab("replay");
    for guarantee in Guarantee::ALL {
        update(&mut state, Action::Choose(guarantee));
        assert_eq!(state.notice, None);
        assert!(state.bench.sides().all(|side| Guarantee::of(side.engine()) == Some(guarantee)));
        let sends = state.engine().producers()[0].spec().log.clone().expect("it sends to a topic");
        let weak = guarantee == Guarantee::AtMostOnce;
        assert_eq!((sends.acks == Acks::None, sends.idempotent), (weak, !weak));
        assert!(guarantee.settings(state.engine())[0].what.text().starts_with("acks="));
    }
}

#[test]
fn a_refusal_is_told_and_changes_nothing() {
    let mut state = in_lab("guarantees");
    let digest = state.engine().facts().digest();
    let revive = Command::Revive { consumer: "billing".to_owned() };
    update(&mut state, Action::Ask(revive));
    assert_eq!(says(&state), "billing is up already.");
    assert_eq!(state.engine().facts().digest(), digest);
    update(&mut state, Action::DismissNotice);
    assert_eq!(state.notice, None);
}

#[test]
fn a_bad_file_leaves_the_lab_running() {
    let mut state = in_lab("fan-out");
    update(&mut state, Action::RunFor(5_000.0));
    let digest = state.engine().facts().digest();
    update(&mut state, Action::Read("{\"version\": 1".to_owned()));
    assert!(says(&state).contains("ends in the middle"), "{}", says(&state));
    assert_eq!(state.engine().facts().digest(), digest);
    assert_eq!(state.world, World::Exhibit("fan-out".to_owned()));
}

#[test]
fn a_good_file_becomes_the_lab() {
    let mut state = at_home();
    let scenario = catalog::find("topic").expect("in the catalogue");
    let text = serde_json::to_string(&scenario).expect("is plain data");
    update(&mut state, Action::Read(text));
    assert_eq!(says(&state), "");
    assert_eq!((&state.route, &state.world), (&Route::Own, &World::Own));
    assert_eq!(state.side().scenario(), &scenario);
}

#[test]
fn unknown_places_say_what_there_is() {
    let mut state = in_lab("topic");
    let effects = update(&mut state, Action::Go(Route::Lab("nothing".to_owned())));
    assert!(says(&state).contains("work-queue"), "{}", says(&state));
    assert_eq!(state.route, Route::Lab("topic".to_owned()));
    assert!(matches!(&effects[..], [Effect::ShowRoute { route, .. }] if *route == state.route));
    update(&mut state, Action::Go(Route::Nowhere("lesson/5".to_owned())));
    assert!(says(&state).contains("#/fidelity"), "{}", says(&state));
}

#[test]
fn reading_up_keeps_the_run() {
    let mut state = in_lab("topic");
    update(&mut state, Action::RunFor(3_000.0));
    update(&mut state, Action::Go(Route::Fidelity));
    update(&mut state, Action::Go(Route::Lab("topic".to_owned())));
    assert_eq!(now_ms(&state), 3_000.0);
    update(&mut state, Action::Open("topic".to_owned()));
    assert_eq!(now_ms(&state), 0.0);
}

#[test]
fn the_same_seed_gives_the_same_run_and_another_does_not() {
    let mut state = in_lab("work-queue");
    let digest = |state: &mut State| {
        update(state, Action::RunFor(20_000.0));
        state.engine().facts().digest()
    };
    let first = digest(&mut state);
    update(&mut state, Action::Reset);
    assert_eq!(digest(&mut state), first);
    update(&mut state, Action::Reseed(99));
    assert_ne!(digest(&mut state), first);
}

#[test]
fn a_new_run_forgets_what_was_picked() {
    let mut state = in_lab("work-queue");
    let node = Selection::Node(NodeId::Producer(ProducerId(0)));
    update(&mut state, Action::Select(Some(node)));
    assert_eq!(state.selection(), Some(node));
    update(&mut state, Action::Select(Some(Selection::Message(MessageId(3)))));
    update(&mut state, Action::Reset);
    assert_eq!(state.selection(), None);
}

#[test]
fn the_theme_follows_the_system_until_one_is_chosen() {
    let mut state = at_home();
    update(&mut state, Action::SystemTheme { dark: true });
    assert!(state.is_dark());
    let effects = update(&mut state, Action::ToggleTheme);
    assert!(effects.contains(&Effect::StorePreferences(Preferences {
        theme: Theme::Light,
        ..Preferences::default()
    })));
    update(&mut state, Action::SystemTheme { dark: true });
    assert!(!state.is_dark());
}

#[test]
fn the_report_of_a_crash_balances() {
    let mut state = in_lab("guarantees");
    let crash = Command::Crash { consumer: "billing".to_owned(), at: Some(CrashPoint::Between) };
    update(&mut state, Action::Ask(crash));
    let armed = serde_json::to_value(report::state(&state)).expect("is plain data");
    assert_eq!(armed["nodes"][2]["armed"], "between");
    update(&mut state, Action::RunFor(12_000.0));
    let report = serde_json::to_value(report::state(&state)).expect("is plain data");
    assert_eq!(report["guarantee"], "At least once");
    assert_eq!(report["profile"], "rabbitmq-classic");
    assert_eq!(report["books"]["effects"]["duplicated"], 1);
    assert_eq!(report["nodes"][2]["crashes"], 1);
    assert_eq!(report["digest"].as_str().map(str::len), Some(16));
}

#[test]
fn the_report_of_calls_balances() {
    let mut state = in_lab("call-or-queue");
    update(&mut state, Action::RunFor(5_000.0));
    let down = Command::TakeDown { service: "email".to_owned() };
    update(&mut state, Action::Ask(down));
    update(&mut state, Action::RunFor(15_000.0));
    let report = serde_json::to_value(report::state(&state)).expect("is plain data");
    let calls = &report["books"]["calls"];
    let count = |what: &str| calls[what].as_u64().expect("is counted");
    let ended = count("answered") + count("failed") + count("timed_out");
    assert_eq!(count("requested"), ended + count("waiting"));
    assert!(count("failed") > 2 && calls["blocked_ms"].as_f64() > Some(10_000.0));
    let nodes = report["nodes"].as_array().expect("is a list");
    let email = nodes.iter().find(|node| node["id"] == "email").expect("is on the stage");
    assert_eq!((&email["kind"], &email["up"]), (&"service".into(), &false.into()));
    let shop = nodes.iter().find(|node| node["kind"] == "caller").expect("is on the stage");
    assert_eq!((&shop["workers"], &shop["requested"]), (&4.into(), &calls["requested"]));
}

#[test]
fn facts_are_handed_out_in_pieces_that_join() {
    let mut state = in_lab("work-queue");
    update(&mut state, Action::RunFor(300_000.0));
    let engine = state.engine();
    let first = report::facts(engine, 0);
    assert_eq!(first.facts.len(), report::FACTS_LIMIT);
    let second = report::facts(engine, first.next);
    assert_eq!(second.facts[0].index, first.next);
    let crash = report::facts(engine, engine.facts().next());
    assert!(crash.facts.is_empty());
    assert_eq!(crash.next, engine.facts().next());
}

#[test]
fn keys_act_on_what_is_selected() {
    let mut state = in_lab("work-queue");
    assert!(keys::revive(&state).is_none(), "nobody is down");
    let second = Selection::Node(NodeId::Consumer(ConsumerId(1)));
    update(&mut state, Action::Select(Some(second)));
    let Some(Action::Ask(Command::Crash { consumer, at })) = keys::action("c", true, &state) else {
        panic!("C crashes");
    };
    assert_eq!((consumer.as_str(), at), ("billing-2", Some(CrashPoint::Between)));
    update(&mut state, Action::Ask(Command::Crash { consumer, at: None }));
    let Some(Action::Ask(Command::Revive { consumer })) = keys::action("r", true, &state) else {
        panic!("R revives");
    };
    assert_eq!(consumer, "billing-2");
}

#[test]
fn the_caption_tells_what_matters_most() {
    let mut state = in_lab("guarantees");
    update(&mut state, Action::RunFor(3_000.0));
    update(&mut state, Action::Ask(Command::Crash { consumer: "billing".to_owned(), at: None }));
    update(&mut state, Action::RunFor(500.0));
    let told = state.side().caption().told().expect("something has happened");
    assert!(told.text.contains("crash"), "{}", told.text);
    update(&mut state, Action::RunFor(20_000.0));
    let told = state.side().caption().told().expect("something has happened");
    assert!(!told.text.contains("crash"), "{}", told.text);
}

/// Two runs of a lab, the second one under another broker.
fn compared(id: &str, with: ProfileId) -> State {
    let mut state = in_lab(id);
    update(&mut state, Action::Compare(with));
    state
}

fn digests(state: &State) -> Vec<u64> {
    state.bench.sides().map(|side| side.engine().facts().digest()).collect()
}

#[test]
fn two_runs_stand_on_one_clock() {
    let mut state = compared("guarantees", ProfileId::RabbitQuorum);
    update(&mut state, Action::Play);
    for _ in 0..40 {
        update(&mut state, Action::Frame { real_ms: 50.0 });
        let moments: Vec<_> = state.bench.sides().map(Side::now).collect();
        assert_eq!(moments, [state.now(); 2]);
    }
    update(&mut state, Action::Step(7));
    let moments: Vec<_> = state.bench.sides().map(Side::now).collect();
    assert_eq!(moments, [state.now(); 2]);
}

#[test]
fn the_same_world_beside_itself_is_the_same_run() {
    let mut state = in_lab("guarantees");
    update(&mut state, Action::RunFor(3_000.0));
    let consumer = "billing".to_owned();
    let crash = Command::Crash { consumer, at: Some(CrashPoint::Between) };
    update(&mut state, Action::Ask(crash));
    update(&mut state, Action::RunFor(2_000.0));
    let profile = state.side().scenario().topology.profile;
    update(&mut state, Action::Compare(profile));
    update(&mut state, Action::RunFor(5_000.0));
    let [a, b] = digests(&state)[..] else { panic!("there are two") };
    assert_eq!(a, b);
}

#[test]
fn what_is_asked_of_linked_sides_is_asked_of_both() {
    let mut state = compared("guarantees", ProfileId::RabbitClassic);
    let ack = |ack| Command::SetAck { consumer: "billing".to_owned(), ack };
    update(&mut state, Action::On(At::Beside, Box::new(Action::Ask(ack(AckMode::Automatic)))));
    let acks = |state: &State| -> Vec<AckMode> {
        state.bench.sides().map(|side| side.engine().consumers()[0].spec().ack).collect()
    };
    assert_eq!(acks(&state), [AckMode::Automatic; 2]);
    update(&mut state, Action::Link(false));
    update(&mut state, Action::Ask(ack(AckMode::Last)));
    assert_eq!(acks(&state), [AckMode::Automatic, AckMode::Last]);
}

#[test]
fn what_the_other_side_cannot_do_is_not_asked_of_it_later_either() {
    let mut state = in_lab("log-or-queue");
    let command = Command::Purge { queue: "orders".to_owned() };
    let later = Action::AskLater { after_s: 1.0, command };
    update(&mut state, Action::On(At::Beside, Box::new(later)));
    let told = state.notice.as_ref().expect("the log cannot purge");
    assert!(told.lines[0].starts_with("Not on side A"), "{:?}", told.lines);
    let is_purge = |entry: &&Entry| matches!(entry.command, Command::Purge { .. });
    let later =
        state.bench.sides().map(|side| side.run().scheduled().iter().filter(is_purge).count());
    assert_eq!(later.collect::<Vec<_>>(), [0, 1]);
}

#[test]
fn when_two_part_the_one_that_is_looked_at_stays() {
    let mut state = compared("guarantees", ProfileId::SqsStandard);
    update(&mut state, Action::On(At::Beside, Box::new(Action::Select(None))));
    update(&mut state, Action::Part);
    assert!(state.bench.both().is_none());
    assert_eq!(state.side().scenario().topology.profile, ProfileId::SqsStandard);
}

#[test]
fn single_keys_need_the_stage_and_can_be_switched_off() {
    let mut state = in_lab("guarantees");
    assert!(keys::action("c", true, &state).is_some());
    assert!(keys::action("c", false, &state).is_none());
    assert!(keys::action(" ", false, &state).is_some());
    let quiet = Preferences { single_keys: false, ..Preferences::default() };
    update(&mut state, Action::Prefer(quiet));
    assert!(keys::action("c", true, &state).is_none());
    assert!(keys::action(" ", true, &state).is_some());
}

fn travel(state: &mut State, travel: Travel) {
    update(state, Action::Travel(travel));
    while state.bench.is_travelling() {
        update(state, Action::Frame { real_ms: 0.0 });
    }
}

#[test]
fn winding_back_shows_the_moment_as_it_was() {
    let mut state = in_lab("poison");
    let mut seen = Vec::new();
    for _ in 0..12 {
        update(&mut state, Action::RunFor(1_700.0));
        let side = state.side();
        seen.push((
            now_ms(&state),
            side.engine().facts().digest(),
            side.timeline().seen().series.slices().len(),
        ));
    }
    for (at_ms, digest, slices) in seen.into_iter().rev() {
        travel(&mut state, Travel::To(at_ms));
        assert_eq!(now_ms(&state), at_ms);
        assert_eq!(state.engine().facts().digest(), digest);
        assert_eq!(state.side().timeline().seen().series.slices().len(), slices);
    }
    assert!(!state.playing);
}

#[test]
fn acting_in_the_past_keeps_the_future_as_a_branch() {
    let mut state = in_lab("guarantees");
    update(&mut state, Action::RunFor(10_000.0));
    let future = digests(&state);
    travel(&mut state, Travel::To(4_000.0));
    let consumer = "billing".to_owned();
    update(&mut state, Action::Ask(Command::Crash { consumer, at: None }));
    let branches: Vec<u32> =
        state.side().timeline().branches().iter().map(|branch| branch.line().id()).collect();
    assert_eq!(branches.len(), 1);
    update(&mut state, Action::RunFor(6_000.0));
    assert_ne!(digests(&state), future);
    travel(&mut state, Travel::Beside(branches[0]));
    assert_eq!(digests(&state)[1..], future);
    update(&mut state, Action::Part);
    travel(&mut state, Travel::Branch(branches[0]));
    assert_eq!(digests(&state), future);
}

#[test]
fn undo_and_redo_are_branches_too() {
    let mut state = in_lab("guarantees");
    update(&mut state, Action::RunFor(3_000.0));
    let untouched = digests(&state);
    let consumer = "billing".to_owned();
    update(&mut state, Action::Ask(Command::Crash { consumer, at: None }));
    let changed = digests(&state);
    travel(&mut state, Travel::Undo);
    assert_eq!(digests(&state), untouched);
    travel(&mut state, Travel::Redo);
    assert_eq!(digests(&state), changed);
    travel(&mut state, Travel::Redo);
    assert_eq!(says(&state), "Nothing has been taken back.");
}

#[test]
fn a_breakpoint_pauses_at_the_very_moment() {
    let mut state = in_lab("poison");
    travel(&mut state, Travel::Until(Some(Until::DeadLetter)));
    for _ in 0..2_000 {
        update(&mut state, Action::Frame { real_ms: 100.0 });
    }
    assert!(!state.playing);
    let dead = |fact: &Fact| matches!(fact, Fact::DeadLettered { .. });
    let facts = state.engine().facts().since(0);
    let moments: Vec<Tick> = facts.filter(|(_, _, fact)| dead(fact)).map(|(_, at, _)| at).collect();
    assert_eq!(moments, [state.now()]);
}

#[test]
fn a_fault_can_be_scheduled_and_called_off() {
    let mut state = in_lab("guarantees");
    let command = Command::Hang { consumer: "billing".to_owned() };
    let later = Action::AskLater { after_s: 2.0, command };
    update(&mut state, later.clone());
    update(&mut state, later);
    let ahead = state.side().run().scheduled().to_vec();
    assert_eq!(ahead.len(), 2);
    update(&mut state, Action::CallOff(ahead[0].clone()));
    update(&mut state, Action::RunFor(1_999.0));
    assert!(state.engine().consumers()[0].hangs().is_none());
    update(&mut state, Action::RunFor(1.0));
    assert!(state.engine().consumers()[0].hangs().is_some());
    assert_eq!(says(&state), "");
}

#[test]
fn a_link_leads_to_the_very_moment_paused() {
    let mut state = in_lab("guarantees");
    update(&mut state, Action::RunFor(3_000.0));
    let consumer = "billing".to_owned();
    let at = Some(CrashPoint::Between);
    update(&mut state, Action::Ask(Command::Crash { consumer, at }));
    update(&mut state, Action::RunFor(4_500.0));
    let link = share::link(&sharing::shared(&state));
    let mut there = at_home();
    update(&mut there, Action::Go(Route::of_hash(&link)));
    while there.bench.is_travelling() {
        update(&mut there, Action::Frame { real_ms: 0.0 });
    }
    assert_eq!(says(&there), "");
    assert_eq!((now_ms(&there), there.playing), (7_500.0, false));
    assert_eq!(digests(&there), digests(&state));
    let file = share::file(&sharing::shared(&there));
    let mut again = at_home();
    update(&mut again, Action::Read(file));
    assert_eq!(digests(&again), digests(&state));
}

#[test]
fn a_damaged_link_is_opened_as_far_as_it_goes() {
    let mut state = at_home();
    let link = "#/run/1/guarantees?at=2s&do=kill:billing@1s;explode@1s";
    update(&mut state, Action::Go(Route::of_hash(link)));
    assert!(says(&state).contains("explode"), "{}", says(&state));
    assert_eq!(now_ms(&state), 2_000.0);
    let mut nowhere = in_lab("poison");
    update(&mut nowhere, Action::Go(Route::of_hash("#/run/1/nothing")));
    assert!(says(&nowhere).contains("no world “nothing”"), "{}", says(&nowhere));
    assert_eq!(nowhere.route, Route::Lab("poison".to_owned()));
}

#[test]
fn what_the_other_side_cannot_do_is_said_beforehand() {
    let mut state = in_lab("log-or-queue");
    let seek = Command::Seek { client: "billing".to_owned(), to: SeekTo::Beginning };
    let why = state.bench.other_cannot(&seek).expect("a queue cannot replay");
    assert!(why.starts_with("Not on side B: A queue keeps nothing"), "{why}");
    let crash = Command::Crash { consumer: "worker-1".to_owned(), at: None };
    assert_eq!(state.bench.other_cannot(&crash), None);
    update(&mut state, Action::Link(false));
    assert_eq!(state.bench.other_cannot(&seek), None);
}

fn german() -> Tongue {
    german::german().tongue()
}

/// Speaks German, as the driver does once the words are there.
fn speak_german(state: &mut State) -> Vec<Effect> {
    german::german().speak();
    update(state, Action::Spoken)
}

#[test]
fn another_language_is_fetched_when_it_is_chosen_and_not_before() {
    let mut state = at_home();
    let kept = Preferences { language: Some(german()), ..state.setting.preferences };
    // The first time the words may not come.
    for _ in 0..2 {
        let effects = update(&mut state, Action::ChooseLanguage(german()));
        assert!(effects.contains(&Effect::StorePreferences(kept)));
        assert!(effects.contains(&Effect::Speak(german())), "{effects:?}");
    }
    let effects = update(&mut state, Action::ToggleTheme);
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::Speak(_))), "{effects:?}");
}

#[test]
fn the_language_that_is_preferred_can_be_chosen_where_another_is_spoken() {
    let preferences = Preferences { language: Some(ENGLISH), ..Preferences::default() };
    let mut state = State::new(Setting { preferences, ..Setting::default() });
    speak_german(&mut state);
    let effects = update(&mut state, Action::ToggleTheme);
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::Speak(_))), "{effects:?}");
    let effects = update(&mut state, Action::ChooseLanguage(ENGLISH));
    assert!(effects.contains(&Effect::Speak(ENGLISH)), "{effects:?}");
}

#[test]
fn another_language_in_the_middle_of_a_run_changes_no_fact_of_it() {
    let mut state = in_lab("guarantees");
    update(&mut state, Action::RunFor(3_000.0));
    let (now, facts) = (state.now(), state.engine().facts().next());
    let told = |state: &State| state.side().caption().told().expect("something happens").clone();
    let before = told(&state);
    let english = state.side().scenario().title.clone();
    let effects = speak_german(&mut state);
    assert!(effects.iter().any(|effect| matches!(effect, Effect::ShowRoute { .. })), "{effects:?}");
    assert_eq!((state.now(), state.engine().facts().next()), (now, facts));
    assert_eq!(told(&state).at, before.at);
    let title = state.side().scenario().title.clone();
    assert_eq!(catalog::find("guarantees").expect("is in the catalogue").title, title);
    assert_ne!(title, english);
    Language::english().speak();
    update(&mut state, Action::Spoken);
    assert_eq!(told(&state), before);
    assert_eq!(state.side().scenario().title, english);
}

#[test]
fn what_is_modelled_is_fetched_in_the_language_of_the_page() {
    let mut state = at_home();
    let effects = update(&mut state, Action::Go(Route::Fidelity));
    assert!(effects.contains(&Effect::FetchModelled(ENGLISH)), "{effects:?}");
    let effects = speak_german(&mut state);
    assert!(effects.contains(&Effect::FetchModelled(german())), "{effects:?}");
    let come = |tongue, text: &str| Action::Modelled { tongue, text: Ok(text.to_owned()) };
    update(&mut state, come(german(), "Deutsch"));
    update(&mut state, come(ENGLISH, "English, too late"));
    assert_eq!(state.modelled, Part::There("Deutsch".to_owned()));
    assert_eq!(tongue(), german());
}

#[test]
fn what_was_told_in_another_language_is_told_anew_or_taken_back() {
    let mut state = compared("guarantees", ProfileId::SqsStandard);
    update(&mut state, Action::OfferSwitch(ProfileId::PubSub));
    update(&mut state, Action::Ask(Command::Revive { consumer: "billing".to_owned() }));
    assert!(state.offer.is_some() && state.notice.is_some());
    let losses = |state: &State| state.bench.both().expect("there are two").1.losses().to_vec();
    let english = losses(&state);
    speak_german(&mut state);
    assert_eq!((state.offer.is_none(), &state.notice), (true, &None));
    assert_eq!(losses(&state).len(), english.len());
    assert_ne!(losses(&state), english);
    Language::english().speak();
    update(&mut state, Action::Spoken);
    assert_eq!(losses(&state), english);
}

#[test]
fn a_world_that_was_left_in_another_language_comes_back_in_this_one() {
    let mut state = in_lab("topic");
    let english = state.side().scenario().title.clone();
    let edit = Edit::Add { kind: Kind::Consumer, beside: None };
    update(&mut state, Action::Build(Build::Edit(edit)));
    let text = share::file(&sharing::shared(&state));
    speak_german(&mut state);
    update(&mut state, Action::Build(Build::Undo));
    let german = state.side().scenario().title.clone();
    assert_ne!(german, english);
    update(&mut state, Action::Read(text));
    assert_eq!(state.side().scenario().title, german);
}

#[test]
fn a_queue_keeps_its_name_whatever_the_default_exchange_is_called() {
    let mut state = at_home();
    let mut scenario = catalog::find("work-queue").expect("in the catalogue");
    let name = "the default exchange";
    scenario.topology.queues[0].name = name.to_owned();
    scenario.topology.consumers.iter_mut().for_each(|it| it.queue = Some(name.to_owned()));
    scenario.topology.bindings.clear();
    update(&mut state, Action::Load(Box::new(scenario)));
    assert_eq!(says(&state), "");
    speak_german(&mut state);
    let nodes: Vec<NodeId> = state.engine().nodes().collect();
    let queue = nodes.iter().find(|node| matches!(node, NodeId::Queue(_))).expect("is there");
    let exchange = nodes.iter().find(|node| matches!(node, NodeId::Exchange(_))).expect("is there");
    assert_eq!(state.engine().name_of(*queue), name);
    assert_ne!(state.engine().name_of(*exchange), name);
}

#[test]
fn what_is_modelled_stays_where_another_language_has_not_come() {
    let mut state = at_home();
    update(&mut state, Action::Go(Route::Fidelity));
    let come = |tongue, text| Action::Modelled { tongue, text };
    update(&mut state, come(ENGLISH, Ok("English".to_owned())));
    speak_german(&mut state);
    update(&mut state, come(german(), Err("away".to_owned())));
    assert_eq!(state.modelled, Part::There("English".to_owned()));
    assert_eq!(says(&state), "away");
}

#[test]
fn what_is_told_too_leaves_what_was_told() {
    let mut state = at_home();
    let notice = |line: &str| Notice { title: line.to_owned(), lines: vec![line.to_owned()] };
    update(&mut state, Action::TellToo(notice("link")));
    update(&mut state, Action::TellToo(notice("language")));
    assert_eq!(says(&state), "link language");
    update(&mut state, Action::Tell(notice("new")));
    assert_eq!(says(&state), "new");
}
