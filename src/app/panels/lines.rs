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
    words::{Word, lines as words},
};

/// A button that opens the lines beside the running stage.
pub fn lines(panel: Panel<'_>) -> Html {
    let timeline = panel.state.side().timeline();
    let count = timeline.branches().len();
    html! {
        <details class="legend futures">
            <summary class="btn sm" title={words::SUMMARY}>
                { icon(Icon::Branch) }
                <span class="rest">{ timeline.line().name() }</span>
            </summary>
            <div class="sheet rows">
                <div class="acts">
                    { act(panel, words::UNDO, words::UNDO_MEANS, Travel::Undo) }
                    { act(panel, words::REDO, words::REDO_MEANS, Travel::Redo) }
                    { act(panel, words::PREVIOUS, words::PREVIOUS_MEANS, Travel::Mark { ahead: false }) }
                    { act(panel, words::NEXT, words::NEXT_MEANS, Travel::Mark { ahead: true }) }
                </div>
                { until(panel) }
                <h2>{ words::LINES }</h2>
                <p class="muted">
                    { words::BRANCHES }
                </p>
                { name(panel, timeline.line().id(), timeline.line().name(), Some(words::FOLLOWED)) }
                <ul class="branches" hidden={count == 0}>
                    { for timeline.branches().iter().map(|one| branch(panel, one)) }
                </ul>
            </div>
        </details>
    }
}

fn act(panel: Panel<'_>, says: Word, title: Word, travel: Travel) -> Html {
    let onclick = panel.click(Action::Travel(travel));
    html! { <button type="button" class="btn sm" {title} {onclick}>{ says }</button> }
}

fn name(panel: Panel<'_>, id: u32, name: String, says: Option<Word>) -> Html {
    let onchange = panel.on_action.reform(move |event: Event| {
        let input: HtmlInputElement = event.target_unchecked_into();
        Action::Travel(Travel::Rename(id, input.value()))
    });
    html! {
        <label class="row">
            <input type="text" class="name" value={name} aria-label={words::NAME} maxlength="60" {onchange} />
            <span class="muted">{ says.map_or("", Word::text) }</span>
        </label>
    }
}

fn branch(panel: Panel<'_>, branch: &Branch) -> Html {
    let id = branch.line().id();
    let parting = clock(panel.state.side().timeline().parting(branch));
    html! {
        <li key={id}>
            { name(panel, id, branch.line().name(), None) }
            <p class="muted">{ words::parted(&parting, &clock(branch.horizon())) }</p>
            <div class="acts">
                { act(panel, words::FOLLOW, words::FOLLOW_MEANS, Travel::Branch(id)) }
                { act(panel, words::BESIDE, words::BESIDE_MEANS, Travel::Beside(id)) }
                { act(panel, words::FORGET, words::FORGET_MEANS, Travel::Forget(id)) }
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
        (words::full(&queue), Until::Full { queue })
    });
    let again = match panel.state.selection() {
        Some(Selection::Message(message)) => {
            Some((words::redelivered(&states::label(message)), Until::Redelivered { message }))
        }
        _ => None,
    };
    let always = [
        (words::DUPLICATED.to_string(), Until::Duplicate),
        (words::LOST.to_string(), Until::Loss),
        (words::DEAD_LETTERED.to_string(), Until::DeadLetter),
    ];
    let goal = panel.state.given().map(|_| (words::GOAL.to_string(), Until::Goal));
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
            <span class="lbl">{ words::UNTIL }</span>
            <select {onchange}>
                <option selected={panel.state.until.is_none()}>{ words::BY_HAND }</option>
                { for options }
            </select>
        </label>
    }
}
