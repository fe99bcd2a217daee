//! Share groups: records of a log, lent one by one.
//!
//! The topic `t` has one partition unless a story wants more. Members work
//! 100 ms on a record; locks last a second. Records go by their values.

use queuescope::engine::{
    Command, Engine, Fact, Frame, MessageId, Outgoing, PartitionId, SharePartition, Sharing, laws,
    topology::{
        Acks, CommitMode, ConsumerSpec, CrashPoint, GroupSpec, LogProducerSpec, OffsetReset,
        OnPoison, ProducerSpec, Service, TopicSpec, Topology,
    },
};
use std::collections::BTreeMap;

/// A share group being formed.
struct Plan(Topology);

fn plan() -> Plan {
    let log = LogProducerSpec {
        topic: "t".to_owned(),
        acks: Acks::Leader,
        linger_ms: 0.0,
        ..LogProducerSpec::default()
    };
    let group = GroupSpec {
        name: "g".to_owned(),
        topics: vec!["t".to_owned()],
        share: true,
        commit: CommitMode::Each,
        max_poll_records: 1,
        lock_ms: 1_000.0,
        ..GroupSpec::default()
    };
    Plan(Topology {
        topics: vec![TopicSpec::named("t", 1)],
        groups: vec![group],
        producers: vec![ProducerSpec { log: Some(log), ..ProducerSpec::named("writer", "") }],
        ..Topology::default()
    })
}

impl Plan {
    fn topic(mut self, change: impl FnOnce(&mut TopicSpec)) -> Self {
        change(&mut self.0.topics[0]);
        self
    }

    fn group(mut self, change: impl FnOnce(&mut GroupSpec)) -> Self {
        change(&mut self.0.groups[0]);
        self
    }

    fn member(mut self, name: &str, change: impl FnOnce(&mut ConsumerSpec)) -> Self {
        let mut spec = ConsumerSpec {
            queue: None,
            group: Some("g".to_owned()),
            service: Service::Constant { ms: 100.0 },
            ..ConsumerSpec::named(name, "")
        };
        change(&mut spec);
        self.0.consumers.push(spec);
        self
    }

    fn open(self) -> Lab {
        let engine = Engine::new(&self.0, 1).expect("every name is there");
        let mut lab = Lab { engine, names: BTreeMap::new() };
        lab.wait(1);
        lab
    }
}

/// A share group at work.
struct Lab {
    engine: Engine,
    names: BTreeMap<MessageId, String>,
}

impl Lab {
    fn wait(&mut self, ms: u64) {
        for _ in 0..ms {
            self.engine.run_for(1_000, u64::MAX);
            let broken = laws::broken(&self.engine);
            assert!(broken.is_empty(), "{broken:?} at {:?}", self.engine.now());
        }
    }

    fn ask(&mut self, command: Command) {
        self.engine.apply(&command).expect("it may be asked");
    }

    /// Writes records, one per word, within the same millisecond; a word that
    /// begins with a bang is poison.
    fn write(&mut self, words: &str) {
        for word in words.split_whitespace() {
            let poison = word.starts_with('!');
            let message = Outgoing { body: word.to_owned(), poison, ..Outgoing::default() };
            self.ask(Command::Publish { producer: "writer".to_owned(), message });
            let newest = self.engine.producers()[0].newest().expect("just made");
            self.names.insert(newest, word.to_owned());
        }
        self.wait(1);
    }

    fn crash(&mut self, consumer: &str, at: Option<CrashPoint>) {
        self.ask(Command::Crash { consumer: consumer.to_owned(), at });
    }

    /// What the group knows of a partition.
    fn side(&self, partition: u16) -> &SharePartition {
        self.engine.groups()[0].share(PartitionId(partition)).expect("it has begun")
    }

    /// Every delivery so far: `who:value`, with its number if not the first.
    fn lent(&self) -> String {
        let words = self.facts().filter_map(|fact| match *fact {
            Fact::Acquired { message, consumer, nth, .. } => {
                let who = self.engine.consumers()[consumer.index()].spec().name.clone();
                let times = if nth == 1 { String::new() } else { format!("×{nth}") };
                Some(format!("{who}:{}{times}", self.names[&message]))
            }
            _ => None,
        });
        words.collect::<Vec<_>>().join(" ")
    }

    fn facts(&self) -> impl Iterator<Item = &Fact> {
        self.engine.facts().since(0).map(|(_, _, fact)| fact)
    }

    fn count(&self, like: impl Fn(&Fact) -> bool) -> usize {
        self.facts().filter(|fact| like(fact)).count()
    }

    /// The books of effects in words.
    fn effects(&self) -> String {
        let effects = self.engine.effects();
        let counts = [
            (effects.once, "once"),
            (effects.duplicated, "duplicated"),
            (effects.pending, "pending"),
        ];
        let counts = counts.into_iter().filter(|(count, _)| *count > 0);
        let counts = counts.map(|(count, word)| format!("{count} {word}"));
        let lost = effects.lost.nonzero();
        let lost = lost.map(|(cause, count)| format!("{count} lost ({})", cause.name()));
        counts.chain(lost).collect::<Vec<_>>().join(", ")
    }
}

