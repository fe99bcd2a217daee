//! The lab that a browser keeps: what is worth it, what is offered again, in
//! which words, and what becomes of texts that somebody has spoilt.

use queuescope::{
    app::{
        building::Build,
        keeping::{self, Change, Found, Keeping},
        state::{Action, Effect, Route, Setting, State, World},
        travel::Travel,
        update::update,
    },
    engine::{Command, profile::ProfileId},
    scenario::{
        Guarantee, Scenario, catalog,
        edit::{Edit, Kind},
        share,
    },
};

#[path = "common/german.rs"]
mod german;

use german::german;

const NOW_MS: f64 = 1_760_000_000_000.0;
const MINUTE_MS: f64 = 60_000.0;

fn in_lab(id: &str) -> State {
    let mut state = State::new(Setting::default());
    update(&mut state, Action::Go(Route::Lab(id.to_owned())));
    state
}

fn ask(state: &mut State) {
    let crash = Command::Crash { consumer: "billing".to_owned(), at: None };
    update(state, Action::Ask(crash));
}

/// The lab of a crash at 2 s, left at 12.4 s.
fn crashed() -> State {
    let mut state = in_lab("guarantees");
    update(&mut state, Action::RunFor(2_000.0));
    ask(&mut state);
    update(&mut state, Action::RunFor(10_400.0));
    state
}

/// The text of a lab, kept some minutes ago.
fn text(state: &State, minutes: f64) -> String {
    assert!(keeping::is_worth_keeping(state));
    let run = keeping::run_text(state).expect("is not too large");
    keeping::written(state, &run, NOW_MS - minutes * MINUTE_MS)
}

fn found(texts: &[&str]) -> Found {
    let named = |(nth, text): (usize, &&str)| (nth.to_string(), (*text).to_owned());
    Found { labs: texts.iter().enumerate().map(named).collect(), own: None, now_ms: NOW_MS }
}

/// A page that has found these.
fn offered(texts: &[&str]) -> State {
    let mut state = State::new(Setting::default());
    update(&mut state, Action::Keep(Change::Found(found(texts))));
    state
}

fn take(state: &mut State, text: &str) {
    update(state, Action::Keep(Change::Taken(Some(text.to_owned()))));
}

fn says(state: &State) -> String {
    state.notice.as_ref().map_or(String::new(), |notice| notice.lines.join(" "))
}

#[test]
fn only_what_a_reader_would_miss_is_kept() {
    let worth = |change: fn(&mut State)| {
        let mut state = in_lab("guarantees");
        change(&mut state);
        keeping::is_worth_keeping(&state)
    };
    assert!(!worth(|_| {}));
    assert!(!worth(|state| drop(update(state, Action::RunFor(5_000.0)))));
    assert!(!worth(|state| drop(update(state, Action::Reset))));
    assert!(worth(ask));
    assert!(worth(|state| drop(update(state, Action::Choose(Guarantee::AtMostOnce)))));
    assert!(!worth(|state| drop(update(state, Action::Reseed(99)))), "an address may ask for it");
    assert!(worth(|state| {
        update(state, Action::OfferSwitch(ProfileId::RabbitQuorum));
        update(state, Action::Switch);
    }));
    assert!(!worth(|state| drop(update(state, Action::Build(Build::Open(true))))));
    assert!(worth(|state| {
        let edit = Edit::Add { kind: Kind::Consumer, beside: None };
        update(state, Action::Build(Build::Edit(edit)));
    }));
    let mut undone = crashed();
    update(&mut undone, Action::Travel(Travel::Undo));
    assert!(keeping::is_worth_keeping(&undone), "its other future is there");
}

#[test]
fn a_frame_and_the_home_page_keep_nothing() {
    let mut home = State::new(Setting::default());
    ask(&mut home);
    assert!(!keeping::is_worth_keeping(&home));
    let mut frame = State::new(Setting { embed: true, ..Setting::default() });
    update(&mut frame, Action::Go(Route::Lab("guarantees".to_owned())));
    ask(&mut frame);
    assert!(!keeping::is_worth_keeping(&frame));
}

#[test]
fn a_scenario_of_ones_own_is_kept_and_an_untouched_link_is_not() {
    let mut own = in_lab("guarantees");
    let scenario = catalog::find("topic").expect("in the catalogue");
    update(&mut own, Action::Load(Box::new(scenario)));
    assert!(keeping::is_worth_keeping(&own));

    let link = share::link(&queuescope::app::sharing::shared(&crashed()));
    let mut linked = State::new(Setting::default());
    update(&mut linked, Action::Go(Route::of_hash(&link)));
    assert!(!keeping::is_worth_keeping(&linked));
    ask(&mut linked);
    assert!(keeping::is_worth_keeping(&linked));
}

