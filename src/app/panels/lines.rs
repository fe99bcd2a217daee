//! Lines of time: what was changed and can be taken back, the futures that
//! were left, and what to run on for.

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use crate::{
    app::{
        format::clock,
        icons::{Icon, icon},
        shared::Panel,
        state::{Action, Selection},
        travel::Travel,
    },
    scenario::timeline::{Branch, Until},
    view::states,
};

/// A button that opens the lines beside the running stage.
pub fn lines(panel: Panel<'_>) -> Html {
    let timeline = panel.state.side().timeline();
    let count = timeline.branches().len();
    html! {
        <details class="legend futures">
            <summary class="btn sm" title="Branches, undo, and running until something happens">
                { icon(Icon::Branch) }
                <span class="rest">{ timeline.line().name() }</span>
            </summary>
            <div class="sheet rows">
                <div class="acts">
                    { act(panel, "Undo", "Take the last change back (Ctrl Z)", Travel::Undo) }
                    { act(panel, "Redo", "Put it back (Ctrl Shift Z)", Travel::Redo) }
                    { act(panel, "Previous mark", "To what happened before ([)", Travel::Mark { ahead: false }) }
                    { act(panel, "Next mark", "To what happens next (])", Travel::Mark { ahead: true }) }
                </div>
                { until(panel) }
                <h2>{ "Lines of time" }</h2>
                <p class="muted">
                    { "Acting in the past begins a branch; the future you leave is kept." }
                </p>
                { name(panel, timeline.line().id(), timeline.line().name(), "followed now") }
                <ul class="branches" hidden={count == 0}>
                    { for timeline.branches().iter().map(|one| branch(panel, one)) }
                </ul>
            </div>
        </details>
    }
}

fn act(panel: Panel<'_>, says: &'static str, title: &'static str, travel: Travel) -> Html {
    let onclick = panel.click(Action::Travel(travel));
    html! { <button type="button" class="btn sm" {title} {onclick}>{ says }</button> }
}

fn name(panel: Panel<'_>, id: u32, name: String, says: &'static str) -> Html {
    let onchange = panel.on_action.reform(move |event: Event| {
        let input: HtmlInputElement = event.target_unchecked_into();
        Action::Travel(Travel::Rename(id, input.value()))
    });
    html! {
        <label class="row">
            <input type="text" class="name" value={name} aria-label="Name of this line" maxlength="60" {onchange} />
            <span class="muted">{ says }</span>
        </label>
    }
}

fn branch(panel: Panel<'_>, branch: &Branch) -> Html {
    let id = branch.line().id();
    let parting = clock(panel.state.side().timeline().parting(branch));
    html! {
        <li key={id}>
            { name(panel, id, branch.line().name(), "") }
            <p class="muted">{ format!("parted at {parting}, known to {}", clock(branch.horizon())) }</p>
            <div class="acts">
                { act(panel, "Follow", "Go to this moment on this line", Travel::Branch(id)) }
                { act(panel, "Show beside", "Compare it with the present line", Travel::Beside(id)) }
                { act(panel, "Forget", "This line is not wanted any more", Travel::Forget(id)) }
            </div>
        </li>
    }
}

/// What can be run on for: whatever can happen in this world.
fn breakpoints(panel: Panel<'_>) -> Vec<(String, Until)> {
    let engine = panel.engine();
    let bounded = engine.queues().iter().filter(|queue| queue.spec().max_length.is_some());
    let full = bounded.map(|queue| {
        let queue = queue.spec().name.clone();
        (format!("{queue} is full"), Until::Full { queue })
    });
    let again = match panel.state.selection() {
        Some(Selection::Message(message)) => Some((
            format!("{} is redelivered", states::label(message)),
            Until::Redelivered { message },
        )),
        _ => None,
    };
    let always = [
        ("an effect is duplicated".to_owned(), Until::Duplicate),
        ("an effect is lost".to_owned(), Until::Loss),
        ("a message is dead-lettered".to_owned(), Until::DeadLetter),
    ];
    let goal = panel.state.given().map(|_| ("a goal is met".to_owned(), Until::Goal));
    goal.into_iter().chain(always).chain(full).chain(again).collect()
}

fn until(panel: Panel<'_>) -> Html {
    let choices = breakpoints(panel);
    let chosen = |until: &Until| panel.state.until.as_ref() == Some(until);
    let options = choices.iter().map(|(says, until)| {
        html! { <option key={says.clone()} selected={chosen(until)}>{ says.clone() }</option> }
    });
    let options: Vec<Html> = options.collect();
    let onchange = panel.on_action.reform(move |event: Event| {
        let select: HtmlSelectElement = event.target_unchecked_into();
        let at = usize::try_from(select.selected_index()).unwrap_or_default();
        let until =
            at.checked_sub(1).and_then(|at| choices.get(at)).map(|(_, until)| until.clone());
        Action::Travel(Travel::Until(until))
    });
    html! {
        <label class="row">
            <span class="lbl">{ "Run until" }</span>
            <select {onchange}>
                <option selected={panel.state.until.is_none()}>{ "paused by hand" }</option>
                { for options }
            </select>
        </label>
    }
}
