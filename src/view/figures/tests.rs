//! Figures of whole runs, one and two.

use super::*;
use crate::{
    engine::{Command, ConsumerId, QueueId},
    scenario::{Run, catalog},
    view::series::EVENTS_PER_READING,
};

fn read(world: &str, ms: u64, commands: &[(u64, Command)]) -> (Run, Series) {
    let mut run = Run::new(catalog::find(world).expect("is built in")).expect("starts");
    let mut series = Series::default();
    let mut commands = commands.iter().peekable();
    while run.engine().now().0 < ms * 1_000 {
        let now = run.engine().now();
        if let Some((_, command)) = commands.next_if(|(at_ms, _)| at_ms * 1_000 <= now.0) {
            run.ask(command.clone()).expect("is allowed");
        }
        run.advance(series.slice_left_us(now), EVENTS_PER_READING);
        series.read(run.engine());
    }
    (run, series)
}

const NO_WISH: Wish<'static> = Wish { chosen: &[], node: None };

fn line<'a>(figures: &'a [Figure; 4], chart: usize, name: &str) -> &'a Line {
    let lines = &figures[chart].lines;
    lines.iter().find(|line| line.name == name).expect("there is such a line")
}

#[test]
fn every_line_has_a_value_for_every_moment() {
    for world in ["guarantees", "fan-out", "poison", "call-or-queue"] {
        let (run, series) = read(world, 20_000, &[]);
        let recorded = Recorded { engine: run.engine(), series: &series };
        for figure in of_one(recorded, NO_WISH).iter().chain(&of_two(recorded, recorded)) {
            assert!(figure.times.is_sorted());
            assert!(figure.lines.iter().all(|line| line.values.len() == figure.times.len()));
        }
    }
}

#[test]
fn latency_is_the_time_from_publishing_to_the_first_effect() {
    // The wires of guarantees take 1,300 ms to billing; the work follows.
    let (run, series) = read("guarantees", 20_000, &[]);
    let figures = of_one(Recorded { engine: run.engine(), series: &series }, NO_WISH);
    let p50 = line(&figures, 2, "p50").values.last().copied().expect("there are moments");
    let engine = run.engine();
    let mut born = std::collections::BTreeMap::new();
    let mut waited = Vec::new();
    for (_, at, fact) in engine.facts().since(0) {
        match *fact {
            crate::engine::Fact::Published { message, attempt: 1, .. } => {
                born.insert(message, at);
            }
            crate::engine::Fact::Worked {
                message,
                work: crate::engine::Work::Done { times: 1 },
                ..
            } if 10_000_000 < at.0 => waited.push(at.since(born[&message])),
            _ => {}
        }
    }
    waited.sort_unstable();
    let exact = waited[waited.len().div_ceil(2) - 1] as f64 / 1e6;
    assert!((p50 - exact).abs() <= exact / 32.0, "{p50} of {exact}");
}

#[test]
fn a_dead_consumer_is_not_busy() {
    let kill = Command::Crash { consumer: "billing".to_owned(), at: None };
    let (run, series) = read("guarantees", 6_500, &[(4_000, kill)]);
    let figures = of_one(Recorded { engine: run.engine(), series: &series }, NO_WISH);
    let busy = line(&figures, 3, "billing");
    assert_eq!(busy.values.last(), Some(&0.0));
    assert!(busy.values.iter().any(|share| *share > 20.0));
    assert_eq!(series.incidents().all().len(), 1);
}

#[test]
fn chosen_nodes_have_lines_and_the_selected_one_always_has() {
    let (run, series) = read("topic", 20_000, &[]);
    let recorded = Recorded { engine: run.engine(), series: &series };
    let all: Vec<_> = Tracked::stores(run.engine()).collect();
    assert!(all.len() > 2, "there is something to choose");
    let by_itself = shown(recorded, NO_WISH, all.clone());
    assert_eq!(by_itself.len(), all.len().min(MOST_LINES));
    let chosen = [Tracked::Queue(QueueId(1))];
    let wish = Wish { chosen: &chosen, node: None };
    assert_eq!(shown(recorded, wish, all.clone()), chosen);
    let wish = Wish { chosen: &chosen, node: Some(NodeId::Queue(QueueId(0))) };
    assert_eq!(shown(recorded, wish, all), [Tracked::Queue(QueueId(0)), chosen[0]]);
    let consumers = Tracked::consumers(run.engine()).collect();
    assert!(shown(recorded, wish, consumers).contains(&Tracked::Consumer(ConsumerId(0))));
}

#[test]
fn two_runs_are_solid_and_dashed_on_one_axis() {
    let (a, one) = read("guarantees", 200_000, &[]);
    let (b, two) = read("guarantees", 100_000, &[]);
    let recorded = [
        Recorded { engine: a.engine(), series: &one },
        Recorded { engine: b.engine(), series: &two },
    ];
    for figure in of_two(recorded[0], recorded[1]) {
        assert_eq!(figure.times.len(), one.slices().len());
        for pair in figure.lines.chunks(2) {
            assert_eq!((pair[0].dash, pair[1].dash), (Dash::Solid, Dash::Long));
            assert_eq!((&pair[0].name[..2], &pair[1].name[..2]), ("A ", "B "));
        }
    }
}
