//! The region below the stage: which of its views is shown, how much room it
//! has, and what was chosen in it.

use crate::{
    view::{events::Filter, figures::MOST_LINES, tracked::Tracked},
    words::{Word, views as words},
};

/// A view in the region.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part {
    /// Lines over time.
    #[default]
    Charts,
    /// Who sent what to whom, and when.
    SpaceTime,
    /// What happened, as sentences.
    Events,
    /// Copies and effects.
    Books,
}

impl Part {
    /// All of them in the order of their tabs: the part, its name, and what
    /// its elements are called by.
    pub const ALL: [(Part, Word, &'static str); 4] = [
        (Part::Charts, words::CHARTS, "charts"),
        (Part::SpaceTime, words::SPACE_TIME, "space-time"),
        (Part::Events, words::EVENTS, "events"),
        (Part::Books, words::BOOKS, "books"),
    ];
}

/// How high the region is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Height {
    /// Nobody has chosen: low, or folded where the window is not high.
    #[default]
    Fitting,
    /// Its tabs alone.
    Folded,
    /// Room for one row of charts.
    Low,
    /// Room to look closer.
    High,
}

impl Height {
    /// The class of the page with it.
    pub fn class(self) -> &'static str {
        match self {
            Height::Fitting => "below-fits",
            Height::Folded => "below-folded",
            Height::Low => "below-low",
            Height::High => "below-high",
        }
    }
}

/// The region's state.
#[derive(Clone, Debug, Default)]
pub struct Below {
    /// The view shown.
    pub part: Part,
    /// Its height.
    pub height: Height,
    /// What the log shows.
    pub filter: Filter,
    /// Nodes with a line of their own, the first chosen first; at most
    /// [`MOST_LINES`]. None: charts choose for themselves.
    pub charted: Vec<Tracked>,
}

/// A change of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Another view; a folded region opens.
    Show(Part),
    /// Another height.
    Height(Height),
    /// Other lines in the log.
    Filter(Filter),
    /// A line for a node, or none any more.
    Chart(Tracked),
}

impl Below {
    /// Carries a change out.
    pub fn take(&mut self, change: Change) {
        match change {
            Change::Show(part) => {
                self.part = part;
                if self.height != Height::High {
                    self.height = Height::Low;
                }
            }
            Change::Height(height) => self.height = height,
            Change::Filter(filter) => self.filter = filter,
            Change::Chart(node) => self.chart(node),
        }
    }

    fn chart(&mut self, node: Tracked) {
        match self.charted.iter().position(|known| *known == node) {
            Some(at) => {
                self.charted.remove(at);
            }
            None => {
                self.charted.push(node);
                if MOST_LINES < self.charted.len() {
                    self.charted.remove(0);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::QueueId;

    #[test]
    fn choosing_a_view_opens_a_folded_region() {
        let mut below = Below::default();
        below.take(Change::Height(Height::Folded));
        below.take(Change::Show(Part::Books));
        assert_eq!((below.part, below.height), (Part::Books, Height::Low));
        below.take(Change::Height(Height::High));
        below.take(Change::Show(Part::Charts));
        assert_eq!(below.height, Height::High);
    }

    #[test]
    fn one_line_too_many_takes_the_place_of_the_first() {
        let mut below = Below::default();
        let queue = |n| Tracked::Queue(QueueId(n));
        for n in 0..=MOST_LINES as u16 {
            below.take(Change::Chart(queue(n)));
        }
        assert_eq!(below.charted[0], queue(1));
        assert_eq!(below.charted.len(), MOST_LINES);
        below.take(Change::Chart(queue(1)));
        assert_eq!(below.charted[0], queue(2));
    }
}
