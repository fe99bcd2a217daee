//! How far a run has come in a step: what was counted since it began, and
//! when each goal was met.
//!
//! It watches every moment of a timeline, is kept in its checkpoints and wound
//! back with it. So what was met in the future is not met in the past, and
//! every line of time has its own goals.

use std::rc::Rc;

use crate::ordered_map::OrderedMap;

use crate::{
    engine::{Engine, Fact, GroupId, MessageId, PartitionId, Tick},
    scenario::{
        births::Births,
        latency::{Histogram, Sum},
    },
};

use super::goal::{Event, Figure, ORDER, Predicate, Reading};

/// What is judged on one side of the bench in one step.
#[derive(Clone, Debug, Default)]
pub struct Watchlist {
    /// What the predicates count and remember.
    pub reading: Reading,
    /// The goals of the step; none for one that is judged on the other side.
    pub goals: Vec<Option<Judged>>,
    /// Its predictions, likewise.
    pub predictions: Vec<Option<Measured>>,
    /// The figure that a challenge is scored by.
    pub par: Option<Figure>,
}

/// A goal as it is judged.
#[derive(Clone, Debug)]
pub struct Judged {
    /// When it is met.
    pub met: Predicate,
    /// When it can be met no more, unless time is wound back.
    pub spoiled: Option<Predicate>,
}

/// A prediction as it is answered.
#[derive(Clone, Debug)]
pub struct Measured {
    /// When the answer is read off.
    pub when: Predicate,
    /// How.
    pub answer: Answer,
    /// What the message that decided it went through, by its tally.
    pub story: Option<usize>,
}

/// How the answer to a prediction is read off a run.
#[derive(Clone, Debug)]
pub enum Answer {
    /// A number.
    Number(Figure),
    /// The first choice of which this is true, or the last.
    Choice(Vec<Predicate>),
}

/// What a run answered to a prediction.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Answered {
    /// When it was clear.
    pub at: Tick,
    /// The number, or the place of the choice.
    pub value: f64,
    /// The message that decided it.
    pub message: Option<MessageId>,
}

/// What was counted of one thing.
#[derive(Clone, Debug, Default)]
pub struct Counted {
    /// How often it happened.
    pub count: u64,
    /// The first message it happened to.
    pub first: Option<MessageId>,
    /// The first messages, in the order of the events, by their numbers.
    pub order: Vec<u32>,
}

/// How far one run has come.
#[derive(Clone, Debug, Default)]
pub struct Progress {
    list: Rc<Watchlist>,
    /// When the step began.
    from: Tick,
    /// The first fact not taken in yet.
    next: u64,
    configured: bool,
    counted: Vec<Counted>,
    slots: Vec<Option<Tick>>,
    births: Births,
    latency: Histogram,
    read: OrderedMap<(GroupId, PartitionId), u64>,
    met: Vec<Option<Tick>>,
    spoiled: Vec<Option<Tick>>,
    answered: Vec<Option<Answered>>,
    score: Option<f64>,
}

impl Progress {
    /// Of a step that begins now.
    pub fn new(list: Rc<Watchlist>, engine: &Engine) -> Self {
        let next = engine.facts().next();
        let mut progress = Progress {
            from: engine.now(),
            counted: vec![Counted::default(); list.reading.tallies.len()],
            slots: vec![None; list.reading.slots],
            met: vec![None; list.goals.len()],
            spoiled: vec![None; list.goals.len()],
            answered: vec![None; list.predictions.len()],
            list,
            configured: true,
            next,
            ..Progress::default()
        };
        progress.judge(engine);
        progress
    }

    /// Whether there is anything to judge.
    pub fn is_watching(&self) -> bool {
        !self.list.goals.is_empty() || !self.list.predictions.is_empty()
    }

    /// When each goal was met, by now.
    pub fn met(&self) -> &[Option<Tick>] {
        &self.met
    }

    /// When each goal was spoiled, by now.
    pub fn spoiled(&self) -> &[Option<Tick>] {
        &self.spoiled
    }

    /// What the run has answered to each prediction, by now.
    pub fn answered(&self) -> &[Option<Answered>] {
        &self.answered
    }

    /// The figure that a challenge is scored by: as it was when the last goal
    /// was met, or as it is until then.
    pub fn par(&self, engine: &Engine) -> Option<f64> {
        self.score.or_else(|| self.list.par.as_ref().map(|figure| figure.value(engine, self)))
    }

    /// About how many bytes a clone takes.
    pub fn weight(&self) -> usize {
        size_of::<Self>() + self.counted.len() * (size_of::<Counted>() + ORDER * 4)
    }

