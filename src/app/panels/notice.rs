//! What the person should know: refusals, and files that could not be read.

use yew::prelude::*;

use crate::{
    app::{
        icons::{Icon, icon},
        shared::Panel,
        state::Action,
    },
    words::panels as words,
};

/// Most lines shown; a broken file can have thousands.
const LINES: usize = 8;

/// The notice, or an empty place for it.
pub fn notice_box(panel: Panel<'_>) -> Html {
    let dismiss = panel.click(Action::DismissNotice);
    html! {
        <div class="notices">
            if let Some(notice) = &panel.state.notice {
                <div class="notice" role="alert">
                    <h2>{ notice.title.clone() }</h2>
                    <ul>
                        { for notice.lines.iter().take(LINES).enumerate().map(|(at, line)| html! {
                            <li key={at}>{ line.clone() }</li>
                        }) }
                    </ul>
                    <p class="muted" hidden={notice.lines.len() <= LINES}>
                        { words::and_more(&notice.lines.len().saturating_sub(LINES)) }
                    </p>
                    <button type="button" class="btn quiet icon" aria-label={words::DISMISS} onclick={dismiss}>
                        { icon(Icon::Close) }
                    </button>
                </div>
            }
        </div>
    }
}