#[test]
fn an_offer_says_what_when_and_how_much() {
    let state = crashed();
    let sentence = |minutes| {
        let offered = offered(&[&text(&state, minutes)]);
        format!("{}{}", offered.kept[0].title, offered.kept[0].says)
    };
    let title = &state.side().scenario().title;
    assert_eq!(sentence(3.2), format!("{title}, at 12.4 s, with 1 change, 3 min ago."));
    assert!(sentence(0.5).ends_with("just now."));
    assert!(sentence(-7.0).ends_with("just now."), "the clock was set back");
    assert!(sentence(150.0).ends_with("2 h ago."));
    assert!(sentence(3_000.0).ends_with("2 days ago."));
}

#[test]
fn going_on_brings_back_the_same_run_on_the_same_page() {
    let left = crashed();
    let text = text(&left, 1.0);
    let mut state = offered(&[&text]);
    let effects = update(&mut state, Action::Keep(Change::GoOn("0".to_owned())));
    assert_eq!(effects, vec![Effect::TakeKept("0".to_owned())]);
    take(&mut state, &text);
    assert_eq!(says(&state), "");
    assert_eq!(state.kept, vec![]);
    assert_eq!(state.route, Route::Lab("guarantees".to_owned()));
    assert_eq!(state.world, World::Exhibit("guarantees".to_owned()));
    assert!(!state.playing);
    assert_eq!(state.now(), left.now());
    assert_eq!(state.engine().facts().digest(), left.engine().facts().digest());
    assert!(keeping::is_worth_keeping(&state), "it is the reader's own");
}

#[test]
fn two_sides_come_back_as_two() {
    let mut left = in_lab("log-or-queue");
    update(&mut left, Action::RunFor(4_000.0));
    update(&mut left, Action::Choose(Guarantee::AtMostOnce));
    let mut state = State::new(Setting::default());
    take(&mut state, &text(&left, 1.0));
    let digests = |state: &State| {
        let digest = |side: &queuescope::app::side::Side| side.engine().facts().digest();
        state.bench.sides().map(digest).collect::<Vec<_>>()
    };
    assert_eq!(digests(&state), digests(&left));
    assert_eq!(digests(&state).len(), 2);
}

#[test]
fn a_text_that_claims_another_lab_becomes_ones_own() {
    let text = text(&crashed(), 1.0).replacen("guarantees", "fan-out", 1);
    let mut state = State::new(Setting::default());
    take(&mut state, &text);
    assert_eq!((state.route, state.world), (Route::Own, World::Own));
}

#[test]
fn the_tabs_own_lab_comes_first_then_the_latest() {
    let state = crashed();
    let texts: Vec<String> = (1..=7).map(|n| text(&state, f64::from(n))).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let mut page = State::new(Setting::default());
    let found = Found { own: Some("6".to_owned()), ..found(&texts) };
    update(&mut page, Action::Keep(Change::Found(found)));
    let ids: Vec<&str> = page.kept.iter().map(|lab| lab.id.as_str()).collect();
    assert_eq!(ids, ["6", "0", "1", "2", "3"]);
}

#[test]
fn the_oldest_goes_and_never_the_pages_own() {
    let labs = |count: u32| (0..count).map(|n| (n.to_string(), f64::from(n))).collect::<Vec<_>>();
    assert_eq!(keeping::surplus(labs(5), "4"), Vec::<String>::new());
    assert_eq!(keeping::surplus(labs(7), "6"), ["0", "1"]);
    assert_eq!(keeping::surplus(labs(7), "0"), ["1", "2"]);
}

#[test]
fn what_another_tab_has_taken_is_offered_no_longer() {
    let state = crashed();
    let (one, other) = (text(&state, 1.0), text(&state, 2.0));
    let mut page = offered(&[&one, &other]);
    update(&mut page, Action::Keep(Change::Seen(found(&[&one]))));
    assert_eq!(page.kept.len(), 1);
    let third = text(&state, 0.0);
    let mut seen = found(&[&one]);
    seen.labs.push(("new".to_owned(), third));
    update(&mut page, Action::Keep(Change::Seen(seen)));
    assert_eq!(page.kept.len(), 1, "a lab in another tab is no offer");
    update(&mut page, Action::Keep(Change::Taken(None)));
    assert!(says(&page).contains("Another tab"), "{}", says(&page));
    assert_eq!(page.route, Route::Home);
}

