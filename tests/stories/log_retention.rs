//! What becomes of old records: segments, retention, compaction.
//!
//! A record here is `key=value`, or just a value. It takes 68 bytes and what
//! its key and value have in letters, so two of them fill a small segment.

use queuescope::engine::{
    Command, Engine, Fact, Outgoing, Partition, laws,
    topology::{Acks, Cleanup, LogProducerSpec, ProducerSpec, TopicSpec, Topology},
};

/// A topic with one partition, and somebody who writes to it.
struct Shelf {
    engine: Engine,
}

/// Segments of two records, and a look every second.
fn small(spec: &mut TopicSpec) {
    spec.segment_bytes = 150;
    spec.check_ms = 1_000;
}

fn shelf(change: impl FnOnce(&mut TopicSpec)) -> Shelf {
    let mut topic = TopicSpec::named("t", 1);
    small(&mut topic);
    change(&mut topic);
    let log = LogProducerSpec {
        topic: "t".to_owned(),
        acks: Acks::Leader,
        linger_ms: 0.0,
        ..LogProducerSpec::default()
    };
    let writer = ProducerSpec { log: Some(log), ..ProducerSpec::named("writer", "") };
    let topology = Topology { topics: vec![topic], producers: vec![writer], ..Topology::default() };
    Shelf { engine: Engine::new(&topology, 1).expect("every name is there") }
}

impl Shelf {
    /// Writes records, one per word.
    fn write(&mut self, words: &str) {
        for word in words.split_whitespace() {
            let (group, body) = word.split_once('=').unwrap_or(("", word));
            let (group, body) = (group.to_owned(), body.to_owned());
            let message = Outgoing { group, body, ..Outgoing::default() };
            let publish = Command::Publish { producer: "writer".to_owned(), message };
            self.engine.apply(&publish).expect("it may be sent");
            self.wait(1);
        }
    }

    fn wait(&mut self, ms: u64) {
        self.engine.run_for(ms * 1_000, u64::MAX);
        let broken = laws::broken(&self.engine);
        assert!(broken.is_empty(), "{broken:?} at {:?}", self.engine.now());
    }

    fn partition(&self) -> &Partition {
        &self.engine.partitions()[0]
    }

    /// What is stored: `offset:value` of each record.
    fn stored(&self) -> String {
        let words = self.partition().records().map(|record| {
            let copy = self.engine.copy(record.copy.expect("no markers here")).expect("stored");
            let message = self.engine.message(copy.message).expect("stored");
            format!("{}:{}", record.offset, self.engine.envelope(message).body)
        });
        words.collect::<Vec<_>>().join(" ")
    }

    /// Where the segments begin.
    fn bases(&self) -> Vec<u64> {
        self.partition().segments().map(|segment| segment.base).collect()
    }

    /// What has left the books, by cause.
    fn removed(&self) -> String {
        let causes = self.engine.books().removed.nonzero();
        let words = causes.map(|(cause, count)| format!("{count} {}", cause.name()));
        words.collect::<Vec<_>>().join(", ")
    }

    fn count(&self, like: impl Fn(&Fact) -> bool) -> usize {
        self.engine.facts().since(0).filter(|(_, _, fact)| like(fact)).count()
    }
}

#[test]
fn k18_a_segment_is_closed_when_the_next_batch_does_not_fit() {
    let mut shelf = shelf(|_| {});
    shelf.write("a b c d e");
    assert_eq!(shelf.bases(), [0, 2, 4]);
    assert_eq!(shelf.count(|fact| matches!(fact, Fact::Rolled { .. })), 2);
}

#[test]
fn k18_a_segment_is_closed_when_its_first_record_is_too_old_for_the_next() {
    let mut shelf = shelf(|spec| spec.segment_ms = 500);
    shelf.write("a");
    shelf.wait(600);
    assert_eq!(shelf.bases(), [0], "time alone closes nothing");
    shelf.write("b");
    assert_eq!(shelf.bases(), [0, 1]);
}

#[test]
fn k18_whole_segments_go_at_the_next_look_after_their_last_record_is_too_old() {
    let mut shelf = shelf(|spec| spec.retention_ms = Some(1_500));
    shelf.write("a b");
    shelf.wait(1_000);
    shelf.write("c d");
    shelf.wait(700);
    assert_eq!(shelf.stored(), "0:a 1:b 2:c 3:d", "too old, but nobody has looked");
    shelf.wait(400);
    assert_eq!(shelf.stored(), "2:c 3:d");
    assert_eq!(shelf.partition().start(), 2);
    assert_eq!(shelf.removed(), "2 retention");
}

