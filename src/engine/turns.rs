//! Whose turn it is at a queue: highest priority first, then round-robin
//! (R14); or one active consumer and its successors (R36).

use std::collections::VecDeque;

use super::{delivery::SubscriptionKey, mechanics::Succession};

/// A subscription in a line, with its consumer priority.
type Waiting = (i32, SubscriptionKey);

/// The line of those that can be served. A subscription without credit is
/// not in it, and comes back at its end once it has some.
#[derive(Clone, Default)]
pub(super) struct Turns {
    line: VecDeque<Waiting>,
    consumers: u32,
    single: Option<Single>,
    /// Somebody became active of whom the queue takes notice only with the
    /// next event.
    asleep: bool,
}

/// One active consumer, and those that wait to follow it.
#[derive(Clone)]
struct Single {
    succession: Succession,
    active: Option<Waiting>,
    waiting: VecDeque<Waiting>,
}

impl Turns {
    /// Everyone in turn, or one at a time.
    pub fn new(single: Option<Succession>) -> Self {
        let single =
            single.map(|succession| Single { succession, active: None, waiting: VecDeque::new() });
        Turns { single, ..Turns::default() }
    }

    pub fn has_consumers(&self) -> bool {
        self.consumers > 0
    }

    /// Whether only one of the consumers is served.
    pub fn is_single(&self) -> bool {
        self.single.is_some()
    }

    /// The one that is served, where only one is.
    pub fn active(&self) -> Option<SubscriptionKey> {
        self.single.as_ref()?.active.map(|(_, key)| key)
    }

    /// Whoever is active is not served until something happens at the queue.
    pub fn sleep(&mut self) {
        self.asleep = true;
    }

    /// Something happened.
    pub fn wake(&mut self) {
        self.asleep = false;
    }

    pub fn is_asleep(&self) -> bool {
        self.asleep
    }

    /// A new subscription takes its place.
    pub fn join(&mut self, priority: i32, subscription: SubscriptionKey) {
        self.consumers += 1;
        self.wake();
        match &mut self.single {
            Some(single) if single.active.is_some() => match single.succession {
                Succession::ByArrival => single.waiting.push_back((priority, subscription)),
                _ => push_in_order(&mut single.waiting, priority, subscription),
            },
            Some(single) => {
                single.active = Some((priority, subscription));
                self.queue_up(priority, subscription);
            }
            None => self.queue_up(priority, subscription),
        }
    }

    /// Queues up behind everyone of the same or higher priority.
    pub fn queue_up(&mut self, priority: i32, subscription: SubscriptionKey) {
        push_in_order(&mut self.line, priority, subscription);
    }

    pub fn next(&mut self) -> Option<SubscriptionKey> {
        self.line.pop_front().map(|(_, subscription)| subscription)
    }

    /// A subscription takes its turn before it comes.
    pub fn step_out(&mut self, subscription: SubscriptionKey) {
        self.line.retain(|(_, other)| *other != subscription);
    }

    /// A subscription ends; who was waiting to follow it becomes active.
    pub fn leave(&mut self, subscription: SubscriptionKey) {
        self.line.retain(|(_, other)| *other != subscription);
        self.consumers -= 1;
        let Some(single) = &mut self.single else {
            return;
        };
        single.waiting.retain(|(_, other)| *other != subscription);
        if single.active.is_some_and(|(_, active)| active == subscription) {
            single.active = single.waiting.pop_front();
            self.line.extend(single.active);
        }
    }

    /// Lets a waiting consumer of higher priority take over from an active
    /// one that holds nothing any more.
    pub fn take_over(&mut self) {
        let Some(single) = &mut self.single else {
            return;
        };
        let (Some((priority, active)), Some((next, _))) = (single.active, single.waiting.front())
        else {
            return;
        };
        if single.succession == Succession::TakeOver && priority < *next {
            self.line.clear();
            single.active = single.waiting.pop_front();
            push_in_order(&mut single.waiting, priority, active);
            self.line.extend(single.active);
        }
    }

    /// Whether somebody waits to take over as soon as the active one holds
    /// nothing: until then it gets nothing more.
    pub fn is_handing_over(&self) -> bool {
        let Some(Single { succession: Succession::TakeOver, active, waiting }) = &self.single
        else {
            return false;
        };
        let first = waiting.front();
        active.zip(first).is_some_and(|((priority, _), (next, _))| priority < *next)
    }
}

/// Behind everyone of the same or higher priority.
fn push_in_order(line: &mut VecDeque<Waiting>, priority: i32, subscription: SubscriptionKey) {
    match line.back() {
        Some((last, _)) if *last < priority => {
            let at = line.partition_point(|(other, _)| priority <= *other);
            line.insert(at, (priority, subscription));
        }
        _ => line.push_back((priority, subscription)),
    }
}
