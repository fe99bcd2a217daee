//! Ink marks of the stage: before a status, on a track, in a hatched body.

use yew::prelude::*;

use crate::view::states::{Mark, Status};

/// The hatch that means "not working", once for the whole stage.
pub fn patterns() -> Html {
    html! {
        <svg class="stage-patterns" width="0" height="0" aria-hidden="true">
            <defs>
                <pattern id="stage-hatch" width="6" height="6" patternUnits="userSpaceOnUse"
                    patternTransform="rotate(45)">
                    <path d="M0 0V6" class="hatching" />
                </pattern>
            </defs>
        </svg>
    }
}

/// The line below a node.
pub fn status(status: &Status) -> Html {
    html! {
        <div class={classes!("st", status.strong.then_some("strong"))}>
            { mark(status.mark) }
            <span>{ status.text.clone() }</span>
        </div>
    }
}

fn mark(mark: Mark) -> Html {
    let drawing = match mark {
        Mark::Arrow => html! { <path class="inkl" d="M-4.5 0H3.5M.5-3.5L4 0 .5 3.5" /> },
        Mark::Clock => html! {
            <><circle r="4.5" class="inkl thin" /><path class="inkl thin" d="M0-2.5V0L2 1.2" /></>
        },
        Mark::Turning => html! {
            <>
                <circle r="4.5" class="edge" />
                <path class="inkl" d="M0-4.5A4.5 4.5 0 0 1 3.2 3.2" />
            </>
        },
        Mark::Bolt => html! {
            <path class="inkf" transform="scale(.72)" d="M2.5-9L-5 1.5H-.5L-2.5 9 5-1.5H.5z" />
        },
        Mark::Bars => html! { <path class="inkl bars" d="M-2.5-4.5V4.5M2.5-4.5V4.5" /> },
        Mark::Ring => html! { <circle r="4" class="edge" /> },
    };
    html! { <svg class="mark" viewBox="-7 -7 14 14" aria-hidden="true">{ drawing }</svg> }
}

/// A bolt: an instant at which a consumer may die.
pub fn bolt() -> Html {
    html! {
        <svg viewBox="-12 -12 24 24" aria-hidden="true">
            <path transform="scale(.82)" d="M2.5-9L-5 1.5H-.5L-2.5 9 5-1.5H.5z" />
        </svg>
    }
}
