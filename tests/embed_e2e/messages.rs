//! The protocol between a host page and its frame, and hosts that mean harm.

use anyhow::Result;
use serde_json::json;
use xtask::browser::Kind;

use crate::course::{Course, in_both_browsers};

in_both_browsers! {
    a_page_of_another_origin_drives_the_lab,
    nonsense_is_answered_and_changes_nothing,
    a_flood_is_cut_off_and_the_lab_goes_on,
    only_pages_that_the_address_names_may_talk,
}

fn a_page_of_another_origin_drives_the_lab(kind: Kind) -> Result<()> {
    let course = Course::ready(kind, "embed=1&lab=guarantees&seed=7", "")?;
    let ready = course.browser.script("return told('ready')[0]")?;
    assert_eq!((&ready["ns"], &ready["v"]), (&json!("queuescope"), &json!(1)));
    assert_eq!(ready["payload"]["problems"], json!([]));
    course.ask("'command', { crash: { consumer: 'billing', at: 'between' } }")?;
    assert_eq!(course.ask("'runFor', 8000")?["complete"], true);
    let state = course.ask("'getState'")?;
    assert_eq!((&state["seed"], &state["now_ms"]), (&json!(7), &json!(8_000)));
    assert_eq!(state["books"]["effects"]["duplicated"], 1, "{state}");
    let facts = course.ask("'getFacts', 0")?;
    assert!(facts["facts"].as_array().is_some_and(|facts| facts.len() > 10), "{facts}");
    course.ask("'play'")?;
    course
        .until("told('state').some((one) => one.payload.playing && one.payload.now_ms > 8000)")?;
    course.ask("'pause'")?;
    course.until("said.findLast((one) => one.type === 'state').payload.playing === false")?;
    course.ask("'load', 'poison'")?;
    course.until("told('state').some((one) => one.payload.lab === 'poison')")?;
    course.until("told('resize').length > 0 && told('lti.frameResize').length > 0")?;
    let height = course.browser.script("return told('resize').at(-1).payload.height")?;
    assert!(height.as_f64() > Some(240.0), "{height}");
    course.ask(&format!("'setState', {state}"))?;
    let again = course.ask("'getState'")?;
    assert_eq!((&again["digest"], &again["now_ms"]), (&state["digest"], &state["now_ms"]));
    course.no_problems()
}

#[test]
#[ignore = "needs the built page; cargo xtask test runs it"]
fn notices_are_few_however_busy_the_lab_is() -> Result<()> {
    let course = Course::ready(Kind::Chromium, "embed=1&lab=work-queue&speed=10&autoplay=1", "")?;
    course.until("told('state').length > 2")?;
    let count = course.browser.script(
        "const before = told('state').length;
         await new Promise((done) => setTimeout(done, 2000));
         return told('state').length - before;",
    )?;
    assert!((1..=9).contains(&count.as_u64().unwrap_or_default()), "{count} in two seconds");
    course.no_problems()
}

fn nonsense_is_answered_and_changes_nothing(kind: Kind) -> Result<()> {
    let course = Course::ready(kind, "embed=1&lab=work-queue", "")?;
    let before = course.ask("'getState'")?;
    for (call, expected) in [
        ("'explode'", "There is no message of type “explode”"),
        ("'constructor'", "no message of type"),
        ("'load', 'nowhere'", "no lab named “nowhere”"),
        ("'load', 7", "the id of a lab or a scenario"),
        ("'runFor', 'soon'", "a number"),
        ("'step', -1", "from 1"),
        ("'command', { explode: {} }", "unknown variant"),
        ("'command', null", "command"),
        ("'setState', 7", "what state() answered"),
        ("'setState', { run: '#/run/99/' }", "version “99”"),
        ("'init'", "shaken already"),
    ] {
        let says = course.refusal(call);
        assert!(says.contains(expected), "{call} said: {says}");
    }
    course.browser.script(
        "for (const bad of [null, 7, 'text', [], {}, { ns: 'other' }, { ns: 'queuescope' },
                            { ns: 'queuescope', v: 9, id: 1, type: 'play' }]) {
             port.postMessage(bad);
             frame().contentWindow.postMessage(bad, '*');
         }
         frame().contentWindow.postMessage({ ns: 'queuescope', v: 1, id: 99, type: 'play' }, '*');
         frame().contentWindow.postMessage({ ns: 'queuescope', v: 1, id: 98, type: 'init' }, '*');",
    )?;
    course.until(
        "told('error').some((one) => one.id === 98 && /MessagePort/.test(one.payload.says))",
    )?;
    course.until(
        "told('error').some((one) => one.id === 99 && /through the port/.test(one.payload.says))",
    )?;
    let after = course.ask("'getState'")?;
    assert_eq!((&after["digest"], &after["playing"]), (&before["digest"], &json!(false)));
    course.no_problems()
}

