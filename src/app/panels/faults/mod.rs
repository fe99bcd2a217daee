//! Break something: every fault in one place, at once or at a moment ahead.
//!
//! A fault is a command like any other, so it is in the log, and a replay
//! breaks the same thing at the same moment.

mod broker;
mod clients;
mod scheduled;

use web_sys::HtmlElement;
use yew::prelude::*;

use super::switch::focus;
use crate::{
    app::{
        fields::{Choice, Choices, Number},
        icons::{Icon, icon},
        shared::Panel,
        state::{Action, Breaking},
    },
    engine::Command,
    words::{faults as words, panels},
};

/// The id of the button, to which the focus returns.
const BUTTON: &str = "break-something";

/// How far ahead a fault is scheduled unless another span is entered.
const AHEAD_S: f64 = 5.0;
/// The most that can be entered: an hour.
const MOST_S: f64 = 3_600.0;

/// Opens and closes the panel.
pub fn break_button(panel: Panel<'_>) -> Html {
    let open = panel.state.breaking.is_some();
    let next = (!open).then(Breaking::default);
    html! {
        <button
            id={BUTTON}
            type="button"
            class="btn sm"
            aria-haspopup="dialog"
            aria-expanded={open.to_string()}
            onclick={panel.click(Action::Break(next))}
        >
            { icon(Icon::Break) }
            <span class="word">
                <span class="rest">{ words::TITLE }</span>
                <span class="brief">{ words::BUTTON_SHORT }</span>
            </span>
        </button>
    }
}

/// The panel, if it is open.
pub fn faults_box(panel: Panel<'_>) -> Html {
    let Some(breaking) = panel.state.breaking else {
        return html! {};
    };
    let on_close = panel.on_action.reform(|()| Action::Break(None));
    let fault = Faults { panel, breaking };
    html! {
        <FaultsBox {on_close}>
            { fault.when() }
            { clients::consumer(&fault) }
            { clients::producer(&fault) }
            { broker::broker(&fault) }
            { scheduled::scheduled(panel) }
        </FaultsBox>
    }
}

/// What the sections of the panel are made with.
pub struct Faults<'a> {
    panel: Panel<'a>,
    breaking: Breaking,
}

impl Faults<'_> {
    /// A button for one fault, at once or later.
    fn button(&self, label: impl Into<AttrValue>, command: Command) -> Html {
        let label = label.into();
        let action = self.action(command);
        let onclick = self.panel.click(action);
        html! { <button type="button" class="btn sm" {onclick}>{ label }</button> }
    }

    fn action(&self, command: Command) -> Action {
        match self.breaking.after_s {
            Some(after_s) => Action::AskLater { after_s, command },
            None => Action::Ask(command),
        }
    }

    /// At once or later.
    fn when(&self) -> Html {
        let breaking = self.breaking;
        let set = move |after_s| Action::Break(Some(Breaking { after_s, ..breaking }));
        let on_choose = self.panel.on_action.reform(move |at| set((at == 1).then_some(AHEAD_S)));
        let on_enter = self.panel.on_action.reform(move |seconds: Option<f64>| {
            Action::Break(Some(Breaking { after_s: seconds, ..breaking }))
        });
        let choices = Choices {
            name: "break-when".into(),
            label: words::WHEN.text(),
            label_hidden: false,
            choices: vec![Choice::new(words::AT_ONCE), Choice::new(words::LATER)],
            chosen: Some(usize::from(breaking.after_s.is_some())),
            on_choose,
        };
        html! {
            <div class="when">
                { choices.html() }
                if let Some(after_s) = breaking.after_s {
                    <Number label={words::WITHIN} unit="s" value={after_s} from={0.001} to={MOST_S} places={3} {on_enter} />
                }
            </div>
        }
    }
}

#[derive(PartialEq, Properties)]
struct BoxProps {
    on_close: Callback<()>,
    children: Html,
}

/// Takes the focus when it opens and gives it back to its button.
#[component]
fn FaultsBox(props: &BoxProps) -> Html {
    let whole = use_node_ref();
    use_effect_with(whole.clone(), |whole| {
        if let Some(whole) = whole.cast::<HtmlElement>() {
            let _ = whole.focus();
        }
        || focus(BUTTON)
    });
    let onkeydown = {
        let on_close = props.on_close.clone();
        Callback::from(move |event: KeyboardEvent| {
            // Nothing typed here is meant for the stage.
            event.stop_propagation();
            if event.key() == "Escape" {
                on_close.emit(());
            }
        })
    };
    let close = props.on_close.reform(|_: MouseEvent| ());
    html! {
        <section
            class="faults"
            role="dialog"
            aria-labelledby="faults-title"
            tabindex="-1"
            ref={whole}
            {onkeydown}
        >
            <header>
                <h2 id="faults-title">{ words::TITLE }</h2>
                <button type="button" class="btn quiet icon" aria-label={panels::CLOSE} onclick={close}>
                    { icon(Icon::Close) }
                </button>
            </header>
            { props.children.clone() }
        </section>
    }
}
