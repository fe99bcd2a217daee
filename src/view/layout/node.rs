//! A node on the stage: its box, and the places inside it where messages lie.

use crate::{
    engine::{CallerId, Engine, NodeId, QueueId, ServiceId},
    view::geometry::{Point, Rect, at},
};

/// Width of a message token.
pub const TOKEN_W: f64 = 28.0;
/// Height of a message token.
pub const TOKEN_H: f64 = 24.0;
/// From one slot to the next.
pub const PITCH: f64 = 32.0;

/// From one worker's bar to the next.
pub const BAR_PITCH: f64 = 20.0;

/// From one stamp in a tray to the next: they are wider than tokens.
const TRAY_PITCH: f64 = 76.0;

/// What a node looks like, with what its looks depend on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shape {
    /// A box with a nozzle.
    Producer,
    /// A disc.
    Exchange,
    /// A tube: `gate` is where the head gate stands.
    Tube {
        /// Left of it messages wait, right of it lie copies of those sent.
        gate: f64,
    },
    /// A tray that dead letters fall into.
    Tray,
    /// A tape for each partition, and below it a row for the marks of each
    /// group.
    Tape {
        /// How many partitions are drawn.
        lanes: usize,
        /// How many are not.
        more: usize,
        /// How many groups have marks on them.
        readers: usize,
        /// The room left of the tapes.
        label: f64,
    },
    /// A desk with `slots` for deliveries not begun, and a ring.
    Consumer {
        /// How many slots are drawn.
        slots: usize,
    },
    /// A desk where a person settles deliveries, a row for each.
    ByHand {
        /// How many rows there are.
        rows: usize,
    },
    /// A caller: a bar for each worker.
    Caller {
        /// How many bars are drawn.
        bars: usize,
    },
    /// A service: a slot for each worker.
    Service {
        /// How many slots are drawn.
        slots: usize,
    },
}

/// A node in its place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Node {
    /// Which.
    pub id: NodeId,
    /// Its looks.
    pub shape: Shape,
    /// The box that is drawn.
    pub body: Rect,
    /// The room it takes with its name above and its status below.
    pub frame: Rect,
}

impl Node {
    /// The same node with the upper left corner of its body elsewhere, and as
    /// wide as this.
    pub fn moved_to(&self, corner: Point, w: f64) -> Node {
        let (x, y) = (corner.x - self.body.x, corner.y - self.body.y);
        let wider = w - self.body.w;
        let moved = |rect: Rect| Rect { x: rect.x + x, y: rect.y + y, w: rect.w + wider, ..rect };
        let shape = match self.shape {
            Shape::Tube { gate } => Shape::Tube { gate: gate + x + wider },
            other => other,
        };
        Node { shape, body: moved(self.body), frame: moved(self.frame), ..*self }
    }

    /// How many waiting messages a tube or tray shows at full size.
    pub fn room(&self) -> usize {
        let wide = match self.shape {
            Shape::Tube { gate } => (gate - 8.0 - (self.body.x + 16.0)) / PITCH,
            Shape::Tray => (self.body.w - 16.0) / TRAY_PITCH,
            _ => 0.0,
        };
        wide.max(1.0) as usize
    }

    /// The place of the n-th message that waits, the head first. In a tray
    /// the order is that of death, and reads from the left.
    pub fn slot(&self, n: usize) -> Point {
        let middle = self.body.center();
        match self.shape {
            Shape::Tube { gate } => at(gate - 20.0 - PITCH * n as f64, middle.y),
            Shape::Tray => {
                at(self.body.x + 8.0 + TRAY_PITCH * (n as f64 + 0.5), self.body.y + 30.0)
            }
            _ => middle,
        }
    }

    /// How many copies of messages that are out fit beyond the gate.
    pub fn copy_room(&self) -> usize {
        match self.shape {
            Shape::Tube { gate } => ((self.body.right() - 8.0 - gate) / PITCH).max(0.0) as usize,
            _ => 0,
        }
    }

