//! Backpressure in words: why a producer holds back, and what it does.

use crate::engine::{
    BlockReason, Engine, Fact, NodeId, Producer,
    topology::{Arrivals, ProducerSpec, Response},
};

use super::states::label;

/// What is told of backpressure, in one sentence.
pub fn sentence(engine: &Engine, fact: &Fact) -> Option<String> {
    let name = |id| engine.name_of(NodeId::Producer(id));
    Some(match *fact {
        Fact::Blocked { producer, reason } => {
            format!("{} stands still: {}.", name(producer), why(reason))
        }
        Fact::Unblocked { producer, .. } => {
            format!("{} goes on: its message has left.", name(producer))
        }
        Fact::Buffered { message, producer } => {
            format!("{} keeps {} in its own buffer.", name(producer), label(message))
        }
        Fact::SlowedDown { producer, reason } => {
            format!("{} slows down: {}.", name(producer), why(reason))
        }
        Fact::SpedUp { producer } => format!("{} sends at its own rate again.", name(producer)),
        Fact::DepthHeard { producer, queue, ready } => {
            let queue = engine.name_of(NodeId::Queue(queue));
            format!("{} hears that {ready} waited in {queue}.", name(producer))
        }
        Fact::AlarmRaised { stored } => {
            format!("Memory alarm: the broker holds {stored} and reads no more publishes.")
        }
        Fact::AlarmCleared { stored } => {
            format!("The memory alarm is over: the broker holds {stored} and reads again.")
        }
        Fact::ConnectionBlocked { producer } => {
            format!("{} hears that its connection is blocked.", name(producer))
        }
        Fact::ConnectionUnblocked { producer } => {
            format!("{} hears that its connection is free again.", name(producer))
        }
        _ => return None,
    })
}

/// A reason to hold back, as the second half of a sentence.
pub fn why(reason: BlockReason) -> &'static str {
    match reason {
        BlockReason::Window => "too many publishes are unconfirmed",
        BlockReason::Depth => "the queue was too long",
        BlockReason::Alarm => "the broker is in memory alarm",
        BlockReason::Memory => "its buffer.memory is full",
    }
}

/// Why a producer's gate is closed now, with the number that closed it.
pub fn gate(engine: &Engine, producer: &Producer, reason: BlockReason) -> String {
    match reason {
        BlockReason::Window => match producer.unconfirmed() {
            1 => "1 publish unconfirmed".to_owned(),
            n => format!("{n} publishes unconfirmed"),
        },
        BlockReason::Depth => {
            let known = producer.known_depth().unwrap_or(0);
            let watch = producer.spec().backpressure.watch.as_ref();
            let queue = watch.map_or("the queue", |watch| watch.queue.as_str());
            format!("heard of {known} in {queue}")
        }
        BlockReason::Memory => "buffer.memory full".to_owned(),
        BlockReason::Alarm if engine.is_in_alarm() => "memory alarm".to_owned(),
        BlockReason::Alarm => "memory alarm, as far as it knows".to_owned(),
    }
}

/// What a producer does about its closed gate; none if it sends as ever.
pub fn status(engine: &Engine, producer: &Producer) -> Option<String> {
    let why = |reason| gate(engine, producer, reason);
    if let Some((_, reason)) = producer.blocked() {
        return Some(format!("blocked: {}", why(producer.gate().unwrap_or(reason))));
    }
    let reason = producer.gate()?;
    match producer.spec().backpressure.response {
        Response::Buffer { .. } => Some(format!("buffering: {}", why(reason))),
        Response::SlowDown { .. } if producer.is_slowed() => {
            Some(format!("slowed down: {}", why(reason)))
        }
        Response::Ignore if reason == BlockReason::Alarm => {
            Some("sends, and nobody reads: memory alarm".to_owned())
        }
        _ => None,
    }
}

/// The setting of a producer that matters most.
pub fn setting(spec: &ProducerSpec) -> String {
    match (spec.backpressure.window, spec.confirms) {
        (Some(window), Some(_)) => format!("window {window}"),
        (_, Some(_)) => "confirms".to_owned(),
        (_, None) => "no confirms".to_owned(),
    }
}

/// The mean rate of an arrival process, in messages a second; none for by
/// hand.
pub fn per_second(arrivals: Arrivals) -> Option<f64> {
    match arrivals {
        Arrivals::ByHand => None,
        Arrivals::Constant { per_s } | Arrivals::Poisson { per_s } => Some(per_s),
        Arrivals::Burst { size, every_ms } => Some(f64::from(size) * 1_000.0 / every_ms.max(1.0)),
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        engine::{NodeId, ProducerId},
        scenario::{Run, catalog},
        view::states,
    };

    /// Everything the sensors were said to do, a tenth of a second apart.
    fn statuses(world: &str) -> Vec<String> {
        let mut run = Run::new(catalog::find(world).expect("is built in")).expect("starts");
        let mut said = Vec::new();
        for _ in 0..800 {
            run.advance(100_000, u64::MAX);
            said.push(states::status(run.engine(), NodeId::Producer(ProducerId(0))));
        }
        said
    }

    #[track_caller]
    fn check(world: &str, expected: &str, at_last: &str) {
        let said = statuses(world);
        assert!(said.iter().any(|status| status == expected), "{said:?}");
        assert_eq!(said.last().map(String::as_str), Some(at_last));
    }

    #[test]
    fn a_producer_says_what_holds_it_back() {
        check("pressure-block", "blocked: 4 publishes unconfirmed", "sent all 60");
        check("pressure-alarm", "blocked: memory alarm", "sent all 60");
        check("pressure-buffer", "buffering: heard of 8 in readings", "sent 47 of 60");
        check("pressure-slow-down", "slowed down: heard of 8 in readings", "sent all 60");
    }
}
