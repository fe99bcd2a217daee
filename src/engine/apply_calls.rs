//! Carrying out commands about callers and services, or refusing them.

use super::{
    Engine,
    command::Command,
    ids::NodeId,
    range,
    refusal::Refusal,
    topology::{Arrivals, Service},
};

impl Engine {
    pub(super) fn apply_to_calls(&mut self, command: &Command) -> Result<(), Refusal> {
        match command {
            Command::Request { caller } => {
                let id = self.caller_id(caller)?;
                self.request(id);
            }
            Command::SetRequests { caller, arrivals } => self.set_requests(caller, *arrivals)?,
            Command::SetPatience { caller, timeout_ms, retries, pause_ms } => {
                let id = self.caller_id(caller)?;
                range::PATIENCE.check(*timeout_ms)?;
                range::RETRIES.check(f64::from(*retries))?;
                range::SPAN.check(*pause_ms)?;
                let spec = &mut self.calling.callers[id.index()].spec;
                spec.timeout_ms = *timeout_ms;
                spec.retries = *retries;
                spec.pause_ms = *pause_ms;
                self.configured(NodeId::Caller(id));
            }
            Command::SetServiceTime { service, time } => {
                let id = self.service_id(service)?;
                let (Service::Constant { ms } | Service::Exponential { ms }) = *time;
                range::SPAN.check(ms)?;
                self.calling.services[id.index()].spec.time = *time;
                self.configured(NodeId::Service(id));
            }
            Command::SetFailureShare { service, share } => {
                let id = self.service_id(service)?;
                range::SHARE.check(*share)?;
                self.calling.services[id.index()].spec.failure_share = *share;
                self.configured(NodeId::Service(id));
            }
            Command::TakeDown { service } => {
                let id = self.service_id(service)?;
                if !self.calling.services[id.index()].is_up() {
                    return Err(Refusal::DownAlready(service.clone()));
                }
                self.take_down(id);
            }
            Command::BringUp { service } => {
                let id = self.service_id(service)?;
                if self.calling.services[id.index()].is_up() {
                    return Err(Refusal::Up(service.clone()));
                }
                self.bring_up(id);
            }
            _ => unreachable!("only commands about callers and services come here"),
        }
        Ok(())
    }

    fn set_requests(&mut self, caller: &str, arrivals: Arrivals) -> Result<(), Refusal> {
        let id = self.caller_id(caller)?;
        arrivals.check()?;
        self.calling.callers[id.index()].spec.arrivals = arrivals;
        self.configured(NodeId::Caller(id));
        self.start_requests(id);
        Ok(())
    }
}
