//! Calls: on their way, and in the hands of services.

use crate::engine::{CallKey, Cargo, Progress, ServiceId};

use super::{
    super::{
        geometry::{Heading, Point},
        layout::{Node, Shape},
        scene::{Fill, Hue, Sign, Slip},
    },
    Picture,
    links::sign,
};

impl Picture<'_> {
    /// What the workers of a service have in hand.
    pub(super) fn service(&mut self, node: &Node, id: ServiceId) {
        let Shape::Service { slots } = node.shape else {
            return;
        };
        let engine = self.engine;
        let workers = engine.services()[id.index()].workers();
        for (n, key) in workers.iter().take(slots).enumerate() {
            let Some(call) = key.and_then(|key| engine.call(key)) else {
                continue;
            };
            let fill = match call.progress {
                Progress::Working { .. } => Fill::Waiting,
                _ => Fill::Held,
            };
            self.slip_of(key.expect("seen above"), node.worker_slot(n), fill);
        }
        let hidden = workers.iter().skip(slots).flatten().count();
        self.more(node.worker_slot(slots), hidden);
    }

    fn slip_of(&mut self, key: CallKey, place: Point, fill: Fill) {
        if let Some(call) = self.engine.call(key) {
            let (request, attempt, abandoned) = (call.request, call.attempt, call.abandoned);
            self.scene.slips.push(Slip { request, place, fill, attempt, abandoned });
        }
    }

    pub(super) fn call_on_its_way(&mut self, key: CallKey, place: Point, heading: Heading) {
        self.slip_of(key, place, Fill::Moving(heading));
    }

    /// The colour of a call among thousands.
    pub(super) fn call_hue(&self, key: CallKey) -> Hue {
        match self.engine.call(key).is_some_and(|call| call.attempt > 1) {
            true => Hue::Again,
            false => Hue::Live,
        }
    }

    /// What an answer looks like, and how far beside its wire it runs.
    pub(super) fn sign_of(&self, cargo: &Cargo) -> (Sign, f64) {
        let Cargo::Reply { call, failure } = cargo else {
            return sign(cargo);
        };
        let late = self.engine.call(*call).is_some_and(|call| call.abandoned);
        let sign = match (late, failure) {
            (true, _) => Sign::TooLate,
            (false, Some(_)) => Sign::Failure,
            (false, None) => Sign::Answer,
        };
        (sign, -16.0)
    }
}
