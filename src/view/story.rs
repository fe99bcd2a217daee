//! The life of one message: what happened to it, where its copies are, and
//! what came of it for each subscriber.

use crate::{
    engine::{
        Copy, CopyId, Engine, Fact, Line, MessageId, NodeId, PartitionId, Stage, Subscriber, Tick,
    },
    order::sort_by_number,
    words::{stories as words, tokens},
};

use super::{
    log_words::partition_name,
    rules::{Why, why_of},
    sentence::{self, because, sentence},
};

/// Most steps of a story; the latest.
const STEPS: usize = 60;

/// One fact of a life.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Its number among all facts.
    pub index: u64,
    /// When.
    pub at: Tick,
    /// What.
    pub fact: Fact,
    /// In words.
    pub text: String,
    /// The rule behind it.
    pub why: Option<Why>,
}

/// What is known of a life.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Story {
    /// The latest steps, oldest first.
    pub steps: Vec<Step>,
    /// There were earlier ones.
    pub has_earlier: bool,
}

/// The story of a message, as far as the window of facts goes back.
pub fn story(engine: &Engine, message: MessageId) -> Story {
    let facts = facts_of(engine, message);
    let begins = |fact: &Fact| {
        matches!(
            fact,
            Fact::Published { attempt: 1, .. }
                | Fact::Produced { attempt: 1, .. }
                | Fact::Buffered { .. }
        )
    };
    let steps: Vec<Step> = facts
        .into_iter()
        .filter_map(|(index, at, fact)| {
            let text = sentence(engine, &fact)?;
            Some(Step { index, at, fact, text, why: why_of(engine, &fact) })
        })
        .collect();
    let has_earlier = !steps.first().is_some_and(|step| begins(&step.fact));
    Story { steps, has_earlier }
}

/// The latest facts about a message, oldest first.
fn facts_of(engine: &Engine, message: MessageId) -> Vec<(u64, Tick, Fact)> {
    let all = engine.facts().since(0).rev();
    let about = all.filter(|(_, _, fact)| fact.message() == Some(message));
    let mut facts: Vec<_> = about.take(STEPS).map(|(index, at, fact)| (index, at, *fact)).collect();
    facts.reverse();
    facts
}

/// A copy and where it is, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Which.
    pub copy: CopyId,
    /// Where.
    pub text: String,
}

/// Most copies told of.
const PLACES: usize = 20;

/// The copies there are of a message, the oldest first.
pub fn places(engine: &Engine, message: MessageId, story: &Story) -> Vec<Place> {
    let mut copies: Vec<&Copy> = engine.copies_of(message).take(PLACES).collect();
    sort_by_number(&mut copies, |copy| copy.id.0.into());
    let place = |copy: &Copy| Place { copy: copy.id, text: place(engine, copy, story) };
    copies.into_iter().map(place).collect()
}

fn place(engine: &Engine, copy: &Copy, story: &Story) -> String {
    let found = story.steps.iter().rev().find_map(|step| last_seen(copy.id, &step.fact));
    let name = |node| sentence::place(engine, node);
    match (copy.stage, found) {
        (Stage::OnLink, Some(Seen::Sent(from, to))) => {
            words::on_its_way_from(&name(from), &name(to))
        }
        (Stage::OnLink, _) => tokens::ON_ITS_WAY.into(),
        (Stage::Ready, Some(Seen::In(node))) => words::waits_in(&name(node)),
        (Stage::Ready, Some(Seen::At(partition, offset))) => {
            words::at_offset(&partition_name(engine, partition), &offset)
        }
        (Stage::Ready, _) => words::WAITS.into(),
        (Stage::Outstanding, Some(Seen::Sent(queue, consumer))) => {
            words::with(&name(consumer), &name(queue))
        }
        (Stage::Outstanding, _) => words::WITH_A_CONSUMER.into(),
    }
}

/// Where a fact has a copy.
enum Seen {
    Sent(NodeId, NodeId),
    In(NodeId),
    At(PartitionId, u64),
}

