//! What the page is called, and what it is about.

use super::state::{Route, State};
use crate::words::{glossary, top};

impl State {
    /// What the lesson that is given is called, or else the lab.
    pub fn about(&self) -> &str {
        match self.given() {
            Some(open) => &open.lesson.title,
            None => &self.side().scenario().title,
        }
    }

    /// What the window is called.
    pub fn title(&self) -> String {
        match &self.route {
            Route::Home | Route::Nowhere(_) => "Queuescope".to_owned(),
            Route::Fidelity => titled(top::MODELLED.text()),
            Route::Course => titled(top::COURSE.text()),
            Route::Glossary => titled(glossary::GLOSSARY.text()),
            Route::Lesson(_) | Route::Teacher(_) => match self.lessons.lesson.there() {
                Some(lesson) => titled(&lesson.title),
                None => "Queuescope".to_owned(),
            },
            Route::Lab(_) | Route::Own | Route::Run(_) => titled(&self.side().scenario().title),
        }
    }
}

fn titled(page: &str) -> String {
    format!("{page} · Queuescope")
}
