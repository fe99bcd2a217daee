//! Delivery guarantees as what they are: settings of producers and consumers.
//!
//! No engine knows a guarantee. Choosing one asks a handful of commands, and
//! which one is in force is read off the settings.

use crate::engine::{
    Command, Engine,
    topology::{AckMode, Confirms},
};

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
    pub who: &'static str,
    /// The setting under its real name.
    pub what: &'static str,
}

impl Guarantee {
    /// All, from the weakest.
    pub const ALL: [Guarantee; 3] =
        [Guarantee::AtMostOnce, Guarantee::AtLeastOnce, Guarantee::ExactlyOnce];

    /// Its name on screen.
    pub fn name(self) -> &'static str {
        match self {
            Guarantee::AtMostOnce => "At most once",
            Guarantee::AtLeastOnce => "At least once",
            Guarantee::ExactlyOnce => "Exactly once, in effect",
        }
    }

    /// What it consists of, where deliveries are lent for a time.
    fn leased_settings(self) -> &'static [Setting] {
        const SENDS: [Setting; 2] = [
            Setting { who: "producer", what: "tries again until it is answered" },
            Setting { who: "broker", what: "gives again when a lease is over" },
        ];
        match self {
            Guarantee::AtMostOnce => &[
                Setting { who: "producer", what: "does not try again" },
                Setting { who: "broker", what: "keeps until settled" },
                Setting { who: "consumer", what: "settles before the effect" },
            ],
            Guarantee::AtLeastOnce => {
                &[SENDS[0], SENDS[1], Setting { who: "consumer", what: "settles after the effect" }]
            }
            Guarantee::ExactlyOnce => &[
                SENDS[0],
                SENDS[1],
                Setting {
                    who: "consumer",
                    what: "settles after the effect, key store with the effect",
                },
            ],
        }
    }

    /// What it consists of under the broker of this engine.
    pub fn settings(self, engine: &Engine) -> &'static [Setting] {
        if is_leased(engine) {
            return self.leased_settings();
        }
        match self {
            Guarantee::AtMostOnce => &[
                Setting { who: "producer", what: "no confirms, no retries" },
                Setting { who: "broker", what: "settles on sending" },
                Setting { who: "consumer", what: "automatic ack" },
            ],
            Guarantee::AtLeastOnce => &[
                Setting { who: "producer", what: "publisher confirms, retries" },
                Setting { who: "broker", what: "keeps until acked, redelivers" },
                Setting { who: "consumer", what: "ack after the effect" },
            ],
            Guarantee::ExactlyOnce => &[
                Setting { who: "producer", what: "publisher confirms, retries" },
                Setting { who: "broker", what: "keeps until acked, redelivers" },
                Setting {
                    who: "consumer",
                    what: "ack after the effect, key store with the effect",
                },
            ],
        }
    }

    /// The commands that put it in force on every producer and every
    /// consumer that works by itself.
    pub fn commands(self, engine: &Engine) -> Vec<Command> {
        let leased = is_leased(engine);
        let confirms = match (self, leased) {
            (Guarantee::AtMostOnce, false) => None,
            (Guarantee::AtMostOnce, true) => Some(Confirms { retries: 0, ..Confirms::default() }),
            _ => Some(Confirms::default()),
        };
        let producers = engine.producers().iter().map(|producer| producer.spec());
        let mut commands: Vec<Command> = producers
            .map(|spec| Command::SetConfirms { producer: spec.name.clone(), confirms })
            .collect();
        let consumers = engine.consumers().iter().map(|consumer| consumer.spec());
        for spec in consumers.filter(|spec| !spec.by_hand) {
            let consumer = spec.name.clone();
            commands.push(Command::SetAck { consumer: consumer.clone(), ack: self.ack(leased) });
            let idempotent = self == Guarantee::ExactlyOnce;
            commands.push(Command::SetIdempotent { consumer, idempotent });
        }
        commands
    }

    /// The guarantee whose settings are all in force, if there is one. A lab
    /// whose consumers are all driven by hand promises nothing.
    pub fn of(engine: &Engine) -> Option<Guarantee> {
        engine.consumers().iter().find(|consumer| !consumer.spec().by_hand)?;
        Guarantee::ALL.into_iter().find(|guarantee| guarantee.is_in_force(engine))
    }

    fn is_in_force(self, engine: &Engine) -> bool {
        let mut producers = engine.producers().iter().map(|producer| producer.spec());
        let consumers = engine.consumers().iter().map(|consumer| consumer.spec());
        let leased = is_leased(engine);
        let tries_again = |confirms: &Confirms| !leased || confirms.retries > 0;
        let confirms = self != Guarantee::AtMostOnce;
        producers.all(|spec| spec.confirms.as_ref().is_some_and(tries_again) == confirms)
            && consumers.filter(|spec| !spec.by_hand).all(|spec| {
                spec.ack == self.ack(leased) && spec.idempotent == (self == Guarantee::ExactlyOnce)
            })
    }

    fn ack(self, leased: bool) -> AckMode {
        match self {
            Guarantee::AtMostOnce if leased => AckMode::First,
            Guarantee::AtMostOnce => AckMode::Automatic,
            Guarantee::AtLeastOnce | Guarantee::ExactlyOnce => AckMode::Last,
        }
    }
}

/// Whether its queues lend what they deliver: they know no automatic ack,
/// and answer every message that they take.
fn is_leased(engine: &Engine) -> bool {
    let queue = engine.queues().first();
    queue.is_some_and(|queue| queue.profile().mechanics().lease_ms.is_some())
}
