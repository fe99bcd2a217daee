//! What a learner has done so far, as it is kept from one visit to the next.
//!
//! One line for each lesson: its id, the furthest step, and `passed`. What
//! cannot be read is as if it were not there.

use crate::ordered_map::OrderedMap;

use super::{index::LISTED, read::STEPS};

/// Longest id.
const ID: usize = 60;

/// What the first line of a file says.
const HEAD: &str = "queuescope progress 1";

/// How far a learner has come in one lesson.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// The furthest step, from 0.
    pub step: usize,
    /// All goals of all steps were met.
    pub passed: bool,
    /// Steps whose goals were all met, a bit for each.
    pub steps: u32,
}

/// How far a learner has come in each lesson.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept(OrderedMap<String, Done>);

impl Kept {
    /// Reads what was kept; nothing of it is trusted.
    pub fn read(text: &str) -> Self {
        let lines = text.lines().take(LISTED + 1);
        Kept(lines.filter_map(line).collect())
    }

    /// Whether a text is one that was exported.
    pub fn is_one(text: &str) -> bool {
        text.lines().next().is_some_and(|first| first.trim() == HEAD)
    }

    /// Writes what is to be kept.
    pub fn write(&self) -> String {
        let mut text = HEAD.to_owned();
        for (id, done) in &self.0 {
            let passed = if done.passed { " passed" } else { "" };
            text.push_str(&format!("\n{id} {} {:x}{passed}", done.step + 1, done.steps));
        }
        text
    }

    /// How far the learner has come in a lesson, if it was begun.
    pub fn of(&self, id: &str) -> Option<Done> {
        self.0.get(id).copied()
    }

    /// How many lessons were passed.
    pub fn passed(&self) -> usize {
        self.0.values().filter(|done| done.passed).count()
    }

    /// The learner has come to a step.
    pub fn reach(&mut self, id: &str, step: usize) {
        let done = self.entry(id);
        done.step = step.min(STEPS - 1);
    }

    /// The learner has met all goals of a step of so many; whether that was
    /// the last one missing.
    pub fn meet(&mut self, id: &str, step: usize, of: usize) -> bool {
        let done = self.entry(id);
        done.steps |= 1 << step.min(STEPS - 1);
        let all = (1u32 << of.min(STEPS)) - 1;
        let now = !done.passed && done.steps & all == all;
        done.passed |= now;
        now
    }

    fn entry(&mut self, id: &str) -> &mut Done {
        if LISTED <= self.0.len() && !self.0.contains_key(id) {
            self.0.remove_first();
        }
        self.0.or_default(id.to_owned())
    }
}

fn line(line: &str) -> Option<(String, Done)> {
    let mut words = line.split_whitespace();
    let id = words.next().filter(|id| id.len() <= ID && is_id(id))?;
    let step: usize = words.next()?.parse().ok().filter(|step| (1..=STEPS).contains(step))?;
    let steps = u32::from_str_radix(words.next()?, 16).ok()? & ((1 << STEPS) - 1);
    let passed = words.next() == Some("passed");
    Some((id.to_owned(), Done { step: step - 1, passed, steps }))
}

/// Whether a text has the form of a lesson's id.
pub fn is_id(text: &str) -> bool {
    !text.is_empty()
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read() {
        let mut kept = Kept::default();
        kept.reach("acks", 1);
        assert!(!kept.meet("acks", 0, 2));
        assert!(kept.meet("acks", 1, 2));
        assert!(!kept.meet("acks", 1, 2), "it is passed once");
        kept.reach("queues", 0);
        let text = kept.write();
        assert!(Kept::is_one(&text));
        assert_eq!(Kept::read(&text), kept);
        assert_eq!((kept.passed(), kept.of("acks").map(|done| done.step)), (1, Some(1)));
    }

    #[test]
    fn what_cannot_be_read_is_passed_over() {
        let text = "x 0 0\ny 99 1\nz 1 zz\n<b> 1 1\nok 2 ffffffff\n\u{0} 1 1\nok2 1";
        let kept = Kept::read(text);
        assert_eq!(kept.of("ok"), Some(Done { step: 1, passed: false, steps: (1 << 20) - 1 }));
        assert_eq!(kept.write().lines().count(), 2);
        assert!(!Kept::is_one(text));
    }
}