#[test]
fn k18_a_record_may_stay_much_longer_than_retention_says() {
    let mut shelf = shelf(|spec| {
        spec.retention_ms = Some(1_500);
        spec.segment_bytes = 1_000;
    });
    shelf.write("old");
    shelf.wait(1_400);
    shelf.write("young");
    shelf.wait(1_400);
    assert_eq!(shelf.stored(), "0:old 1:young", "the segment is as old as its last record");
}

#[test]
fn k18_the_active_segment_goes_too_when_all_of_it_is_too_old() {
    let mut shelf = shelf(|spec| spec.retention_ms = Some(1_500));
    shelf.write("a b c");
    shelf.wait(3_000);
    assert_eq!((shelf.stored().as_str(), shelf.bases()), ("", vec![3]));
    assert_eq!((shelf.partition().start(), shelf.partition().end()), (3, 3));
    shelf.wait(130_000);
    assert_eq!(shelf.engine.next_due(), None, "and nobody looks at an empty log");
    shelf.write("d");
    assert_eq!(shelf.stored(), "3:d");
}

#[test]
fn k18_size_counts_for_each_partition_and_spares_what_is_less_than_a_segment_too_much() {
    let mut shelf = shelf(|spec| {
        spec.retention_ms = None;
        spec.retention_bytes = Some(200);
    });
    shelf.write("a b c d");
    shelf.wait(2_000);
    assert_eq!(shelf.stored(), "0:a 1:b 2:c 3:d", "76 bytes too many are less than a segment");
    shelf.write("e");
    shelf.wait(2_000);
    assert_eq!(shelf.stored(), "2:c 3:d 4:e");
}

#[test]
fn k18_without_a_limit_everything_stays_and_nobody_looks() {
    let mut shelf = shelf(|spec| spec.retention_ms = None);
    shelf.write("a b c d e");
    shelf.wait(200_000);
    assert_eq!(shelf.stored(), "0:a 1:b 2:c 3:d 4:e");
    assert_eq!(shelf.engine.next_due(), None);
}

fn compacted(spec: &mut TopicSpec) {
    spec.cleanup = Cleanup::Compact;
    spec.tombstone_ms = 5_000;
}

#[test]
fn k19_the_last_record_of_each_key_stays_at_its_offset() {
    let mut shelf = shelf(compacted);
    shelf.write("x=1 y=1 x=2 z=1 x=3 y=2 x=4");
    shelf.wait(1_000);
    assert_eq!(shelf.stored(), "3:1 4:3 5:2 6:4", "x=3 stays: x=4 is in the active segment");
    assert_eq!((shelf.partition().start(), shelf.partition().end()), (0, 7));
    assert_eq!(shelf.removed(), "3 compacted");
    shelf.wait(130_000);
    assert_eq!(shelf.engine.next_due(), None, "nothing is left to compact");
}

#[test]
fn k19_nothing_happens_before_enough_is_dirty() {
    let mut shelf = shelf(compacted);
    shelf.write("a=1 b=1 c=1 d=1 e=1");
    shelf.wait(1_000);
    assert_eq!(shelf.count(|fact| matches!(fact, Fact::Cleaned { .. })), 1);
    shelf.write("a=2 b=2");
    shelf.wait(2_000);
    assert_eq!(shelf.stored(), "0:1 1:1 2:1 3:1 4:1 5:2 6:2", "a third is dirty, not half");
    shelf.write("c=2 d=2 e=2 a=3");
    shelf.wait(2_000);
    assert_eq!(shelf.stored(), "5:2 6:2 7:2 8:2 9:2 10:3");
}

#[test]
fn k19_segments_that_became_small_become_one() {
    let mut shelf = shelf(compacted);
    shelf.write("x=1 x=2 x=3 x=4 x=5 x=6 x=7");
    assert_eq!(shelf.bases(), [0, 2, 4, 6]);
    shelf.wait(1_000);
    assert_eq!((shelf.stored().as_str(), shelf.bases()), ("5:6 6:7", vec![0, 6]));
}

#[test]
fn k19_a_record_without_value_deletes_its_key_and_goes_later_itself() {
    let mut shelf = shelf(compacted);
    shelf.write("x=1 y=1 x= y=2 z=1");
    shelf.wait(1_000);
    assert_eq!(shelf.stored(), "2: 3:2 4:1", "readers must still learn that x is gone");
    shelf.wait(6_000);
    assert_eq!(shelf.stored(), "2: 3:2 4:1", "nothing is dirty");
    shelf.write("y=3 y=4 y=5 y=6");
    shelf.wait(1_000);
    assert_eq!(shelf.stored(), "4:1 7:5 8:6");
}

#[test]
fn k19_a_compacted_topic_takes_no_record_without_a_key() {
    let mut shelf = shelf(compacted);
    shelf.write("keyless x=1");
    shelf.wait(10);
    assert_eq!(shelf.stored(), "0:1");
    assert_eq!(shelf.engine.producers()[0].heard().gave_up, 1, "and it is not sent again");
}
