//! What is modelled: every rule of the brokers, and how far the engine
//! follows it. The words are those of `docs/fidelity.md`, or of its
//! translation, and fetched when somebody wants to read them.

use yew::prelude::*;

use crate::{
    app::{lessons::Part, shared::Panel},
    words::{fidelity as words, top},
};

/// One rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row<'a> {
    /// Its number.
    pub rule: &'a str,
    /// What it says.
    pub short: &'a str,
    /// Whether it holds here.
    pub here: &'a str,
    /// How, or why not; may be empty.
    pub how: &'a str,
    /// How the names of its tests begin; a dash for none.
    pub tests: &'a str,
}

/// A part of the text, and the rules in it.
struct Section<'a> {
    title: &'a str,
    words: Vec<&'a str>,
    heads: Vec<&'a str>,
    rows: Vec<Row<'a>>,
}

/// Every rule of the table in a text.
pub fn rows(text: &str) -> impl Iterator<Item = Row<'_>> {
    text.lines().filter_map(row)
}

fn cells(line: &str) -> Option<impl Iterator<Item = &str>> {
    Some(line.strip_prefix('|')?.trim_end().trim_end_matches('|').split('|').map(str::trim))
}

/// A line of a table that is neither its head nor the rule below that: it
/// begins with a number.
fn row(line: &str) -> Option<Row<'_>> {
    let mut cells = cells(line)?;
    let row = Row {
        rule: cells.next()?,
        short: cells.next()?,
        here: cells.next()?,
        how: cells.next()?,
        tests: cells.next()?.trim_matches('`'),
    };
    row.rule.ends_with(|last: char| last.is_ascii_digit()).then_some(row)
}

/// The parts of the text; what stands before the first heading is the first.
fn sections(text: &str) -> Vec<Section<'_>> {
    let mut sections: Vec<Section> = Vec::new();
    for line in text.lines() {
        let title = line.strip_prefix("## ").or(line.strip_prefix("# "));
        match (title, sections.last_mut()) {
            (Some(title), _) => {
                sections.push(Section { title, words: vec![], heads: vec![], rows: vec![] });
            }
            (None, Some(section)) if line.starts_with('|') => match row(line) {
                Some(row) => section.rows.push(row),
                None if section.heads.is_empty() => {
                    section.heads.extend(cells(line).into_iter().flatten())
                }
                None => {}
            },
            (None, Some(section)) if !line.is_empty() => section.words.push(line),
            _ => {}
        }
    }
    sections
}

/// Text in which `code` and *stress* are marked.
fn marked(text: &str) -> Html {
    let piece = |(at, piece): (usize, &str)| match at % 2 {
        0 => html! { { for piece.split('*').enumerate().map(stressed) } },
        _ => html! { <code>{ piece.to_owned() }</code> },
    };
    html! { { for text.split('`').enumerate().map(piece) } }
}

fn stressed((at, piece): (usize, &str)) -> Html {
    match at % 2 {
        0 => html! { { piece.to_owned() } },
        _ => html! { <em>{ piece.to_owned() }</em> },
    }
}

/// The page.
pub fn fidelity(panel: Panel<'_>) -> Html {
    match &panel.state.modelled {
        Part::There(text) => html! {
            <main key="fidelity" class="paper">{ for sections(text).iter().enumerate().map(section) }</main>
        },
        Part::Missing(why) => waiting(why),
        _ => waiting(words::COMING.text()),
    }
}

fn waiting(says: &str) -> Html {
    html! {
        <main key="waiting" class="paper">
            <h1>{ top::MODELLED }</h1>
            <p class="prose" role="status">{ says.to_owned() }</p>
        </main>
    }
}

fn section((at, section): (usize, &Section<'_>)) -> Html {
    let title = section.title.to_owned();
    html! {
        <section key={at}>
            { if at == 0 { html! { <h1>{ title }</h1> } } else { html! { <h2>{ title }</h2> } } }
            { for section.words.iter().map(|words| html! { <p class="prose">{ marked(words) }</p> }) }
            { if section.rows.is_empty() { html! {} } else { table(section) } }
        </section>
    }
}

fn table(section: &Section<'_>) -> Html {
    let rule = |row: &Row| {
        let modelled = row.here == words::MODELLED.text();
        html! {
            <tr key={row.rule}>
                <th scope="row">{ row.rule.to_owned() }</th>
                <td>{ marked(row.short) }</td>
                <td class={classes!("here", modelled.then_some("yes"))}>{ row.here.to_owned() }</td>
                <td>{ marked(row.how) }</td>
                <td>{ test(row.tests) }</td>
            </tr>
        }
    };
    let head = |head: &&str| html! { <th scope="col">{ (*head).to_owned() }</th> };
    let label = words::rules_of(&section.title);
    html! {
        <div class="scroll" tabindex="0" role="region" aria-label={label}>
            <table class="tb rules">
                <thead><tr>{ for section.heads.iter().map(head) }</tr></thead>
                <tbody>{ for section.rows.iter().map(rule) }</tbody>
            </table>
        </div>
    }
}

fn test(tests: &str) -> Html {
    match tests {
        "–" => html! { { "–" } },
        tests => html! { <code>{ format!("{}…", tests.trim_end_matches('_')) }</code> },
    }
}
