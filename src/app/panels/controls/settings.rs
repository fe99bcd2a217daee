//! Settings of a node under the names their product gives them.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::{
    app::{
        fields::{Number, Select},
        shared::Panel,
    },
    scenario::settings::{Form, Setting, Unit, Value},
    words::settings as words,
};

/// One row for each setting of a node.
pub fn settings<Spec: Clone + 'static>(
    panel: Panel<'_>,
    settings: &'static [Setting<Spec>],
    spec: &Spec,
) -> Html {
    html! {
        <div class="rows real">
            { for settings.iter().map(|setting| {
                html! { <div key={setting.name} title={setting.says}>{ row(panel, setting, spec) }</div> }
            }) }
        </div>
    }
}

fn row<Spec: Clone + 'static>(
    panel: Panel<'_>,
    setting: &'static Setting<Spec>,
    spec: &Spec,
) -> Html {
    let value = (setting.read)(spec);
    let Some(change) = setting.change else {
        return fixed(setting.name, &value);
    };
    let spec = spec.clone();
    let on_change = panel.ask(move |value: Value| change(&spec, value));
    match setting.form {
        Form::Number { unit, from, to, empty } => html! {
            <Number
                label={setting.name}
                unit={unit.text()}
                value={value.number()}
                {from}
                {to}
                empty={empty.text()}
                places={if unit == Unit::Seconds { 3 } else { 0 }}
                on_enter={on_change.reform(Value::Number)}
            />
        },
        Form::Choice(names) => choice(setting.name, names.to_vec(), &value, &on_change),
        Form::Way(ways) => {
            let ways = ways.iter().map(|way| way.text()).collect();
            choice(setting.name, ways, &value, &on_change)
        }
        Form::Switch => {
            let onchange = on_change.reform(|event: Event| {
                let input: HtmlInputElement = event.target_unchecked_into();
                Value::Switch(input.checked())
            });
            html! {
                <label class="row check">
                    <span class="lbl">{ setting.name }</span>
                    <input type="checkbox" checked={value == Value::Switch(true)} {onchange} />
                </label>
            }
        }
        Form::Words => fixed(setting.name, &value),
    }
}

fn choice(
    label: &'static str,
    choices: Vec<&'static str>,
    value: &Value,
    on_change: &Callback<Value>,
) -> Html {
    let chosen = match value {
        Value::Choice(place) => *place,
        _ => 0,
    };
    Select { label, choices, chosen, on_choose: on_change.reform(Value::Choice) }.html()
}

/// What was decided when the node was declared.
fn fixed(name: &'static str, value: &Value) -> Html {
    let says = match value {
        Value::Words(text) if text.is_empty() => words::NONE.into(),
        Value::Words(text) => text.clone(),
        Value::Switch(on) => if *on { words::YES } else { words::NO }.into(),
        Value::Number(number) => number.map_or(words::NONE.into(), |number| number.to_string()),
        Value::Choice(place) => place.to_string(),
    };
    html! {
        <div class="row fixed"><span class="lbl">{ name }</span><span>{ says }</span></div>
    }
}
