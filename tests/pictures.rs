//! Pictures to take along: an SVG that any reader of XML opens, with every
//! node in it, and nothing in it but text where people have written.

#![cfg(not(target_arch = "wasm32"))]

use queuescope::{
    engine::{Command, NodeId},
    scenario::{Run, Scenario, catalog},
    view::{
        cast::Lens,
        layout::Layout,
        picture::{Picture, Take},
    },
};

const LENS: Lens = Lens { speed: 1.0, picked: None, still: false };

fn run(scenario: Scenario, ms: u64) -> Run {
    let mut run = Run::new(scenario).expect("it starts");
    run.advance(ms * 1_000, u64::MAX);
    run
}

fn exhibit(world: &str, ms: u64) -> Run {
    run(catalog::find(world).expect("is built in"), ms)
}

fn svg(runs: &[&Run], dark: bool) -> String {
    let heads = ["A · one", "B · other"].map(str::to_owned);
    let takes: Vec<Take<'_>> = runs
        .iter()
        .map(|run| Take { engine: run.engine(), scenario: run.scenario(), lens: LENS, node: None })
        .collect();
    let sides: Vec<_> = takes.iter().copied().zip(heads).collect();
    let mut picture = Picture::new(runs[0].scenario().title.clone(), &sides);
    picture.svg(&takes, "9.00 s", dark)
}

/// Everything said in a document, each text with the element it is in; the
/// first thing that is not well-formed stops it.
fn read(document: &str) -> Vec<(String, String)> {
    let (mut open, mut said) = (Vec::new(), Vec::new());
    let mut rest = document;
    while let Some(at) = rest.find('<') {
        let text = &rest[..at];
        assert!(!text.contains('>'), "a bare > in {text:?}");
        if let Some(element) = open.last().filter(|_| !text.trim().is_empty()) {
            said.push((String::clone(element), unescaped(text)));
        }
        let end = at + rest[at..].find('>').expect("a tag ends");
        tag(&rest[at + 1..end], &mut open);
        rest = &rest[end + 1..];
    }
    assert_eq!(open, Vec::<String>::new(), "all elements are closed");
    assert_eq!(rest.trim(), "");
    said
}

fn tag(inside: &str, open: &mut Vec<String>) {
    if let Some(name) = inside.strip_prefix('/') {
        assert_eq!(open.pop().as_deref(), Some(name));
        return;
    }
    let (inside, closed) = match inside.strip_suffix('/') {
        Some(inside) => (inside, true),
        None => (inside, false),
    };
    let name = inside.split(' ').next().expect("it has a name");
    assert!(ELEMENTS.contains(&name), "no <{name}> is expected");
    let values: Vec<&str> = inside.split('"').collect();
    assert_eq!(values.len() % 2, 1, "quotes come in pairs: {inside}");
    for attribute in values.iter().step_by(2).filter(|it| !it.trim().is_empty()).skip(1) {
        assert!(attribute.starts_with(' ') && attribute.ends_with('='), "{inside}");
    }
    if !closed {
        open.push(name.to_owned());
    }
}

/// All that a picture is made of: nothing that runs, links or fetches.
const ELEMENTS: [&str; 9] =
    ["svg", "title", "desc", "g", "path", "rect", "circle", "text", "tspan"];

fn unescaped(text: &str) -> String {
    let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\"")];
    let plain = entities.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to));
    assert!(!plain.replace("&amp;", "").contains('&'), "a bare & in {text:?}");
    plain.replace("&amp;", "&")
}

/// The names of all nodes that a world begins with.
fn names(run: &Run) -> Vec<String> {
    let engine = run.engine();
    let picture = queuescope::view::layout::Layout::new(engine, (900.0, 400.0));
    let ids: Vec<NodeId> = picture.nodes.iter().map(|node| node.id).collect();
    ids.into_iter().map(|id| engine.name_of(id).to_owned()).collect()
}

