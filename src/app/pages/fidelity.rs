//! What is modelled: every rule of the brokers, and how far the engine
//! follows it. The words are those of `docs/fidelity.md`.

use yew::prelude::*;

/// The one source of the table, in the repository and on the page.
const SOURCE: &str = include_str!("../../../docs/fidelity.md");

/// One rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its number.
    pub rule: &'static str,
    /// What it says.
    pub short: &'static str,
    /// Whether it holds here.
    pub here: &'static str,
    /// How, or why not; may be empty.
    pub how: &'static str,
    /// How the names of its tests begin; a dash for none.
    pub tests: &'static str,
}

/// Rules of one product.
struct Section {
    title: &'static str,
    words: Vec<&'static str>,
    rows: Vec<Row>,
}

/// Every rule of the table.
pub fn rows() -> impl Iterator<Item = Row> {
    SOURCE.lines().filter_map(row)
}

/// A line of a table that is neither its head nor the rule below that.
fn row(line: &'static str) -> Option<Row> {
    let mut cells = line.strip_prefix('|')?.split('|').map(str::trim);
    let row = Row {
        rule: cells.next()?,
        short: cells.next()?,
        here: cells.next()?,
        how: cells.next()?,
        tests: cells.next()?.trim_matches('`'),
    };
    (row.rule != "Rule" && !row.rule.starts_with('-')).then_some(row)
}

/// The parts of the text; what stands before the first heading is the first.
fn sections() -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for line in SOURCE.lines() {
        let title = line.strip_prefix("## ").or(line.strip_prefix("# "));
        match (title, sections.last_mut()) {
            (Some(title), _) => sections.push(Section { title, words: vec![], rows: vec![] }),
            (None, Some(section)) if line.starts_with('|') => section.rows.extend(row(line)),
            (None, Some(section)) if !line.is_empty() => section.words.push(line),
            _ => {}
        }
    }
    sections
}

/// Text in which `code` and *stress* are marked.
fn marked(text: &'static str) -> Html {
    let piece = |(at, piece): (usize, &'static str)| match at % 2 {
        0 => html! { { for piece.split('*').enumerate().map(stressed) } },
        _ => html! { <code>{ piece }</code> },
    };
    html! { { for text.split('`').enumerate().map(piece) } }
}

fn stressed((at, piece): (usize, &'static str)) -> Html {
    match at % 2 {
        0 => html! { { piece } },
        _ => html! { <em>{ piece }</em> },
    }
}

/// The page.
pub fn fidelity() -> Html {
    let sections = sections();
    let (first, products) = sections.split_first().expect("the text has a title");
    html! {
        <main key="fidelity" class="paper">
            <h1>{ first.title }</h1>
            { for first.words.iter().map(|words| html! { <p class="prose">{ marked(words) }</p> }) }
            <p class="prose">
                { "Orders of delivery, redelivered flags and death histories are compared with recordings of a real RabbitMQ 3.10; the rules themselves are read from the documentation and the code of the versions named." }
            </p>
            { for products.iter().map(section) }
            <h2>{ "Calls" }</h2>
            <p class="prose">
                { "Beside the broker: callers with a fixed number of workers call a chain of services and wait. A time-out leaves the work going on, a retry is a new call, and a service holds its worker while it waits for the next. Calls are never lost on the way; every service of a chain waits as long as the caller does, and only the caller tries again. There are no circuit breakers." }
            </p>
            <h2>{ "Simpler than life" }</h2>
            <p class="prose">
                { "A client has one channel and works on one message at a time. Subscribing and cancelling take no time. A crash is noticed as fast as the closing connection travels. A lab holds at most a million copies; then producers hold back. Teaching labs stretch latencies to some hundred milliseconds, so that a hop can be watched." }
            </p>
            <h2>{ "Repeatable" }</h2>
            <p class="prose">
                { "Scenario, seed and the log of what you changed are the whole run: the same three give the same facts, to the last microsecond, in this page and outside it." }
            </p>
        </main>
    }
}

fn section(section: &Section) -> Html {
    let rule = |row: &Row| {
        html! {
            <tr key={row.rule}>
                <th scope="row">{ row.rule }</th>
                <td>{ marked(row.short) }</td>
                <td class={classes!("here", (row.here == "modelled").then_some("yes"))}>{ row.here }</td>
                <td>{ marked(row.how) }</td>
                <td>{ test(row.tests) }</td>
            </tr>
        }
    };
    let label = format!("Rules: {}", section.title);
    html! {
        <section key={section.title}>
            <h2>{ section.title }</h2>
            { for section.words.iter().map(|words| html! { <p class="prose">{ marked(words) }</p> }) }
            <div class="scroll" tabindex="0" role="region" aria-label={label}>
                <table class="tb rules">
                    <thead>
                        <tr>
                            { for ["Rule", "In short", "Here", "How, or why not", "Tests"].map(|head| {
                                html! { <th scope="col">{ head }</th> }
                            }) }
                        </tr>
                    </thead>
                    <tbody>{ for section.rows.iter().map(rule) }</tbody>
                </table>
            </div>
        </section>
    }
}

fn test(tests: &'static str) -> Html {
    match tests {
        "–" => html! { { "–" } },
        tests => html! { <code>{ format!("{}…", tests.trim_end_matches('_')) }</code> },
    }
}
