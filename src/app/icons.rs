//! Small drawings in the colour of the text around them.

use yew::prelude::*;

/// An icon of 16 pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// Let time go on.
    Play,
    /// Stop time.
    Pause,
    /// To the next event.
    Step,
    /// To the last event.
    StepBack,
    /// Another line of time.
    Branch,
    /// From the start again.
    Reset,
    /// A crash.
    Bolt,
    /// What is broken on purpose.
    Break,
    /// One more.
    Plus,
    /// Close.
    Close,
    /// What the drawings mean.
    Help,
    /// Light or dark.
    Theme,
    /// A file.
    Open,
    /// To another window.
    Out,
    /// A page in a page.
    Embed,
    /// A queue with something in it.
    Stage,
    /// What can be set.
    Controls,
    /// A closer look.
    Inspector,
    /// Lines that rise.
    Charts,
    /// What a person prefers.
    Preferences,
    /// A link to this moment.
    Share,
    /// The world is changed by hand.
    Build,
    /// Taken back.
    Undo,
    /// Put back.
    Redo,
    /// A goal that is met, a lesson that is passed.
    Met,
    /// One that is not yet.
    Unmet,
    /// One that can be met no more.
    Spoiled,
    /// A lesson that was begun.
    Begun,
    /// What there is to learn.
    Lesson,
}

