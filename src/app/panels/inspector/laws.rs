//! The laws that concern a node, and whether they hold.

use yew::prelude::*;

use crate::{
    engine::{
        Engine, NodeId,
        laws::{LAWS, Law},
    },
    words::law_checks as words,
};

/// Most copies for which laws are looked at while somebody watches: they
/// count every one.
const COPIES: u64 = 10_000;

const OF_PRODUCERS: [&str; 3] =
    ["copies balance", "windows and buffers hold", "at least once never loses"];
const OF_QUEUES: [&str; 4] = [
    "copies are where the books say",
    "queues stay in order",
    "limits hold",
    "messages are kept while something of them is left",
];
const OF_CONSUMERS: [&str; 3] =
    ["effects balance", "at most once never duplicates", "at least once never loses"];
const OF_TOPICS: [&str; 3] = [
    "offsets are dense and in order",
    "segments hold what is stored",
    "what all in sync have stays",
];
const OF_CALLS: [&str; 2] = ["requests balance", "calls are where their workers say"];

fn names(node: NodeId) -> &'static [&'static str] {
    match node {
        NodeId::Producer(_) => &OF_PRODUCERS,
        NodeId::Exchange(_) => &["copies balance"],
        NodeId::Queue(_) => &OF_QUEUES,
        NodeId::Topic(_) => &OF_TOPICS,
        NodeId::Consumer(_) => &OF_CONSUMERS,
        NodeId::Caller(_) | NodeId::Service(_) => &OF_CALLS,
    }
}

/// Each law with its condition, and whether it holds.
pub fn laws_of(engine: &Engine, node: NodeId) -> Html {
    let books = engine.books();
    let looked_at = books.on_link + books.ready + books.outstanding <= COPIES;
    let mine = LAWS.iter().filter(|law| names(node).contains(&law.name));
    let line = |law: &Law| {
        let stands = match (looked_at, looked_at && (law.holds)(engine)) {
            (false, _) => words::TOO_MANY,
            (true, true) => words::HOLDS,
            (true, false) => words::BROKEN,
        };
        html! {
            <li key={law.name}>
                <span>{ law.shown }</span>
                <b>{ stands }</b>
                <span class="muted">{ law.condition }</span>
            </li>
        }
    };
    html! {
        <section class="laws" aria-label={words::LAWS}>
            <h3 class="h3">{ words::LAWS }</h3>
            <ul>{ for mine.map(line) }</ul>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_law_named_here_is_one() {
        for name in [&OF_PRODUCERS[..], &OF_QUEUES, &OF_CONSUMERS, &OF_TOPICS, &OF_CALLS].concat() {
            assert!(LAWS.iter().any(|law| law.name == name), "{name}");
        }
    }
}