#[test]
fn every_world_has_a_picture_with_all_its_nodes() {
    for exhibit in catalog::CATALOG {
        let run = self::exhibit(exhibit.id, 9_000);
        for dark in [false, true] {
            let said = read(&svg(&[&run], dark));
            let texts: Vec<&str> = said.iter().map(|(_, text)| text.as_str()).collect();
            for name in names(&run) {
                let begins: String = name.chars().take(6).collect();
                let there = texts
                    .iter()
                    .any(|text| *text == name || text.ends_with('…') && text.starts_with(&begins));
                assert!(there, "{}: no {name} in {texts:?}", exhibit.id);
            }
        }
    }
}

#[test]
fn a_picture_says_title_moment_states_and_counts() {
    let run = exhibit("guarantees", 2_300);
    let said = read(&svg(&[&run], false));
    let title = ("title".to_owned(), format!("{}, 9.00 s", run.scenario().title));
    assert_eq!(said[0], title);
    assert_eq!(said[1].0, "desc");
    assert!(said[1].1.contains("billing: processing m1"), "{}", said[1].1);
    let texts: Vec<&str> = said.iter().map(|(_, text)| text.as_str()).collect();
    for expected in ["9.00 s", "processing m1", "waiting for ack m1", "classic queue", "unacked"] {
        assert!(texts.contains(&expected), "no {expected} in {texts:?}");
    }
}

#[test]
fn two_sides_are_one_picture() {
    let (one, other) = (exhibit("log-or-queue", 9_000), exhibit("work-queue", 9_000));
    let text = svg(&[&one, &other], false);
    let said = read(&text);
    for expected in ["A · one", "B · other", "worker-1", "billing-3"] {
        assert!(said.iter().any(|(_, text)| text == expected), "no {expected}");
    }
    let alone = read(&svg(&[&one], false));
    assert!(alone.iter().all(|(_, text)| text != "A · one"), "one side needs no letter");
}

#[test]
fn the_same_facts_are_the_same_picture() {
    let paused = exhibit("poison", 20_000);
    let mut stepped = exhibit("poison", 7_000);
    stepped.advance(13_000_000, u64::MAX);
    assert_eq!(svg(&[&paused], false), svg(&[&stepped], false));
    assert_ne!(svg(&[&paused], false), svg(&[&paused], true), "the dark one has other colours");
}

#[test]
fn a_crash_shows() {
    let mut run = exhibit("guarantees", 2_300);
    let before = svg(&[&run], false);
    run.ask(Command::Crash { consumer: "billing".to_owned(), at: None }).expect("it is up");
    let after = svg(&[&run], false);
    let crack = queuescope::view::shapes::CRACK;
    assert!(!before.contains(crack) && after.contains(crack));
    let said = read(&after);
    assert!(said.iter().any(|(_, text)| text.starts_with("down")), "{said:?}");
}

#[test]
fn a_hostile_name_stays_text() {
    let name = "</text><script>x(\"1\")&amp;'";
    let mut scenario = catalog::find("work-queue").expect("is built in");
    scenario.title = "<svg onload=\"x()\">".to_owned();
    scenario.topology.producers[0].name = name.to_owned();
    let run = run(scenario, 3_000);
    let text = svg(&[&run], false);
    let said = read(&text);
    assert!(!text.contains("<script") && !text.contains("<svg onload"), "{text}");
    assert_eq!(said[0].1, "<svg onload=\"x()\">, 9.00 s");
    assert!(said[1].1.contains(name), "{}", said[1].1);
}

#[test]
fn what_was_put_somewhere_by_hand_stands_there_in_a_picture_too() {
    let automatic = exhibit("work-queue", 0);
    let layout = Layout::new(automatic.engine(), (1_440.0, 700.0));
    let (mut positions, sheet) = layout.places(automatic.engine()).expect("it is wide");
    let mut scenario = automatic.scenario().clone();
    (scenario.positions, scenario.sheet) = (positions.clone(), Some(sheet));
    let before = svg(&[&run(scenario.clone(), 0)], false);
    positions[0].y += 120.0;
    scenario.positions = positions;
    let after = svg(&[&run(scenario, 0)], false);
    assert_ne!(before, after, "a node has moved");
}
