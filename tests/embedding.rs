//! The page in a frame: parameters, messages and what they may do, without a
//! browser.

use queuescope::{
    app::{
        leaving::way_out,
        lessons::Doing,
        opening::{actions, leads_nowhere, tell},
        state::{Action, Controls, Effect, Route, SPEEDS, Setting, State, Theme},
        update::update,
    },
    embed::{
        protocol::{Head, Heard, Meter, Origins, hear},
        schema::{self, FIELDS, Parameters, SPEED},
    },
    words::{TONGUES, Tongue},
};

fn read(query: &str) -> Parameters {
    let (parameters, problems) = schema::read(query);
    assert_eq!(problems, Vec::<String>::new(), "{query}");
    parameters
}

/// What is said of a query, in one text.
fn says(query: &str) -> String {
    schema::read(query).1.join(" ")
}

#[test]
fn every_parameter_is_read_and_written() {
    let query = "embed=1&lab=poison&lesson=guarantees&seed=18446744073709551615&speed=2.5&autoplay=1&theme=dark&lang=de\
                 &controls=time&motion=reduced&load=click&origin=https://a.example,http://[::1]:8080";
    let parameters = read(query);
    assert_eq!(parameters.lab.as_deref(), Some("poison"));
    assert_eq!((parameters.theme, parameters.controls), (Theme::Dark, Controls::Time));
    assert_eq!(parameters.origins, ["https://a.example", "http://[::1]:8080"]);
    assert_eq!(parameters.lang, Tongue::of("de"));
    assert_eq!(parameters.written().count(), FIELDS.len());
    assert_eq!(read(&parameters.query()), parameters);
}

#[test]
fn every_language_can_be_asked_for() {
    let field = FIELDS.iter().find(|field| field.name == "lang").expect("is one");
    let codes = TONGUES.map(|tongue| tongue.code);
    assert_eq!(field.allowed.text(), codes.join(" or "));
    for code in codes {
        assert_eq!(read(&format!("lang={code}")).lang, Tongue::of(code));
    }
}

#[test]
fn a_page_without_parameters_is_the_default() {
    for query in ["", "?", "?embed=0&autoplay=false&theme=system", "?utm_source=course", "&&"] {
        assert_eq!(read(query), Parameters::default(), "{query}");
    }
    assert_eq!(Parameters::default().query(), "");
}

#[test]
fn a_flag_may_stand_alone() {
    for query in ["embed=1&autoplay=1", "embed&autoplay", "embed=&autoplay=true"] {
        let parameters = read(query);
        assert_eq!((parameters.embed, parameters.autoplay), (true, true), "{query}");
    }
}

#[test]
fn wrong_values_are_said_and_the_default_stands() {
    for (query, expected) in [
        ("lab=nowhere", "the id of a built-in lab"),
        ("lesson=No Such", "the id of a lesson"),
        ("seed=-1", "a whole number"),
        ("seed=1e3", "a whole number"),
        ("speed=fast", "a number from 0.1 to 100"),
        ("speed=NaN", "a number from 0.1 to 100"),
        ("speed=1000", "a number from 0.1 to 100"),
        ("autoplay=perhaps", "1 or 0"),
        ("theme=pink", "system, light or dark"),
        ("lang=tlh", "en or de"),
        ("controls=some", "all, time or none"),
        ("motion=more", "system or reduced"),
        ("load=never", "now or click"),
        ("origin=example.org", "origins such as"),
        ("origin=https://a/path", "origins such as"),
        ("origin=*", "origins such as"),
    ] {
        let (parameters, problems) = schema::read(query);
        assert_eq!(parameters, Parameters::default(), "{query}");
        assert_eq!(problems.len(), 1, "{query}");
        assert!(problems[0].contains(expected), "{}", problems[0]);
    }
}

#[test]
fn typing_errors_are_said_in_a_frame_only() {
    assert!(
        says("embed=1&sped=2").contains("no parameter “sped”; there is embed, lab, lesson, seed")
    );
    assert_eq!(says("sped=2"), "");
}

#[test]
fn a_hostile_query_is_cut_short() {
    assert!(says(&"x".repeat(5_000)).contains("the first 4096"));
    let (parameters, problems) = schema::read(&format!("seed=7&speed={}", "9".repeat(5_000)));
    assert_eq!((parameters.seed, parameters.speed), (Some(7), 1.0));
    assert!(problems[0].contains("the first 4096"), "{problems:?}");
    let many = "theme=pink&".repeat(300);
    assert!(schema::read(&many).1.len() <= schema::PARAMETERS);
    let long = format!("theme={}", "ü".repeat(1_000));
    assert!(says(&long).chars().count() < 200, "{}", says(&long));
}

#[test]
fn the_range_of_speed_is_that_of_the_page() {
    assert_eq!(SPEED, (SPEEDS[0], SPEEDS[SPEEDS.len() - 1]));
}

