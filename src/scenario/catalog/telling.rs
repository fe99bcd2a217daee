//! What built-in worlds say of themselves, in whichever language it was written.

use super::{BLANK_WORLD, CATALOG};
use crate::{scenario::Scenario, words};

/// The same world. Where its words are those of a built-in one, in any language
/// that has been read, it has them in the one that is spoken now.
pub fn retold(scenario: &Scenario) -> Scenario {
    let says = |known: Scenario| known.title == scenario.title && known.about == scenario.about;
    let place = words::in_any_language(|| worlds().position(says));
    match place.and_then(|place| worlds().nth(place)) {
        Some(Scenario { title, about, .. }) => Scenario { title, about, ..scenario.clone() },
        None => scenario.clone(),
    }
}

fn worlds() -> impl Iterator<Item = Scenario> {
    let exhibits = CATALOG.iter().chain([&BLANK_WORLD]);
    let makers = exhibits.flat_map(|exhibit| [Some(exhibit.scenario), exhibit.beside]).flatten();
    makers.map(|make| make())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        engine::Tick,
        scenario::{
            Timeline,
            catalog::find_all,
            limits,
            share::{self, Shared, Side},
        },
        words::{Language, lab_titles, tests::german},
    };

    /// What comes of it in German.
    fn in_german<T>(make: impl FnOnce() -> T) -> T {
        german().speak();
        let made = make();
        Language::english().speak();
        made
    }

    #[test]
    fn a_language_changes_the_words_of_a_world_and_nothing_else() {
        let german: Vec<Scenario> = in_german(|| worlds().collect());
        for (here, there) in worlds().zip(german) {
            assert_eq!(limits::problems(&there), vec![], "{}", there.title);
            let (title, about) = (here.title.clone(), here.about.clone());
            assert_ne!(about, there.about, "{title}");
            assert_eq!(here, Scenario { title, about, ..there });
        }
    }

    #[test]
    fn a_built_in_world_is_retold_and_known_by_its_link_in_every_language() {
        let english = find_all("replay").expect("is built in");
        let german = in_german(|| find_all("replay").expect("is built in"));
        assert_eq!(german.iter().map(retold).collect::<Vec<_>>(), english);
        assert_eq!(in_german(|| english.iter().map(retold).collect::<Vec<_>>()), german);
        let side = Side { scenario: german[0].clone(), asked: vec![] };
        let shared = Shared { side, beside: None, speed: 1.0, at: Tick(0), digest: None };
        assert_eq!(share::link(&shared), "#/run/1/replay?at=0s");
    }

    #[test]
    fn words_of_ones_own_stay() {
        let mut own = find_all("topic").expect("is built in").remove(0);
        own.about = "My own.".to_owned();
        assert_eq!(in_german(|| retold(&own)), own);
    }

    #[test]
    fn a_run_is_retold_as_it_stands() {
        let world = find_all("topic").expect("is built in").remove(0);
        let mut live = Timeline::new(world, ()).expect("starts");
        live.advance(3_000_000, u64::MAX);
        let title = in_german(|| {
            live.retell();
            lab_titles::TOPIC.text()
        });
        assert_eq!(live.run().scenario().title, title);
        assert_eq!(live.now(), Tick(3_000_000));
    }
}
