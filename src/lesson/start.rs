//! How a step begins: worlds, and what was asked of them before.
//!
//! What a step does itself joins the script of its worlds, so that it happens
//! on every line of time, after every return to the step's start, and in a
//! link as well.

use std::rc::Rc;

use super::{Deed, Progress, Step, Watchlist, What};
use crate::{
    engine::{Engine, Refusal, Tick},
    scenario::{Entry, Scenario, Timeline, run::whole_log, timeline::Observer},
};

/// Where a step begins on one side of the bench.
#[derive(Clone, Debug)]
pub struct Start {
    /// The world, with what this step and those before it do themselves.
    pub scenario: Scenario,
    /// What was asked by hand before.
    pub asked: Vec<Entry>,
    /// When it begins.
    pub at: Tick,
    /// What is judged from then on.
    pub list: Rc<Watchlist>,
}

impl Start {
    /// Where a step begins on each side: its own worlds at their first moment,
    /// or those of the step before as they stand.
    ///
    /// # Errors
    /// A world names a node that is not there.
    pub fn of<O: Observer>(step: &Step, before: &[&Timeline<O>]) -> Result<Vec<Start>, Refusal> {
        let start = |side: usize, scenario, asked, at| {
            let list = step.watch[side.min(1)].clone();
            Start { scenario, asked, at, list }
        };
        let deeds = |side| step.setup.iter().filter(move |deed| deed.side == side);
        if step.worlds.is_empty() {
            let further = before.iter().enumerate().map(|(side, timeline)| {
                let mut asked = timeline.asked();
                asked.retain(|entry| entry.at_us <= timeline.now().0);
                let scenario = timeline.run().scenario().clone();
                let start = start(side, scenario, asked, timeline.now());
                Ok(start.with(deeds(side), timeline.run().engine()))
            });
            return further.collect();
        }
        let anew = step.worlds.iter().enumerate().map(|(side, world)| {
            let engine = Engine::new(&world.topology, world.seed)?;
            let start = start(side, world.clone(), Vec::new(), Tick(0));
            Ok(start.with(deeds(side), &engine))
        });
        anew.collect()
    }

    /// The same, with deeds in the world's script.
    fn with<'a>(mut self, deeds: impl Iterator<Item = &'a Deed>, engine: &Engine) -> Self {
        let entries: Vec<Entry> = deeds.flat_map(|deed| entries(deed, self.at, engine)).collect();
        self.scenario.log = whole_log(&self.scenario.log, &entries);
        self
    }

    /// The run at the step's beginning.
    ///
    /// # Errors
    /// The world names a node that is not there.
    pub fn open<O: Observer>(
        &self,
        observer: O,
        instruct: impl Fn(&mut O, &Progress),
    ) -> Result<Timeline<O>, Refusal> {
        let mut timeline = Timeline::open(self.scenario.clone(), &self.asked, self.at, observer)?;
        timeline.go_on(u64::MAX);
        let progress = Progress::new(self.list.clone(), timeline.run().engine());
        timeline.instruct(|observer| instruct(observer, &progress));
        Ok(timeline)
    }
}

/// What a deed comes to in a log; `engine` is as it will be then, as far as
/// that is known.
pub fn entries(deed: &Deed, from: Tick, engine: &Engine) -> Vec<Entry> {
    let commands = match &deed.what {
        What::Command(command) => vec![command.clone()],
        What::Guarantee(guarantee) => guarantee.commands(engine),
    };
    let at_us = from.after(deed.after_us).0;
    commands.into_iter().map(|command| Entry { at_us, command }).collect()
}