#[test]
fn the_documentation_is_what_the_code_says() {
    let text = include_str!("../docs/embedding.md");
    assert!(
        text.contains(&schema::table()),
        "the table in docs/embedding.md should be:\n{}",
        schema::table()
    );
}

/// The page as it stands after being opened with a query.
fn opened(query: &str, hash: &str, reduced_motion: bool) -> State {
    let (parameters, _) = schema::read(query);
    let setting = Setting { reduced_motion, embed: parameters.embed, ..Setting::default() };
    let mut state = State::new(setting);
    for action in actions(&parameters, Route::of_hash(hash), setting) {
        update(&mut state, action);
    }
    while state.bench.is_travelling() {
        update(&mut state, Action::Frame { real_ms: 0.0 });
    }
    state
}

/// The same, once everything is there and all that was wrong has been told.
fn told(query: &str, hash: &str) -> State {
    let mut state = opened(query, hash, false);
    let mut problems = schema::read(query).1;
    problems.extend(leads_nowhere(&Route::of_hash(hash)));
    if let Some(tells) = tell(problems) {
        update(&mut state, tells);
    }
    state
}

#[test]
fn a_frame_opens_as_its_address_asks() {
    let state = opened("embed=1&lab=poison&seed=7&speed=5&autoplay=1", "", false);
    assert_eq!(state.route, Route::Lab("poison".to_owned()));
    assert_eq!(state.side().scenario().seed, 7);
    assert_eq!((state.speed, state.playing), (5.0, true));
    assert_eq!(state.notice, None);
}

#[test]
fn whoever_prefers_less_motion_starts_it_by_hand() {
    assert!(!opened("lab=poison&autoplay=1", "", true).playing);
    assert!(!opened("lab=poison", "", false).playing);
}

#[test]
fn the_address_after_the_hash_goes_first() {
    let state = opened("embed=1&lab=poison", "#/lab/fan-out", false);
    assert_eq!(state.route, Route::Lab("fan-out".to_owned()));
}

#[test]
fn a_frame_without_a_lab_of_its_own_has_the_first() {
    let first = Route::Lab("guarantees".to_owned());
    assert_eq!(opened("embed=1", "", false).route, first);
    for (query, hash, expected) in [
        ("embed=1&lab=nowhere", "", "lab cannot be “nowhere”"),
        ("embed=1&seed=7", "#/lab/nowhere", "There is no lab named “nowhere”"),
        ("embed=1", "#/no/such/page", "There is nothing at “no/such/page”"),
    ] {
        let state = told(query, hash);
        assert_eq!(state.route, first, "{query}{hash}");
        let told = state.notice.expect(query).lines;
        assert!(told[0].starts_with(expected), "{query}{hash}: {told:?}");
    }
    // A page of its own has a home page to go to.
    assert_eq!(opened("", "#/lab/nowhere", false).route, Route::Home);
}

#[test]
fn a_frame_whose_lesson_is_not_there_shows_its_lab() {
    let index = include_str!("../static/lessons/en/index.json");
    let arrive = |state: &mut State, name: &str, text: Result<&str, &str>| {
        let text = text.map(str::to_owned).map_err(str::to_owned);
        update(state, Action::Lesson(Doing::Arrived { name: name.to_owned(), text }));
    };
    let mut state = opened("embed=1&lesson=nosuch&lab=poison&lang=de", "", false);
    assert_eq!(state.route, Route::Lesson("nosuch".to_owned()));
    arrive(&mut state, "en/index.json", Ok(index));
    assert_eq!(state.route, Route::Lab("poison".to_owned()));
    let told = state.notice.expect("the lesson is not there").lines;
    assert!(told[0].contains("no lesson named “nosuch”"), "{told:?}");

    let mut state = opened("embed=1&lesson=guarantees", "", false);
    arrive(&mut state, "en/index.json", Err("en/index.json could not be loaded"));
    assert_eq!(state.route, Route::Lab("guarantees".to_owned()));
    assert!(state.shows_lab());
    // A page of its own says so where the lesson would be.
    let mut state = opened("lesson=nosuch&lab=poison", "", false);
    arrive(&mut state, "en/index.json", Ok(index));
    assert_eq!(state.route, Route::Lesson("nosuch".to_owned()));
}

#[test]
fn a_frame_answers_once_its_lesson_is_there_and_keeps_nothing_of_it() {
    let parts = [
        ("en/index.json", include_str!("../static/lessons/en/index.json")),
        ("06-guarantees.json", include_str!("../static/lessons/06-guarantees.json")),
        ("en/06-guarantees.json", include_str!("../static/lessons/en/06-guarantees.json")),
    ];
    for (query, keeps) in
        [("embed=1&lesson=guarantees&autoplay=1", false), ("lesson=guarantees", true)]
    {
        let mut state = opened(query, "", false);
        let mut effects = Vec::new();
        for (name, text) in parts {
            assert!(state.awaits_lesson(), "{query} before {name}");
            let (name, text) = (name.to_owned(), Ok(text.to_owned()));
            effects.extend(update(&mut state, Action::Lesson(Doing::Arrived { name, text })));
        }
        assert!(!state.awaits_lesson() && state.given().is_some(), "{query}");
        assert!(!state.playing);
        let kept = effects.iter().any(|effect| matches!(effect, Effect::StoreProgress(_)));
        assert_eq!(kept, keeps, "{query}");
    }
}

