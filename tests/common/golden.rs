//! One run of which every fact is known: natively and in a browser it must
//! come to the same digest.
//!
//! A change of the engine's behaviour changes [`GOLDEN_DIGEST`]; then take
//! the new one from the failing test, and say in the commit what changed.

use queuescope::{
    engine::{
        Command, Frame, Outgoing, Tick,
        topology::{Arrivals, CrashPoint, OnPoison, Service},
    },
    scenario::{Run, catalog},
};

/// The digest of all facts of [`golden_digest`]'s run.
pub const GOLDEN_DIGEST: u64 = 0x9c46_2d42_43b5_e276;

/// Runs a minute of the poison world with faults at fixed moments.
pub fn golden_digest() -> u64 {
    let mut scenario = catalog::find("poison").expect("in the catalogue");
    scenario.seed = 7;
    let mut run = Run::new(scenario).expect("a built-in world starts");
    for (at_ms, command) in script() {
        run.advance(Tick::from_ms(at_ms).since(run.engine().now()), u64::MAX);
        run.ask(command).expect("the world has what the script names");
    }
    run.advance(Tick::from_ms(60_000).since(run.engine().now()), u64::MAX);
    run.engine().facts().digest()
}

/// What is asked, and at which millisecond.
fn script() -> [(u64, Command); 11] {
    let consumer = || "billing".to_owned();
    let producer = || "checkout".to_owned();
    let lose = |client: String, frame| Command::LoseNext { client, frame };
    let by_hand = Outgoing {
        key: "orders".to_owned(),
        body: "by hand".to_owned(),
        expiration_ms: Some(2_500),
        ..Outgoing::default()
    };
    [
        (1_234, Command::PoisonNext { producer: producer() }),
        (4_001, Command::Crash { consumer: consumer(), at: Some(CrashPoint::Between) }),
        (9_999, lose(producer(), Frame::Confirm)),
        (13_577, lose(consumer(), Frame::Ack)),
        (
            17_003,
            Command::SetService {
                consumer: consumer(),
                service: Service::Exponential { ms: 1_100.0 },
            },
        ),
        (20_011, Command::Publish { producer: producer(), message: by_hand }),
        (
            25_500,
            Command::SetArrivals {
                producer: producer(),
                arrivals: Arrivals::Burst { size: 4, every_ms: 2_750.0 },
            },
        ),
        (31_007, Command::RestartBroker {}),
        (36_777, Command::SetOnPoison { consumer: consumer(), on_poison: OnPoison::Requeue }),
        (44_044, Command::Crash { consumer: consumer(), at: None }),
        (52_345, Command::Purge { queue: "orders.dead".to_owned() }),
    ]
}
