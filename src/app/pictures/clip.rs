//! A clip of the last seconds: copies of the runs are wound back, and run on
//! to the present before a camera. The lab itself stays as it is.
//!
//! The browser does the encoding, which takes as long as the clip lasts.

use std::{cell::Cell, rc::Rc};

use js_sys::Reflect;
use wasm_bindgen::prelude::*;
use web_sys::{BlobEvent, MediaRecorder, MediaRecorderOptions};

use super::{file_name, manner, picture};
use crate::{
    app::{
        files::{canvas, save_blob},
        format::clock,
        perform::{is_hidden, window},
        state::State,
    },
    engine::{NodeId, Tick},
    scenario::Run,
    view::{
        canvas::Canvas,
        cast::Lens,
        picture::{Picture, Take},
    },
    words::pictures as words,
};

/// How long clips may be, in seconds; the second one is usual.
pub const SECONDS: [f64; 3] = [3.0, 5.0, 10.0];

/// Most pixels on a side.
const MOST_PIXELS: f64 = 1_280.0;

/// From one frame to the next, in milliseconds.
pub const FRAME_MS: u32 = 33;

/// Ten seconds are at most 5 MB.
const BITS_PER_SECOND: u32 = 4_000_000;

/// How long the last frame stays, in milliseconds, so that it is seen.
const LAST_MS: f64 = 400.0;

/// Most events of each run in one frame.
const EVENTS_PER_FRAME: u64 = 40_000;

/// Parts of a hundred from one report to the next: frames are many.
const STEP: u8 = 5;

/// Real time within which a clip has to be made, in milliseconds.
const PATIENCE_MS: f64 = 60_000.0;

/// What a browser may record, best first, and what such files are called.
const KINDS: [(&str, &str); 4] = [
    ("video/webm;codecs=vp9", "webm"),
    ("video/webm;codecs=vp8", "webm"),
    ("video/webm", "webm"),
    ("video/mp4", "mp4"),
];

/// Whether this browser can record what is painted.
pub fn is_possible() -> bool {
    kind().is_some()
}

fn kind() -> Option<(&'static str, &'static str)> {
    let window = window()?;
    Reflect::get(&window, &"MediaRecorder".into()).ok().filter(JsValue::is_function)?;
    KINDS.into_iter().find(|(kind, _)| MediaRecorder::is_type_supported(kind))
}

/// How far a clip is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shown {
    /// Its runs are wound back.
    Winding,
    /// So many parts of a hundred are recorded.
    Recorded(u8),
    /// It is saved.
    Saved,
}

/// A run before the camera.
struct Actor {
    run: Run,
    lens: Lens,
    node: Option<NodeId>,
}

/// A clip being made.
pub struct Clip {
    actors: Vec<Actor>,
    picture: Picture,
    canvas: Canvas,
    camera: Camera,
    from: Tick,
    until: Tick,
    /// Virtual microseconds in a real millisecond.
    pace: f64,
    /// Virtual microseconds shown.
    shown: f64,
    /// When the frame before was, in the browser's milliseconds.
    last_ms: Option<f64>,
    /// Of the last frame, how long it has been seen.
    held_ms: f64,
    patience_ms: f64,
}