    /// The place of the n-th such copy, counted from the head of the tube.
    pub fn copy_slot(&self, n: usize) -> Point {
        let middle = self.body.center();
        match self.shape {
            Shape::Tube { .. } => at(self.body.right() - 26.0 - PITCH * n as f64, middle.y),
            _ => middle,
        }
    }

    /// Where messages come in.
    pub fn mouth(&self) -> Point {
        let middle = self.body.center();
        match self.shape {
            Shape::Tube { .. } => at(self.body.x + 8.0, middle.y),
            Shape::Tray => at(middle.x, self.body.y - 6.0),
            _ => at(self.body.x, middle.y),
        }
    }

    /// The place of the n-th delivery a consumer holds and has not begun,
    /// the next one nearest to the ring.
    pub fn desk_slot(&self, n: usize) -> Point {
        match self.shape {
            Shape::Consumer { slots } => {
                let column = (slots.max(1) - 1).saturating_sub(n) as f64;
                at(self.body.x + 26.0 + PITCH * column, self.body.y + 27.0)
            }
            _ => at(self.body.x + 28.0, self.row(n)),
        }
    }

    /// The height of the n-th row of a desk driven by hand.
    pub fn row(&self, n: usize) -> f64 {
        self.body.y + 6.0 + self.row_height() * (n as f64 + 0.5)
    }

    /// How high a row is.
    pub fn row_height(&self) -> f64 {
        match self.shape {
            Shape::ByHand { rows } => (self.body.h - 12.0) / (rows as f64 + 1.0),
            _ => 0.0,
        }
    }

    /// The middle of the slot of a service's n-th worker.
    pub fn worker_slot(&self, n: usize) -> Point {
        at(self.body.x + 24.0 + PITCH * n as f64, self.body.y + 22.0)
    }

    /// The upper left corner of the bar of a caller's n-th worker.
    pub fn bar(&self, n: usize) -> Point {
        at(self.body.x + 10.0, self.body.y + 10.0 + BAR_PITCH * n as f64)
    }

    /// The middle of a consumer's ring.
    pub fn ring(&self) -> Point {
        at(self.body.right() - 38.0, self.body.y + 27.0)
    }
}

/// Slots drawn in a consumer for its prefetch; 0 is unlimited.
pub(super) fn slots(prefetch: u32) -> usize {
    match prefetch {
        0 => 3,
        some => some.min(3) as usize,
    }
}

/// Rows of a consumer driven by hand.
pub(super) fn rows(prefetch: u32) -> usize {
    match prefetch {
        0 => 4,
        some => some.min(4) as usize,
    }
}

/// Workers of a caller that are drawn.
const BARS: usize = 5;
/// Workers of a service that are drawn.
const SLOTS: usize = 4;

/// What a caller looks like, and how high that is.
pub(super) fn caller(engine: &Engine, id: CallerId) -> (Shape, f64) {
    let bars = engine.callers()[id.index()].workers().len().min(BARS);
    (Shape::Caller { bars }, 10.0 + BAR_PITCH * bars as f64 + 24.0)
}

/// What a service looks like.
pub(super) fn service(engine: &Engine, id: ServiceId) -> Shape {
    Shape::Service { slots: engine.services()[id.index()].workers().len().min(SLOTS) }
}

/// Copies beyond the head gate: as many as may be out, up to three.
pub(super) fn copies(engine: &Engine, queue: QueueId) -> usize {
    let name = &engine.queues()[queue.index()].spec().name;
    let consumers = engine.consumers().iter().map(|consumer| consumer.spec());
    let subscribed = consumers.filter(|spec| spec.queues().any(|queue| queue == name));
    let out: u32 =
        subscribed.map(|spec| if spec.prefetch == 0 { 3 } else { spec.prefetch.min(3) }).sum();
    out.min(3) as usize
}
