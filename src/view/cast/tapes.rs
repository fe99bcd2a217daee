//! Topics: the records on their tapes, and how far each group has come.

use crate::engine::{Group, GroupId, Partition, PartitionId, Record, RecordKind, Sharing, TopicId};

use super::{
    super::{
        echoes::Leaving,
        geometry::{Point, at},
        layout::Node,
        log_words,
        scene::{Cursor, Fill, Form, Tape},
    },
    Face, Picture,
};

/// The part of a log that its tape shows: the youngest, and what expired
/// before if there is room for it.
struct Window<'a> {
    node: &'a Node,
    lane: usize,
    first: u64,
}

impl Window<'_> {
    /// How far right an offset begins; older ones stand at the left edge.
    fn edge(&self, offset: u64) -> f64 {
        self.node.lane_edge(self.lane, offset.saturating_sub(self.first))
    }

    fn slot(&self, offset: u64) -> Point {
        self.node.lane_slot(self.lane, offset - self.first)
    }
}

impl Picture<'_> {
    pub(super) fn topic(&mut self, node: &Node, id: TopicId) {
        let topic = &self.engine.topics()[id.index()];
        let groups = (0..self.engine.groups().len() as u16).map(GroupId);
        let readers: Vec<GroupId> =
            groups.filter(|group| self.engine.groups()[group.index()].reads(id)).collect();
        for (lane, partition) in topic.partitions().enumerate() {
            let log = &self.engine.partitions()[partition.index()];
            let first = log.end().saturating_sub(node.lane_room() - 1);
            let window = Window { node, lane, first };
            self.tape(&window, log);
            for record in log.records_from(first) {
                self.record(&window, log, partition, record, &readers);
            }
            for (row, group) in readers.iter().enumerate() {
                self.cursor(&window, partition, *group, row);
            }
        }
    }

    fn tape(&mut self, window: &Window<'_>, log: &Partition) {
        let stable = log.last_stable();
        let inside = |offset: &u64| window.first < *offset && *offset < log.end();
        let bases = log.segments().map(|segment| segment.base);
        let markers = log.records_from(window.first).filter(|it| it.kind != RecordKind::Data);
        self.scene.tapes.push(Tape {
            lane: window.node.lane(window.lane),
            start: window.edge(log.start()),
            high_watermark: window.edge(log.high_watermark()),
            stable: (stable < log.high_watermark()).then(|| window.edge(stable)),
            segments: bases.filter(inside).map(|base| window.edge(base)).collect(),
            ends: markers
                .map(|marker| (window.slot(marker.offset), marker.kind == RecordKind::Commit))
                .collect(),
            name: format!("p{}", log.index()),
        });
    }

    /// A record in its place. What not all in sync have yet is dotted; what a
    /// share group has in hand is held, and what it gave up is struck.
    fn record(
        &mut self,
        window: &Window<'_>,
        log: &Partition,
        partition: PartitionId,
        record: &Record,
        readers: &[GroupId],
    ) {
        let copy = record.copy.and_then(|key| self.engine.copy(key));
        let Some(face) = copy.and_then(|copy| self.face(copy.message, false)) else {
            return;
        };
        let place = window.slot(record.offset);
        let shared = readers.iter().find_map(|group| {
            let share = self.engine.groups()[group.index()].share(partition)?;
            share.sharing(record.offset)
        });
        match shared {
            Some(shared) => {
                let (form, fill) = match shared.state {
                    Sharing::Acquired { .. } => (face.form, Fill::Held),
                    Sharing::Archived => (Form::Gone(Leaving::Dropped), Fill::Held),
                    _ if 1 < shared.deliveries => (Form::Again, Fill::Waiting),
                    _ => (face.form, Fill::Waiting),
                };
                self.token(&Face { form, ..face }, place, fill, shared.deliveries);
            }
            None if log.high_watermark() <= record.offset => {
                self.token(&face, place, Fill::Copy, 0);
            }
            None => self.token(&face, place, Fill::Waiting, 0),
        }
    }

    fn cursor(&mut self, window: &Window<'_>, partition: PartitionId, id: GroupId, row: usize) {
        let group = &self.engine.groups()[id.index()];
        let below = window.node.lane(window.lane).bottom();
        let mark = |offset: u64| at(window.edge(offset), below);
        let committed = match group.share(partition) {
            Some(share) => Some(share.start()),
            None => group.committed(partition),
        };
        let position = self.position(group, partition);
        let says = log_words::progress(self.engine, id, partition, position);
        self.scene.cursors.push(Cursor {
            committed: committed.map(mark),
            position: position.map(mark),
            row: window.node.flag_row(window.lane, row),
            says,
        });
    }

    /// The next offset that the member who reads a partition will be given.
    fn position(&self, group: &Group, partition: PartitionId) -> Option<u64> {
        let members = group.members().filter_map(|id| self.engine.consumers()[id.index()].member());
        let mut reading = members.filter(|member| member.assigned().contains(&partition));
        reading.find_map(|member| member.position(partition))
    }
}