impl Clip {
    /// A clip of what the last so many seconds looked like at the speed there
    /// is now.
    ///
    /// # Errors
    /// Why there can be none, in a sentence.
    pub fn new(state: &State, seconds: f64) -> Result<Clip, &'static str> {
        let until = state.now();
        let span = (seconds * 1e6 * state.speed) as u64;
        let from = Tick(until.0.saturating_sub(span));
        let actor = |side| {
            let (lens, node) = manner(state, side);
            Actor { run: side.timeline().copy_before(from), lens, node }
        };
        let picture = picture(state);
        let canvas = canvas().and_then(|element| Canvas::new(element, state.is_dark()));
        let mut canvas = canvas.ok_or(words::NONE_HERE.text())?;
        let (width, height) = picture.size();
        canvas.resize((width, height), (MOST_PIXELS / width).min(MOST_PIXELS / height));
        let camera = Camera::before(&canvas, |kind| file_name(state, until, kind));
        Ok(Clip {
            actors: state.bench.sides().map(actor).collect(),
            picture,
            canvas,
            camera: camera.ok_or(words::NO_RECORDING.text())?,
            from,
            until,
            pace: 1_000.0 * state.speed,
            shown: 0.0,
            last_ms: None,
            held_ms: 0.0,
            patience_ms: PATIENCE_MS,
        })
    }

    /// Goes on by a frame. What is recorded has real time, so what is shown
    /// follows that as well; a frame that comes late shows more at once.
    ///
    /// # Errors
    /// Why it was given up, in a sentence.
    pub fn frame(&mut self) -> Result<Shown, &'static str> {
        let now_ms = js_sys::Date::now();
        // The time of day may be set back meanwhile.
        let since_ms = (now_ms - self.last_ms.replace(now_ms).unwrap_or(now_ms)).max(0.0);
        self.patience_ms -= since_ms;
        if is_hidden() {
            return Err(words::HIDDEN.text());
        }
        if self.patience_ms < 0.0 {
            return Err(words::TOO_MUCH.text());
        }
        match self.camera.stage.get() {
            Stage::Waiting => {
                if self.act(self.from) {
                    // A run whose history begins later is shown from there.
                    self.from = self.now();
                    self.paint();
                    self.camera.start()?;
                }
                Ok(Shown::Winding)
            }
            Stage::Running => Ok(self.record(since_ms)),
            Stage::Stopped => Ok(self.part()),
            Stage::Saved => Ok(Shown::Saved),
        }
    }

    /// Shows what comes after so many real milliseconds, if the runs can
    /// follow; else the same goes on to be shown.
    fn record(&mut self, since_ms: f64) -> Shown {
        if self.until <= self.now() {
            self.held_ms += since_ms;
            if LAST_MS < self.held_ms {
                self.camera.stop();
                return self.part();
            }
        } else {
            let wanted = self.shown + since_ms * self.pace;
            let to = Tick(self.from.0 + wanted as u64).min(self.until);
            if self.act(to) {
                self.shown = wanted;
            }
        }
        self.paint();
        self.part()
    }

    /// Runs on to a moment, within a budget; whether all have come there.
    fn act(&mut self, to: Tick) -> bool {
        for actor in &mut self.actors {
            actor.run.advance(to.since(actor.run.engine().now()), EVENTS_PER_FRAME);
        }
        to <= self.now()
    }

    /// Where the run behind stands.
    fn now(&self) -> Tick {
        let moments = self.actors.iter().map(|actor| actor.run.engine().now());
        moments.min().expect("there is always one")
    }

    fn part(&self) -> Shown {
        let whole = self.until.since(self.from).max(1);
        let part = (self.now().since(self.from) * 100 / whole).min(100) as u8;
        Shown::Recorded(part - part % STEP)
    }

    fn paint(&mut self) {
        let now = self.now();
        let actors = self.actors.iter();
        let takes: Vec<Take<'_>> = actors
            .map(|Actor { run, lens, node }| Take {
                engine: run.engine(),
                scenario: run.scenario(),
                lens: *lens,
                node: *node,
            })
            .collect();
        self.canvas.paint_picture(&mut self.picture, &takes, &clock(now));
    }
}

/// What a camera is at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Waiting,
    Running,
    /// What it has recorded comes a moment later.
    Stopped,
    Saved,
}

/// The browser's recorder before a canvas. It saves what it has recorded when
/// it is stopped, and nothing if it is dropped before that has come.
struct Camera {
    recorder: MediaRecorder,
    stage: Rc<Cell<Stage>>,
    _on_data: Closure<dyn FnMut(BlobEvent)>,
}

impl Camera {
    fn before(canvas: &Canvas, name: impl FnOnce(&str) -> String) -> Option<Camera> {
        let (kind, ending) = kind()?;
        let stream = canvas.element().capture_stream().ok()?;
        let options = MediaRecorderOptions::new();
        options.set_mime_type(kind);
        options.set_video_bits_per_second(BITS_PER_SECOND);
        let recorder =
            MediaRecorder::new_with_media_stream_and_media_recorder_options(&stream, &options)
                .ok()?;
        let (name, stage) = (name(ending), Rc::new(Cell::new(Stage::Waiting)));
        let at = stage.clone();
        let on_data = Closure::new(move |event: BlobEvent| {
            if let Some(blob) = event.data() {
                save_blob(&name, &blob);
            }
            at.set(Stage::Saved);
        });
        recorder.set_ondataavailable(Some(on_data.as_ref().unchecked_ref()));
        Some(Camera { recorder, stage, _on_data: on_data })
    }

    fn start(&mut self) -> Result<(), &'static str> {
        self.stage.set(Stage::Running);
        self.recorder.start().map_err(|_| words::NO_RECORDING.text())
    }

    fn stop(&mut self) {
        self.stage.set(Stage::Stopped);
        // One that has stopped by itself has told what it had.
        let _ = self.recorder.stop();
    }
}

impl Drop for Camera {
    fn drop(&mut self) {
        self.recorder.set_ondataavailable(None);
        let _ = self.recorder.stop();
    }
}
