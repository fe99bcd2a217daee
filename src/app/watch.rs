//! Who looks at a run while it goes by: the charts, and the goals of a lesson.

use crate::{
    engine::{Engine, Tick},
    lesson::Progress,
    scenario::timeline::Observer,
    view::series::Series,
};

/// Everything that is read off a run on its way.
#[derive(Clone, Debug, Default)]
pub struct Watch {
    /// Chart points.
    pub series: Series,
    /// How far the run has come in the step of a lesson, if one is given.
    pub progress: Progress,
}

impl Observer for Watch {
    fn read(&mut self, engine: &Engine) {
        self.series.read(engine);
    }

    fn watches(&self) -> bool {
        self.progress.is_watching()
    }

    fn watch(&mut self, engine: &Engine) {
        self.progress.watch(engine);
    }

    fn left_us(&self, now: Tick) -> u64 {
        self.series.left_us(now)
    }

    fn weight(&self) -> usize {
        self.series.weight() + self.progress.weight()
    }
}
