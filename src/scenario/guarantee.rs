//! Delivery guarantees as what they are: settings of producers and consumers.
//!
//! No engine knows a guarantee. Choosing one asks a handful of commands, and
//! which one is in force is read off the settings.

use crate::engine::{
    Command, Engine, GroupChange, Queue, SendChange,
    topology::{AckMode, Acks, CommitMode, Confirms, ConsumerSpec, GroupSpec, ProducerSpec},
};

use super::switch::Kind;
use crate::words::{Word, guarantees as words, nodes};

/// What a lab promises about each message and subscriber.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guarantee {
    /// Never twice, perhaps not at all.
    AtMostOnce,
    /// Never lost, perhaps twice.
    AtLeastOnce,
    /// Delivered at least once, applied once: the consumer knows what it
    /// has done already.
    ExactlyOnce,
}

/// One setting that a guarantee consists of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Producer, broker or consumer.
    pub who: Word,
    /// The setting under its real name.
    pub what: Word,
}

impl Guarantee {
    /// All, from the weakest.
    pub const ALL: [Guarantee; 3] =
        [Guarantee::AtMostOnce, Guarantee::AtLeastOnce, Guarantee::ExactlyOnce];

    /// Its name in the page's own report, whatever the language.
    pub fn name(self) -> &'static str {
        match self {
            Guarantee::AtMostOnce => "At most once",
            Guarantee::AtLeastOnce => "At least once",
            Guarantee::ExactlyOnce => "Exactly once, in effect",
        }
    }

    /// Its name on screen.
    pub fn word(self) -> Word {
        match self {
            Guarantee::AtMostOnce => words::AT_MOST_ONCE,
            Guarantee::AtLeastOnce => words::AT_LEAST_ONCE,
            Guarantee::ExactlyOnce => words::EXACTLY_ONCE,
        }
    }

    /// What it consists of, where deliveries are lent for a time.
    fn leased_settings(self) -> &'static [Setting] {
        const SENDS: [Setting; 2] = [
            Setting { who: nodes::PRODUCER, what: words::TRIES_AGAIN },
            Setting { who: nodes::BROKER, what: words::GIVES_AGAIN },
        ];
        match self {
            Guarantee::AtMostOnce => &[
                Setting { who: nodes::PRODUCER, what: words::TRIES_ONCE },
                Setting { who: nodes::BROKER, what: words::KEEPS_UNTIL_SETTLED },
                Setting { who: nodes::CONSUMER, what: words::SETTLES_BEFORE },
            ],
            Guarantee::AtLeastOnce => {
                &[SENDS[0], SENDS[1], Setting { who: nodes::CONSUMER, what: words::SETTLES_AFTER }]
            }
            Guarantee::ExactlyOnce => &[
                SENDS[0],
                SENDS[1],
                Setting { who: nodes::CONSUMER, what: words::SETTLES_WITH_KEYS },
            ],
        }
    }

    /// What it consists of, where records are kept in a log (K3, K6, K12).
    fn log_settings(self) -> &'static [Setting] {
        const SENDS: Setting = Setting { who: nodes::PRODUCER, what: words::SENDS_ACKS_ALL };
        const KEEPS: Setting = Setting { who: nodes::BROKER, what: words::KEEPS_RECORDS };
        match self {
            Guarantee::AtMostOnce => &[
                Setting { who: nodes::PRODUCER, what: words::SENDS_ACKS_0 },
                KEEPS,
                Setting { who: nodes::CONSUMER, what: words::COMMITS_BEFORE },
            ],
            Guarantee::AtLeastOnce => {
                &[SENDS, KEEPS, Setting { who: nodes::CONSUMER, what: words::COMMITS_AFTER }]
            }
            Guarantee::ExactlyOnce => {
                &[SENDS, KEEPS, Setting { who: nodes::CONSUMER, what: words::COMMITS_WITH_KEYS }]
            }
        }
    }

    /// What it consists of under the broker of this engine.
    pub fn settings(self, engine: &Engine) -> &'static [Setting] {
        match Store::of(engine) {
            Store::Lending => return self.leased_settings(),
            Store::Log => return self.log_settings(),
            Store::Sending => {}
        }
        match self {
            Guarantee::AtMostOnce => &[
                Setting { who: nodes::PRODUCER, what: words::NO_CONFIRMS },
                Setting { who: nodes::BROKER, what: words::SETTLES_ON_SENDING },
                Setting { who: nodes::CONSUMER, what: words::AUTOMATIC_ACK },
            ],
            Guarantee::AtLeastOnce => &[
                Setting { who: nodes::PRODUCER, what: words::CONFIRMS },
                Setting { who: nodes::BROKER, what: words::REDELIVERS },
                Setting { who: nodes::CONSUMER, what: words::ACK_AFTER },
            ],
            Guarantee::ExactlyOnce => &[
                Setting { who: nodes::PRODUCER, what: words::CONFIRMS },
                Setting { who: nodes::BROKER, what: words::REDELIVERS },
                Setting { who: nodes::CONSUMER, what: words::ACK_WITH_KEYS },
            ],
        }
    }

    /// The commands that put it in force on every producer that is a node of
    /// its own and every consumer that works by itself.
    pub fn commands(self, engine: &Engine) -> Vec<Command> {
        let store = Store::of(engine);
        let mut commands: Vec<Command> =
            senders(engine).filter_map(|spec| self.sending(spec, store)).collect();
        let groups = engine.groups().iter().map(|group| group.spec());
        commands.extend(groups.filter(|spec| !commits(spec)).map(|spec| Command::SetGroup {
            group: spec.name.clone(),
            change: GroupChange::Commit(CommitMode::Each),
        }));
        for spec in workers(engine) {
            let consumer = spec.name.clone();
            commands.push(Command::SetAck { consumer: consumer.clone(), ack: self.ack(store) });
            let idempotent = self == Guarantee::ExactlyOnce;
            commands.push(Command::SetIdempotent { consumer, idempotent });
        }
        commands
    }

    /// How a producer has to send. One with a `transactional.id` sends with
    /// acks=all and idempotence, or not at all (K22).
    fn sending(self, spec: &ProducerSpec, store: Store) -> Option<Command> {
        let producer = spec.name.clone();
        let weak = self == Guarantee::AtMostOnce;
        let confirms = match (weak, store) {
            (_, Store::Log) => {
                let sends = spec.log.as_ref()?;
                // With acks=all comes idempotence, and with less it goes (K6).
                let acks = if weak { Acks::None } else { Acks::All };
                let change = SendChange::Acks(acks);
                return (!weak || sends.transactional_id.is_none())
                    .then_some(Command::SetSending { producer, change });
            }
            (true, Store::Sending) => None,
            (true, Store::Lending) => Some(Confirms { retries: 0, ..Confirms::default() }),
            (false, _) => Some(Confirms::default()),
        };
        Some(Command::SetConfirms { producer, confirms })
    }

    /// The guarantee whose settings are all in force, if there is one. A lab
    /// whose consumers are all driven by hand promises nothing.
    pub fn of(engine: &Engine) -> Option<Guarantee> {
        workers(engine).next()?;
        Guarantee::ALL.into_iter().find(|guarantee| guarantee.is_in_force(engine))
    }

    fn is_in_force(self, engine: &Engine) -> bool {
        let store = Store::of(engine);
        let mut groups = engine.groups().iter().map(|group| group.spec());
        senders(engine).all(|spec| self.is_sent(spec, store))
            && groups.all(commits)
            && workers(engine).all(|spec| {
                spec.ack == self.ack(store) && spec.idempotent == (self == Guarantee::ExactlyOnce)
            })
    }

    fn is_sent(self, spec: &ProducerSpec, store: Store) -> bool {
        let weak = self == Guarantee::AtMostOnce;
        if let Some(sends) = &spec.log {
            return match self {
                Guarantee::AtMostOnce => sends.acks == Acks::None,
                Guarantee::AtLeastOnce => sends.acks == Acks::All,
                Guarantee::ExactlyOnce => sends.acks == Acks::All && sends.idempotent,
            };
        }
        let tries_again = |confirms: &Confirms| store != Store::Lending || confirms.retries > 0;
        store == Store::Log || spec.confirms.as_ref().is_some_and(tries_again) != weak
    }

    fn ack(self, store: Store) -> AckMode {
        match (self, store) {
            (Guarantee::AtMostOnce, Store::Sending) => AckMode::Automatic,
            (Guarantee::AtMostOnce, _) => AckMode::First,
            (Guarantee::AtLeastOnce | Guarantee::ExactlyOnce, _) => AckMode::Last,
        }
    }
}

