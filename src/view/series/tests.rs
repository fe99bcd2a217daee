//! Series of whole runs: levels, rates, latencies, winding back.

use super::*;
use crate::{
    engine::topology::{
        Arrivals, ConsumerSpec, GroupSpec, LogProducerSpec, ProducerSpec, QueueSpec, Service,
        TopicSpec, Topology,
    },
    scenario::{Run, Scenario, catalog},
};

/// A world of one producer every 100 ms, two queues and a consumer that works
/// 50 ms on each message of the first one.
fn two_queues() -> Run {
    let producer = |queue: &str| ProducerSpec {
        arrivals: Arrivals::Constant { per_s: 10.0 },
        ..ProducerSpec::named(format!("to-{queue}"), queue)
    };
    let topology = Topology {
        hop_ms: 1.0,
        producers: vec![producer("orders"), producer("audit")],
        queues: vec![QueueSpec::named("orders"), QueueSpec::named("audit")],
        consumers: vec![ConsumerSpec {
            service: Service::Constant { ms: 50.0 },
            ..ConsumerSpec::named("billing", "orders")
        }],
        ..Topology::default()
    };
    Run::new(Scenario::new("Two queues", "", topology)).expect("starts")
}

/// Runs for so many milliseconds, reading as the page does.
fn read_along(run: &mut Run, series: &mut Series, ms: u64) {
    let until = Tick(run.engine().now().0 + ms * 1_000);
    while run.engine().now() < until {
        let now = run.engine().now();
        run.advance(until.since(now).min(series.slice_left_us(now)), EVENTS_PER_READING);
        series.read(run.engine());
    }
}

#[test]
fn every_queue_and_consumer_has_a_series_of_its_own() {
    let (mut run, mut series) = (two_queues(), Series::default());
    read_along(&mut run, &mut series, 10_000);
    let last = series.slices().last().expect("it has run");
    // Nobody reads audit; billing does half of what it could.
    assert_eq!(last.queues[1] as usize, run.engine().queues()[1].ready_len());
    assert!(last.queues[0] <= 1 && last.queues[1] > 90, "{last:?}");
    let busy_us: u64 = series.slices().iter().map(|slice| slice.busy_us[0]).sum();
    assert_eq!(busy_us, run.engine().consumers()[0].busy_us(run.engine().now()));
    assert!((4_500_000..=5_000_000).contains(&busy_us), "{busy_us}");
    let sum = |count: fn(&Slice) -> u32| -> u32 {
        series.slices().iter().map(|slice| count(slice)).sum()
    };
    assert_eq!(u64::from(sum(|slice| slice.settled)), run.engine().books().settled);
    assert_eq!(u64::from(sum(|slice| slice.done)), run.engine().effects().once);
    assert_eq!(u64::from(sum(|slice| slice.delivered)), run.engine().consumers()[0].received());
}

#[test]
fn a_partition_lags_by_what_its_slowest_group_has_not_committed() {
    let group = |name: &str| GroupSpec {
        name: name.to_owned(),
        topics: vec!["trades".to_owned()],
        ..GroupSpec::default()
    };
    let topology = Topology {
        hop_ms: 1.0,
        topics: vec![TopicSpec {
            name: "trades".to_owned(),
            partitions: 2,
            ..TopicSpec::default()
        }],
        groups: vec![group("reads"), group("sleeps")],
        producers: vec![ProducerSpec {
            log: Some(LogProducerSpec { topic: "trades".to_owned(), ..LogProducerSpec::default() }),
            keys: (0..8).map(|n| format!("k{n}")).collect(),
            arrivals: Arrivals::Constant { per_s: 50.0 },
            ..ProducerSpec::named("desk", "")
        }],
        consumers: vec![ConsumerSpec {
            queue: None,
            group: Some("reads".to_owned()),
            ..ConsumerSpec::named("books", "")
        }],
        ..Topology::default()
    };
    let mut run = Run::new(Scenario::new("Lag", "", topology)).expect("starts");
    let mut series = Series::default();
    read_along(&mut run, &mut series, 10_000);
    let last = series.slices().last().expect("it has run");
    let ends = run.engine().partitions().iter().map(|partition| partition.high_watermark());
    assert_eq!(last.partitions, ends.collect::<Vec<_>>(), "nothing committed by sleeps");
    assert!(last.partitions.iter().all(|lag| *lag > 50), "{last:?}");
    let done: u32 = series.slices().iter().map(|slice| slice.done).sum();
    assert_eq!(u64::from(done), run.engine().effects().once);
}

#[test]
fn a_long_run_keeps_its_counts_in_fewer_slices() {
    let (mut run, mut series) = (two_queues(), Series::default());
    read_along(&mut run, &mut series, 700_000);
    assert!(series.slices().len() <= SLICES);
    let settled: u32 = series.slices().iter().map(|slice| slice.settled).sum();
    assert_eq!(u64::from(settled), run.engine().books().settled);
    assert_eq!(series.missed(), 0);
}

#[test]
fn clones_share_their_slices_and_go_their_own_ways() {
    let (mut run, mut series) = (two_queues(), Series::default());
    read_along(&mut run, &mut series, 10_000);
    let kept = series.clone();
    assert!(kept.slices.iter().zip(&series.slices).all(|(a, b)| Rc::ptr_eq(a, b)));
    read_along(&mut run, &mut series, 5_000);
    assert_eq!((kept.slices.len(), series.slices.len()), (40, 60));
    let count = |series: &Series| series.slices().iter().map(|slice| slice.published).sum::<u32>();
    assert!(count(&kept) < count(&series));
}

#[test]
fn a_run_wound_back_adds_nothing_until_it_is_where_it_was() {
    let (mut run, mut series) = (two_queues(), Series::default());
    read_along(&mut run, &mut series, 10_000);
    let slices = series.slices().to_vec();
    let mut again = two_queues();
    read_along(&mut again, &mut series, 9_900);
    assert_eq!(series.slices(), slices);
    read_along(&mut again, &mut series, 5_100);
    let mut straight = Series::default();
    read_along(&mut two_queues(), &mut straight, 15_000);
    assert_eq!(series.slices(), straight.slices());
}

#[test]
fn facts_that_went_by_unread_are_counted() {
    let mut run = Run::new(catalog::find("bench-mm1").expect("is built in")).expect("starts");
    let mut series = Series::default();
    run.advance(u64::MAX / 2, 200_000);
    series.read(run.engine());
    assert_eq!(series.missed(), run.engine().facts().first());
    assert!(series.missed() > 0);
}
