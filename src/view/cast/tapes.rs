//! Topics: the records on their tapes, and how far each group has come.

use crate::engine::{
    Copy, Group, GroupId, Partition, PartitionId, Record, RecordKind, Shared, Sharing, TopicId,
};

use super::{
    super::{
        geometry::at,
        layout::{Node, readers},
        log_words,
        motion::ease_out,
        scene::{Block, Cursor, Fill, Form, Tape},
    },
    Face, Picture,
    members::lock,
    window::Window,
};

/// From one look at a crowded tape to the next.
const COLUMN: f64 = 4.0;

impl Picture<'_> {
    pub(super) fn topic(&mut self, node: &Node, id: TopicId) {
        let topic = &self.engine.topics()[id.index()];
        let (lanes, more) = node.lanes();
        for (lane, partition) in topic.partitions().take(lanes).enumerate() {
            let window = self.window(node, lane, id, partition);
            let log = &self.engine.partitions()[partition.index()];
            self.tape(&window, node, lane, partition);
            if window.is_large() {
                log.records_from(window.first())
                    .for_each(|record| self.record(&window, log, partition, record));
            }
            for (row, group) in readers(self.engine, id).enumerate() {
                self.cursor(&window, partition, group, node.flag_row(lane, row));
            }
        }
        if more > 0 {
            let place = at(node.lane(0).x + 60.0, node.body.bottom() - 5.0);
            let says = crate::words::logs::more_partitions(more as u64);
            self.scene.captions.push((place, says));
        }
    }

    /// The window that all groups are seen in.
    fn window(&self, node: &Node, lane: usize, id: TopicId, partition: PartitionId) -> Window {
        let log = &self.engine.partitions()[partition.index()];
        let groups = readers(self.engine, id).map(|id| &self.engine.groups()[id.index()]);
        let marks = groups.flat_map(|group| self.marks(group, partition)).flatten();
        let lowest = marks.min().unwrap_or(log.end()).max(log.start());
        let slide = if self.lens.still { 0.0 } else { self.echoes.slide(partition) };
        Window::over(node.lane(lane), log.end(), lowest, slide)
    }

    fn tape(&mut self, window: &Window, node: &Node, lane: usize, partition: PartitionId) {
        let log = &self.engine.partitions()[partition.index()];
        let (stable, first) = (log.last_stable(), window.first());
        let inside = |offset: &u64| first < *offset && *offset < log.end();
        let bases = log.segments().map(|segment| segment.base);
        let older = log.records().len() - log.records_from(first).len();
        let mut tape = Tape {
            lane: window.lane(),
            start: if log.start() > 0 { window.edge(log.start()) } else { window.lane().x },
            high_watermark: window.edge(log.high_watermark()),
            stable: (stable < log.high_watermark()).then(|| window.edge(stable)),
            segments: bases.filter(inside).map(|base| window.edge(base)).collect(),
            axis: axis(window, log),
            label: node.lane_label(lane),
            says: log_words::lane(log),
            older: older as u64,
            ..Tape::default()
        };
        match window.is_large() {
            true => {
                let markers = log.records_from(first).filter(|it| it.kind != RecordKind::Data);
                let end = |it: &Record| (window.slot(it.offset), it.kind == RecordKind::Commit);
                tape.ends = markers.map(end).collect();
                let missing = (first.max(log.start())..log.end())
                    .filter(|offset| log.record_at(*offset).is_none());
                tape.gaps = missing.map(|offset| window.slot(offset)).collect();
            }
            false if window.pitch < 2.0 * COLUMN => tape.blocks = runs(window, log),
            false => tape.blocks = self.blocks(window, log, partition),
        }
        self.scene.tapes.push(tape);
    }

    /// Records that have no room for tokens, one by one.
    fn blocks(&self, window: &Window, log: &Partition, id: PartitionId) -> Vec<Block> {
        let records = log.records_from(window.first());
        let block = |record: &Record| {
            let (face, fill) = self.look(log, id, record)?;
            let (left, right) = (window.edge(record.offset), window.edge(record.offset + 1));
            Some(Block { left, right, form: face.form, fill, message: Some(face.message) })
        };
        records.filter_map(block).collect()
    }

    /// A record in its place, or on its way there from the end of the tape.
    fn record(&mut self, window: &Window, log: &Partition, id: PartitionId, record: &Record) {
        let Some((face, fill)) = self.look(log, id, record) else {
            return;
        };
        let place = window.slot(record.offset);
        let copy = record.copy.and_then(|key| self.engine.copy(key));
        let new = |copy: &Copy| self.echoes.entering.iter().find(|(of, _)| *of == copy.id);
        let place = match copy.and_then(new).filter(|_| !self.lens.still) {
            Some((_, part)) => window.mouth().towards(place, ease_out(*part)),
            None => place,
        };
        let shared = self.shared(log, id, record);
        let nth = shared.map_or(0, |(shared, _)| shared.deliveries);
        self.token(&face, place, fill, nth);
        if let Some((Shared { state: Sharing::Acquired { until, .. }, .. }, lock_ms)) = shared {
            self.lease(Some(lock(until, lock_ms)), place, false);
        }
    }

    /// What a record looks like. One that a share group has handed out is
    /// held by a member, back with its deliveries counted, or given up.
    fn look(&self, log: &Partition, id: PartitionId, record: &Record) -> Option<(Face, Fill)> {
        let copy = self.engine.copy(record.copy?)?;
        let face = self.face(copy.message, false)?;
        if log.is_aborted(record) {
            return Some((Face { form: Form::Aborted, ..face }, Fill::Beyond));
        }
        let (form, fill) = match self.shared(log, id, record).map(|(shared, _)| shared.state) {
            Some(Sharing::Acquired { .. }) => (face.form, Fill::Copy),
            Some(Sharing::Archived) => (Form::Dead, Fill::Stored),
            Some(Sharing::Available) if face.form == Form::Fresh => (Form::Again, Fill::Stored),
            None if log.last_stable() <= record.offset => (face.form, Fill::Beyond),
            _ => (face.form, Fill::Stored),
        };
        Some((Face { form, ..face }, fill))
    }

    /// How the first share group that has handed it out stands with a record,
    /// and for how many milliseconds it lends.
    fn shared(&self, log: &Partition, id: PartitionId, record: &Record) -> Option<(Shared, f64)> {
        let groups = readers(self.engine, log.topic());
        let groups = groups.map(|group| &self.engine.groups()[group.index()]);
        let mut shared = groups.filter_map(|group| {
            Some((group.share(id)?.sharing(record.offset)?, group.spec().lock_ms))
        });
        shared.find(|(shared, _)| shared.deliveries > 0)
    }

    fn cursor(&mut self, window: &Window, partition: PartitionId, id: GroupId, row: f64) {
        let group = &self.engine.groups()[id.index()];
        let below = window.lane().bottom();
        let [committed, position] = self.marks(group, partition);
        let mark = |offset: u64| at(window.edge(offset), below);
        self.scene.cursors.push(Cursor {
            committed: committed.map(mark),
            position: position.map(mark),
            again: !group.spec().share,
            row,
            sides: (window.lane().x, window.lane().right()),
            says: log_words::progress(self.engine, id, partition, position),
        });
    }

    /// Where a group's two flags stand: what it has committed, and the next
    /// offset that the member who reads the partition will be given. A share
    /// group has handed out what lies between its two.
    fn marks(&self, group: &Group, partition: PartitionId) -> [Option<u64>; 2] {
        if let Some(share) = group.share(partition) {
            return [Some(share.start()), Some(share.next())];
        }
        [group.committed(partition), log_words::position(self.engine, group, partition)]
    }
}

