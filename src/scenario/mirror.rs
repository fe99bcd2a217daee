//! What is asked of one of two runs, and cannot be asked of the other.
//!
//! Side by side the same is asked of both. A log and a queue do not know all
//! of each other's words: what one of them cannot do is said beforehand.

use crate::{
    engine::{Command, Engine},
    words::{Word, mirror as words},
};

/// Why a command has no meaning on a run; none if it may be asked there.
pub fn reason(command: &Command, engine: &Engine) -> Option<Word> {
    use Command::*;
    let (has_log, has_queues) = (!engine.topics().is_empty(), !engine.queues().is_empty());
    match command {
        Seek { .. } if !has_log => Some(words::NO_REPLAY),
        SetTopic { .. } | SetGroup { .. } | SetSending { .. } if !has_log => {
            Some(words::NO_LOG_SETTINGS)
        }
        EndTransaction { .. } if !has_log => Some(words::NO_TRANSACTION),
        SetBroker { .. } | StallBroker { .. } if !has_log => Some(words::NO_REPLICAS),
        Purge { .. } | Discard { .. } | Replay { .. } | Redrive { .. } if !has_queues => {
            Some(words::RECORD_STAYS)
        }
        SetLimit { .. } | SetTtl { .. } | SetQueue { .. } | SetDeliveryLimit { .. }
            if !has_queues =>
        {
            Some(words::NO_LIMITS)
        }
        SetMembersUp { .. } if !has_queues => Some(words::NO_MEMBERS),
        SetPrefetch { .. } if !has_queues => Some(words::NO_PREFETCH),
        SetConfirms { .. } if !has_queues => Some(words::NO_CONFIRMS),
        SetMemoryLimit { .. } if !has_queues => Some(words::NO_MEMORY_LIMIT),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        engine::SeekTo,
        scenario::{Run, catalog},
    };

    #[test]
    fn a_crash_is_the_same_everywhere_and_a_replay_is_not() {
        let worlds = catalog::find_all("log-or-queue").expect("is built in");
        let runs: Vec<Run> =
            worlds.into_iter().map(|world| Run::new(world).expect("starts")).collect();
        let [log, queue] = [runs[0].engine(), runs[1].engine()];
        let crash = Command::Crash { consumer: "worker-1".to_owned(), at: None };
        let seek = Command::Seek { client: "billing".to_owned(), to: SeekTo::Beginning };
        let purge = Command::Purge { queue: "orders".to_owned() };
        assert_eq!((reason(&crash, log), reason(&crash, queue)), (None, None));
        assert!(reason(&seek, log).is_none() && reason(&seek, queue).is_some());
        assert!(reason(&purge, log).is_some() && reason(&purge, queue).is_none());
    }
}
