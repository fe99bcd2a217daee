//! Where in the page one is, as it stands after the `#` of the address.

use crate::lesson::kept::is_id;

/// What the page shows.
#[derive(Clone, Debug, PartialEq)]
pub enum Route {
    /// The home page.
    Home,
    /// A lab, by the id of its world.
    Lab(String),
    /// A lab whose world came from a file or a script.
    Own,
    /// A run that somebody shared: what stands after the `#/`.
    Run(String),
    /// What the engine models and what it does not.
    Fidelity,
    /// All lessons.
    Course,
    /// A lesson, by its id.
    Lesson(String),
    /// What a teacher is told of a lesson.
    Teacher(String),
    /// The words that lessons explain.
    Glossary,
    /// An address that leads nowhere.
    Nowhere(String),
}

impl Route {
    /// Reads the hash of an address, with or without its `#`.
    pub fn of_hash(hash: &str) -> Route {
        let path = hash.trim_start_matches('#').trim_matches('/');
        match path.split_once('/') {
            None if path.is_empty() => Route::Home,
            None if path == "fidelity" => Route::Fidelity,
            None if path == "course" => Route::Course,
            None if path == "glossary" => Route::Glossary,
            None if path == "lab" => Route::Own,
            Some(("run", _)) => Route::Run(path.to_owned()),
            Some(("lab", id)) => Route::Lab(id.to_owned()),
            Some(("lesson", id)) if is_id(id) => Route::Lesson(id.to_owned()),
            Some(("teacher", id)) if is_id(id) => Route::Teacher(id.to_owned()),
            _ => Route::Nowhere(path.to_owned()),
        }
    }

    /// The hash that leads here.
    pub fn hash(&self) -> String {
        match self {
            Route::Home | Route::Nowhere(_) => "#/".to_owned(),
            Route::Lab(id) => format!("#/lab/{id}"),
            Route::Own => "#/lab".to_owned(),
            Route::Run(path) => format!("#/{path}"),
            Route::Fidelity => "#/fidelity".to_owned(),
            Route::Course => "#/course".to_owned(),
            Route::Lesson(id) => format!("#/lesson/{id}"),
            Route::Teacher(id) => format!("#/teacher/{id}"),
            Route::Glossary => "#/glossary".to_owned(),
        }
    }

    /// Whether a lab is shown.
    pub fn is_lab(&self) -> bool {
        matches!(self, Route::Lab(_) | Route::Own | Route::Run(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn routes_survive_the_way_through_an_address() {
        let id = || "fan-out".to_owned();
        let routes = [
            Route::Home,
            Route::Lab(id()),
            Route::Own,
            Route::Fidelity,
            Route::Course,
            Route::Lesson(id()),
            Route::Teacher(id()),
            Route::Glossary,
        ];
        for route in routes {
            assert_eq!(Route::of_hash(&route.hash()), route);
        }
    }

    #[test]
    fn addresses_typed_by_hand_are_read_kindly() {
        assert_eq!(Route::of_hash(""), Route::Home);
        assert_eq!(Route::of_hash("#"), Route::Home);
        assert_eq!(Route::of_hash("#fidelity"), Route::Fidelity);
        assert_eq!(Route::of_hash("#/lesson/A b"), Route::Nowhere("lesson/A b".to_owned()));
    }
}
