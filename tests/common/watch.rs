//! A timeline's observer that looks at nothing but the goals of a step.

use queuescope::{
    engine::{Engine, Tick},
    lesson::Progress,
    scenario::timeline::Observer,
};

/// How far a run has come in a step.
#[derive(Clone, Default)]
pub struct Watch(pub Progress);

impl Observer for Watch {
    fn read(&mut self, _: &Engine) {}

    fn left_us(&self, _: Tick) -> u64 {
        u64::MAX
    }

    fn watches(&self) -> bool {
        self.0.is_watching()
    }

    fn watch(&mut self, engine: &Engine) {
        self.0.watch(engine);
    }
}
