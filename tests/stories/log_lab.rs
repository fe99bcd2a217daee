//! The helper of the stories about readers of a log: topic `t`, producer
//! `app` a millisecond away, and groups with members.
//!
//! Members work 10 ms on a record, a millisecond before they commit. Sessions
//! and intervals are those of Kafka unless a story changes them; a group does
//! not wait for more members at the start.

use queuescope::engine::{
    Command, Effects, Engine, Fact, GroupId, Line, Outgoing, PartitionId, SeekTo, Subscriber, Tick,
    laws,
    topology::{
        CommitMode, ConsumerSpec, CrashPoint, GroupSpec, LogProducerSpec, OffsetReset,
        ProducerSpec, Service, TopicSpec, Topology,
    },
};

/// A world of readers being furnished.
pub struct Readers(pub Topology);

impl Readers {
    /// Topic `t` of so many partitions, and nobody who reads it.
    pub fn new(partitions: u16) -> Self {
        let log =
            LogProducerSpec { topic: "t".to_owned(), linger_ms: 0.0, ..LogProducerSpec::default() };
        let app = ProducerSpec { log: Some(log), ..ProducerSpec::named("app", "") };
        Readers(Topology {
            topics: vec![TopicSpec::named("t", partitions)],
            producers: vec![app],
            ..Topology::default()
        })
    }

    /// Adds another topic.
    pub fn topic(mut self, name: &str, partitions: u16) -> Self {
        self.0.topics.push(TopicSpec::named(name, partitions));
        self
    }

    /// Changes the producer.
    pub fn app(mut self, change: impl FnOnce(&mut LogProducerSpec)) -> Self {
        change(self.0.producers[0].log.as_mut().expect("sends to a log"));
        self
    }

    /// Adds a group that reads `t` from the earliest record, with a change.
    pub fn group(mut self, name: &str, change: impl FnOnce(&mut GroupSpec)) -> Self {
        let mut spec = GroupSpec {
            name: name.to_owned(),
            topics: vec!["t".to_owned()],
            offset_reset: OffsetReset::Earliest,
            commit: CommitMode::Each,
            initial_delay_ms: 0.0,
            ..GroupSpec::default()
        };
        change(&mut spec);
        self.0.groups.push(spec);
        self
    }

    /// Adds a member of a group, with a change.
    pub fn member(
        mut self,
        name: &str,
        group: &str,
        change: impl FnOnce(&mut ConsumerSpec),
    ) -> Self {
        let mut spec = ConsumerSpec {
            queue: None,
            group: Some(group.to_owned()),
            service: Service::Constant { ms: 10.0 },
            gap_ms: 1.0,
            ..ConsumerSpec::named(name, "")
        };
        change(&mut spec);
        self.0.consumers.push(spec);
        self
    }

    /// Starts it.
    pub fn open(self) -> Reading {
        Reading(Engine::new(&self.0, 1).expect("every name is there"))
    }
}

/// Readers in the middle of a story.
pub struct Reading(pub Engine);

impl Reading {
    /// Asks for something that is not refused.
    pub fn ask(&mut self, command: Command) -> &mut Self {
        if let Err(refusal) = self.0.apply(&command) {
            panic!("{refusal}");
        }
        self
    }

    /// Sends records without keys, one per word, a millisecond apart.
    pub fn send(&mut self, bodies: &str) -> &mut Self {
        for body in bodies.split_whitespace() {
            let message = Outgoing { body: body.to_owned(), ..Outgoing::default() };
            self.ask(Command::Publish { producer: "app".to_owned(), message }).run(1);
        }
        self
    }

    /// Kills a consumer: now, or at an instant of its cycle.
    pub fn crash(&mut self, consumer: &str, at: Option<CrashPoint>) -> &mut Self {
        self.ask(Command::Crash { consumer: consumer.to_owned(), at })
    }