#[test]
fn k23_many_members_share_one_partition() {
    let mut lab = plan().member("ann", |_| {}).member("bob", |_| {}).member("cid", |_| {}).open();
    lab.write("a b c d e f");
    lab.wait(250);
    assert_eq!(lab.lent(), "ann:a bob:b cid:c ann:d bob:e cid:f");
    assert_eq!(lab.effects(), "6 once");
    assert_eq!(lab.side(0).start(), 6);
    assert_eq!(lab.engine.books().ready, 6, "what was read stays");
}

#[test]
fn k23_a_record_is_available_then_acquired_then_acknowledged() {
    let mut lab = plan().member("ann", |_| {}).open();
    lab.write("a b");
    let states = |lab: &Lab| {
        let state = |offset| lab.side(0).sharing(offset).map(|shared| shared.state);
        (state(0), state(1))
    };
    assert!(matches!(states(&lab), (Some(Sharing::Acquired { .. }), Some(Sharing::Available))));
    lab.wait(105);
    assert!(matches!(states(&lab), (None, Some(Sharing::Acquired { .. }))));
    assert_eq!(lab.count(|fact| matches!(fact, Fact::Acknowledged { .. })), 1);
}

#[test]
fn k23_there_is_no_order() {
    let slow = |spec: &mut ConsumerSpec| spec.service = Service::Constant { ms: 900.0 };
    let mut lab = plan().member("ann", slow).member("bob", |_| {}).open();
    lab.write("a b c");
    lab.wait(350);
    assert_eq!(lab.lent(), "ann:a bob:b bob:c");
    assert_eq!((lab.side(0).start(), lab.side(0).next()), (0, 3), "a is still in hand");
    lab.wait(700);
    assert_eq!(lab.side(0).start(), 3);
}

#[test]
fn k23_a_lock_that_is_over_lets_another_have_the_record() {
    let slow = |spec: &mut ConsumerSpec| spec.service = Service::Constant { ms: 1_500.0 };
    let mut lab = plan().member("ann", slow).member("bob", |_| {}).open();
    lab.write("a");
    lab.wait(2_000);
    assert_eq!(lab.lent(), "ann:a bob:a×2");
    assert_eq!(lab.effects(), "1 duplicated");
    assert_eq!(lab.count(|fact| matches!(fact, Fact::StaleAnswer { .. })), 1, "ann is too late");
}

#[test]
fn k24_a_record_is_delivered_exactly_five_times() {
    let release = |spec: &mut ConsumerSpec| spec.on_poison = OnPoison::Requeue;
    let mut lab = plan().member("ann", release).open();
    lab.write("!a");
    lab.wait(2_000);
    assert_eq!(lab.lent(), "ann:!a ann:!a×2 ann:!a×3 ann:!a×4 ann:!a×5");
    assert_eq!(lab.effects(), "1 lost (archived)");
    assert_eq!(lab.side(0).start(), 1, "and nobody waits for it");
}

#[test]
fn k24_the_fifth_lock_that_is_over_archives_too() {
    let stuck = |spec: &mut ConsumerSpec| spec.service = Service::Constant { ms: 60_000.0 };
    let mut plan = plan();
    for name in ["a", "b", "c", "d", "e", "f"] {
        plan = plan.member(name, stuck);
    }
    let mut lab = plan.open();
    lab.write("x");
    lab.wait(8_000);
    assert_eq!(lab.lent(), "a:x b:x×2 c:x×3 d:x×4 e:x×5");
    assert_eq!(lab.count(|fact| matches!(fact, Fact::Archived { .. })), 1);
}

#[test]
fn k24_a_rejected_record_is_archived_at_once() {
    let mut lab = plan().member("ann", |_| {}).open();
    lab.write("!a b");
    lab.wait(300);
    assert_eq!(lab.lent(), "ann:!a ann:b");
    assert_eq!(lab.effects(), "1 once, 1 lost (archived)");
}

#[test]
fn k24_a_member_may_renew_its_lock() {
    let slow = |spec: &mut ConsumerSpec| {
        spec.service = Service::Constant { ms: 2_500.0 };
        spec.extend_ms = 10_000.0;
    };
    let mut lab = plan().member("ann", slow).member("bob", |_| {}).open();
    lab.write("a");
    lab.wait(3_000);
    assert_eq!((lab.lent().as_str(), lab.effects().as_str()), ("ann:a", "1 once"));
}

fn implicit(spec: &mut GroupSpec) {
    spec.commit = CommitMode::Auto;
    spec.max_poll_records = 3;
}

#[test]
fn k25_the_next_poll_accepts_the_last_batch() {
    let mut lab = plan().group(implicit).member("ann", |_| {}).open();
    lab.write("a b c d");
    lab.wait(250);
    assert_eq!(lab.side(0).start(), 0, "two of three are done, and nothing is said of them");
    lab.wait(60);
    assert_eq!((lab.side(0).start(), lab.side(0).next()), (3, 4));
}

