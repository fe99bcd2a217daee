//! Numbers that can be typed, and knobs that can also be dragged.
//!
//! The page renders while somebody types or drags. What is being entered is
//! therefore kept here, and becomes a wish only when it is finished: one
//! entry in the log for one decision.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::typed;
use crate::app::format::{plain, trimmed};

/// How the way of a slider maps to values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scale {
    /// Equal ways, equal differences, in steps of this size.
    Linear(f64),
    /// Equal ways, equal ratios; values with two digits.
    Log,
}

/// Places a slider can stand on a logarithmic scale.
const LOG_STOPS: f64 = 120.0;

impl Scale {
    /// Where on its way, from 0 to the number of stops, a value stands.
    fn place(self, value: f64, from: f64, to: f64) -> f64 {
        match self {
            Scale::Linear(step) => ((value.clamp(from, to) - from) / step).round(),
            Scale::Log => {
                let way = (value.clamp(from, to) / from).ln() / (to / from).ln();
                (way * LOG_STOPS).round()
            }
        }
    }

    fn stops(self, from: f64, to: f64) -> f64 {
        match self {
            Scale::Linear(step) => ((to - from) / step).round(),
            Scale::Log => LOG_STOPS,
        }
    }

    fn value(self, place: f64, from: f64, to: f64) -> f64 {
        match self {
            Scale::Linear(step) => (from + place * step).clamp(from, to),
            Scale::Log => two_digits(from * (to / from).powf(place / LOG_STOPS)),
        }
    }
}

fn two_digits(value: f64) -> f64 {
    let unit = 10f64.powf(value.log10().floor() - 1.0);
    (value / unit).round() * unit
}

/// Properties of [`Number`].
#[derive(Clone, PartialEq, Properties)]
pub struct NumberProps {
    /// What it is.
    pub label: AttrValue,
    /// In what.
    #[prop_or_default]
    pub unit: AttrValue,
    /// The present value; none where nothing is set.
    pub value: Option<f64>,
    /// The least allowed.
    #[prop_or_default]
    pub from: f64,
    /// The most allowed.
    pub to: f64,
    /// Whether the field may be emptied, and what that means.
    #[prop_or_default]
    pub empty: AttrValue,
    /// Most decimals.
    #[prop_or_default]
    pub places: usize,
    /// Called with what was entered; none for an emptied field.
    pub on_enter: Callback<Option<f64>>,
}

/// A labelled field for a number.
#[component]
pub fn Number(props: &NumberProps) -> Html {
    let draft = use_state(|| None::<String>);
    let shown = props.value.map(|value| plain(value, props.places));
    let value = (*draft).clone().or(shown).unwrap_or_default();
    let oninput = typed(&draft);
    let onchange = {
        let (draft, props) = (draft.clone(), props.clone());
        Callback::from(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            draft.set(None);
            match entered(input.value_as_number(), &props) {
                Some(entered) if entered != props.value => props.on_enter.emit(entered),
                _ => {}
            }
        })
    };
    let onblur = Callback::from(move |_: FocusEvent| draft.set(None));
    html! {
        <label class="row">
            <span class="lbl">{ props.label.clone() }</span>
            <span class="entry">
                <input
                    type="number"
                    min={props.from.to_string()}
                    max={props.to.to_string()}
                    step="any"
                    placeholder={props.empty.clone()}
                    {value}
                    {oninput}
                    {onchange}
                    {onblur}
                />
                <span class="unit">{ props.unit.clone() }</span>
            </span>
        </label>
    }
}

/// What was typed, brought into its range; no number stands for an emptied
/// field, and is nothing where the field may not be empty.
fn entered(value: f64, props: &NumberProps) -> Option<Option<f64>> {
    if value.is_nan() {
        return (!props.empty.is_empty()).then_some(None);
    }
    let scale = 10f64.powi(props.places as i32);
    Some(Some((value.clamp(props.from, props.to) * scale).round() / scale))
}

/// Properties of [`Knob`].
#[derive(Clone, PartialEq, Properties)]
pub struct KnobProps {
    /// What it is.
    pub label: AttrValue,
    /// In what.
    #[prop_or_default]
    pub unit: AttrValue,
    /// The present value.
    pub value: f64,
    /// Where the slider begins.
    pub from: f64,
    /// Where the slider ends.
    pub to: f64,
    /// The most that can be typed, if that is more.
    #[prop_or_default]
    pub most: Option<f64>,
    /// How the slider maps.
    pub scale: Scale,
    /// Most decimals.
    #[prop_or_default]
    pub places: usize,
    /// Called with a value that was settled on.
    pub on_enter: Callback<f64>,
}

/// A number with a slider below it.
#[component]
pub fn Knob(props: &KnobProps) -> Html {
    let dragged = use_state(|| None::<f64>);
    let (scale, from, to) = (props.scale, props.from, props.to);
    let value = (*dragged).unwrap_or(props.value);
    let read = move |input: HtmlInputElement| scale.value(input.value_as_number(), from, to);
    let oninput = {
        let dragged = dragged.clone();
        Callback::from(move |event: InputEvent| {
            dragged.set(Some(read(event.target_unchecked_into())));
        })
    };
    let onchange = {
        let on_enter = props.on_enter.clone();
        Callback::from(move |event: Event| {
            dragged.set(None);
            on_enter.emit(read(event.target_unchecked_into()));
        })
    };
    let on_enter = props.on_enter.clone();
    html! {
        <div class="knob">
            <Number
                label={props.label.clone()}
                unit={props.unit.clone()}
                {value}
                from={from.min(0.0)}
                to={props.most.unwrap_or(to)}
                places={props.places}
                on_enter={move |value: Option<f64>| on_enter.emit(value.unwrap_or_default())}
            />
            <input
                type="range"
                aria-label={props.label.clone()}
                aria-valuetext={format!("{} {}", trimmed(value, props.places), props.unit)}
                min="0"
                max={scale.stops(from, to).to_string()}
                step="1"
                value={scale.place(value, from, to).to_string()}
                {oninput}
                {onchange}
            />
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sliders_return_to_the_value_they_show() {
        for value in [0.1, 0.8, 2.0, 40.0, 100.0] {
            let place = Scale::Log.place(value, 0.1, 100.0);
            let again = Scale::Log.value(place, 0.1, 100.0);
            assert!((again / value - 1.0).abs() < 0.06, "{value} came back as {again}");
        }
        let linear = Scale::Linear(5.0);
        assert_eq!(linear.value(linear.place(35.0, 0.0, 100.0), 0.0, 100.0), 35.0);
    }
}
