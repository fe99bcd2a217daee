//! The helper of the stories about producers and replicas of a log: one
//! topic, `t`, and one producer, `app`, ten milliseconds away, that sends
//! only what it is told to and at once.
//!
//! Records go by their bodies. Followers are two milliseconds behind.

use queuescope::engine::{
    Command, Engine, Fact, Frame, Heard, Outgoing, PartitionId, laws,
    topology::{LogProducerSpec, ProducerSpec, TopicSpec, Topology},
};

/// A cluster under test.
pub struct Cluster(pub Engine);

impl Cluster {
    /// A topic and a producer, each with a change on top of the defaults.
    pub fn new(
        topic: impl FnOnce(&mut TopicSpec),
        producer: impl FnOnce(&mut LogProducerSpec),
    ) -> Self {
        let mut spec = TopicSpec::named("t", 1);
        topic(&mut spec);
        let mut log =
            LogProducerSpec { topic: "t".to_owned(), linger_ms: 0.0, ..LogProducerSpec::default() };
        producer(&mut log);
        let app =
            ProducerSpec { log: Some(log), latency_ms: 10.0, ..ProducerSpec::named("app", "") };
        let topology = Topology {
            topics: vec![spec],
            producers: vec![app],
            hop_ms: 2.0,
            ..Topology::default()
        };
        Cluster(Engine::new(&topology, 1).expect("a sound world"))
    }

    /// Sends a record without a key.
    pub fn send(&mut self, body: &str) -> &mut Self {
        self.send_with("", body)
    }

    /// Sends a record with a key.
    pub fn send_with(&mut self, key: &str, body: &str) -> &mut Self {
        let message =
            Outgoing { body: body.to_owned(), group: key.to_owned(), ..Outgoing::default() };
        self.ask(Command::Publish { producer: "app".to_owned(), message })
    }

    /// Asks for something that is not refused.
    pub fn ask(&mut self, command: Command) -> &mut Self {
        self.0.apply(&command).expect("can be done");
        self
    }

    /// Loses the next such frame of the producer.
    pub fn lose(&mut self, frame: Frame) -> &mut Self {
        self.ask(Command::LoseNext { client: "app".to_owned(), frame })
    }

    /// Kills a broker or starts it.
    pub fn broker(&mut self, broker: u8, up: bool) -> &mut Self {
        self.ask(Command::SetBroker { broker, up })
    }

    /// Stops a broker from following, or lets it go on.
    pub fn stall(&mut self, broker: u8, stalled: bool) -> &mut Self {
        self.ask(Command::StallBroker { broker, stalled })
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

    /// The bodies a partition keeps, in their order.
    pub fn stored(&self, partition: u16) -> String {
        let log = &self.0.partitions()[PartitionId(partition).index()];
        let copies = log.records().filter_map(|record| self.0.copy(record.copy?));
        let messages = copies.filter_map(|copy| self.0.message(copy.message));
        let bodies: Vec<&str> = messages.map(|it| &*self.0.envelope(it).body).collect();
        bodies.join(" ")
    }

    /// How far consumers can read a partition.
    pub fn readable(&self, partition: u16) -> u64 {
        self.0.partitions()[PartitionId(partition).index()].high_watermark()
    }

    /// What the producer has heard.
    pub fn heard(&self) -> Heard {
        self.0.producers()[0].heard()
    }

    /// How often a fact of that kind happened.
    pub fn count(&self, which: impl Fn(&Fact) -> bool) -> usize {
        self.0.facts().since(0).filter(|(_, _, fact)| which(fact)).count()
    }
}
