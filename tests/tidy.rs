//! Is the code in order? Layers, sizes, and nothing left lying about.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// Most lines of a file.
const FILE_LINES: usize = 400;
/// Most lines of a function.
const FUNCTION_LINES: usize = 70;

/// A source file and its place below `src/`.
struct Source {
    place: String,
    text: String,
}

impl Source {
    /// The words outside comments, each line with its number.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.text.lines().zip(1..);
        lines.map(|(line, number)| {
            let code = line.find("//").map_or(line, |comment| &line[..comment]);
            (number, code)
        })
    }

    /// Where a word stands in the code of this file.
    fn uses(&self, word: &str) -> Vec<String> {
        let lines = self.code().filter(|(_, line)| has_word(line, word));
        lines.map(|(number, _)| format!("{}:{number} has `{word}`", self.place)).collect()
    }

    /// The layers this file names: what follows `crate::`, in braces or not.
    fn layers(&self) -> BTreeSet<String> {
        let code: String = self.code().map(|(_, line)| line.trim_start()).collect();
        let paths = code.split("crate::").skip(1);
        paths.flat_map(first_names).collect()
    }
}

/// The first name of a path, or of each path in a brace.
fn first_names(path: &str) -> Vec<String> {
    let name = |text: &str| {
        let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
        text[..end].to_owned()
    };
    let Some(inside) = path.strip_prefix('{') else {
        return vec![name(path)];
    };
    let mut names = vec![name(inside)];
    let mut depth = 0;
    for (at, c) in inside.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => names.push(name(inside[at + 1..].trim_start())),
            _ => {}
        }
    }
    names
}

/// Every Rust file of the crate, in the order of their places.
fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    collect(&root, &mut paths);
    paths.sort();
    let read = |path: PathBuf| Source {
        place: path.strip_prefix(&root).expect("below it").to_string_lossy().replace('\\', "/"),
        text: fs::read_to_string(&path).expect("a source file is text"),
    };
    paths.into_iter().map(read).collect()
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the sources are there") {
        let path = entry.expect("it can be listed").path();
        if path.is_dir() {
            collect(&path, paths);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            paths.push(path);
        }
    }
}

/// Whether `word` stands in `line` and not as part of a longer name.
fn has_word(line: &str, word: &str) -> bool {
    let in_name = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + word.len()..].chars().next();
        !before.is_some_and(in_name) && !after.is_some_and(in_name)
    })
}

/// What no file of a layer may name, whether layer, crate or type.
struct Layer {
    folder: &'static str,
    layers: &'static [&'static str],
    names: &'static [&'static str],
    /// Files that may name it all the same.
    excused: &'static [&'static str],
}

const BROWSER: [&str; 5] = ["web_sys", "js_sys", "wasm_bindgen", "gloo_timers", "yew"];

const LAYERS: [Layer; 8] = [
    Layer {
        folder: "words/",
        layers: &["tree", "engine", "scenario", "lesson", "view", "embed", "app"],
        names: &BROWSER,
        excused: &[],
    },
    Layer {
        folder: "tree/",
        layers: &["engine", "scenario", "lesson", "view", "embed", "app"],
        names: &BROWSER,
        excused: &[],
    },
    Layer {
        folder: "engine/",
        layers: &["scenario", "lesson", "view", "embed", "app"],
        names: &["Instant", "SystemTime", "HashMap", "HashSet"],
        excused: &[],
    },
    Layer { folder: "engine/", layers: &[], names: &BROWSER, excused: &[] },
    Layer {
        folder: "scenario/",
        layers: &["lesson", "view", "embed", "app"],
        names: &BROWSER,
        excused: &[],
    },
    Layer { folder: "lesson/", layers: &["view", "embed", "app"], names: &BROWSER, excused: &[] },
    Layer {
        folder: "view/",
        layers: &["embed", "app"],
        names: &BROWSER,
        excused: &["view/canvas.rs", "view/brush.rs"],
    },
    Layer {
        folder: "embed/",
        layers: &["view", "app"],
        names: &BROWSER,
        excused: &["embed/bridge.rs"],
    },
];

#[test]
fn imports_obey_the_layers() {
    let sources = sources();
    let mut found = Vec::new();
    for layer in &LAYERS {
        let within = sources.iter().filter(|source| source.place.starts_with(layer.folder));
        for source in within.filter(|source| !layer.excused.contains(&source.place.as_str())) {
            found.extend(layer.names.iter().flat_map(|name| source.uses(name)));
            let used = source.layers();
            let wrong = layer.layers.iter().filter(|name| used.contains(**name));
            found.extend(wrong.map(|name| format!("{} imports {name}", source.place)));
        }
    }
    none(&found);
}

