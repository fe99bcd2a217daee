//! Consumers of several queues, and what a consumer publishes on to.

use crate::engine::{
    range,
    topology::{ConsumerSpec, Topology},
};

use super::Check;

impl Check {
    /// Further queues are there, are not named twice, and send unasked: who
    /// has to ask, asks one queue.
    pub(super) fn further_queues(&mut self, place: &str, spec: &ConsumerSpec, topology: &Topology) {
        self.number(place, range::ENTRIES, spec.also.len() as f64);
        if spec.also.is_empty() {
            return;
        }
        if spec.queue.is_none() {
            self.says(place, "further queues need a first one in `queue`".to_owned());
        }
        if topology.profile.mechanics().polled {
            let says = "a consumer that has to ask for messages asks one queue";
            self.says(place, says.to_owned());
        }
        for (n, queue) in spec.also.iter().enumerate() {
            let place = format!("{place}/{n}");
            self.queue_exists(&place, queue, topology);
            if spec.queues().take(n + 1).any(|other| other == queue) {
                self.says(&place, format!("reads “{queue}” already; once is allowed"));
            }
        }
    }
}