#[test]
fn the_way_out_of_a_frame_leads_to_what_it_shows() {
    let query =
        "embed=1&lab=poison&seed=7&speed=2&theme=dark&lang=de&controls=time&autoplay=1&load=click";
    let asked = read(query);
    let mut state = opened(query, "", true);
    let out = |state: &State| way_out(state, "https://host/queuescope.html", &asked);
    let begun = "https://host/queuescope.html?seed=7&speed=2&theme=dark&lang=de#/lab/poison";
    assert_eq!(out(&state), begun);
    let kept = "https://host/queuescope.html?theme=dark&lang=de";
    update(&mut state, Action::RunFor(5_000.0));
    let run = out(&state);
    let (page, link) = run.split_at(kept.len());
    assert_eq!(page, kept);
    let (_, query) = page.split_once('?').expect("it has a query");
    let elsewhere = opened(query, link, true);
    assert_eq!((elsewhere.now(), elsewhere.speed), (state.now(), state.speed));
    assert_eq!(elsewhere.engine().facts().digest(), state.engine().facts().digest());
}

#[test]
fn what_was_wrong_is_shown_and_the_lab_runs() {
    let mut state = told("embed=1&lab=poison&speed=fast", "");
    let notice = state.notice.clone().expect("something was wrong");
    assert!(notice.lines[0].starts_with("speed cannot be “fast”"), "{}", notice.lines[0]);
    update(&mut state, Action::RunFor(5_000.0));
    assert!(state.now().as_ms() >= 5_000.0);
}

const VERBS: [&str; 3] = ["play", "runFor", "state"];

fn head(kind: &str) -> Head {
    Head {
        namespace: Some("queuescope".to_owned()),
        version: Some(1.0),
        id: Some(7.0),
        kind: Some(kind.to_owned()),
    }
}

#[test]
fn a_request_is_a_verb_and_a_question_may_say_get() {
    assert_eq!(hear(&head("runFor"), &VERBS), Heard::Ask("runFor"));
    assert_eq!(hear(&head("state"), &VERBS), Heard::Ask("state"));
    assert_eq!(hear(&head("getState"), &VERBS), Heard::Ask("state"));
    assert_eq!(hear(&head("init"), &VERBS), Heard::Init);
}

#[test]
fn nonsense_is_answered_and_what_is_not_ours_is_not() {
    let other = Head { namespace: Some("other".to_owned()), ..head("play") };
    assert_eq!(hear(&other, &VERBS), Heard::Nothing);
    assert_eq!(hear(&Head::default(), &VERBS), Heard::Nothing);
    let wrong = [
        (Head { version: Some(2.0), ..head("play") }, "version 1 only"),
        (Head { version: None, ..head("play") }, "version 1 only"),
        (Head { id: None, ..head("play") }, "a number in id"),
        (head("get"), "there is init, play, runFor, state"),
        (head("getéta"), "no message of type “getéta”"),
        (head("constructor"), "no message of type “constructor”"),
        (Head { kind: None, ..head("") }, "no message of type “”"),
    ];
    for (head, expected) in wrong {
        match hear(&head, &VERBS) {
            Heard::Nonsense(says) => assert!(says.contains(expected), "{says}"),
            heard => panic!("{head:?} was heard as {heard:?}"),
        }
    }
    let long = head(&"x".repeat(100_000));
    assert!(matches!(hear(&long, &VERBS), Heard::Nonsense(says) if says.len() < 200));
}

#[test]
fn the_first_to_shake_hands_is_the_only_one() {
    let mut origins = Origins::default();
    assert_eq!(origins.accept("https://a.example"), Ok(()));
    assert_eq!(origins.accept("https://a.example"), Ok(()));
    assert!(origins.accept("https://b.example").is_err());
}

#[test]
fn only_pages_named_in_the_address_may_talk() {
    let mut origins = Origins::new(vec!["https://a.example".to_owned()]);
    assert!(origins.accept("https://b.example").unwrap_err().contains("https://b.example"));
    assert!(origins.accept("null").is_err());
    assert_eq!(origins.accept("https://a.example"), Ok(()));
}

#[test]
fn a_flood_is_cut_off_and_dries_up_again() {
    let mut meter = Meter::default();
    let taken = (0..1_000).filter(|_| meter.take(0.0).is_ok()).count();
    assert_eq!(taken, 200);
    assert!(meter.take(1.0).unwrap_err().contains("50 a second"));
    assert_eq!((0..1_000).filter(|_| meter.take(1_000.0).is_ok()).count(), 50);
    // A clock that is set back lets nobody in, and keeps nobody out for long.
    assert!(meter.take(0.0).is_err());
    assert!(meter.take(100.0).is_ok());
}
