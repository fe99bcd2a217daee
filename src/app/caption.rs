//! The present instant in one sentence, held long enough to be read.
//!
//! Many facts a second cannot all be told. The one that matters most is, and
//! it stays until it has been up for a while or something matters more.

use crate::{
    engine::{Ending, Engine, Fact, Tick, Work},
    view::states,
};

/// How long a sentence stays, in microseconds of real time.
const HOLD_US: f64 = 1_500_000.0;

/// Most facts looked at in one reading: of a flood, the latest.
const LOOKED_AT: u64 = 2_000;

/// A sentence and the fact it tells.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// When it happened.
    pub at: Tick,
    /// What happened.
    pub text: String,
    fact: Fact,
    rank: u8,
}

/// What is being told.
#[derive(Clone, Debug, Default)]
pub struct Caption {
    told: Option<Told>,
    next_fact: u64,
}

impl Caption {
    /// Reads the facts since the last reading, at this speed of playback.
    pub fn read(&mut self, engine: &Engine, speed: f64) {
        let now = engine.now();
        let hold_us = (HOLD_US * speed) as u64;
        let first = engine.facts().next().saturating_sub(LOOKED_AT).max(self.next_fact);
        let latest = engine
            .facts()
            .since(first)
            .filter(|(_, tick, _)| now.since(*tick) < hold_us)
            .map(|(_, tick, fact)| (rank(fact), tick, fact))
            .filter(|(rank, ..)| *rank > 0)
            .max_by_key(|(rank, tick, _)| (*rank, *tick));
        self.next_fact = engine.facts().next();
        let Some((rank, at, fact)) = latest else {
            return;
        };
        let held = |told: &Told| rank <= told.rank && now.since(told.at) < hold_us;
        if self.told.as_ref().is_some_and(held) {
            return;
        }
        if let Some(text) = states::sentence(engine, fact) {
            self.told = Some(Told { at, text, fact: *fact, rank });
        }
    }

    /// Tells the same in the language that is spoken now.
    pub fn retell(&mut self, engine: &Engine) {
        if let Some(told) = &mut self.told {
            told.text = states::sentence(engine, &told.fact).unwrap_or_default();
        }
    }

    /// What is told now.
    pub fn told(&self) -> Option<&Told> {
        self.told.as_ref()
    }
}

/// How much a fact matters to somebody who watches; 0 is not worth telling.
fn rank(fact: &Fact) -> u8 {
    match fact {
        Fact::AlarmRaised { .. } | Fact::AlarmCleared { .. } => 4,
        Fact::BrokerRestarted
        | Fact::Crashed { .. }
        | Fact::QueueDeleted { .. }
        | Fact::ServiceDown { .. } => 5,
        Fact::EffectLost { .. }
        | Fact::ChannelClosed { .. }
        | Fact::FrameLost { .. }
        | Fact::Purged { .. } => 4,
        Fact::Worked { work: Work::Done { times }, .. } if *times > 1 => 4,
        Fact::RequestEnded { end: Ending::Failed(_) | Ending::TimedOut, .. } => 4,
        Fact::Worked { work: Work::Failed | Work::Skipped, .. }
        | Fact::DeadLettered { .. }
        | Fact::Revived { .. }
        | Fact::Requeued { .. }
        | Fact::Removed { .. }
        | Fact::Nacked { .. }
        | Fact::Returned { .. }
        | Fact::Blocked { .. }
        | Fact::SlowedDown { .. }
        | Fact::SpedUp { .. }
        | Fact::ConnectionBlocked { .. }
        | Fact::ConnectionUnblocked { .. }
        | Fact::GaveUp { .. }
        | Fact::CallTimedOut { .. }
        | Fact::AnswerTooLate { .. }
        | Fact::ServiceUp { .. } => 3,
        Fact::Buffered { .. }
        | Fact::Unblocked { .. }
        | Fact::DepthHeard { .. }
        | Fact::Worked { .. }
        | Fact::Acked { .. }
        | Fact::Delivered { .. }
        | Fact::RequestEnded { .. } => 2,
        Fact::Published { .. }
        | Fact::Enqueued { .. }
        | Fact::Started { .. }
        | Fact::Called { .. } => 1,
        _ => 0,
    }
}
