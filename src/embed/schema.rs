//! The parameters a page is opened with: their types, defaults and words.
//!
//! Reading never fails. A wrong value is said in a sentence and the default
//! stands; the page runs all the same.

use std::fmt;

use crate::{
    lesson::kept::is_id,
    scenario::{catalog, read::decimal},
    words::{Tongue, Word, parameters as words, quoted},
};

use super::query;
use Without::{Said, Value};

/// Most parameters that are read.
pub const PARAMETERS: usize = 32;

/// Most host pages in one list.
pub const ORIGINS: usize = 16;

/// Slowest and fastest playback, in virtual milliseconds per real one.
pub const SPEED: (f64, f64) = (0.1, 100.0);

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system prefers.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

/// What a frame shows around its stage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Controls {
    /// Title, time and the two knobs.
    #[default]
    All,
    /// Title and time.
    Time,
    /// The stage alone; the host page has to offer a way to stop it.
    None,
}

/// How a page was asked to open.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameters {
    /// It is a frame in another page.
    pub embed: bool,
    /// The id of a built-in world.
    pub lab: Option<String>,
    /// The id of a lesson.
    pub lesson: Option<String>,
    /// Where chance starts, if not where the world says.
    pub seed: Option<u64>,
    /// Virtual milliseconds per real one.
    pub speed: f64,
    /// Time starts by itself, unless the reader prefers less motion.
    pub autoplay: bool,
    /// Light or dark.
    pub theme: Theme,
    /// The language of the page, if not the reader's own.
    pub lang: Option<Tongue>,
    /// What a frame shows around its stage.
    pub controls: Controls,
    /// Motion is to be avoided, whatever the reader's system says.
    pub reduced_motion: bool,
    /// Nothing is fetched before the reader asks for it. The document itself
    /// waits; by the time this is read, the wait is over.
    pub click: bool,
    /// The pages that may talk to this frame; with none named, its parent.
    pub origins: Vec<String>,
}

impl Default for Parameters {
    fn default() -> Self {
        Parameters {
            embed: false,
            lab: None,
            lesson: None,
            seed: None,
            speed: 1.0,
            autoplay: false,
            theme: Theme::System,
            lang: None,
            controls: Controls::All,
            reduced_motion: false,
            click: false,
            origins: Vec::new(),
        }
    }
}

/// One parameter, as documented and as read.
pub struct Field {
    /// Its name in the address, and as an attribute of `<queue-scope>`.
    pub name: &'static str,
    /// What may stand there, in words.
    pub allowed: Word,
    /// What holds without it, in words.
    pub default: Without,
    /// What it does.
    pub does: Word,
    /// Takes a value in; false if it is none.
    read: fn(&mut Parameters, &str) -> bool,
    /// The value that is not the default.
    write: fn(&Parameters) -> Option<String>,
}

/// What holds without a parameter.
pub enum Without {
    /// One of its values.
    Value(&'static str),
    /// Something else, in words.
    Said(Word),
}

impl fmt::Display for Without {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Value(value) => value,
            Said(word) => word.text(),
        })
    }
}

/// All parameters, in the order of the documentation.
pub const FIELDS: [Field; 12] = [
    Field {
        name: "embed",
        allowed: words::ONE_OR_ZERO,
        default: Value("0"),
        does: words::FRAME,
        read: |to, value| flag(&mut to.embed, value),
        write: |from| from.embed.then(|| "1".to_owned()),
    },
    Field {
        name: "lab",
        allowed: words::LAB_ID,
        default: Said(words::ADDRESS),
        does: words::OPENS_LAB,
        read: |to, value| {
            to.lab = catalog::find(value).map(|_| value.to_owned());
            to.lab.is_some()
        },
        write: |from| from.lab.clone(),
    },
    Field {
        name: "lesson",
        allowed: words::LESSON_ID,
        default: Said(words::NO_LESSON),
        does: words::GIVES_LESSON,
        read: |to, value| {
            to.lesson = is_id(value).then(|| value.to_owned());
            to.lesson.is_some()
        },
        write: |from| from.lesson.clone(),
    },
    Field {
        name: "seed",
        allowed: words::WHOLE_NUMBER,
        default: Said(words::OWN_SEED),
        does: words::STARTS_CHANCE,
        read: |to, value| {
            to.seed = value.parse().ok();
            to.seed.is_some()
        },
        write: |from| from.seed.map(|seed| seed.to_string()),
    },
    Field {
        name: "speed",
        allowed: words::A_SPEED,
        default: Value("1"),
        does: words::SPEED,
        read: |to, value| {
            let speed = decimal(value).filter(|speed| (SPEED.0..=SPEED.1).contains(speed));
            to.speed = speed.unwrap_or(to.speed);
            speed.is_some()
        },
        write: |from| (from.speed != 1.0).then(|| from.speed.to_string()),
    },
    Field {
        name: "autoplay",
        allowed: words::ONE_OR_ZERO,
        default: Value("0"),
        does: words::AUTOPLAY,
        read: |to, value| flag(&mut to.autoplay, value),
        write: |from| from.autoplay.then(|| "1".to_owned()),
    },
    Field {
        name: "theme",
        allowed: words::THEMES,
        default: Value("system"),
        does: words::COLOURS,
        read: |to, value| choose(&mut to.theme, &THEMES, value),
        write: |from| name_of(from.theme, &THEMES),
    },
    Field {
        name: "lang",
        allowed: words::LANGUAGES,
        default: Said(words::LANGUAGE_WITHOUT),
        does: words::LANGUAGE,
        read: |to, value| {
            to.lang = Tongue::of(value);
            to.lang.is_some()
        },
        write: |from| from.lang.map(|tongue| tongue.code.to_owned()),
    },
    Field {
        name: "controls",
        allowed: words::CONTROLS,
        default: Value("all"),
        does: words::SHOWS_CONTROLS,
        read: |to, value| choose(&mut to.controls, &CONTROLS, value),
        write: |from| name_of(from.controls, &CONTROLS),
    },
    Field {
        name: "motion",
        allowed: words::MOTIONS,
        default: Value("system"),
        does: words::MOTION,
        read: |to, value| choose(&mut to.reduced_motion, &MOTIONS, value),
        write: |from| name_of(from.reduced_motion, &MOTIONS),
    },
    Field {
        name: "load",
        allowed: words::LOADS,
        default: Value("now"),
        does: words::LOAD,
        read: |to, value| choose(&mut to.click, &LOADS, value),
        write: |from| name_of(from.click, &LOADS),
    },
    Field {
        name: "origin",
        allowed: words::ORIGINS,
        default: Said(words::ANY_PAGE),
        does: words::ORIGIN,
        read: |to, value| {
            let origins: Vec<String> = value.split(',').map(str::to_owned).collect();
            let good = origins.len() <= ORIGINS && origins.iter().all(|one| is_origin(one));
            if good {
                to.origins = origins;
            }
            good
        },
        write: |from| (!from.origins.is_empty()).then(|| from.origins.join(",")),
    },
];

