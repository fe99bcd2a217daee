//! Consumers of several queues, and what a consumer publishes on to.

use crate::engine::{
    range,
    topology::{ConsumerSpec, Topology},
};

use super::Check;
use crate::words::limits as words;

impl Check {
    /// Further queues are there, are not named twice, and send unasked: who
    /// has to ask, asks one queue.
    pub(super) fn further_queues(&mut self, place: &str, spec: &ConsumerSpec, topology: &Topology) {
        self.number(place, range::ENTRIES, spec.also.len() as f64);
        if spec.also.is_empty() {
            return;
        }
        if spec.queue.is_none() {
            self.says(place, words::FIRST_QUEUE.into());
        }
        if topology.profile.mechanics().polled {
            self.says(place, words::ASKS_ONE_QUEUE.into());
        }
        for (n, queue) in spec.also.iter().enumerate() {
            let place = format!("{place}/{n}");
            self.queue_exists(&place, queue, topology);
            if spec.queues().take(n + 1).any(|other| other == queue) {
                self.says(&place, words::reads_already(queue));
            }
        }
    }
}
