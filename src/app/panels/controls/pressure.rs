//! What closes a producer's gate, and what it does then.

use yew::prelude::*;

use crate::{
    app::{
        fields::{Number, Select},
        shared::Panel,
    },
    engine::{
        Command, Engine,
        topology::{Backpressure, ProducerSpec, Response, Watch},
    },
    words::{
        Word, backpressure as words,
        field_units::{MSG, MSG_PER_S},
        settings::NO_LIMIT,
    },
};

const RESPONSES: [Word; 4] = [words::IGNORE, words::BLOCK, words::BUFFER, words::SLOW_DOWN];

/// The controls of one producer.
pub fn pressure(panel: Panel<'_>, spec: &ProducerSpec) -> Html {
    html! {
        <fieldset class="rows">
            <legend class="lbl">{ words::BACKPRESSURE }</legend>
            { window(panel, spec) }
            { watch(panel, spec) }
            { response(panel, spec) }
        </fieldset>
    }
}

/// A wish for the same backpressure, changed in one way.
fn change<T: 'static>(
    panel: Panel<'_>,
    spec: &ProducerSpec,
    change: impl Fn(&mut Backpressure, T) + 'static,
) -> Callback<T> {
    let (producer, present) = (spec.name.clone(), spec.backpressure.clone());
    panel.ask(move |entered: T| {
        let mut backpressure = present.clone();
        change(&mut backpressure, entered);
        Command::SetBackpressure { producer: producer.clone(), backpressure }
    })
}

fn window(panel: Panel<'_>, spec: &ProducerSpec) -> Html {
    let on_enter = change(panel, spec, |wish, most: Option<f64>| {
        wish.window = most.map(|most| most as u32);
    });
    let counts_nothing = spec.backpressure.window.is_some() && spec.confirms.is_none();
    html! {
        <>
            <Number label={words::MOST_UNCONFIRMED} unit={MSG} value={spec.backpressure.window.map(f64::from)} from={1.0} to={100_000.0} empty={NO_LIMIT} {on_enter} />
            { for counts_nothing.then(|| html! { <p class="muted">{ words::COUNTS_NOTHING }</p> }) }
        </>
    }
}

fn watch(panel: Panel<'_>, spec: &ProducerSpec) -> Html {
    let queues: Vec<&str> = existing(panel.engine()).collect();
    let present = spec.backpressure.watch.as_ref();
    let chosen = present.and_then(|watch| queues.iter().position(|name| *name == watch.queue));
    let names: Vec<String> = queues.iter().map(|name| (*name).to_owned()).collect();
    let on_choose = change(panel, spec, move |wish, at: usize| {
        let queue = at.checked_sub(1).and_then(|at| names.get(at)).cloned();
        wish.watch = queue.map(|queue| match wish.watch.take() {
            Some(watch) => Watch { queue, ..watch },
            None => Watch { queue, high: 8, low: 3, every_ms: 500.0 },
        });
    });
    let choices = std::iter::once(words::NO_QUEUE.text()).chain(queues).collect();
    let select = Select {
        label: words::WATCH.text(),
        choices,
        chosen: chosen.map_or(0, |at| at + 1),
        on_choose,
    };
    html! { <>{ select.html() }{ for present.map(|watch| thresholds(panel, spec, watch)) }</> }
}

fn existing(engine: &Engine) -> impl Iterator<Item = &str> {
    let queues = engine.queues().iter().filter(|queue| queue.exists());
    queues.map(|queue| queue.spec().name.as_str())
}

fn thresholds(panel: Panel<'_>, spec: &ProducerSpec, watch: &Watch) -> Html {
    // The thresholds are kept apart, so that either can be entered first.
    let set = |set: fn(&mut Watch, f64)| {
        change(panel, spec, move |wish, entered: Option<f64>| {
            if let (Some(watch), Some(entered)) = (&mut wish.watch, entered) {
                set(watch, entered);
            }
        })
    };
    let on_high = set(|watch, high| {
        watch.high = high as u64;
        watch.low = watch.low.min(watch.high - 1);
    });
    let on_low = set(|watch, low| {
        watch.low = low as u64;
        watch.high = watch.high.max(watch.low + 1);
    });
    let on_every = set(|watch, every_ms| watch.every_ms = every_ms);
    html! {
        <>
            <Number label={words::TOO_LONG} unit={MSG} value={watch.high as f64} from={1.0} to={1e6} on_enter={on_high} />
            <Number label={words::SHORT_ENOUGH} unit={MSG} value={watch.low as f64} from={0.0} to={1e6} on_enter={on_low} />
            <Number label={words::ASKED_EVERY} unit="ms" value={watch.every_ms} from={1.0} to={3_600_000.0} on_enter={on_every} />
        </>
    }
}

fn response(panel: Panel<'_>, spec: &ProducerSpec) -> Html {
    let on_choose = change(panel, spec, |wish, at: usize| {
        wish.response = match at {
            0 => Response::Ignore,
            1 => Response::Block,
            2 => Response::Buffer { limit: 12 },
            _ => Response::SlowDown { per_s: 0.5 },
        };
    });
    let (chosen, amount) = match spec.backpressure.response {
        Response::Ignore => (0, Html::default()),
        Response::Block => (1, Html::default()),
        Response::Buffer { limit } => {
            let on_enter = change(panel, spec, |wish, limit: Option<f64>| {
                wish.response = Response::Buffer { limit: limit.unwrap_or_default() as u32 };
            });
            (
                2,
                html! { <Number label={words::BUFFER_FOR} unit={MSG} value={f64::from(limit)} to={100_000.0} {on_enter} /> },
            )
        }
        Response::SlowDown { per_s } => {
            let on_enter = change(panel, spec, |wish, per_s: Option<f64>| {
                wish.response = Response::SlowDown { per_s: per_s.unwrap_or_default() };
            });
            (
                3,
                html! { <Number label={words::DOWN_TO} unit={MSG_PER_S} value={per_s} to={100_000.0} places={2} {on_enter} /> },
            )
        }
    };
    let choices = RESPONSES.map(Word::text).to_vec();
    let select = Select { label: words::WHEN_CLOSED.text(), choices, chosen, on_choose };
    html! { <>{ select.html() }{ amount }</> }
}