impl Icon {
    fn strokes(self) -> &'static str {
        match self {
            Icon::Play => r#"<path d="M5 3.2v9.6l7.8-4.8z" fill="currentColor"/>"#,
            Icon::Pause => r#"<path d="M5.2 3.5v9M10.8 3.5v9" stroke-width="2.5"/>"#,
            Icon::Step => r#"<path d="M4 3.5v9l6-4.5zM12 3.5v9" fill="currentColor"/>"#,
            Icon::StepBack => r#"<path d="M12 3.5v9L6 8zM4 3.5v9" fill="currentColor"/>"#,
            Icon::Branch => {
                r#"<path d="M4.5 4.5v7M4.5 9.5c0-3 7-1.5 7-4.5"/><circle cx="4.5" cy="3" r="1.5"/><circle cx="4.5" cy="13" r="1.5"/><circle cx="11.5" cy="3.5" r="1.5"/>"#
            }
            Icon::Reset => r#"<path d="M3.2 8a4.9 4.9 0 1 0 1.5-3.5M3 2.5v2.6h2.6"/>"#,
            Icon::Bolt => r#"<path d="M9 1.8L4 9h3.6L6.8 14.2 12 7H8.4z" fill="currentColor"/>"#,
            Icon::Break => {
                r#"<path d="M2.5 8h3l1.5-2.5L9 10.5 10.5 8h3M4 3.5l1 1.4M12 12.5l-1-1.4"/>"#
            }
            Icon::Plus => r#"<path d="M8 3.5v9M3.5 8h9"/>"#,
            Icon::Close => r#"<path d="M4.5 4.5l7 7M11.5 4.5l-7 7"/>"#,
            Icon::Help => {
                r#"<circle cx="8" cy="8" r="6"/><path d="M6.3 6.4a1.75 1.75 0 1 1 2.5 1.6c-.6.3-.8.6-.8 1.1M8 11.2v.1"/>"#
            }
            Icon::Theme => {
                r#"<circle cx="8" cy="8" r="5.5"/><path d="M8 2.5a5.5 5.5 0 0 1 0 11z" fill="currentColor"/>"#
            }
            Icon::Open => {
                r#"<path d="M2.5 12.5v-9h4l1.5 2h5.5v7zM8 11.2V7.5M6.3 9.1L8 7.4l1.7 1.7"/>"#
            }
            Icon::Out => r#"<path d="M6.5 3.5h-3v9h9v-3M9 3.5h3.5V7M12.5 3.5L7.5 8.5"/>"#,
            Icon::Embed => r#"<path d="M5.5 4.5L2 8l3.5 3.5M10.5 4.5L14 8l-3.5 3.5"/>"#,
            Icon::Stage => r#"<path d="M4 5h6.5a1.5 3 0 0 1 0 6H4a1.5 3 0 0 1 0-6zM14 6.5v3"/>"#,
            Icon::Controls => {
                r#"<path d="M2.5 5h6M11.5 5h2M2.5 11h2M7.5 11h6M8.5 5a1.5 1.5 0 1 0 3 0 1.5 1.5 0 1 0-3 0M4.5 11a1.5 1.5 0 1 0 3 0 1.5 1.5 0 1 0-3 0"/>"#
            }
            Icon::Met => {
                r#"<circle cx="8" cy="8" r="6.5" fill="currentColor"/><path d="M5.2 8.2l2 2 3.7-4.2" stroke="var(--panel)" stroke-width="1.8"/>"#
            }
            Icon::Unmet => r#"<circle cx="8" cy="8" r="6"/>"#,
            Icon::Spoiled => {
                r#"<circle cx="8" cy="8" r="6" stroke-dasharray="2.5 2"/><path d="M4 12l8-8"/>"#
            }
            Icon::Begun => {
                r#"<circle cx="8" cy="8" r="6"/><path d="M8 2a6 6 0 0 1 0 12z" fill="currentColor"/>"#
            }
            Icon::Lesson => {
                r#"<path d="M3 3.5h4a1.5 1.5 0 0 1 1 .5 1.5 1.5 0 0 1 1-.5h4v9H9.5L8 13l-1.5-.5H3zM8 4v9"/>"#
            }
            Icon::Inspector => r#"<circle cx="7" cy="7" r="4"/><path d="M10 10l3.5 3.5"/>"#,
            Icon::Charts => r#"<path d="M2.5 13.5h11M3 10.5l3.5-4 3 2.5 4-5.5"/>"#,
            Icon::Share => {
                r#"<path d="M7 9a2.6 2.6 0 0 0 3.9.3l2-2a2.6 2.6 0 0 0-3.7-3.7l-.9.9M9 7a2.6 2.6 0 0 0-3.9-.3l-2 2a2.6 2.6 0 0 0 3.7 3.7l.9-.9"/>"#
            }
            Icon::Build => r#"<path d="M3 13l.8-3.2L10.5 3 13 5.5l-6.8 6.7zM9 4.5L11.5 7"/>"#,
            Icon::Undo => r#"<path d="M6 3.5L2.8 6.7 6 9.9M3 6.7h6.3a3.4 3.4 0 0 1 0 6.8H6.5"/>"#,
            Icon::Redo => {
                r#"<path d="M10 3.5l3.2 3.2L10 9.9M13 6.7H6.7a3.4 3.4 0 0 0 0 6.8h2.8"/>"#
            }
            Icon::Preferences => {
                r#"<circle cx="8" cy="8" r="2.2"/><path d="M8 1.8v2.1M8 12.1v2.1M1.8 8h2.1M12.1 8h2.1M3.6 3.6l1.5 1.5M10.9 10.9l1.5 1.5M12.4 3.6l-1.5 1.5M5.1 10.9l-1.5 1.5"/>"#
            }
        }
    }
}

/// Draws an icon; the words beside it say what it does.
///
/// The drawings are text, not trees: there are many, and they never change.
pub fn icon(icon: Icon) -> Html {
    svg(16, "0 0 16 16", icon.strokes())
}

/// The sign of the house: a queue with one message waiting and one moving.
pub fn brand() -> Html {
    svg(26, "0 -3 26 26", BRAND)
}

const BRAND: &str = r#"<path d="M4 3H22a3.2 7 0 0 1 0 14H4a3.2 7 0 0 1 0-14z" stroke-width="1.6"/><ellipse cx="4" cy="10" rx="3.2" ry="7" stroke-width="1.6"/><rect x="10" y="6.5" width="5" height="7" rx="1.5" stroke-width="1.4"/><rect x="17" y="6.5" width="5" height="7" rx="1.5" fill="currentColor" stroke="none"/>"#;

fn svg(size: u32, view: &str, strokes: &str) -> Html {
    let text = format!(
        r#"<svg class="icon" width="{size}" height="{size}" viewBox="{view}" aria-hidden="true">{strokes}</svg>"#
    );
    Html::from_html_unchecked(text.into())
}
