//! What topics, groups and their clients may be like, and that each leads to
//! what is there.

use crate::ordered_map::OrderedSet;

use crate::engine::{
    range::{self, Range},
    topology::{Acks, ConsumerSpec, GroupSpec, LogProducerSpec, TopicSpec, Topology},
};

use super::{Check, NODES};
use crate::{
    scenario::switch::Kind,
    words::{limits as words, nodes},
};

impl Check {
    pub(super) fn stores(&mut self, topology: &Topology) {
        self.one_kind_of_store(topology);
        self.at_most("/topology/topics", nodes::TOPICS, topology.topics.len(), NODES);
        self.at_most("/topology/groups", nodes::GROUPS, topology.groups.len(), NODES);
        let mut total = 0_usize;
        for (n, topic) in topology.topics.iter().enumerate() {
            let place = format!("/topology/topics/{n}");
            self.topic(&place, topic);
            total = total.saturating_add(usize::from(topic.partitions));
            if NODES < total {
                let says = words::partitions_in_all(&total, &NODES);
                self.says(&format!("{place}/partitions"), says);
                break;
            }
        }
        for (n, group) in topology.groups.iter().enumerate() {
            self.group(&format!("/topology/groups/{n}"), group, topology);
        }
    }

    /// A broker keeps queues or a log, not both.
    fn one_kind_of_store(&mut self, topology: &Topology) {
        let product = topology.profile.profile().product;
        let is_log = Kind::of(topology.profile) == Kind::Log;
        for (list, what, belongs_to_log, count) in [
            ("exchanges", nodes::EXCHANGES, false, topology.exchanges.len()),
            ("queues", nodes::QUEUES, false, topology.queues.len()),
            ("bindings", nodes::BINDINGS, false, topology.bindings.len()),
            ("topics", nodes::TOPICS, true, topology.topics.len()),
            ("groups", nodes::GROUPS, true, topology.groups.len()),
        ] {
            if is_log != belongs_to_log && 0 < count {
                let says = words::product_has_no(&product, &what);
                self.says(&format!("/topology/{list}"), says);
            }
        }
        for (n, producer) in topology.producers.iter().enumerate() {
            if is_log && producer.log.is_none() {
                let says = words::needs_log(&product);
                self.says(&format!("/topology/producers/{n}"), says);
            }
        }
    }

    fn topic(&mut self, place: &str, spec: &TopicSpec) {
        for (field, range, value) in [
            ("partitions", range::PARTITIONS, f64::from(spec.partitions)),
            ("replicas", range::REPLICAS, f64::from(spec.replicas)),
            ("min_insync", range::REPLICAS, f64::from(spec.min_insync)),
            ("segment_bytes", range::SEGMENT_BYTES, spec.segment_bytes as f64),
            ("segment_ms", range::INTERVAL, spec.segment_ms as f64),
            ("dirty_ratio", range::SHARE, spec.dirty_ratio),
            ("tombstone_ms", range::RETENTION_MS, spec.tombstone_ms as f64),
            ("check_ms", range::INTERVAL, spec.check_ms as f64),
        ] {
            self.field(place, field, range, value);
        }
        self.maybe(place, "retention_ms", range::RETENTION_MS, spec.retention_ms);
        let bytes = spec.retention_bytes;
        self.maybe(place, "retention_bytes", range::RETENTION_BYTES, bytes);
    }

    fn group(&mut self, place: &str, spec: &GroupSpec, topology: &Topology) {
        self.field(place, "topics", range::TOPICS, spec.topics.len() as f64);
        let mut seen = OrderedSet::new();
        for (n, name) in spec.topics.iter().enumerate() {
            let place = format!("{place}/topics/{n}");
            self.topic_exists(&place, name, topology);
            if !seen.add(name) {
                self.says(&place, words::group_reads_already(name));
            }
        }
        let beats = Range { to: spec.session_timeout_ms, ..range::HEARTBEAT };
        for (field, range, value) in [
            ("auto_commit_ms", range::INTERVAL, spec.auto_commit_ms),
            ("max_poll_records", range::POLL_RECORDS, f64::from(spec.max_poll_records)),
            ("max_poll_interval_ms", range::INTERVAL, spec.max_poll_interval_ms),
            ("session_timeout_ms", range::INTERVAL, spec.session_timeout_ms),
            ("heartbeat_ms", beats, spec.heartbeat_ms),
            ("initial_delay_ms", range::SPAN, spec.initial_delay_ms),
            ("offsets_retention_ms", range::RETENTION_MS, spec.offsets_retention_ms as f64),
            ("lock_ms", range::INTERVAL, spec.lock_ms),
            ("delivery_limit", range::SHARE_DELIVERIES, f64::from(spec.delivery_limit)),
            ("max_locks", range::SHARE_LOCKS, f64::from(spec.max_locks)),
        ] {
            self.field(place, field, range, value);
        }
    }

    /// The half of a producer that sends to a topic.
    pub(super) fn sending(&mut self, place: &str, spec: &LogProducerSpec, topology: &Topology) {
        self.topic_exists(&format!("{place}/topic"), &spec.topic, topology);
        let in_flight = match spec.idempotent && spec.acks == Acks::All {
            true => range::IN_FLIGHT_IDEMPOTENT,
            false => range::IN_FLIGHT,
        };
        for (field, range, value) in [
            ("linger_ms", range::SPAN, spec.linger_ms),
            ("batch_bytes", range::BATCH_BYTES, f64::from(spec.batch_bytes)),
            ("in_flight", in_flight, f64::from(spec.in_flight)),
            ("buffer_bytes", range::BUFFER_BYTES, spec.buffer_bytes as f64),
            ("max_block_ms", range::SPAN, spec.max_block_ms),
            ("request_timeout_ms", range::INTERVAL, spec.request_timeout_ms),
            ("delivery_timeout_ms", range::INTERVAL, spec.delivery_timeout_ms),
            ("retry_backoff_ms", range::SPAN, spec.retry_backoff_ms),
            ("commit_every_ms", range::SPAN, spec.commit_every_ms),
            ("transaction_timeout_ms", range::INTERVAL, spec.transaction_timeout_ms),
        ] {
            self.field(place, field, range, value);
        }
        if let Some(id) = &spec.transactional_id {
            self.key(&format!("{place}/transactional_id"), id);
        }
    }

    /// What a consumer has to do with a log: its group, and where it
    /// publishes on.
    pub(super) fn reading(&mut self, place: &str, spec: &ConsumerSpec, topology: &Topology) {
        if let Some(group) = &spec.group {
            let names = topology.groups.iter().map(|spec| spec.name.as_str());
            self.exists(&format!("{place}/group"), nodes::GROUP, group, names.collect());
            if spec.queue.is_some() {
                self.says(&format!("{place}/queue"), words::QUEUE_OR_GROUP.into());
            }
            if spec.by_hand {
                self.says(&format!("{place}/by_hand"), words::MEMBER_BY_HAND.into());
            }
        }
        let Some(to) = &spec.produces else { return };
        let place = format!("{place}/produces");
        match Kind::of(topology.profile) {
            Kind::Log => self.topic_exists(&place, to, topology),
            _ if topology.exchanges.iter().any(|exchange| exchange.name == *to) => {}
            _ => self.queue_exists(&place, to, topology),
        }
    }

    fn topic_exists(&mut self, place: &str, name: &str, topology: &Topology) {
        let names = topology.topics.iter().map(|spec| spec.name.as_str());
        self.exists(place, nodes::TOPIC, name, names.collect());
    }
}
