//! A picture as plain shapes, ready to be painted or hit.
//!
//! Up to a hundred or two, messages are tokens with their numbers. More are
//! small squares, kept as bare coordinates by colour, so that ten thousand
//! cost no allocation and no text; still more are a band of density.

use crate::engine::{DeathReason, MessageId, RequestId};

use super::{
    echoes::Leaving,
    geometry::{Heading, Path, Point, Rect},
    layout::{TOKEN_H, TOKEN_W},
};

/// What a message's shape says: what happened to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Nothing yet.
    Fresh,
    /// Delivered before.
    Again,
    /// Fails every time.
    Poison,
    /// Set aside.
    Dead,
    /// Its effect happened too often.
    Duplicate,
    /// Written in a transaction that was aborted.
    Aborted,
    /// No more.
    Gone(Leaving),
}

/// What a message's fill says: where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fill {
    /// On a wire: solid, with a nose the way it goes.
    Moving(Heading),
    /// In a queue: tinted.
    Waiting,
    /// At a consumer: hollow, dashed.
    Held,
    /// The broker's own copy of what is out: dotted.
    Copy,
    /// Only its place, while it is on its way there.
    Place,
    /// In a log: tinted, and it stays there whoever reads it.
    Stored,
    /// In a log, where it cannot be read yet: pale.
    Beyond,
}

/// One message, drawn with its number.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// Which message.
    pub message: MessageId,
    /// The middle.
    pub place: Point,
    /// What happened to it.
    pub form: Form,
    /// Where it is.
    pub fill: Fill,
    /// Which delivery, for the badge; up to 1 there is none.
    pub nth: u32,
    /// Its last appearance, 0 to 1, of one that is no more.
    pub part: f64,
    /// It is the selected one.
    pub picked: bool,
}

/// An answer or another small frame on a wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// Settled.
    Ack,
    /// Back to the queue.
    Requeue,
    /// Rejected.
    Reject,
    /// The broker has taken charge.
    Confirm,
    /// A queue refused.
    Nack,
    /// Unroutable, back to its producer.
    Return,
    /// A connection closing.
    Close,
    /// A fetch, or its empty answer.
    Get,
    /// A service's answer.
    Answer,
    /// A call failed.
    Failure,
    /// An answer nobody waits for.
    TooLate,
    /// A group's next offset, on its way to be written down.
    Commit,
}

/// A call, on its way or in a service's hands, with its request's number.
#[derive(Clone, Copy, Debug)]
pub struct Slip {
    /// Which request.
    pub request: RequestId,
    /// The middle.
    pub place: Point,
    /// Where it is.
    pub fill: Fill,
    /// Which try, for the badge; for the first there is none.
    pub attempt: u32,
    /// Nobody waits for its answer any more.
    pub abandoned: bool,
}

/// A sign on its way.
#[derive(Clone, Copy, Debug)]
pub struct Disc {
    /// The middle.
    pub place: Point,
    /// The way it goes.
    pub heading: Heading,
    /// What it says.
    pub sign: Sign,
}

/// A consumer's progress with a message.
#[derive(Clone, Copy, Debug)]
pub struct Ring {
    /// The middle.
    pub middle: Point,
    /// How much is done, 0 to 1.
    pub part: f64,
}

/// What is left of the time that a delivery is its consumer's own.
#[derive(Clone, Copy, Debug)]
pub struct Lease {
    /// The middle.
    pub middle: Point,
    /// How much is left, 1 to 0.
    pub left: f64,
    /// Around a consumer's ring, and not small beside a message.
    pub is_wide: bool,
}

/// How a partition stands, on its tape.
#[derive(Clone, Debug, Default)]
pub struct Tape {
    /// The tape.
    pub lane: Rect,
    /// What has expired lies left of this.
    pub start: f64,
    /// Consumers read to here.
    pub high_watermark: f64,
    /// `read_committed` reads to here, if that is less.
    pub stable: Option<f64>,
    /// Where segments begin.
    pub segments: Vec<f64>,
    /// Ends of transactions, each with whether it was committed.
    pub ends: Vec<(Point, bool)>,
    /// What compaction has left empty.
    pub gaps: Vec<Point>,
    /// Records, where they are too close for tokens.
    pub blocks: Vec<Block>,
    /// Offsets above it.
    pub axis: Vec<(f64, u64)>,
    /// Stored records left of what is shown.
    pub older: u64,
    /// The middle of the words beside it.
    pub label: Point,
    /// Those words: which partition, and how it is led.
    pub says: Vec<String>,
}

/// A record on a tape that has no room for a token, or a run of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Block {
    /// Its left edge.
    pub left: f64,
    /// Its right edge.
    pub right: f64,
    /// What happened to it.
    pub form: Form,
    /// Where it is.
    pub fill: Fill,
    /// Which message, of a single record.
    pub message: Option<MessageId>,
}

/// How far a group has come on a tape.
#[derive(Clone, Debug)]
pub struct Cursor {
    /// The lower edge of the tape at the next offset to read after a restart.
    pub committed: Option<Point>,
    /// The same for the next offset that is read now.
    pub position: Option<Point>,
    /// What lies between them would be read again after a restart.
    pub again: bool,
    /// At which height its flags stand.
    pub row: f64,
    /// Where the tape begins and ends.
    pub sides: (f64, f64),
    /// Whose it is, and how far behind: in words, in fewer, and the name.
    pub says: [String; 3],
}

