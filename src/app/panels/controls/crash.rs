//! Killing a consumer at a chosen instant of its cycle, and reviving it.

use yew::prelude::*;

use crate::{
    app::{
        fields::{Choice, Choices},
        icons::{Icon, icon},
        shared::Panel,
        stage::instant,
    },
    engine::{
        Command, Consumer,
        topology::{AckMode, CrashPoint},
    },
    words::crash_controls as words,
};

/// The instants of the first consumer as one control, where there is room
/// for no more.
pub fn crash_choice(panel: Panel<'_>) -> Html {
    let mut consumers = panel.engine().consumers().iter();
    let Some(consumer) = consumers.find(|consumer| !consumer.spec().by_hand) else {
        return html! { <div></div> };
    };
    let spec = consumer.spec();
    let name = spec.name.clone();
    let on_choose = panel.ask(move |at: usize| Command::Crash {
        consumer: name.clone(),
        at: Some(CrashPoint::ALL[at]),
    });
    let chosen = CrashPoint::ALL.iter().position(|at| Some(*at) == consumer.armed());
    let short = |at| match (spec.ack, at) {
        (_, CrashPoint::BeforeBoth) => words::BEFORE,
        (AckMode::Last, CrashPoint::Between) => words::AFTER_EFFECT,
        (_, CrashPoint::Between) => words::BEFORE_EFFECT,
        (_, CrashPoint::AfterBoth) => words::AFTER_BOTH,
    };
    let choices: Vec<_> = CrashPoint::ALL.map(short).map(Choice::new).to_vec();
    Choices {
        name: "crash".into(),
        label: words::CRASH.text(),
        label_hidden: false,
        choices,
        chosen,
        on_choose,
    }
    .html()
}

/// Three buttons for a consumer that is up, one for one that is down.
pub fn crash_controls(panel: Panel<'_>, consumer: &Consumer) -> Html {
    match consumer.is_up() {
        true => html! { <div class="crash" key="up">{ kill(panel, consumer) }</div> },
        false => html! { <div class="crash" key="down">{ revive(panel, consumer) }</div> },
    }
}

fn kill(panel: Panel<'_>, consumer: &Consumer) -> Html {
    let spec = consumer.spec();
    let name = spec.name.clone();
    let label = match spec.by_hand {
        true => words::KILL_YOURS.into(),
        false => words::kill(&name),
    };
    let now = {
        let name = name.clone();
        panel.ask(move |_: MouseEvent| Command::Crash { consumer: name.clone(), at: None })
    };
    let at = |at: CrashPoint| point(panel, consumer, at);
    html! {
        <div role="group" aria-label={label.clone()}>
            <p class="h3">{ label }</p>
            <div class="points">
                { for CrashPoint::ALL.into_iter().filter(|_| !spec.by_hand).map(at) }
                <button type="button" class="point" onclick={now}>
                    { icon(Icon::Bolt) }
                    { words::NOW }
                </button>
            </div>
        </div>
    }
}

/// One instant. Asked for and not reached yet, the button stays pressed;
/// pressed again, the crash is called off.
fn point(panel: Panel<'_>, consumer: &Consumer, at: CrashPoint) -> Html {
    let spec = consumer.spec();
    let armed = consumer.armed() == Some(at);
    let name = spec.name.clone();
    let onclick = panel.ask(move |_: MouseEvent| match armed {
        true => Command::CallOffCrash { consumer: name.clone() },
        false => Command::Crash { consumer: name.clone(), at: Some(at) },
    });
    let value = at.name();
    html! {
        <button
            key={value}
            type="button"
            class="point"
            aria-pressed={armed.to_string()}
            data-crash={value}
            data-consumer={spec.name.clone()}
            {onclick}
        >
            { icon(Icon::Bolt) }
            { instant(spec.ack, at) }
        </button>
    }
}

fn revive(panel: Panel<'_>, consumer: &Consumer) -> Html {
    let name = consumer.spec().name.clone();
    let label = words::revive(&name);
    let onclick = panel.ask(move |_: MouseEvent| Command::Revive { consumer: name.clone() });
    html! {
        <button type="button" class="btn primary" {onclick}>{ label }</button>
    }
}