/// Offsets to be written above a tape.
fn axis(window: &Window, log: &Partition) -> Vec<(f64, u64)> {
    let step = window.step();
    let first = window.first().max(log.start()).div_ceil(step) * step;
    let offsets = (first..log.end()).step_by(step as usize);
    let middle = if window.is_large() { window.pitch / 2.0 } else { 0.0 };
    offsets.map(|offset| (window.edge(offset) + middle, offset)).collect()
}

/// Runs of records too close to be told apart, cut where what can be read
/// ends.
fn runs(window: &Window, log: &Partition) -> Vec<Block> {
    let mut runs: Vec<Block> = Vec::new();
    let last = window.edge(log.end());
    let mut left = window.edge(window.first().max(log.start()));
    while left + 0.5 < last {
        let right = (left + COLUMN).min(last);
        let (from, to) = (window.offset_at(left), window.offset_at(right).max(1));
        let found = log.records_from(from).next().is_some_and(|it| it.offset < to);
        let fill = if log.last_stable() <= from { Fill::Beyond } else { Fill::Stored };
        match runs.last_mut().filter(|run| run.right + 0.5 > left && run.fill == fill) {
            _ if !found => {}
            Some(run) => run.right = right,
            None => runs.push(Block { left, right, form: Form::Fresh, fill, message: None }),
        }
        left = right;
    }
    runs
}
