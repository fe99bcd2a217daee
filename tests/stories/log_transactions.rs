//! Transactions of a log: markers, the last stable offset, fencing (K20,
//! K22).

use queuescope::engine::{
    Command, Engine, Fact, NodeId, Outgoing, PartitionId, RecordKind,
    topology::{LogProducerSpec, ProducerSpec, TopicSpec, Topology},
};

use super::log_cluster::Cluster;

/// A producer that sends in transactions which a person ends.
fn transactional(change: impl FnOnce(&mut LogProducerSpec)) -> Cluster {
    Cluster::new(
        |_| {},
        |app| {
            app.transactional_id = Some("payments".to_owned());
            change(app);
        },
    )
}

fn body(text: &str) -> Outgoing {
    Outgoing { body: text.to_owned(), ..Outgoing::default() }
}

fn end(cluster: &mut Cluster, commit: bool) -> &mut Cluster {
    cluster.ask(Command::EndTransaction { client: "app".to_owned(), commit }).run(100)
}

/// High watermark, last stable offset and end of the only partition.
fn marks(cluster: &Cluster) -> (u64, u64, u64) {
    let log = &cluster.0.partitions()[0];
    (log.high_watermark(), log.last_stable(), log.end())
}

#[test]
fn k20_the_last_stable_offset_waits_for_the_first_open_transaction() {
    let mut cluster = transactional(|_| {});
    cluster.send("a").run(50);
    cluster.send("b").run(50);
    assert_eq!(marks(&cluster), (2, 0, 2), "both can be read, neither is stable");
    end(&mut cluster, true);
    assert_eq!(marks(&cluster), (3, 3, 3), "the marker takes an offset too");
}

#[test]
fn k20_an_aborted_record_stays_where_it_is() {
    let mut cluster = transactional(|_| {});
    cluster.send("a").run(50);
    end(&mut cluster, false);
    let log = &cluster.0.partitions()[PartitionId(0).index()];
    let kinds: Vec<(RecordKind, bool)> =
        log.records().map(|record| (record.kind, log.is_aborted(record))).collect();
    assert_eq!(kinds, [(RecordKind::Data, true), (RecordKind::Abort, false)]);
    assert_eq!(cluster.stored(0), "a");
}

#[test]
fn k20_a_transaction_is_aborted_after_its_time_and_its_producer_fenced() {
    let mut cluster = transactional(|app| app.transaction_timeout_ms = 1_000.0);
    cluster.send("a").run(900);
    assert_eq!(marks(&cluster).1, 0);
    cluster.run(200);
    assert_eq!(marks(&cluster), (2, 2, 2));
    cluster.send("b").run(100);
    assert_eq!(cluster.stored(0), "a", "an older epoch writes nothing");
    assert_eq!(cluster.count(|fact| matches!(fact, Fact::Fenced { .. })), 1);
}

#[test]
fn k20_a_producer_that_commits_by_itself_pays_with_waiting() {
    let mut cluster = transactional(|app| app.commit_every_ms = 400.0);
    cluster.send("a").run(300);
    assert_eq!(marks(&cluster).1, 0, "stored at once, stable later");
    cluster.run(200);
    assert_eq!(marks(&cluster).1, 2);
}

#[test]
fn k20_a_commit_waits_for_everything_sent() {
    let mut cluster = transactional(|app| app.linger_ms = 50.0);
    cluster.send("a");
    end(&mut cluster, true);
    assert_eq!(marks(&cluster), (2, 2, 2), "a was flushed first");
}

#[test]
fn k20_what_is_sent_while_a_commit_is_under_way_belongs_to_the_next() {
    let mut cluster = transactional(|_| {});
    cluster.send("a").run(50);
    cluster.ask(Command::EndTransaction { client: "app".to_owned(), commit: true });
    cluster.send("b").run(200);
    assert_eq!(marks(&cluster), (3, 2, 3), "a, its marker, and b open");
}

#[test]
fn k22_the_second_with_the_same_id_fences_the_first() {
    let log = LogProducerSpec {
        topic: "t".to_owned(),
        linger_ms: 0.0,
        transactional_id: Some("payments".to_owned()),
        ..LogProducerSpec::default()
    };
    let app = |name: &str| ProducerSpec { log: Some(log.clone()), ..ProducerSpec::named(name, "") };
    let topology = Topology {
        topics: vec![TopicSpec::named("t", 1)],
        producers: vec![app("app"), app("heir")],
        ..Topology::default()
    };
    let mut cluster = Cluster(Engine::new(&topology, 1).expect("sound"));
    cluster.send("old").run(50);
    cluster.ask(Command::Publish { producer: "heir".to_owned(), message: body("new") }).run(50);
    cluster.ask(Command::EndTransaction { client: "heir".to_owned(), commit: true }).run(50);
    cluster.send("older").run(50);
    let log = &cluster.0.partitions()[0];
    let aborted: Vec<bool> = log.records().map(|record| log.is_aborted(record)).collect();
    assert_eq!(cluster.stored(0), "old new");
    assert_eq!(aborted, [true, false, false, false], "old, its abort, new, its commit");
    let first = cluster.0.find_producer("app").expect("is there");
    let fenced = |fact: &Fact| *fact == Fact::Fenced { node: NodeId::Producer(first) };
    assert_eq!(cluster.count(fenced), 1);
}

#[test]
fn k22_whoever_is_fenced_has_no_transaction_to_end() {
    let mut cluster = transactional(|app| app.transaction_timeout_ms = 100.0);
    cluster.send("a").run(500);
    end(&mut cluster, true);
    assert_eq!(marks(&cluster).2, 2, "the late commit is refused");
    assert_eq!(cluster.count(|fact| matches!(fact, Fact::Fenced { .. })), 1);
}
