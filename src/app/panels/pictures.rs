//! The stage to take along: as a picture, or as a clip of its last seconds.

use gloo_timers::callback::Interval;
use yew::prelude::*;

use crate::{
    app::{
        fields::Select,
        format,
        pictures::{self, Clip, FRAME_MS, SECONDS, Shown},
        shared::{Panel, Shared},
        state::Action,
    },
    words::{Word, clip as words, tongue},
};

/// The choices, in the sheet for sharing.
pub fn picture_choices(panel: Panel<'_>) -> Html {
    let state = panel.shared.clone();
    let svg = move |_: MouseEvent| pictures::save_svg(&state.read());
    let (state, on_action) = (panel.shared.clone(), panel.on_action.clone());
    let png = move |_: MouseEvent| pictures::save_png(&state.read(), on_action.clone());
    html! {
        <div class="rows">
            <h2>{ words::AS_PICTURE }</h2>
            <div class="acts">
                <button type="button" class="btn sm" onclick={png}>{ words::SAVE_PNG }</button>
                <button type="button" class="btn sm" onclick={svg}>{ words::SAVE_SVG }</button>
            </div>
            <ClipMaker state={panel.shared.clone()} on_action={panel.on_action.clone()}
                language={tongue().code} speed={panel.state.speed}
                begun={panel.state.now().0 > 0} />
        </div>
    }
}

/// The choices of [`SECONDS`] in words.
const LENGTHS: [Word; SECONDS.len()] = [words::THREE, words::FIVE, words::TEN];

/// What the maker of clips is given.
#[derive(Clone, PartialEq, Properties)]
pub struct ClipProps {
    /// What there is to show.
    pub state: Shared,
    /// Where what went wrong is told.
    pub on_action: Callback<Action>,
    /// What it says all this in.
    pub language: &'static str,
    /// Virtual milliseconds per real one.
    pub speed: f64,
    /// Anything has been shown yet.
    pub begun: bool,
}

/// What happens to a clip.
pub enum Message {
    /// So long it is to be, by its place in the list.
    Length(usize),
    /// The button was pressed: begin, or call it off.
    Press,
    /// It is time for the next frame.
    Frame,
}

/// Makes one clip at a time.
pub struct ClipMaker {
    length: usize,
    /// The clip, and what asks for its frames.
    making: Option<(Clip, Interval)>,
    shown: Shown,
    possible: bool,
}

impl Component for ClipMaker {
    type Message = Message;
    type Properties = ClipProps;

    fn create(_: &Context<Self>) -> Self {
        let possible = pictures::is_possible();
        ClipMaker { length: 1, making: None, shown: Shown::Saved, possible }
    }

    fn update(&mut self, context: &Context<Self>, message: Message) -> bool {
        match message {
            Message::Length(length) => self.length = length.min(SECONDS.len() - 1),
            Message::Press if self.making.take().is_some() => {}
            Message::Press => self.begin(context),
            Message::Frame => return self.frame(context),
        }
        true
    }

    fn view(&self, context: &Context<Self>) -> Html {
        if !self.possible {
            return html! { <p class="muted">{ words::IMPOSSIBLE }</p> };
        }
        let props = context.props();
        let making = self.making.is_some();
        let label = if making { words::CANCEL } else { words::RECORD };
        let onclick = context.link().callback(|_| Message::Press);
        html! {
            <div class="rows">
                { self.choice(context) }
                <div class="acts">
                    <button type="button" class="btn sm" disabled={!props.begun} {onclick}>
                        { label }
                    </button>
                </div>
                <progress class="clip" max="100" aria-label={words::CLIP} hidden={!making}
                    value={self.part().to_string()} />
                <p class="muted" role="status">{ self.says(making, props.speed) }</p>
            </div>
        }
    }
}

impl ClipMaker {
    fn begin(&mut self, context: &Context<Self>) {
        let props = context.props();
        let clip = Clip::new(&props.state.read(), SECONDS[self.length]);
        match clip {
            Ok(clip) => {
                let link = context.link().clone();
                let frames = Interval::new(FRAME_MS, move || link.send_message(Message::Frame));
                (self.making, self.shown) = (Some((clip, frames)), Shown::Winding);
            }
            Err(why) => props.on_action.emit(pictures::failed(why)),
        }
    }

    /// Renders only when there is something new to read: frames are many.
    fn frame(&mut self, context: &Context<Self>) -> bool {
        let Some((clip, _)) = &mut self.making else {
            return false;
        };
        let before = self.shown;
        match clip.frame() {
            Ok(Shown::Saved) => {
                (self.making, self.shown) = (None, Shown::Saved);
                return true;
            }
            Ok(shown) => self.shown = shown,
            Err(why) => {
                self.making = None;
                context.props().on_action.emit(pictures::failed(why));
                return true;
            }
        }
        before != self.shown
    }

    fn choice(&self, context: &Context<Self>) -> Html {
        let choices = LENGTHS.map(Word::text).to_vec();
        let on_choose = context.link().callback(Message::Length);
        Select { label: words::LAST.text(), choices, chosen: self.length, on_choose }.html()
    }

    fn part(&self) -> u8 {
        match self.shown {
            Shown::Winding => 0,
            Shown::Recorded(part) => part,
            Shown::Saved => 100,
        }
    }

    fn says(&self, making: bool, speed: f64) -> String {
        match (making, self.shown) {
            (true, Shown::Winding) => words::WINDING.to_string(),
            (true, _) => words::RECORDING.to_string(),
            (false, _) => {
                let span = format::span(SECONDS[self.length] * speed * 1_000.0);
                words::as_seen(&format::speed(speed), &span)
            }
        }
    }
}
