//! The present instant in one sentence, to be read and to be heard.
//!
//! Eyes can skip a sentence, ears cannot: the live region takes the latest
//! one at most every two seconds.

use gloo_timers::callback::Timeout;
use yew::prelude::*;

use crate::app::{format::clock, panels::building::AFRESH, shared::Panel};

/// Least time between two sentences that are read out, in milliseconds.
const SAY_MS: u32 = 2_000;

/// The line under the stage.
pub fn caption_line(panel: Panel<'_>) -> Html {
    let state = panel.state;
    let told = state.side().caption().told();
    let (at, text) = match told {
        Some(told) => (told.at, told.text.clone()),
        None if state.building.open => (state.now(), AFRESH.into()),
        None if state.playing => (state.now(), "The run has just begun.".to_owned()),
        None => (state.now(), "Nothing has happened yet. Press play.".to_owned()),
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
