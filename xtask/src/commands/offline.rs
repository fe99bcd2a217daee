//! The list of files that belong together, for the service worker.
//!
//! Its version is a hash over their names and contents: the worker changes
//! exactly when one of them does.

use anyhow::{Result, ensure};
use sha2::{Digest, Sha256};

use super::dist::Files;

/// The service worker's name in dist/.
pub const NAME: &str = "sw.js";

/// The service worker with its files filled in.
pub fn fill(worker: &str, files: &Files) -> Result<String> {
    let mut version = Sha256::new();
    let mut names = Vec::new();
    for (name, bytes) in files.iter().filter(|(name, _)| is_of_the_page(name)) {
        version.update(name);
        version.update(bytes);
        names.push(name);
    }
    let version: String =
        version.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let names = serde_json::to_string(&names)?;
    let filled = worker
        .replace("const VERSION = \"none\"", &format!("const VERSION = \"{version}\""))
        .replace("const FILES = []", &format!("const FILES = {names}"));
    ensure!(filled.contains(&version) && filled.contains(&names), "{NAME} has no list to fill in");
    Ok(filled)
}

/// Whether the installed page needs a file: not the one-file page, not what
/// other pages use of ours, and not the words that are in the program.
fn is_of_the_page(name: &str) -> bool {
    if name == "words/en.json" {
        return false;
    }
    let own = ["index.html", "manifest.webmanifest"].contains(&name)
        || ["icons/", "lessons/", "modelled/", "words/"]
            .iter()
            .any(|folder| name.starts_with(folder));
    let hashed = !name.contains('/') && name.contains('-');
    own || (hashed && [".js", ".bin", ".css"].iter().any(|ending| name.ends_with(ending)))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const WORKER: &str = "const VERSION = \"none\";\nconst FILES = [];";

    fn filled(files: &[(&str, &str)]) -> String {
        let dist = tempfile::tempdir().unwrap();
        for (name, text) in files {
            fs::write(dist.path().join(name), text).unwrap();
        }
        fill(WORKER, &Files::read(dist.path()).unwrap()).unwrap()
    }

    #[test]
    fn a_version_is_the_page_and_nothing_else() {
        let names =
            [("index.html", "1"), ("app-1.js", ""), ("embed.js", ""), ("queuescope.html", "")];
        let worker = filled(&names);
        assert!(worker.contains(r#"const FILES = ["app-1.js","index.html"];"#), "{worker}");
        assert_eq!(worker, filled(&names[..2]));
        assert_ne!(worker, filled(&[("index.html", "2"), ("app-1.js", "")]));
    }

    #[test]
    fn a_worker_without_a_list_is_an_error() {
        let dist = tempfile::tempdir().unwrap();
        assert!(fill("", &Files::read(dist.path()).unwrap()).is_err());
    }
}
