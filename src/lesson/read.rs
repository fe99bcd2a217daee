//! Reading a lesson from its two files, whatever they hold.
//!
//! Reading never panics, and drops nothing silently: what does not fit is a
//! problem with its place. A lesson without a step is none.

use std::{cell::RefCell, rc::Rc};

use serde_json::Value;

use super::{
    Choice, Deed, Goal, Kind, Lesson, Offers, Par, Prediction, Step, Watchlist, What,
    goal::{Predicate, Reading},
    item::Item,
    progress::{Answer, Judged, Measured},
    words::Words,
};
use crate::{
    scenario::{
        Scenario, catalog,
        read::{Problem, TEXT_LIMIT, from_value, syntax},
    },
    words::lesson_files,
};

/// The version of the format that is read.
pub const VERSION: f64 = 1.0;
/// Most steps of a lesson.
pub const STEPS: usize = 20;
/// Most goals, and most predictions, of a step.
pub const GOALS: usize = 8;
/// Most deeds of a step or a solution.
pub const DEEDS: usize = 100;
/// Most choices of a prediction.
pub const CHOICES: usize = 6;
/// Longest lesson, in minutes, and latest deed, in milliseconds.
const MINUTES: f64 = 240.0;
const LATEST_MS: f64 = 3_600_000.0;

/// A JSON text of bounded length.
///
/// # Errors
/// Why it is none.
pub fn json(text: &str) -> Result<Value, Problem> {
    let whole = |says| Problem { place: String::new(), says };
    if TEXT_LIMIT < text.len() {
        return Err(whole(lesson_files::too_long(&TEXT_LIMIT)));
    }
    serde_json::from_str(text).map_err(|error| whole(syntax(&error)))
}

/// Reads a lesson from what is to be done in it and from its words.
///
/// Returns what could be read, if there is a step in it, and every problem.
pub fn lesson(structure: &str, words: &str) -> (Option<Lesson>, Vec<Problem>) {
    let (structure, words) = match (json(structure), json(words)) {
        (Ok(structure), Ok(words)) => (structure, words),
        (structure, words) => {
            let problems = [structure.err(), words.err()];
            return (None, problems.into_iter().flatten().collect());
        }
    };
    let problems = RefCell::default();
    let read = whole(&Item::whole(&structure, &problems), &Item::whole(&words, &problems));
    (read, problems.into_inner())
}

fn whole(item: &Item, words: &Item) -> Option<Lesson> {
    item.only(&["version", "id", "kind", "minutes", "world", "steps", "par"]);
    if item.need("version")?.number(f64::MAX)? != VERSION {
        item.says(lesson_files::version(&VERSION));
        return None;
    }
    let words = Words::whole(words.clone());
    let kinds = Kind::ALL.map(|(name, _)| name);
    let kind = item.need("kind").and_then(|kind| kind.one_of(&kinds));
    let par = item.field("par");
    let mut reader = Reader { words: &words, par: par.as_ref(), latest: Vec::new() };
    let world = item.field("world");
    let steps = item.need("steps")?.items(STEPS);
    let steps = steps.iter().enumerate();
    let steps =
        steps.filter_map(|(nth, step)| reader.step(step, world.as_ref().filter(|_| nth == 0)));
    let steps: Vec<Step> = steps.collect();
    if steps.first().is_none_or(|first| first.worlds.is_empty()) {
        item.says(lesson_files::FIRST_WORLD);
        return None;
    }
    Some(Lesson {
        id: item.need("id")?.text()?.to_owned(),
        kind: kind.map_or(Kind::Lesson, |kind| Kind::ALL[kind].1),
        minutes: item.need("minutes").and_then(|item| item.number(MINUTES)).unwrap_or(0.0) as u32,
        title: words.need("title"),
        aim: words.need("aim"),
        summary: words.list("summary"),
        teacher: words.teacher(),
        par: par.and_then(|par| {
            par.only(&["figure", "is"]);
            Some(Par { is: par.need("is")?.number(f64::MAX)?, says: words.need("par") })
        }),
        steps,
    })
}

/// What the reading of steps needs to know.
struct Reader<'a> {
    words: &'a Words<'a>,
    par: Option<&'a Item<'a>>,
    /// The worlds of the latest step that had some.
    latest: Vec<Scenario>,
}

impl Reader<'_> {
    fn step(&mut self, item: &Item, world: Option<&Item>) -> Option<Step> {
        item.only(&["id", "world", "setup", "predictions", "goals", "solution", "wrong"]);
        let id = item.need("id")?.text()?;
        let words = self.words.about("steps", id);
        let words = words.only(&["title", "text", "predictions", "goals", "hints", "after"]);
        let own = item.field("world");
        let worlds = match own.as_ref().or(world) {
            Some(again) if again.value() == "again" => self.latest.clone(),
            Some(world) => worlds(world),
            None => Vec::new(),
        };
        if !worlds.is_empty() {
            self.latest = worlds.clone();
        }
        let (goals, judged) = goals(item, &words);
        let (predictions, measured) = predictions(item, &words);
        let list = |side: usize| {
            let mut reading = Reading::default();
            let goals = judged.iter().map(|judged| judged.read(&mut reading, side)).collect();
            let predictions = measured.iter().map(|one| one.read(&mut reading, side)).collect();
            let par = self.par.filter(|_| side == 0).and_then(|par| par.need("figure"));
            let par = par.and_then(|figure| reading.figure(&figure, false));
            Rc::new(Watchlist { reading, goals, predictions, par })
        };
        Some(Step {
            id: id.to_owned(),
            title: words.need("title"),
            text: words.list("text"),
            worlds,
            setup: item.field("setup").map_or(Vec::new(), |setup| deeds(&setup)),
            watch: [list(0), list(1)],
            predictions,
            goals,
            hints: words.list("hints"),
            after: words.list("after"),
        })
    }
}

