//! Backpressure in words: why a producer holds back, and what it does.

use crate::{
    engine::{
        BlockReason, Engine, Fact, NodeId, Producer,
        topology::{Arrivals, ProducerSpec, Response},
    },
    words::{Word, corners, pressure as words},
};

use super::states::label;

/// What is told of backpressure, in one sentence.
pub fn sentence(engine: &Engine, fact: &Fact) -> Option<String> {
    let name = |id| engine.name_of(NodeId::Producer(id));
    Some(match *fact {
        Fact::Blocked { producer, reason } => words::stands_still(&name(producer), &why(reason)),
        Fact::Unblocked { producer, .. } => words::goes_on(&name(producer)),
        Fact::Buffered { message, producer } => words::buffers(&name(producer), &label(message)),
        Fact::SlowedDown { producer, reason } => words::slows_down(&name(producer), &why(reason)),
        Fact::SpedUp { producer } => words::speeds_up(&name(producer)),
        Fact::DepthHeard { producer, queue, ready } => {
            words::hears_depth(ready, &name(producer), &engine.name_of(NodeId::Queue(queue)))
        }
        Fact::AlarmRaised { stored } => words::alarm_raised(&stored),
        Fact::AlarmCleared { stored } => words::alarm_cleared(&stored),
        Fact::ConnectionBlocked { producer } => words::connection_blocked(&name(producer)),
        Fact::ConnectionUnblocked { producer } => words::connection_free(&name(producer)),
        _ => return None,
    })
}

/// A reason to hold back, as the second half of a sentence.
pub fn why(reason: BlockReason) -> Word {
    match reason {
        BlockReason::Window => words::WHY_WINDOW,
        BlockReason::Depth => words::WHY_DEPTH,
        BlockReason::Alarm => words::WHY_ALARM,
        BlockReason::Memory => words::WHY_MEMORY,
    }
}

/// Why a producer's gate is closed now, with the number that closed it.
pub fn gate(engine: &Engine, producer: &Producer, reason: BlockReason) -> String {
    match reason {
        BlockReason::Window => words::unconfirmed(producer.unconfirmed() as u64),
        BlockReason::Depth => {
            let known = producer.known_depth().unwrap_or(0);
            let watch = producer.spec().backpressure.watch.as_ref();
            let queue = watch.map_or(words::THE_QUEUE.text(), |watch| watch.queue.as_str());
            words::heard_of(&known, &queue)
        }
        BlockReason::Memory => words::MEMORY_FULL.into(),
        BlockReason::Alarm if engine.is_in_alarm() => words::ALARM.into(),
        BlockReason::Alarm => words::ALARM_AS_KNOWN.into(),
    }
}

/// What a producer does about its closed gate; none if it sends as ever.
pub fn status(engine: &Engine, producer: &Producer) -> Option<String> {
    let why = |reason| gate(engine, producer, reason);
    if let Some((_, reason)) = producer.blocked() {
        return Some(words::blocked(&why(producer.gate().unwrap_or(reason))));
    }
    let reason = producer.gate()?;
    match producer.spec().backpressure.response {
        Response::Buffer { .. } => Some(words::buffering(&why(reason))),
        Response::SlowDown { .. } if producer.is_slowed() => Some(words::slowed(&why(reason))),
        Response::Ignore if reason == BlockReason::Alarm => Some(words::UNREAD.into()),
        _ => None,
    }
}

/// The setting of a producer that matters most.
pub fn setting(spec: &ProducerSpec) -> String {
    match (spec.backpressure.window, spec.confirms) {
        (Some(window), Some(_)) => corners::window(&window),
        (_, Some(_)) => corners::CONFIRMS.into(),
        (_, None) => corners::NO_CONFIRMS.into(),
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
        check("pressure-buffer", "buffering: heard of 8 in readings", "sent 43 of 60");
        check("pressure-slow-down", "slowed down: heard of 8 in readings", "sent all 60");
    }
}