#[test]
fn a_brace_names_the_first_of_each_of_its_paths() {
    assert_eq!(first_names("engine::Fact;"), ["engine"]);
    assert_eq!(first_names("{engine::{Fact, Tick}, view, app::x};"), ["engine", "view", "app"]);
}

#[test]
fn files_and_functions_are_short() {
    let mut found = Vec::new();
    for source in sources() {
        let lines = source.text.lines().count();
        if FILE_LINES < lines {
            found.push(format!("{} has {lines} lines", source.place));
        }
        let long = functions(&source).filter(|(_, _, lines)| FUNCTION_LINES < *lines);
        found.extend(
            long.map(|(name, at, lines)| format!("{}:{at} {name} has {lines}", source.place)),
        );
    }
    none(&found);
}

/// Every function with a body: its name, first line and number of lines. The
/// formatter puts the closing brace below the `fn`, in the same column.
fn functions(source: &Source) -> impl Iterator<Item = (String, usize, usize)> + '_ {
    let lines: Vec<&str> = source.text.lines().collect();
    let starts: Vec<usize> = (0..lines.len()).filter(|at| begins_function(lines[*at])).collect();
    starts.into_iter().filter_map(move |start| {
        let indent = lines[start].len() - lines[start].trim_start().len();
        let closes = |line: &&str| line.len() == indent + 1 && line.trim_start() == "}";
        let length = lines[start..].iter().position(closes)? + 1;
        let name = lines[start].split("fn ").nth(1)?;
        let name = name.split(['(', '<']).next()?.to_owned();
        Some((name, start + 1, length))
    })
}

/// Whether a line starts a function whose body is not on that same line.
fn begins_function(line: &str) -> bool {
    let head = line.trim_start();
    let visible = head.strip_prefix("pub").map_or(head, |rest| match rest.strip_prefix('(') {
        Some(scope) => scope.split_once(')').map_or(rest, |(_, rest)| rest),
        None => rest,
    });
    let visible = visible.trim_start();
    let plain = visible.trim_start_matches("const ").trim_start_matches("async ");
    plain.starts_with("fn ") && !line.ends_with(';') && !line.ends_with('}')
}

#[test]
fn nothing_is_left_lying_about() {
    let mut found = Vec::new();
    for source in sources() {
        for marker in ["TODO", "FIXME", "XXX", "HACK"] {
            let lines = source.text.lines().zip(1..).filter(|(line, _)| has_word(line, marker));
            found.extend(lines.map(|(_, at)| format!("{}:{at} has `{marker}`", source.place)));
        }
        for call in ["dbg!", "println!", "eprintln!", "print!", "todo!", "unimplemented!"] {
            found.extend(source.uses(call));
        }
    }
    none(&found);
}

/// The page's Content-Security-Policy refuses `style` as an attribute and
/// handlers in markup. `~style` sets it through the object model instead.
#[test]
fn nothing_needs_a_weaker_policy() {
    let mut found = Vec::new();
    for source in sources() {
        for (number, line) in source.code() {
            let attribute = line.match_indices("style=").any(|(at, _)| !line[..at].ends_with('~'))
                || line.match_indices("{style}").any(|(at, _)| !line[..at].ends_with('='));
            if attribute || line.contains("onclick=\"") {
                found
                    .push(format!("{}:{number} sets a style or a handler in markup", source.place));
            }
        }
    }
    none(&found);
}

/// What a person reads stands in `static/words/`, so that there can be
/// another language: no child and no label of an element is a literal, but
/// the name of the page.
#[test]
fn words_stand_in_their_files() {
    let mut found = Vec::new();
    for source in sources() {
        // Of two values one is chosen there: names of classes and the like.
        let chooses = |line: &str| line.contains(" else {");
        for (number, line) in source.code().filter(|(_, line)| !chooses(line)) {
            let children = line.split("{ \"").skip(1).filter_map(|rest| rest.split_once("\" }"));
            let names = ["aria-label=\"", "title=\"", "placeholder=\"", "alt=\""];
            let labels = names.iter().filter_map(|name| line.split_once(name)?.1.split_once('"'));
            let texts = children.chain(labels).map(|(text, _)| text);
            let word = |text: &str| {
                let letters = text.split(|c: char| !c.is_alphabetic());
                letters.map(str::len).max() >= Some(2) && !text.contains(['"', '{'])
            };
            if texts.filter(|text| word(text)).any(|text| text != "Queuescope") {
                found.push(format!("{}:{number} has words of its own", source.place));
            }
        }
    }
    none(&found);
}

/// Every module says what it is for before anything else.
#[test]
fn every_file_opens_with_its_idea() {
    let mut found = Vec::new();
    for source in sources() {
        if !source.text.starts_with("//! ") {
            found.push(format!("{} does not say what it is for", source.place));
        }
    }
    none(&found);
}

fn none(found: &[String]) {
    assert!(found.is_empty(), "\n  {}\n", found.join("\n  "));
}