    /// Takes in what has happened since the last look.
    pub fn watch(&mut self, engine: &Engine) {
        let facts = engine.facts();
        if !self.is_watching() || facts.next() <= self.next {
            return;
        }
        self.configured = false;
        for (_, at, fact) in facts.since(self.next) {
            self.take(engine, at, fact);
        }
        self.next = facts.next();
        self.judge(engine);
    }

    fn take(&mut self, engine: &Engine, at: Tick, fact: &Fact) {
        let list = self.list.clone();
        self.configured |= matches!(fact, Fact::Configured { .. });
        let again = list.reading.read_again && self.is_read_again(engine, fact);
        for (tally, counted) in list.reading.tallies.iter().zip(&mut self.counted) {
            let is = tally.event.is(fact) || again && tally.event == Event::ReadAgain;
            if is && tally.filter.passes(engine, fact) {
                counted.add(fact.message());
            }
        }
        // Of messages that were published since the step began.
        if list.reading.latency
            && let Some(took_us) = self.births.read(at, fact)
        {
            self.latency.add(took_us);
        }
    }

    /// Whether a fact hands a record to a group that had it already.
    fn is_read_again(&mut self, engine: &Engine, fact: &Fact) -> bool {
        let Fact::Fetched { partition, offset, consumer, .. } = *fact else {
            return false;
        };
        let Some(group) = engine.consumers()[consumer.index()].spec().group.as_deref() else {
            return false;
        };
        let Some(group) = engine.find_group(group) else {
            return false;
        };
        let next = self.read.or_insert((group, partition), 0);
        let again = offset < *next;
        *next = (*next).max(offset + 1);
        again
    }

    fn judge(&mut self, engine: &Engine) {
        let list = self.list.clone();
        let goals =
            list.goals.iter().enumerate().filter_map(|(nth, goal)| Some((nth, goal.as_ref()?)));
        for (nth, goal) in goals {
            if self.met[nth].is_none() && self.turns_true(&goal.met, engine) {
                self.met[nth] = Some(engine.now());
            }
            if let Some(spoiled) = &goal.spoiled
                && self.spoiled[nth].is_none()
                && self.turns_true(spoiled, engine)
            {
                self.spoiled[nth] = Some(engine.now());
            }
        }
        let (goals, met) = (list.goals.iter().flatten().count(), self.met.iter().flatten().count());
        if 0 < met && met == goals {
            self.score = self.par(engine);
        }
        for (nth, measured) in list.predictions.iter().enumerate() {
            if let Some(measured) = measured
                && self.answered[nth].is_none()
            {
                self.answer(nth, measured, engine);
            }
        }
    }

    fn answer(&mut self, nth: usize, measured: &Measured, engine: &Engine) {
        if let Answer::Choice(choices) = &measured.answer {
            choices.iter().for_each(|choice| choice.note(engine, self));
        }
        if !self.turns_true(&measured.when, engine) {
            return;
        }
        let value = match &measured.answer {
            Answer::Number(figure) => figure.value(engine, self),
            Answer::Choice(choices) => {
                let right = choices.iter().position(|choice| choice.is_true(engine, self));
                right.unwrap_or(choices.len().saturating_sub(1)) as f64
            }
        };
        let message = measured.story.and_then(|tally| self.counted[tally].first);
        self.answered[nth] = Some(Answered { at: engine.now(), value, message });
    }

    fn turns_true(&mut self, predicate: &Predicate, engine: &Engine) -> bool {
        predicate.note(engine, self);
        predicate.is_true(engine, self)
    }

    pub(super) fn slot(&self, slot: usize) -> Option<Tick> {
        self.slots[slot]
    }

    pub(super) fn set_slot(&mut self, slot: usize, to: Option<Tick>) {
        self.slots[slot] = to;
    }

    /// Whether settings may have changed at this moment.
    pub(super) fn is_configured(&self) -> bool {
        self.configured
    }

    pub(super) fn counted(&self, tally: usize) -> &Counted {
        &self.counted[tally]
    }

    pub(super) fn latency_ms(&self, share: f64) -> f64 {
        let mut sum = Sum::default();
        sum.add(&self.latency);
        sum.quantiles([share]).map_or(0.0, |[us]| us / 1_000.0)
    }

    pub(super) fn elapsed_us(&self, now: Tick) -> u64 {
        now.since(self.from)
    }
}

impl Counted {
    fn add(&mut self, message: Option<MessageId>) {
        self.count += 1;
        self.first = self.first.or(message);
        if let Some(message) = message.filter(|_| self.order.len() < ORDER) {
            self.order.push(message.0 + 1);
        }
    }
}
