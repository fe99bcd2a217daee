//! What must hold of any text given to a reader: shared by the tests and the
//! fuzz targets.

use queuescope::{
    embed::{
        protocol::{self, Head, Heard},
        schema,
    },
    scenario::{
        Run, catalog, read,
        share::{self, LINK_LIMIT, Shared, UNPACKED_LIMIT},
    },
};

/// Most events of a run that is only tried.
const EVENTS: u64 = 500;

/// Any text as a link.
pub fn try_link(text: &str) {
    let (shared, problems) = share::open(text);
    assert!(shared.is_some() || !problems.is_empty(), "nothing, and no word why");
    assert!(problems.len() <= read::PROBLEM_LIMIT);
    if let Some(shared) = shared {
        try_shared(&shared);
    }
}

/// Any text as a file, of a run or of a scenario.
pub fn try_scenario(text: &str) {
    let (scenario, problems) = read::scenario(text);
    assert!(scenario.is_some() || !problems.is_empty(), "nothing, and no word why");
    if let Some(scenario) = scenario {
        Run::new(scenario).expect("what is read can run").advance(u64::MAX, EVENTS);
    }
    let (shared, problems) = share::open_file(text);
    assert!(shared.is_some() || !problems.is_empty(), "nothing, and no word why");
    if let Some(shared) = shared {
        try_shared(&shared);
    }
}

/// Any text as what a host page sends: the parameters of a frame, the type of
/// a message, a command.
pub fn try_host(text: &str) {
    let (parameters, _) = schema::read(text);
    let again = schema::read(&parameters.query());
    assert_eq!(again, (parameters, vec![]), "{text}");
    let head = Head {
        namespace: Some(protocol::NAMESPACE.to_owned()),
        version: Some(protocol::VERSION),
        id: Some(1.0),
        kind: Some(text.to_owned()),
    };
    assert_ne!(protocol::hear(&head, &["state", "command"]), Heard::Nothing);
    if let Ok(command) = read::command(text) {
        let scenario = catalog::find("guarantees").expect("in the catalogue");
        let mut run = Run::new(scenario).expect("a built-in world starts");
        run.advance(2_000_000, EVENTS);
        let _ = run.ask(command);
        run.advance(u64::MAX, EVENTS);
    }
}

/// What was read is written and read again as it is, and runs.
fn try_shared(shared: &Shared) {
    let file = share::file(shared);
    assert_eq!(share::open_file(&file), (Some(shared.clone()), vec![]), "{file}");
    let link = share::link(shared);
    if link.len() <= LINK_LIMIT && file.len() <= UNPACKED_LIMIT {
        assert_eq!(share::open(&link), (Some(shared.clone()), vec![]), "{link}");
    }
    let mut timeline = shared.start(()).expect("what is read can run");
    timeline.go_on(EVENTS);
    let _ = shared.differs(timeline.run().engine());
}