const THEMES: [(&str, Theme); 3] =
    [("system", Theme::System), ("light", Theme::Light), ("dark", Theme::Dark)];
const CONTROLS: [(&str, Controls); 3] =
    [("all", Controls::All), ("time", Controls::Time), ("none", Controls::None)];
const MOTIONS: [(&str, bool); 2] = [("system", false), ("reduced", true)];
const LOADS: [(&str, bool); 2] = [("now", false), ("click", true)];
const FLAGS: [(&str, bool); 5] =
    [("0", false), ("1", true), ("false", false), ("true", true), ("", true)];

fn flag(to: &mut bool, value: &str) -> bool {
    choose(to, &FLAGS, value)
}

fn choose<T: Copy>(to: &mut T, known: &[(&str, T)], value: &str) -> bool {
    let chosen = known.iter().find(|(name, _)| *name == value);
    if let Some((_, chosen)) = chosen {
        *to = *chosen;
    }
    chosen.is_some()
}

/// The name of a choice that is not the first, which is the default.
fn name_of<T: PartialEq>(value: T, known: &[(&str, T)]) -> Option<String> {
    let mut others = known[1..].iter();
    others.find(|(_, other)| *other == value).map(|(name, _)| (*name).to_owned())
}

/// Whether a text has the form of an origin: scheme and host, no path.
fn is_origin(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or(text.strip_prefix("http://"));
    rest.is_some_and(|host| {
        let in_host = |c: char| c.is_ascii_alphanumeric() || "-.:[]".contains(c);
        !host.is_empty() && host.chars().all(in_host)
    })
}

/// Reads a query. What was not understood is returned in words.
///
/// Names that are not ours are passed over in a page of its own, where
/// others add theirs, and said in a frame, where they are typing errors.
pub fn read(text: &str) -> (Parameters, Vec<String>) {
    let mut parameters = Parameters::default();
    let (mut problems, mut unknown) = (Vec::new(), Vec::new());
    if query::LONGEST < text.len() {
        problems.push(words::query_too_long(&text.len(), &query::LONGEST));
    }
    for (name, value) in query::pairs(query::within_limits(text)).take(PARAMETERS) {
        match FIELDS.iter().find(|field| field.name == name) {
            Some(field) if !(field.read)(&mut parameters, &value) => {
                let value = quoted(&value);
                problems.push(words::wrong_value(&name, &value, &field.allowed, &field.default));
            }
            Some(_) => {}
            None => unknown.push(name),
        }
    }
    if parameters.embed {
        let known = FIELDS.map(|field| field.name).join(", ");
        problems.extend(unknown.iter().map(|name| words::unknown(&quoted(name), &known)));
    }
    (parameters, problems)
}

impl Parameters {
    /// The query that asks for these, without its `?`. Defaults are left out.
    pub fn query(&self) -> String {
        let pairs: Vec<String> = self
            .written()
            .map(|(name, value)| format!("{name}={}", query::encoded(&value)))
            .collect();
        pairs.join("&")
    }

    /// The same with one more parameter, as far as that can be read.
    pub fn with(&self, name: &str, value: &str) -> Parameters {
        let mut with = self.clone();
        if let Some(field) = FIELDS.iter().find(|field| field.name == name) {
            (field.read)(&mut with, value);
        }
        with
    }

    /// Names and values of what is not as by default.
    pub fn written(&self) -> impl Iterator<Item = (&'static str, String)> {
        FIELDS.iter().filter_map(|field| Some((field.name, (field.write)(self)?)))
    }
}

/// The parameters as a table of the documentation.
pub fn table() -> String {
    let mut table =
        "| Parameter | Values | Without it | Does |\n| --- | --- | --- | --- |\n".to_owned();
    for field in &FIELDS {
        let Field { name, allowed, default, does, .. } = field;
        table.push_str(&format!("| `{name}` | {allowed} | {default} | {does} |\n"));
    }
    table
}
