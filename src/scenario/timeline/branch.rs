//! Branches: the futures that were left when somebody acted in the past.
//!
//! A branch is only its log, how far it was known, and its marks. The run is
//! replayed when it is wanted.

use crate::engine::Tick;

use super::{Mark, Observer, Timeline, marks::Marks};
use crate::{scenario::Entry, words::branches};

/// Most branches kept beside the line that is followed.
pub const BRANCHES: usize = 8;

/// Most characters of a name.
const NAME: usize = 60;

/// What a line of time is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    id: u32,
    /// Given by hand.
    name: Option<String>,
}

impl Line {
    pub(super) fn first() -> Self {
        Line { id: 1, name: None }
    }

    /// Its number, counted from 1; never used again.
    pub fn id(&self) -> u32 {
        self.id
    }

    /// Its name; without one given by hand, its number.
    pub fn name(&self) -> String {
        self.name.clone().unwrap_or_else(|| branches::numbered(&self.id))
    }

    /// Whether it was named by hand; such a branch is not dropped by itself.
    pub fn is_named(&self) -> bool {
        self.name.is_some()
    }
}

/// A line of time that is not followed now.
#[derive(Clone, Debug)]
pub struct Branch {
    pub(super) line: Line,
    pub(super) log: Vec<Entry>,
    pub(super) horizon: Tick,
    pub(super) marks: Marks,
}

impl Branch {
    /// What it is called.
    pub fn line(&self) -> &Line {
        &self.line
    }

    /// The last moment of it that is known.
    pub fn horizon(&self) -> Tick {
        self.horizon
    }

    /// Everything asked on it.
    pub fn log(&self) -> &[Entry] {
        &self.log
    }

    /// What happened on it that matters.
    pub fn marks(&self) -> &[Mark] {
        self.marks.all()
    }
}

/// All branches, the oldest first.
#[derive(Clone, Debug, Default)]
pub(super) struct Branches {
    list: Vec<Branch>,
    /// Lines there have been beside the first.
    begun: u32,
}

impl Branches {
    pub fn all(&self) -> &[Branch] {
        &self.list
    }

    pub fn get(&self, id: u32) -> Option<&Branch> {
        self.list.iter().find(|branch| branch.line.id == id)
    }

    pub fn remove(&mut self, id: u32) -> Option<Branch> {
        let at = self.list.iter().position(|branch| branch.line.id == id)?;
        Some(self.list.remove(at))
    }

    /// Keeps a branch; beyond the limit the oldest without a name of its own
    /// goes.
    pub fn keep(&mut self, branch: Branch) {
        self.list.push(branch);
        if BRANCHES < self.list.len() {
            let unnamed = self.list.iter().position(|branch| !branch.line.is_named());
            self.list.remove(unnamed.unwrap_or(0));
        }
    }

    /// A line that nobody has followed yet.
    pub fn new_line(&mut self) -> Line {
        self.begun += 1;
        Line { id: self.begun + 1, name: None }
    }

    fn named(&self) -> usize {
        self.list.iter().filter(|branch| branch.line.is_named()).count()
    }
}

impl<O: Observer> Timeline<O> {
    /// The line that is followed.
    pub fn line(&self) -> &Line {
        &self.line
    }

    /// The other lines there are, the oldest first.
    pub fn branches(&self) -> &[Branch] {
        self.branches.all()
    }

    /// Names the line with this number, the one that is followed or a branch;
    /// an empty name takes the name away. False if there is no such line, or
    /// [`BRANCHES`] have names already.
    pub fn rename(&mut self, id: u32, name: &str) -> bool {
        let named = self.branches.named() + usize::from(self.line.is_named());
        let branches = self.branches.list.iter_mut().map(|branch| &mut branch.line);
        let Some(line) = [&mut self.line].into_iter().chain(branches).find(|line| line.id == id)
        else {
            return false;
        };
        let name: String = name.trim().chars().take(NAME).collect();
        if !name.is_empty() && !line.is_named() && BRANCHES <= named {
            return false;
        }
        line.name = (!name.is_empty()).then_some(name);
        true
    }

    /// Forgets a branch; false if there is none with this number.
    pub fn forget(&mut self, id: u32) -> bool {
        self.branches.remove(id).is_some()
    }
}

/// How many entries two logs begin with in common.
pub(super) fn common(one: &[Entry], other: &[Entry]) -> usize {
    one.iter().zip(other).take_while(|(one, other)| one == other).count()
}
