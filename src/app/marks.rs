//! Message tokens as drawings in the text: in the legend, the ledger, life
//! stories and on cards. Shape and hue are those of the stage.

use yew::prelude::*;

/// A message in one of its states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Waits in a queue.
    Ready,
    /// On its way.
    Flight,
    /// With a consumer.
    Unacked,
    /// Delivered again.
    Again,
    /// Fails every time.
    Poison,
    /// In a dead-letter queue.
    Dead,
    /// Will never have its effect.
    Struck,
    /// Had its effect more than once.
    Twice,
    /// Had its effect once.
    Done,
    /// Had its effect once, and may have it again.
    Open,
    /// Nothing has happened yet.
    Dot,
    /// Its time ran out.
    Expired,
    /// A crash, in ink: no message at all.
    Bolt,
}

const SQUARE: &str = "M-9-12H9a5 5 0 0 1 5 5V7a5 5 0 0 1-5 5H-9a5 5 0 0 1-5-5V-7a5 5 0 0 1 5-5z";
const NOSE: &str = "M-9-12H8.5L16.5 0 8.5 12H-9a5 5 0 0 1-5-5V-7a5 5 0 0 1 5-5z";
const SWALLOW: &str = "M16-12H-8.5L-16.5 0-8.5 12H16L10 0z";
const OCTAGON: &str = "M-6.5-13H6.5L14-5.5V5.5L6.5 13H-6.5L-14 5.5V-5.5z";
const DOG_EAR: &str = "M-9-12H5L14-3V7a5 5 0 0 1-5 5H-9a5 5 0 0 1-5-5V-7a5 5 0 0 1 5-5z";
const HOURGLASS: &str = "M-13-12H13L5 0 13 12H-13L-5 0z";
const CHECK: &str = "M-5 .5L-1.5 4 5.2-3.7";

/// A mark 18 pixels wide.
pub fn mark(mark: Mark) -> Html {
    html! {
        <svg class="mark" width="20" height="18" viewBox="-18 -16 36 32" aria-hidden="true">
            { token(mark) }
        </svg>
    }
}

/// The shapes of a token around the origin, for use inside a drawing.
pub fn token(mark: Mark) -> Html {
    match mark {
        Mark::Ready => html! { <g class="tk ready"><path class="s" d={SQUARE} /></g> },
        Mark::Flight => html! { <g class="tk flight"><path class="s" d={NOSE} /></g> },
        Mark::Unacked => html! { <g class="tk unacked"><path class="s" d={SQUARE} /></g> },
        Mark::Again => html! { <g class="tk again"><path class="s" d={SWALLOW} /></g> },
        Mark::Poison => html! { <g class="tk poison"><path class="s" d={OCTAGON} /></g> },
        Mark::Expired => html! { <g class="tk expired"><path class="s" d={HOURGLASS} /></g> },
        Mark::Dead => html! {
            <g class="tk dead"><path class="s" d={DOG_EAR} /><path class="fold" d="M5-12V-3H14z" /></g>
        },
        Mark::Struck => html! {
            <g class="tk drop"><path class="s" d={SQUARE} /><path class="s" d="M-17 14L17-14" /></g>
        },
        Mark::Twice => html! {
            <g class="tk dup">
                <path class="s bk" d={SQUARE} transform="translate(3 -3)" />
                <path class="s" d={SQUARE} transform="translate(-2 3)" />
                <text x="-2" y="3">{ "2×" }</text>
            </g>
        },
        Mark::Done => html! {
            <g class="tk acked"><circle class="s" r="13" /><path class="c" d={CHECK} /></g>
        },
        Mark::Open => html! {
            <g class="tk risk"><circle class="s" r="12.5" /><path class="c" d={CHECK} /></g>
        },
        Mark::Dot => html! { <circle class="dot" r="4" /> },
        Mark::Bolt => html! { <path class="inkf" d="M3.5-13L-7 2H-.8L-3.5 13 7-2H.8z" /> },
    }
}