/// Producers that are nodes of their own. The half of a consumer that
/// publishes on is never asked: it always sends with confirms.
fn senders(engine: &Engine) -> impl Iterator<Item = &ProducerSpec> {
    let producers = engine.producers().iter().filter(|producer| producer.owner().is_none());
    producers.map(|producer| producer.spec())
}

/// Consumers that work by themselves.
fn workers(engine: &Engine) -> impl Iterator<Item = &ConsumerSpec> {
    engine.consumers().iter().map(|consumer| consumer.spec()).filter(|spec| !spec.by_hand)
}

/// Whether a group's members commit where their work says so, and not with
/// whatever poll comes next (K11). A share group acknowledges instead.
fn commits(group: &GroupSpec) -> bool {
    group.share || group.commit != CommitMode::Auto
}

/// How brokers hand out what they have, as far as guarantees differ by it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Store {
    /// Queues that send: they can settle on sending, and need not confirm.
    Sending,
    /// Queues that lend: they know no automatic ack, and answer every
    /// message that they take.
    Lending,
    /// A log: it hands out nothing that it does not keep.
    Log,
}

impl Store {
    fn of(engine: &Engine) -> Store {
        let first = engine.queues().first();
        let lends = |queue: &Queue| queue.profile().mechanics().lease_ms.is_some();
        match Kind::of(engine.profile()) {
            Kind::Log => Store::Log,
            _ if first.is_some_and(lends) => Store::Lending,
            _ => Store::Sending,
        }
    }
}