    /// Starts a consumer.
    pub fn revive(&mut self, consumer: &str) -> &mut Self {
        self.ask(Command::Revive { consumer: consumer.to_owned() })
    }

    /// Closes a consumer in good order.
    pub fn close(&mut self, consumer: &str) -> &mut Self {
        self.ask(Command::Cancel { consumer: consumer.to_owned() })
    }

    /// Goes on reading somewhere else.
    pub fn seek(&mut self, client: &str, to: SeekTo) -> &mut Self {
        self.ask(Command::Seek { client: client.to_owned(), to })
    }

    /// Goes on for so many milliseconds; all laws hold after every moment.
    pub fn run(&mut self, ms: u64) -> &mut Self {
        let until = self.0.now().after(ms * 1_000);
        while self.0.next_due().is_some_and(|due| due <= until) {
            self.0.step();
            assert_eq!(laws::broken(&self.0), Vec::<&str>::new(), "at {:?}", self.0.now());
        }
        self.0.run_for(until.since(self.0.now()), u64::MAX);
        self
    }

    /// The books of effects.
    pub fn effects(&self) -> &Effects {
        self.0.effects()
    }

    /// Expected, done once, lost and duplicated, in this order.
    pub fn books(&self) -> (u64, u64, u64, u64) {
        let books = self.effects();
        (books.expected, books.once, books.lost.total(), books.duplicated)
    }

    /// How many effects of one group are done once, lost and duplicated.
    pub fn done(&self, group: &str) -> (usize, usize, usize) {
        let id = self.0.find_group(group).expect("a group of the story");
        let whose = Some(Subscriber::Group(id));
        let count = |which: fn(&Line) -> bool| {
            self.0.ledger().filter(|line| line.whose == whose && which(line)).count()
        };
        (
            count(|line| line.times == 1),
            count(|line| line.lost.is_some()),
            count(|line| line.times > 1),
        )
    }

    /// What a consumer reads, as numbers of partitions.
    pub fn reads(&self, consumer: &str) -> Vec<u16> {
        let id = self.0.find_consumer(consumer).expect("a consumer of the story");
        let member = self.0.consumers()[id.index()].member().expect("a member");
        let mut reads: Vec<u16> = member.assigned().iter().map(|id| id.0).collect();
        reads.sort_unstable();
        reads
    }

    /// The next offset to read of a partition, as a group has committed.
    pub fn committed(&self, group: &str, partition: u16) -> Option<u64> {
        let id: GroupId = self.0.find_group(group).expect("a group of the story");
        self.0.groups()[id.index()].committed(PartitionId(partition))
    }

    /// The bodies a consumer has worked on, in its order.
    pub fn worked(&self, consumer: &str) -> String {
        let id = self.0.find_consumer(consumer).expect("a consumer of the story");
        let facts = self.0.facts().since(0);
        let started = facts.filter_map(|(_, _, fact)| match fact {
            Fact::Worked { message, consumer, .. } if *consumer == id => Some(*message),
            _ => None,
        });
        let names = started.map(|message| self.body(message));
        names.collect::<Vec<_>>().join(" ")
    }

    fn body(&self, message: queuescope::engine::MessageId) -> String {
        let copy = self.0.copies_of(message).next();
        let owner = copy.and_then(|copy| self.0.message(copy.message));
        owner.map_or_else(|| "?".to_owned(), |it| self.0.envelope(it).body.to_string())
    }

    /// The facts that `which` picks, each as it says, with their times.
    pub fn told<T>(&self, which: impl Fn(&Fact) -> Option<T>) -> Vec<(Tick, T)> {
        let facts = self.0.facts().since(0);
        facts.filter_map(|(_, at, fact)| Some((at, which(fact)?))).collect()
    }

    /// How often a fact of that kind happened.
    pub fn count(&self, which: impl Fn(&Fact) -> bool) -> usize {
        self.told(|fact| which(fact).then_some(())).len()
    }
}
