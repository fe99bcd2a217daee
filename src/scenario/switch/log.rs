//! The commands of a scenario's own log under another broker.

use super::{Kind, Losses, hosted::service};
use crate::{
    engine::{
        Command, Outgoing, Settle,
        topology::{AckMode, OnPoison},
    },
    scenario::{Entry, Scenario},
    words::{decimal, losses as what, switched_script as words},
};

pub(super) fn translate(now: &mut Scenario, kind: Kind, losses: &mut Losses) {
    let log = std::mem::take(&mut now.log);
    for mut entry in log {
        match fits(&mut entry.command, kind) {
            Ok(()) => now.log.push(entry),
            Err((what, why)) => losses.add(&place(&entry), &what, &why),
        }
    }
}

/// What is asked of a log and of a queue in different words is left out of
/// the script of a world that goes from one to the other.
pub(super) fn kept_by_clients(now: &mut Scenario, losses: &mut Losses) {
    let log = std::mem::take(&mut now.log);
    let named = |name: &String| now.topology.producers.iter().any(|it| it.name == *name);
    for entry in log {
        let stays = match &entry.command {
            Command::SetArrivals { .. }
            | Command::SetPoisonShare { .. }
            | Command::SetService { .. }
            | Command::SetIdempotent { .. }
            | Command::SetCrashPlan { .. }
            | Command::SetRestart { .. }
            | Command::Crash { .. }
            | Command::CallOffCrash { .. }
            | Command::Revive { .. }
            | Command::Hang { .. }
            | Command::GoOn { .. }
            | Command::Partition { .. }
            | Command::Repair { .. } => true,
            Command::PoisonNext { producer } => named(producer),
            _ => false,
        };
        match stays {
            true => now.log.push(entry),
            false => losses.add(&place(&entry), &what::SCRIPT, &words::OTHER_WORDS),
        }
    }
}

/// When a command would have been carried out.
fn place(entry: &Entry) -> String {
    what::script_at(&decimal(entry.at_us as f64 / 1e6, 2))
}

/// What goes, and why.
type Lost = (String, String);

/// Brings a command into the form it has here, or says why it has none.
fn fits(command: &mut Command, kind: Kind) -> Result<(), Lost> {
    if kind != Kind::Quorum && matches!(command, Command::SetMembersUp { .. }) {
        return Err((what::MEMBERS_UP.into(), words::MEMBERS.into()));
    }
    if kind == Kind::Classic && matches!(command, Command::SetDeliveryLimit { .. }) {
        return Err((what::DELIVERY_LIMIT.into(), words::COUNTS_NOTHING.into()));
    }
    match kind.is_leased() {
        true => fits_hosted(command, kind),
        false => Ok(()),
    }
}

fn fits_hosted(command: &mut Command, kind: Kind) -> Result<(), Lost> {
    let service = &service(kind);
    let none = |what: &str, why: String| Err((what.to_owned(), why));
    match command {
        Command::SetLimit { .. } => none("x-max-length", words::length(service)),
        Command::SetTtl { .. } => none(what::MESSAGE_TTL.text(), words::ttl(service)),
        Command::RestartBroker {} | Command::KillBroker {} => {
            none(what::RESTART.text(), words::restart(service))
        }
        Command::SetConfirms { confirms: None, .. } => {
            none(what::UNCONFIRMED.text(), words::confirms(service))
        }
        Command::SetPrefetch { .. } if kind.is_sqs() => {
            none(what::PREFETCH.text(), words::prefetch(service))
        }
        Command::SetAck { ack: ack @ AckMode::Automatic, .. } => {
            *ack = AckMode::First;
            Ok(())
        }
        Command::SetOnPoison { on_poison: on @ (OnPoison::Reject | OnPoison::Requeue), .. } => {
            *on = OnPoison::Nack;
            Ok(())
        }
        Command::Settle { how: how @ (Settle::Reject | Settle::Fail), .. } => {
            *how = Settle::Requeue;
            Ok(())
        }
        Command::Subscribe { .. } if kind.is_sqs() => {
            none(what::SUBSCRIPTION.text(), words::subscription(service))
        }
        Command::Subscribe { auto_ack, priority, .. } => {
            (*auto_ack, *priority) = (false, 0);
            Ok(())
        }
        Command::Get { auto_ack, .. } => {
            *auto_ack = false;
            Ok(())
        }
        Command::Publish { message, .. } => {
            plain(message, kind);
            Ok(())
        }
        _ => Ok(()),
    }
}

/// A message without what only RabbitMQ has for it.
fn plain(message: &mut Outgoing, kind: Kind) {
    message.persistent = true;
    message.mandatory = false;
    message.expiration_ms = None;
    message.priority = None;
    if kind == Kind::Fifo && message.group.is_empty() {
        message.group = message.key.clone();
    }
}