/// One world or two: the id of a built-in one, or a scenario.
fn worlds(item: &Item) -> Vec<Scenario> {
    let each = if item.value().is_array() { item.items(2) } else { vec![item.clone()] };
    let mut worlds: Vec<Scenario> = each.iter().flat_map(built_in_or_own).collect();
    if 2 < worlds.len() {
        item.says(lesson_files::TWO_WORLDS);
        worlds.truncate(2);
    }
    worlds
}

fn built_in_or_own(item: &Item) -> Vec<Scenario> {
    if let Some(id) = item.value().as_str() {
        let found = catalog::find_all(id);
        if found.is_none() {
            item.says(lesson_files::no_lab(&id));
        }
        return found.unwrap_or_default();
    }
    let (scenario, problems) = from_value(item.value().clone());
    item.take(problems);
    scenario.into_iter().collect()
}

/// The side of the bench that something is about: `a`, which is the first, or
/// `b`.
fn side(item: &Item) -> usize {
    item.field("side").and_then(|side| side.one_of(&["a", "b"])).unwrap_or(0)
}

/// A goal, to be read for the side on which it is judged.
struct GoalItem<'a> {
    item: Item<'a>,
    side: usize,
}

fn goals<'a>(step: &Item<'a>, words: &Words<'a>) -> (Vec<Goal>, Vec<GoalItem<'a>>) {
    let items = step.field("goals").map_or(Vec::new(), |goals| goals.items(GOALS));
    let goal = |item: Item<'a>| {
        item.only(&["id", "side", "when", "spoiled"]);
        let id = item.need("id")?.text()?.to_owned();
        let says = words.about("goals", &id).says();
        let side = side(&item);
        Some((Goal { id, says, side }, GoalItem { item, side }))
    };
    items.into_iter().filter_map(goal).unzip()
}

impl GoalItem<'_> {
    fn read(&self, reading: &mut Reading, side: usize) -> Option<Judged> {
        if side != self.side {
            return None;
        }
        let spoiled = self.item.field("spoiled");
        Some(Judged {
            met: reading.predicate(&self.item.need("when")?)?,
            spoiled: spoiled.and_then(|item| reading.predicate(&item)),
        })
    }
}

/// A prediction, to be read for the side on which it is answered.
struct PredictionItem<'a> {
    item: Item<'a>,
    side: usize,
}

fn predictions<'a>(
    step: &Item<'a>,
    words: &Words<'a>,
) -> (Vec<Prediction>, Vec<PredictionItem<'a>>) {
    let items = step.field("predictions").map_or(Vec::new(), |items| items.items(GOALS));
    let prediction = |item: Item<'a>| {
        item.only(&["id", "side", "number", "most", "choices", "when", "story"]);
        let id = item.need("id")?.text()?.to_owned();
        let words = words.about("predictions", &id).only(&["asks", "choices", "because"]);
        let offers = match item.field("choices") {
            Some(choices) => {
                let ids = choices.items(CHOICES);
                let ids = ids.iter().filter_map(|choice| choice.need("id")?.text());
                let choice = |id: &str| Choice {
                    id: id.to_owned(),
                    says: words.about("choices", id).says(),
                };
                Offers::Choices(ids.map(choice).collect())
            }
            None => Offers::Number(item.need("most")?.number(1e6)? as u32),
        };
        let (asks, because) = (words.need("asks"), words.need("because"));
        let side = side(&item);
        Some((Prediction { id, asks, offers, side, because }, PredictionItem { item, side }))
    };
    items.into_iter().filter_map(prediction).unzip()
}

impl PredictionItem<'_> {
    fn read(&self, reading: &mut Reading, side: usize) -> Option<Measured> {
        if side != self.side {
            return None;
        }
        let when = reading.predicate(&self.item.need("when")?)?;
        let answer = match self.item.field("choices") {
            Some(choices) => {
                let choice = |item: &Item| -> Option<Predicate> {
                    item.only(&["id", "when"]);
                    reading.predicate(&item.need("when")?)
                };
                Answer::Choice(choices.items(CHOICES).iter().map(choice).collect::<Option<_>>()?)
            }
            None => Answer::Number(reading.figure(&self.item.need("number")?, false)?),
        };
        let story = self.item.field("story").or(self.item.field("number"));
        let story = story.and_then(|story| reading.story(&story));
        Some(Measured { when, answer, story })
    }
}

/// A list of deeds.
pub(super) fn deeds(item: &Item) -> Vec<Deed> {
    item.items(DEEDS).iter().filter_map(deed).collect()
}

fn deed(item: &Item) -> Option<Deed> {
    item.only(&["after_ms", "side", "command", "guarantee"]);
    let after_ms = item.field("after_ms").map_or(Some(0.0), |after| after.number(LATEST_MS))?;
    let what = match (item.field("command"), item.field("guarantee")) {
        (Some(command), None) => What::Command(command.typed()?),
        (None, Some(guarantee)) => What::Guarantee(super::goal::guarantee(&guarantee)?),
        _ => {
            item.says(lesson_files::DEED);
            return None;
        }
    };
    Some(Deed { after_us: (after_ms * 1_000.0) as u64, side: side(item), what })
}
