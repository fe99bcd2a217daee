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
    /// A crash, in ink: no message at all.
    Bolt,
}

impl Mark {
    /// Its shapes around the origin, as the text of a drawing.
    pub fn shapes(self) -> &'static str {
        match self {
            Mark::Ready => {
                r#"<g class="tk ready"><path class="s" d="M-9-12H9a5 5 0 0 1 5 5V7a5 5 0 0 1-5 5H-9a5 5 0 0 1-5-5V-7a5 5 0 0 1 5-5z"/></g>"#
            }
            Mark::Flight => {
                r#"<g class="tk flight"><path class="s" d="M-9-12H8.5L16.5 0 8.5 12H-9a5 5 0 0 1-5-5V-7a5 5 0 0 1 5-5z"/></g>"#
            }
            Mark::Unacked => {
                r#"<g class="tk unacked"><path class="s" d="M-9-12H9a5 5 0 0 1 5 5V7a5 5 0 0 1-5 5H-9a5 5 0 0 1-5-5V-7a5 5 0 0 1 5-5z"/></g>"#
            }
            Mark::Again => {
                r#"<g class="tk again"><path class="s" d="M16-12H-8.5L-16.5 0-8.5 12H16L10 0z"/></g>"#
            }
            Mark::Poison => {
                r#"<g class="tk poison"><path class="s" d="M-6.5-13H6.5L14-5.5V5.5L6.5 13H-6.5L-14 5.5V-5.5z"/></g>"#
            }
            Mark::Dead => {
                r#"<g class="tk dead"><path class="s" d="M-9-12H5L14-3V7a5 5 0 0 1-5 5H-9a5 5 0 0 1-5-5V-7a5 5 0 0 1 5-5z"/><path class="fold" d="M5-12V-3H14z"/></g>"#
            }
            Mark::Struck => {
                r#"<g class="tk drop"><path class="s" d="M-9-12H9a5 5 0 0 1 5 5V7a5 5 0 0 1-5 5H-9a5 5 0 0 1-5-5V-7a5 5 0 0 1 5-5zM-17 14L17-14"/></g>"#
            }
            Mark::Twice => {
                r#"<g class="tk dup"><path class="s bk" d="M-6-15H12a5 5 0 0 1 5 5V4a5 5 0 0 1-5 5H-6a5 5 0 0 1-5-5V-10a5 5 0 0 1 5-5z"/><path class="s" d="M-11-9H7a5 5 0 0 1 5 5V10a5 5 0 0 1-5 5H-11a5 5 0 0 1-5-5V-4a5 5 0 0 1 5-5z"/><text x="-2" y="3">2×</text></g>"#
            }
            Mark::Done => {
                r#"<g class="tk acked"><circle class="s" r="13"/><path class="c" d="M-5 .5L-1.5 4 5.2-3.7"/></g>"#
            }
            Mark::Open => {
                r#"<g class="tk risk"><circle class="s" r="12.5"/><path class="c" d="M-5 .5L-1.5 4 5.2-3.7"/></g>"#
            }
            Mark::Dot => r#"<circle class="dot" r="4"/>"#,
            Mark::Bolt => r#"<path class="inkf" d="M3.5-13L-7 2H-.8L-3.5 13 7-2H.8z"/>"#,
        }
    }
}

/// A mark 20 pixels wide, unless a style says otherwise.
pub fn mark(mark: Mark) -> Html {
    let shapes = mark.shapes();
    let text = format!(
        r#"<svg class="mark" width="20" height="18" viewBox="-18 -16 36 32" aria-hidden="true">{shapes}</svg>"#
    );
    Html::from_html_unchecked(text.into())
}