fn a_flood_is_cut_off_and_the_lab_goes_on(kind: Kind) -> Result<()> {
    let course = Course::ready(kind, "embed=1&lab=work-queue", "")?;
    let refused = course.browser.script(
        "const all = await Promise.allSettled(Array.from({ length: 5000 }, () => ask('step', 1)));
         return all.filter((one) => one.status === 'rejected').map((one) => one.reason.message);",
    )?;
    let refused = refused.as_array().expect("a list");
    assert!((4_000..4_900).contains(&refused.len()), "{}", refused.len());
    assert!(refused[0].as_str().is_some_and(|says| says.contains("Too many requests")));
    course.browser.script("await new Promise((done) => setTimeout(done, 500))")?;
    assert!(course.ask("'runFor', 100")?["complete"] == true);
    course.no_problems()
}

fn only_pages_that_the_address_names_may_talk(kind: Kind) -> Result<()> {
    let course = Course::open(kind, "embed=1&lab=work-queue&origin=https://course.example", "")?;
    course.until("told('error').length > 0")?;
    let says = course.browser.script("return told('error')[0].payload.says")?;
    assert!(says.as_str().is_some_and(|says| says.contains("does not talk to http://")), "{says}");
    course.browser.script(
        "port.postMessage({ ns: 'queuescope', v: 1, id: 1, type: 'play' });
         await new Promise((done) => setTimeout(done, 500));",
    )?;
    assert_eq!(course.browser.script("return told('answer').length")?, 0);
    course.no_problems()
}

#[test]
#[ignore = "needs the built page; cargo xtask test runs it"]
fn wrong_parameters_are_said_to_both() -> Result<()> {
    let course = Course::ready(Kind::Chromium, "embed=1&lab=work-queue&speed=fast&sped=2", "")?;
    let problems = course.browser.script("return told('ready')[0].payload.problems.join(' ')")?;
    let problems = problems.as_str().unwrap_or_default();
    assert!(problems.contains("speed cannot be “fast”"), "{problems}");
    assert!(problems.contains("There is no parameter “sped”"), "{problems}");
    course.no_problems()?;
    let course = Course::ready(Kind::Chromium, "embed=1&seed=7#/lab/nowhere", "")?;
    let problems = course.browser.script("return told('ready')[0].payload.problems.join(' ')")?;
    assert!(problems.as_str().is_some_and(|says| says.contains("no lab named “nowhere”")));
    course.until("told('state').some((one) => one.payload.lab === 'guarantees')")?;
    course.no_problems()
}

#[test]
#[ignore = "needs the built page; cargo xtask test runs it"]
fn a_host_page_hears_that_a_lesson_is_not_there() -> Result<()> {
    let course = Course::ready(Kind::Chromium, "embed=1&lesson=nosuch&lab=poison", "")?;
    course.until("told('error').some((one) => one.payload.says.includes('nosuch'))")?;
    course.until("told('state').at(-1).payload.lab === 'poison'")?;
    course.no_problems()
}

#[test]
#[ignore = "needs the built page; cargo xtask test runs it"]
fn a_host_page_hears_of_goals_and_of_the_lesson() -> Result<()> {
    let course = Course::ready(Kind::Chromium, "embed=1&lesson=guarantees", "")?;
    course.until("told('state').some((one) => one.payload.lesson === 'guarantees')")?;
    course.ask("'runFor', 20000")?;
    course.until("told('goal').length === 2")?;
    let goal = course.browser.script("return told('goal')[0].payload")?;
    assert_eq!((&goal["lesson"], &goal["goal"]), (&json!("guarantees"), &json!("crashed")));
    assert_eq!(course.browser.script("return told('lesson-passed').length")?, 0);
    course.no_problems()
}

#[test]
#[ignore = "needs the built page; cargo xtask test runs it"]
fn a_host_page_is_told_in_the_language_of_the_frame() -> Result<()> {
    let course = Course::ready(Kind::Chromium, "embed=1&lesson=guarantees&lang=de&speed=fast", "")?;
    let problems = course.browser.script("return told('ready').at(-1).payload.problems")?;
    assert!(problems[0].as_str().is_some_and(|says| says.starts_with("speed kann nicht „fast“")));
    course.until("told('state').at(-1)?.payload.lesson === 'guarantees'")?;
    let title = course.browser.script("return told('state').at(-1).payload.title")?;
    let lesson = include_str!("../../static/lessons/de/06-guarantees.json");
    let lesson: serde_json::Value = serde_json::from_str(lesson)?;
    assert_eq!(title, lesson["title"]);
    course.no_problems()
}
