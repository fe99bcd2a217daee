//! What a person has set in a run stays set in the world made from it.
//!
//! An edit begins a new run. Settings changed by hand are a part of what was
//! built, and become commands of its first moment; crashes and other events
//! belong to the run that was left.

use std::mem::discriminant;

use crate::{
    engine::{Command, Tick},
    scenario::{Entry, Scenario},
};

use super::mentions::mentions;

/// The world with everything set by hand until now.
pub fn with_settings(scenario: &Scenario, asked: &[Entry], now: Tick) -> Scenario {
    let mut settled = scenario.clone();
    let set = asked.iter().filter(|entry| entry.at_us <= now.0 && is_setting(&entry.command));
    for entry in set {
        settled.log.retain(|old| old.at_us > 0 || !replaces(&entry.command, &old.command));
        let first = settled.log.partition_point(|old| old.at_us == 0);
        settled.log.insert(first, Entry { at_us: 0, command: entry.command.clone() });
    }
    settled
}

/// Whether a command changes what a node is like, and not what happens to it.
pub(super) fn is_setting(command: &Command) -> bool {
    use Command::*;
    matches!(
        command,
        SetArrivals { .. }
            | SetPoisonShare { .. }
            | SetConfirms { .. }
            | SetSending { .. }
            | SetBackpressure { .. }
            | SetService { .. }
            | SetPrefetch { .. }
            | SetAck { .. }
            | SetIdempotent { .. }
            | SetOnPoison { .. }
            | SetCrashPlan { .. }
            | SetRestart { .. }
            | SetConsumer { .. }
            | SetLimit { .. }
            | SetTtl { .. }
            | SetDeliveryLimit { .. }
            | SetQueue { .. }
            | SetTopic { .. }
            | SetGroup { .. }
            | SetRequests { .. }
            | SetPatience { .. }
            | SetServiceTime { .. }
            | SetFailureShare { .. }
            | SetMemoryLimit { .. }
    )
}

/// Whether the second command means nothing beside the first.
fn replaces(new: &Command, old: &Command) -> bool {
    use Command::*;
    let same_change = match (new, old) {
        (SetQueue { change: a, .. }, SetQueue { change: b, .. }) => {
            discriminant(a) == discriminant(b)
        }
        (SetConsumer { change: a, .. }, SetConsumer { change: b, .. }) => {
            discriminant(a) == discriminant(b)
        }
        (SetTopic { change: a, .. }, SetTopic { change: b, .. }) => {
            discriminant(a) == discriminant(b)
        }
        (SetGroup { change: a, .. }, SetGroup { change: b, .. }) => {
            discriminant(a) == discriminant(b)
        }
        (SetSending { change: a, .. }, SetSending { change: b, .. }) => {
            discriminant(a) == discriminant(b)
        }
        (new, old) => discriminant(new) == discriminant(old),
    };
    same_change && first_name(new) == first_name(old)
}

fn first_name(command: &Command) -> Option<String> {
    let mut command = command.clone();
    mentions(&mut command).into_iter().next().map(|(_, name)| name.clone())
}