#[test]
fn k25_a_crash_before_the_next_poll_repeats_the_batch_and_counts_for_nothing() {
    let restart = |spec: &mut ConsumerSpec| spec.restart_ms = Some(10.0);
    let mut lab = plan().group(implicit).member("ann", restart).open();
    lab.write("a b c");
    lab.wait(250);
    lab.crash("ann", None);
    lab.wait(500);
    assert_eq!(lab.lent(), "ann:a ann:b ann:c ann:a ann:b ann:c", "each for the first time");
    assert_eq!(lab.effects(), "1 once, 2 duplicated");
}

#[test]
fn k25_implicitly_even_a_failure_is_accepted() {
    let mut lab = plan().group(implicit).member("ann", |_| {}).open();
    lab.write("!a");
    lab.wait(300);
    assert_eq!((lab.lent().as_str(), lab.effects().as_str()), ("ann:!a", "1 lost (not-processed)"));
}

#[test]
fn k25_closing_gives_back() {
    let far = |spec: &mut ConsumerSpec| spec.latency_ms = 5.0;
    let two = |spec: &mut GroupSpec| spec.max_poll_records = 2;
    let mut lab = plan().group(two).member("ann", |_| {}).member("bob", far).open();
    lab.write("a b");
    lab.wait(20);
    lab.ask(Command::Cancel { consumer: "ann".to_owned() });
    lab.wait(300);
    assert_eq!(lab.lent(), "ann:a ann:b bob:a bob:b");
    assert_eq!(lab.effects(), "1 once, 1 duplicated", "ann was at work on a");
}

#[test]
fn k25_it_begins_at_the_end_unless_told_otherwise() {
    let late = |spec: &mut ConsumerSpec| spec.latency_ms = 50.0;
    let mut lab = plan().member("ann", late).open();
    lab.write("early");
    lab.wait(60);
    lab.write("later");
    lab.wait(300);
    assert_eq!((lab.lent().as_str(), lab.effects().as_str()), ("ann:later", "1 once"));
    let mut lab =
        plan().group(|spec| spec.offset_reset = OffsetReset::Earliest).member("ann", late).open();
    lab.write("early");
    lab.wait(300);
    assert_eq!((lab.lent().as_str(), lab.effects().as_str()), ("ann:early", "1 once"));
}

#[test]
fn k26_one_stuck_record_stalls_the_partition_at_the_limit() {
    let stuck = |spec: &mut ConsumerSpec| spec.service = Service::Constant { ms: 60_000.0 };
    let limits = |spec: &mut GroupSpec| {
        spec.max_locks = 4;
        spec.lock_ms = 5_000.0;
    };
    let mut lab = plan().group(limits).member("ann", stuck).member("bob", |_| {}).open();
    lab.write("a b c d e f");
    lab.wait(1_000);
    assert_eq!(lab.lent(), "ann:a bob:b bob:c bob:d", "four lie between first and last");
    lab.wait(5_000);
    assert_eq!(lab.lent(), "ann:a bob:b bob:c bob:d bob:a×2 bob:e bob:f");
}

#[test]
fn k26_a_new_leader_knows_nothing_of_what_was_lent() {
    let slow = |spec: &mut ConsumerSpec| spec.service = Service::Constant { ms: 12_000.0 };
    let mut lab = plan()
        .topic(|spec| spec.replicas = 2)
        .group(|spec| spec.lock_ms = 60_000.0)
        .member("ann", slow)
        .member("bob", |_| {})
        .open();
    lab.write("a");
    lab.ask(Command::SetBroker { broker: 0, up: false });
    lab.wait(9_200);
    assert_eq!(lab.lent(), "ann:a bob:a", "the count has forgotten as well");
    lab.wait(3_000);
    assert_eq!(lab.effects(), "1 duplicated");
}

#[test]
fn k18_what_retention_takes_is_lost_for_a_share_group_too() {
    let short = |spec: &mut TopicSpec| {
        spec.retention_ms = Some(500);
        spec.check_ms = 1_000;
    };
    let mut lab = plan().topic(short).member("ann", |_| {}).open();
    lab.crash("ann", None);
    lab.write("a b");
    lab.wait(2_000);
    assert_eq!(lab.effects(), "2 lost (retention)");
    assert_eq!(lab.engine.partitions()[0].start(), 2);
}

#[test]
fn a_lost_answer_ends_the_connection_and_repeats_the_record() {
    let mut lab = plan().member("ann", |_| {}).open();
    lab.ask(Command::LoseNext { client: "ann".to_owned(), frame: Frame::Ack });
    lab.write("a");
    lab.wait(500);
    assert_eq!((lab.lent().as_str(), lab.effects().as_str()), ("ann:a ann:a", "1 duplicated"));
}

#[test]
fn members_take_from_partitions_in_turn() {
    let mut lab = plan().topic(|spec| spec.partitions = 3).member("ann", |_| {}).open();
    for n in 0..9 {
        lab.write(&format!("m{n}"));
    }
    lab.wait(1_000);
    let partitions = lab.facts().filter_map(|fact| match fact {
        Fact::Acquired { partition, .. } => Some(partition.index()),
        _ => None,
    });
    assert_eq!(partitions.collect::<Vec<_>>(), [0, 1, 2, 0, 1, 2, 0, 1, 2]);
}
