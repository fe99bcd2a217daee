//! The window and the port: the only place that listens to other windows.
//!
//! Only the parent is listened to. What it may do is decided in `protocol`;
//! here are the calls of the browser, none of which may fail loudly: a frame
//! can be taken out of its page between any two of them.

use std::{cell::RefCell, rc::Rc};

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, MessagePort, Window};

use super::protocol::{Head, Heard, Meter, NAMESPACE, Origins, VERSION, hear};
use crate::words::host_messages as words;

/// Carries a request out: the answer, or why not in a sentence.
type OnAsk = Box<dyn Fn(&'static str, JsValue) -> Result<JsValue, String>>;

/// A frame's way to its parent.
#[derive(Clone)]
pub struct Bridge(Rc<Inner>);

struct Inner {
    parent: Window,
    verbs: Vec<&'static str>,
    problems: Vec<String>,
    origins: RefCell<Origins>,
    meter: RefCell<Meter>,
    port: RefCell<Option<MessagePort>>,
    /// What was told before hands were shaken: the last of each kind.
    untold: RefCell<Vec<(String, JsValue)>>,
    on_ask: OnAsk,
}

impl Bridge {
    /// Listens to the parent, if there is one, for as long as the page lives,
    /// and tells it that the frame is ready, and what was wrong with the way
    /// it was opened.
    pub fn open(
        origins: Vec<String>,
        verbs: &[&'static str],
        problems: &[String],
        on_ask: impl Fn(&'static str, JsValue) -> Result<JsValue, String> + 'static,
    ) -> Option<Bridge> {
        let window = web_sys::window()?;
        let parent = window.parent().ok()??;
        if parent == window {
            return None;
        }
        let inner = Rc::new(Inner {
            parent,
            verbs: verbs.to_vec(),
            problems: problems.to_vec(),
            origins: RefCell::new(Origins::new(origins)),
            meter: RefCell::default(),
            port: RefCell::default(),
            untold: RefCell::default(),
            on_ask: Box::new(on_ask),
        });
        let hears = inner.clone();
        let listener = callback(move |event| hears.from_window(&event));
        window.add_event_listener_with_callback("message", listener.unchecked_ref()).ok()?;
        let ready = inner.ready();
        // It holds no secret, and who the parent is shows only in its answer.
        let _ = inner.parent.post_message(&ready, "*");
        Some(Bridge(inner))
    }

    /// Tells the host page something, as soon as it has shaken hands.
    pub fn notify(&self, kind: &str, payload: &JsValue) {
        match self.0.port.borrow().as_ref() {
            Some(port) => {
                let _ = port.post_message(&envelope(None, kind, payload));
            }
            None => {
                let mut untold = self.0.untold.borrow_mut();
                untold.retain(|(of, _)| of != kind);
                untold.push((kind.to_owned(), payload.clone()));
            }
        }
    }

    /// Asks for a height, as learning platforms listen for it.
    pub fn ask_height(&self, height: f64) {
        let asked = object(&[("subject", &"lti.frameResize".into()), ("height", &height.into())]);
        let _ = self.0.parent.post_message(&asked, "*");
    }
}

/// Tells the parent, if there is one, that this frame has stopped for good.
pub fn cry(says: &str) {
    let window = web_sys::window();
    let parent = window.as_ref().and_then(|window| window.parent().ok().flatten());
    if let Some(parent) = parent.filter(|parent| Some(parent) != window.as_ref()) {
        let _ = parent.post_message(&error(None, says), "*");
    }
}

impl Inner {
    /// What a host page needs to know before it asks for anything.
    fn ready(&self) -> JsValue {
        let verbs: Array = self.verbs.iter().map(|verb| JsValue::from_str(verb)).collect();
        let problems: Array = self.problems.iter().map(|says| JsValue::from_str(says)).collect();
        let versions = Array::of1(&VERSION.into());
        let says =
            object(&[("versions", &versions), ("requests", &verbs), ("problems", &problems)]);
        envelope(None, "ready", &says)
    }

    fn from_window(self: &Rc<Self>, event: &MessageEvent) {
        let parent: &JsValue = self.parent.as_ref();
        if event.source().map(JsValue::from).as_ref() != Some(parent) {
            return;
        }
        let head = head(&event.data());
        let heard = hear(&head, &self.verbs);
        // Whoever floods a window is not even told so.
        if heard == Heard::Nothing || self.meter().take(now_ms()).is_err() {
            return;
        }
        let says = match heard {
            Heard::Init => self.init(event, head.id),
            Heard::Ask(verb) => Err(words::through_port(&verb)),
            Heard::Nonsense(says) => Err(says),
            Heard::Nothing => Ok(()),
        };
        if let Err(says) = says {
            let target = match event.origin() {
                origin if origin == "null" || origin.is_empty() => "*".to_owned(),
                origin => origin,
            };
            let _ = self.parent.post_message(&error(head.id, &says), &target);
        }
    }

    /// Shakes hands: from now on the port is the way.
    fn init(self: &Rc<Self>, event: &MessageEvent, id: Option<f64>) -> Result<(), String> {
        let port = event.ports().get(0).dyn_into::<MessagePort>();
        let port = port.map_err(|_| String::from(words::NEEDS_PORT))?;
        self.origins.borrow_mut().accept(&event.origin())?;
        let (hears, answers) = (self.clone(), port.clone());
        let listener = callback(move |event| {
            if let Some(answer) = hears.answer(&event) {
                let _ = answers.post_message(&answer);
            }
        });
        port.set_onmessage(Some(listener.unchecked_ref()));
        let _ = port.post_message(&envelope(id, "answer", &JsValue::UNDEFINED));
        let _ = port.post_message(&self.ready());
        for (kind, payload) in self.untold.take() {
            let _ = port.post_message(&envelope(None, &kind, &payload));
        }
        if let Some(before) = self.port.replace(Some(port)) {
            before.close();
        }
        Ok(())
    }

    fn answer(&self, event: &MessageEvent) -> Option<JsValue> {
        let data = event.data();
        let head = head(&data);
        let answer = match (self.meter().take(now_ms()), hear(&head, &self.verbs)) {
            (_, Heard::Nothing) => {
                let shape = format!("{{ns: \"{NAMESPACE}\", v: {VERSION}, id, type, payload}}");
                Err(words::shape(&shape))
            }
            (Err(says), _) | (_, Heard::Nonsense(says)) => Err(says),
            (_, Heard::Init) => Err(words::SHAKEN.into()),
            (_, Heard::Ask(verb)) => (self.on_ask)(verb, field(&data, "payload")),
        };
        Some(match answer {
            Ok(answer) => envelope(head.id, "answer", &answer),
            Err(says) => error(head.id, &says),
        })
    }

    fn meter(&self) -> std::cell::RefMut<'_, Meter> {
        self.meter.borrow_mut()
    }
}

/// A listener that is never taken off again.
fn callback(heard: impl FnMut(MessageEvent) + 'static) -> JsValue {
    Closure::<dyn FnMut(MessageEvent)>::new(heard).into_js_value()
}

fn error(id: Option<f64>, says: &str) -> JsValue {
    envelope(id, "error", &object(&[("says", &says.into())]))
}

fn envelope(id: Option<f64>, kind: &str, payload: &JsValue) -> JsValue {
    let id = id.map_or(JsValue::NULL, JsValue::from);
    object(&[
        ("ns", &NAMESPACE.into()),
        ("v", &VERSION.into()),
        ("id", &id),
        ("type", &kind.into()),
        ("payload", payload),
    ])
}

fn object(fields: &[(&str, &JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in fields {
        let _ = Reflect::set(&object, &JsValue::from_str(name), value);
    }
    object.into()
}

/// A message is a copy made by the browser: reading it runs no code.
fn head(data: &JsValue) -> Head {
    Head {
        namespace: field(data, "ns").as_string(),
        version: field(data, "v").as_f64(),
        id: field(data, "id").as_f64(),
        kind: field(data, "type").as_string(),
    }
}

fn field(data: &JsValue, name: &str) -> JsValue {
    Reflect::get(data, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

fn now_ms() -> f64 {
    js_sys::Date::now()
}
