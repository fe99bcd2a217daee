//! The present instant in one sentence, to be read and to be heard.
//!
//! Eyes can skip a sentence, ears cannot: the live region takes the latest
//! one at most every two seconds.

use gloo_timers::callback::Timeout;
use yew::prelude::*;

use crate::{
    app::{format::clock, panels::building::AFRESH, shared::Panel},
    words::caption as words,
};

/// Least time between two sentences that are read out, in milliseconds.
const SAY_MS: u32 = 2_000;

/// The line under the stage.
pub fn caption_line(panel: Panel<'_>) -> Html {
    let state = panel.state;
    let told = state.side().caption().told();
    let (at, text) = match told {
        Some(told) => (told.at, told.text.clone()),
        None if state.building.open => (state.now(), AFRESH.to_string()),
        None if state.playing => (state.now(), words::BEGUN.to_string()),
        None if state.given().is_some_and(|open| open.waits()) => {
            (state.now(), words::GUESS_FIRST.to_string())
        }
        None => (state.now(), words::NOTHING.to_string()),
    };
    html! {
        <div class="cap">
            <time>{ clock(at) }</time>
            <p>{ text.clone() }</p>
            <Spoken {text} />
        </div>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct SpokenProps {
    text: String,
}

/// A live region that never chatters.
struct Spoken {
    spoken: String,
    waiting: Option<Timeout>,
}

impl Component for Spoken {
    type Message = ();
    type Properties = SpokenProps;

    fn create(context: &Context<Self>) -> Self {
        Spoken { spoken: context.props().text.clone(), waiting: None }
    }

    fn changed(&mut self, context: &Context<Self>, _: &SpokenProps) -> bool {
        if self.waiting.is_none() {
            let link = context.link().clone();
            self.waiting = Some(Timeout::new(SAY_MS, move || link.send_message(())));
        }
        false
    }

    fn update(&mut self, context: &Context<Self>, (): ()) -> bool {
        self.waiting = None;
        self.spoken = context.props().text.clone();
        true
    }

    fn view(&self, _: &Context<Self>) -> Html {
        html! { <p class="vh" aria-live="polite">{ self.spoken.clone() }</p> }
    }
}