#[test]
fn forgetting_removes_one_and_not_now_removes_none() {
    let state = crashed();
    let mut page = offered(&[&text(&state, 1.0), &text(&state, 2.0)]);
    let effects = update(&mut page, Action::Keep(Change::Forget("0".to_owned())));
    assert!(effects.contains(&Effect::ForgetKept("0".to_owned())));
    assert_eq!(page.kept.len(), 1);
    let effects = update(&mut page, Action::Keep(Change::NotNow));
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::ForgetKept(_))));
    assert_eq!(page.kept, vec![]);
}

#[test]
fn a_spoilt_text_is_read_as_far_as_it_goes() {
    let whole = text(&crashed(), 3.0);
    let cut = &whole[..whole.len() - 12];
    let mut page = offered(&[cut]);
    assert!(page.kept[0].readable);
    assert!(page.kept[0].says.ends_with("A part of it cannot be read."), "{:?}", page.kept);
    take(&mut page, cut);
    assert_eq!(page.route, Route::Lab("guarantees".to_owned()));
    assert!(says(&page).contains("ends in the middle"), "{}", says(&page));
}

#[test]
fn what_cannot_be_read_says_so_and_is_left_to_its_reader() {
    let newer = text(&crashed(), 3.0).replacen("{\"run\":1", "{\"run\":2", 1);
    let digest = in_lab("topic").engine().facts().digest();
    for nonsense in ["", "\n", "7", "x y\nz", "\0\n[]", "9e99 topic\n{\"run\":1}", newer.as_str()] {
        let page = offered(&[nonsense, &text(&crashed(), 9.0)]);
        assert!(page.kept[0].readable && !page.kept[1].readable, "{nonsense:?}");
        assert!(page.kept[1].says.starts_with(" cannot be read: "), "{:?}", page.kept[1]);
        let mut lab = in_lab("topic");
        take(&mut lab, nonsense);
        assert_ne!(says(&lab), "");
        assert_eq!(lab.engine().facts().digest(), digest);
    }
    let page = offered(&[&newer]);
    assert_eq!(page.kept[0].title, "A lab kept 3 min ago");
    assert!(page.kept[0].says.contains("version 2"), "{:?}", page.kept[0]);
}

#[test]
fn a_run_too_large_to_be_kept_says_so_once() {
    let mut scenario: Scenario = catalog::find("guarantees").expect("in the catalogue");
    scenario.about = "long ".repeat(keeping::RUN_BYTES / 5);
    let mut state = State::new(Setting::default());
    update(&mut state, Action::Load(Box::new(scenario)));
    assert!(keeping::is_worth_keeping(&state));
    assert_eq!(keeping::run_text(&state), None);
    let went = |state: &mut State, keeping| update(state, Action::Keep(Change::Went(keeping)));
    went(&mut state, Keeping::TooLarge);
    assert!(says(&state).contains("as a file"), "{}", says(&state));
    update(&mut state, Action::DismissNotice);
    went(&mut state, Keeping::TooLarge);
    assert_eq!(says(&state), "");
}

#[test]
fn a_storage_that_refuses_is_no_alarm() {
    let mut state = crashed();
    update(&mut state, Action::Keep(Change::Went(Keeping::Refused)));
    assert_eq!(state.notice, None);
    assert!(keeping::words(state.keeping).contains("save the run"));
}

#[test]
fn an_own_lab_that_a_reload_has_lost_leads_to_the_offer() {
    let mut page = offered(&[&text(&crashed(), 1.0)]);
    update(&mut page, Action::Go(Route::Own));
    assert!(says(&page).contains("Go on with"), "{}", says(&page));
}

#[test]
fn a_lab_kept_in_another_language_is_offered_in_this_one_and_leads_to_its_page() {
    let left = crashed();
    let (english, title) = (text(&left, 1.0), left.side().scenario().title.clone());
    german().speak();
    let mut page = offered(&[&english]);
    let known = catalog::find("guarantees").expect("in the catalogue");
    assert_ne!(known.title, title);
    assert_eq!(page.kept[0].title, known.title);
    take(&mut page, &english);
    assert_eq!(page.side().scenario().title, known.title);
    // Words of a language that this page has not read.
    let foreign = english.replacen(&title, "Garanties", 1);
    assert_ne!(foreign, english);
    take(&mut page, &foreign);
    assert_eq!(page.route, Route::Lab("guarantees".to_owned()));
}
