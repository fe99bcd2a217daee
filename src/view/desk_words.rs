//! What consumers do, in plain words.

use crate::{
    engine::{
        Consumer, ConsumerId, Engine, NodeId, Phase, Tick,
        topology::{AckMode, OnPoison},
    },
    words::{desks as words, states},
};

use super::{
    log_words,
    states::{Mark, Status, named, seconds},
    vocabulary::spoken_by,
};

/// What a consumer does now.
pub fn consumer(engine: &Engine, id: ConsumerId) -> Status {
    let consumer = &engine.consumers()[id.index()];
    if !consumer.is_up() {
        return down(consumer, engine.now());
    }
    if engine.cut_off(NodeId::Consumer(id)).is_some() {
        return Status::new(Mark::Bars, states::CUT_OFF);
    }
    if let Some(since) = consumer.hangs() {
        let hanging = seconds(engine.now().since(since));
        return Status::new(Mark::Bars, words::hangs(&hanging));
    }
    if !consumer.is_connected() && consumer.spec().queue.is_some() {
        let back = consumer.returns().map(|at| seconds(at.since(engine.now())));
        let text =
            back.map_or_else(|| words::NOT_CONNECTED.into(), |back| words::connecting(&back));
        return Status::new(Mark::Bars, text);
    }
    if consumer.spec().by_hand {
        return held(consumer);
    }
    match consumer.job() {
        Some(_) => at_work(engine, consumer),
        None if consumer.shares().is_some() => Status::new(Mark::Clock, words::IN_POLL),
        None if let Some(member) = consumer.member() => log_words::member(engine, id, member),
        None if consumer.is_asking() => Status::new(Mark::Clock, words::ASKS),
        None => Status::new(Mark::Ring, states::IDLE),
    }
}

fn down(consumer: &Consumer, now: Tick) -> Status {
    let text = match consumer.returns() {
        Some(at) => words::restarts(&seconds(at.since(now))),
        None if consumer.spec().late && consumer.crashes() == 0 => {
            return Status::new(Mark::Ring, words::NOT_STARTED);
        }
        None => words::DOWN.into(),
    };
    Status::new(Mark::Bolt, text)
}

fn held(consumer: &Consumer) -> Status {
    match consumer.buffer().len() {
        0 => Status::new(Mark::Ring, words::HOLDS_NOTHING),
        n => Status::new(Mark::Clock, words::holds(&n)),
    }
}

fn at_work(engine: &Engine, consumer: &Consumer) -> Status {
    let job = consumer.job().expect("asked of a busy consumer");
    let message = named(engine, job.delivery.message);
    let poison = engine.message(job.delivery.message).is_some_and(|message| message.poison);
    if job.is_working() {
        let text = match job.delivery.nth {
            0 | 1 => words::processing(&message),
            nth => words::processing_again(&message, &nth),
        };
        return Status::new(Mark::Turning, text);
    }
    let speech = spoken_by(engine, consumer);
    let text = match (job.mode, job.phase, poison, consumer.spec().on_poison) {
        (AckMode::Automatic, ..) => words::settled_already(&message),
        (AckMode::Last, Phase::Second, true, OnPoison::Reject) => words::rejecting(&message),
        (AckMode::Last, Phase::Second, true, OnPoison::Requeue | OnPoison::Nack) => {
            (speech.giving_back)(&message)
        }
        _ => (speech.about_to_ack)(&message),
    };
    Status::new(Mark::Turning, text)
}
