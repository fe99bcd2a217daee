//! The folder where the project keeps the tools it installed for itself.

use std::env;
use std::path::{Path, PathBuf};

/// `$QUEUESCOPE_TOOLS`, or `queuescope/tools` in the user's cache folder.
///
/// Outside the project, so that a second clone need not compile Trunk again.
pub fn dir() -> PathBuf {
    match env::var_os("QUEUESCOPE_TOOLS") {
        Some(dir) => PathBuf::from(dir),
        None => user_cache().join("queuescope").join("tools"),
    }
}

fn user_cache() -> PathBuf {
    let set = |name: &str| env::var_os(name).filter(|value| !value.is_empty());
    if let Some(dir) = set("XDG_CACHE_HOME") {
        return PathBuf::from(dir);
    }
    if cfg!(windows)
        && let Some(dir) = set("LOCALAPPDATA")
    {
        return PathBuf::from(dir);
    }
    let home = env::home_dir().unwrap_or_else(env::temp_dir);
    home.join(if cfg!(target_os = "macos") { "Library/Caches" } else { ".cache" })
}

/// PATH with `front` before everything else.
pub fn path_with<P: AsRef<Path>>(front: impl IntoIterator<Item = P>) -> std::ffi::OsString {
    let path = env::var_os("PATH").unwrap_or_default();
    let front = front.into_iter().map(|dir| dir.as_ref().to_path_buf());
    env::join_paths(front.chain(env::split_paths(&path)))
        .expect("folders on PATH hold no separator")
}
