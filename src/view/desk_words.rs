//! What consumers do, in plain words.

use crate::engine::{
    Consumer, ConsumerId, Engine, NodeId, Phase, Tick,
    topology::{AckMode, OnPoison},
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
        return Status::new(Mark::Bars, "cut off from the broker");
    }
    if let Some(since) = consumer.hangs() {
        let hanging = seconds(engine.now().since(since));
        return Status::new(Mark::Bars, format!("hangs for {hanging}, still connected"));
    }
    if !consumer.is_connected() && consumer.spec().queue.is_some() {
        let back = consumer.returns().map(|at| seconds(at.since(engine.now())));
        let text = back
            .map_or("not connected".to_owned(), |back| format!("connecting again, {back} left"));
        return Status::new(Mark::Bars, text);
    }
    if consumer.spec().by_hand {
        return held(consumer);
    }
    match consumer.job() {
        Some(_) => at_work(engine, consumer),
        None if consumer.shares().is_some() => Status::new(Mark::Clock, "waits in poll"),
        None if let Some(member) = consumer.member() => log_words::member(engine, id, member),
        None if consumer.is_asking() => Status::new(Mark::Clock, "asks for messages"),
        None => Status::new(Mark::Ring, "idle"),
    }
}

fn down(consumer: &Consumer, now: Tick) -> Status {
    let text = match consumer.returns() {
        Some(at) => format!("down — restarts in {}", seconds(at.since(now))),
        None if consumer.spec().late && consumer.crashes() == 0 => {
            return Status::new(Mark::Ring, "not started yet");
        }
        None => "down until revived".to_owned(),
    };
    Status::new(Mark::Bolt, text)
}

fn held(consumer: &Consumer) -> Status {
    match consumer.buffer().len() {
        0 => Status::new(Mark::Ring, "holds nothing"),
        n => Status::new(Mark::Clock, format!("holds {n}, waiting for you")),
    }
}

fn at_work(engine: &Engine, consumer: &Consumer) -> Status {
    let job = consumer.job().expect("asked of a busy consumer");
    let message = named(engine, job.delivery.message);
    let poison = engine.message(job.delivery.message).is_some_and(|message| message.poison);
    if job.is_working() {
        let again = match job.delivery.nth {
            0 | 1 => String::new(),
            nth => format!(", delivery {nth}"),
        };
        return Status::new(Mark::Turning, format!("processing {message}{again}"));
    }
    let words = spoken_by(engine, consumer);
    let text = match (job.mode, job.phase, poison, consumer.spec().on_poison) {
        (AckMode::Automatic, ..) => format!("received {message}, settled already"),
        (AckMode::Last, Phase::Second, true, OnPoison::Reject) => format!("rejecting {message}"),
        (AckMode::Last, Phase::Second, true, OnPoison::Requeue | OnPoison::Nack) => {
            format!("{} {message}", words.giving_back)
        }
        _ => format!("about to {} {message}", words.ack),
    };
    Status::new(Mark::Turning, text)
}
