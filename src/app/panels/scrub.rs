//! The bar of time: where the run stands, how far it is known, and where
//! something happened that one may want to go to.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::{
    app::{
        format::clock,
        marks::{Mark as Drawn, mark as draw},
        shared::Panel,
        state::{Action, State},
        travel::Travel,
    },
    engine::Tick,
    order::sort_by_number,
    scenario::timeline::MarkKind,
    words::{Word, scrub as words},
};

/// The bar is at least so long, so that it does not jump at the start.
const LEAST_MS: f64 = 30_000.0;

/// Places for marks on the bar; what falls into one is drawn once.
const PLACES: usize = 48;

/// The bar under the stage.
pub fn scrub(panel: Panel<'_>) -> Html {
    let state = panel.state;
    let (now, known) = (state.now().as_ms(), state.bench.horizon().as_ms());
    let end = length(known);
    let oninput = panel.on_action.reform(|event: InputEvent| {
        let input: HtmlInputElement = event.target_unchecked_into();
        Action::Travel(Travel::To(input.value_as_number()))
    });
    let fill = format!("--now:{:.2}%;--known:{:.2}%", now / end * 100.0, known / end * 100.0);
    html! {
        <div class="scrub" ~style={fill}>
            <ol class="marks-line" aria-label={words::WHAT_HAPPENED}>{ for gathered(state, end).into_iter().map(|one| one.html(panel, end)) }</ol>
            <input
                type="range"
                aria-label={words::MOMENT}
                aria-valuetext={clock(state.now())}
                min="0"
                max={format!("{end}")}
                step="1"
                value={format!("{now:.0}")}
                {oninput}
            />
            <span class="ends" aria-hidden="true"><i>{ "0 s" }</i><i>{ clock(ticks(end)) }</i></span>
        </div>
    }
}

fn ticks(ms: f64) -> Tick {
    Tick((ms * 1_000.0) as u64)
}

/// How much time the bar stands for: a round figure, a little more than is
/// known.
fn length(known_ms: f64) -> f64 {
    let mut end = LEAST_MS;
    while end < known_ms * 1.05 {
        end *= 2.0;
    }
    end
}

/// Marks that would lie on each other, as one.
struct Gathered {
    at: Tick,
    kind: MarkKind,
    count: usize,
}

fn gathered(state: &State, end: f64) -> Vec<Gathered> {
    let mut all: Vec<Gathered> = Vec::new();
    let place = |at: Tick| (at.as_ms() / end * PLACES as f64) as usize;
    for side in state.bench.sides() {
        for mark in side.timeline().marks() {
            match all.iter_mut().find(|one| place(one.at) == place(mark.at)) {
                Some(one) => {
                    one.count += 1;
                    one.kind = one.kind.min(mark.kind);
                }
                None => all.push(Gathered { at: mark.at, kind: mark.kind, count: 1 }),
            }
        }
    }
    sort_by_number(&mut all, |one| one.at.0);
    all
}

impl Gathered {
    fn html(&self, panel: Panel<'_>, end: f64) -> Html {
        let at_ms = self.at.as_ms();
        let (drawn, what) = looks(self.kind);
        let at = clock(self.at);
        let says = match self.count {
            1 => words::one(&what, &at),
            count => words::many(&what, &at, &(count - 1)),
        };
        let style = format!("left:{:.2}%", at_ms / end * 100.0);
        let onclick = panel.click(Action::Travel(Travel::To(at_ms)));
        html! {
            <li key={at_ms.to_string()} ~style={style}>
                <button type="button" title={says.clone()} aria-label={says} tabindex="-1" {onclick}>
                    { draw(drawn) }
                </button>
            </li>
        }
    }
}

fn looks(kind: MarkKind) -> (Drawn, Word) {
    match kind {
        MarkKind::Crash => (Drawn::Bolt, words::CRASH),
        MarkKind::DeadLetter => (Drawn::Dead, words::DEAD_LETTER),
        MarkKind::Drop => (Drawn::Struck, words::DROP),
        MarkKind::Loss => (Drawn::Struck, words::LOSS),
        MarkKind::Duplicate => (Drawn::Twice, words::DUPLICATE),
        MarkKind::Rebalance => (Drawn::Again, words::REBALANCE),
        MarkKind::Goal => (Drawn::Done, words::GOAL),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_grows_by_doubling() {
        assert_eq!(length(0.0), 30_000.0);
        assert_eq!(length(29_000.0), 60_000.0);
        assert_eq!(length(600_000.0), 960_000.0);
    }
}