fn last_seen(id: CopyId, fact: &Fact) -> Option<Seen> {
    use NodeId::{Consumer, Exchange, Producer, Queue};
    Some(match *fact {
        Fact::Published { copy, producer, exchange, .. } if copy == id => {
            Seen::Sent(Producer(producer), Exchange(exchange))
        }
        Fact::Routed { copy, exchange, queue, .. } if copy == id => {
            Seen::Sent(Exchange(exchange), Queue(queue))
        }
        Fact::DeadLettered { copy, queue, exchange, .. } if copy == id => {
            Seen::Sent(Queue(queue), Exchange(exchange))
        }
        Fact::Redriven { copy, from, to, .. } if copy == id => Seen::Sent(Queue(from), Queue(to)),
        Fact::Delivered { copy, queue, consumer, .. } if copy == id => {
            Seen::Sent(Queue(queue), Consumer(consumer))
        }
        Fact::Enqueued { copy, queue, .. } | Fact::Requeued { copy, queue, .. } if copy == id => {
            Seen::In(Queue(queue))
        }
        Fact::Appended { copy, partition, offset, .. } if copy == id => Seen::At(partition, offset),
        _ => return None,
    })
}

/// How an expected effect stands, in words: whose, and what became of it.
pub fn effect(engine: &Engine, line: &Line) -> (String, String) {
    let stands = match (line.times, line.lost, line.open) {
        (0, Some(cause), _) => words::lost(&because(cause)),
        (0, None, _) => words::NOT_DONE.into(),
        (1, _, true) => words::DONE_NOT_SETTLED.into(),
        (1, _, false) => words::DONE_ONCE.into(),
        (times, ..) => words::done_times(&times),
    };
    (whose(engine, line.whose).to_owned(), stands)
}

/// Whose effect it is, by name.
pub fn whose(engine: &Engine, whose: Option<Subscriber>) -> &str {
    match whose {
        Some(Subscriber::Queue(id)) => engine.name_of(NodeId::Queue(id)),
        Some(Subscriber::Group(id)) => &engine.groups()[id.index()].spec().name,
        None => words::NOBODY.text(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Run, catalog};

    fn run(world: &str, ms: u64) -> Run {
        let mut run = Run::new(catalog::find(world).expect("is built in")).expect("starts");
        run.advance(ms * 1_000, u64::MAX);
        run
    }

    #[test]
    fn a_life_is_told_step_by_step_with_its_rules() {
        let run = run("guarantees", 4_000);
        let story = story(run.engine(), MessageId(0));
        let rules: Vec<_> =
            story.steps.iter().map(|it| it.why.map_or("", |why| why.rule)).collect();
        assert_eq!(rules[..5], ["R8", "R4", "R44", "R12", "R12"]);
        assert!(!story.has_earlier);
    }

    #[test]
    fn where_a_message_is_follows_from_its_facts() {
        let places_at = |ms| {
            let run = run("guarantees", ms);
            let told = places(run.engine(), MessageId(0), &story(run.engine(), MessageId(0)));
            told.into_iter().map(|place| place.text).collect::<Vec<_>>().join("; ")
        };
        assert_eq!(places_at(1_300), "on its way from checkout to the default exchange");
        assert_eq!(places_at(2_300), "with billing, not settled; orders keeps it");
        assert_eq!(places_at(6_000), "");
    }

    #[test]
    fn a_life_that_began_before_the_window_says_so() {
        let run = run("guarantees", 100);
        assert!(story(run.engine(), MessageId(0)).has_earlier, "nothing of it is known");
    }

    #[test]
    fn every_step_of_every_world_has_one_sentence() {
        for world in ["poison", "fan-out", "topic", "bounded", "work-queue"] {
            let run = run(world, 20_000);
            for message in 0..5 {
                for step in story(run.engine(), MessageId(message)).steps {
                    assert!(step.text.ends_with('.'), "{}", step.text);
                    assert!(step.why.is_none_or(|why| why.text.text().ends_with('.')));
                }
            }
        }
    }
}