/// How many more there are than are drawn.
#[derive(Clone, Copy, Debug)]
pub struct Note {
    /// The middle of the text.
    pub place: Point,
    /// How many.
    pub more: u64,
}

/// Why a message lies in a tray.
#[derive(Clone, Copy, Debug)]
pub struct Stamp {
    /// The middle.
    pub place: Point,
    /// The reason.
    pub reason: DeathReason,
}

/// Colours of small squares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hue {
    /// Fresh, moving.
    Live,
    /// Delivered before.
    Again,
    /// Poison.
    Poison,
    /// Dead-lettered.
    Dead,
    /// Answers.
    Acked,
    /// Waiting in a tube.
    Waiting,
}

/// How many there are.
pub const HUES: usize = 6;

/// Pieces of a wire that a band of density counts in.
pub const PIECES: usize = 48;

/// How full a wire is, piece by piece.
#[derive(Clone, Debug)]
pub struct Band {
    /// The wire, in the order of the layout.
    pub wire: usize,
    /// Things on each piece.
    pub counts: [u32; PIECES],
}

/// Side of a small square.
pub const SQUARE: f64 = 8.0;

/// Squares closer than this look like one.
const CELL: f64 = 2.0;

/// Everything to be painted over the nodes.
#[derive(Debug, Default)]
pub struct Scene {
    /// For every wire, whether nothing is delivered on it.
    pub idle: Vec<bool>,
    /// Ways back into queues.
    pub traces: Vec<Path>,
    /// Messages with their numbers, in the order of painting.
    pub tokens: Vec<Token>,
    /// Calls, with the numbers of their requests.
    pub slips: Vec<Slip>,
    /// Answers.
    pub discs: Vec<Disc>,
    /// Consumers at work.
    pub rings: Vec<Ring>,
    /// Leases that run out.
    pub leases: Vec<Lease>,
    /// Partitions.
    pub tapes: Vec<Tape>,
    /// Groups on them.
    pub cursors: Vec<Cursor>,
    /// Plain words, each with the middle of its line.
    pub captions: Vec<(Point, String)>,
    /// Reasons in trays.
    pub stamps: Vec<Stamp>,
    /// Counts of what is not drawn.
    pub notes: Vec<Note>,
    /// Middles of small squares, x and y in turn, by [`Hue`].
    pub squares: [Vec<f32>; HUES],
    /// Wires too full for squares.
    pub bands: Vec<Band>,
    /// Where frames were lost, with how long ago (0 to 1).
    pub breaks: Vec<(Point, f64)>,
    taken: Taken,
}

/// Which cells of the stage have a square in this picture.
#[derive(Debug, Default)]
struct Taken {
    columns: usize,
    cells: Vec<u16>,
    picture: u16,
}

impl Taken {
    fn clear(&mut self, width: f64, height: f64) {
        let columns = (width / CELL) as usize + 1;
        let size = columns * ((height / CELL) as usize + 1) * HUES;
        if self.cells.len() != size || self.picture == u16::MAX {
            self.cells = vec![0; size];
            self.picture = 0;
        }
        self.columns = columns;
        self.picture += 1;
    }

    /// Takes a cell for a colour; false if it is taken already.
    fn take(&mut self, place: Point, hue: Hue) -> bool {
        let (column, row) = ((place.x / CELL) as usize, (place.y / CELL) as usize);
        let at = (row * self.columns + column) * HUES + hue as usize;
        match self.cells.get_mut(at) {
            Some(cell) if *cell != self.picture => {
                *cell = self.picture;
                true
            }
            _ => false,
        }
    }
}

impl Scene {
    /// Empties the picture and keeps its memory for the next one.
    pub fn clear(&mut self) {
        self.idle.clear();
        self.traces.clear();
        self.tokens.clear();
        self.slips.clear();
        self.discs.clear();
        self.rings.clear();
        self.leases.clear();
        self.tapes.clear();
        self.cursors.clear();
        self.captions.clear();
        self.stamps.clear();
        self.notes.clear();
        self.squares.iter_mut().for_each(Vec::clear);
        self.bands.clear();
        self.breaks.clear();
    }

    /// Gets ready for squares on a stage of this size.
    pub fn expect_squares(&mut self, width: f64, height: f64) {
        self.taken.clear(width, height);
    }

    /// Adds a small square, unless one of its colour lies there already:
    /// ten thousand messages on one wire hide each other anyway.
    pub fn square(&mut self, place: Point, hue: Hue) {
        if self.taken.take(place, hue) {
            let squares = &mut self.squares[hue as usize];
            squares.push(place.x as f32);
            squares.push(place.y as f32);
        }
    }

    /// The token at a place; of several, the uppermost.
    pub fn token_at(&self, place: Point) -> Option<&Token> {
        let solid = |token: &&Token| !matches!(token.fill, Fill::Place);
        let hit = |token: &&Token| {
            let (w, h) = (TOKEN_W + 4.0, TOKEN_H + 4.0);
            let corner = token.place.shift(-w / 2.0, -h / 2.0);
            Rect { x: corner.x, y: corner.y, w, h }.contains(place)
        };
        let mut tokens = self.tokens.iter().rev().filter(solid);
        tokens.find(hit)
    }
}
