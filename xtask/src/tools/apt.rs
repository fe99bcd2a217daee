//! Packages of Debian's own archive, for what comes neither as a crate nor
//! from npm. Elsewhere than on Debian the user is told what to install.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::{process, say};

/// Whether this machine has Debian's installer at all.
pub fn is_here() -> bool {
    which::which("apt-get").is_ok()
}

/// Installs `packages`, refreshing the package lists when they are missing or
/// out of date.
pub fn install(packages: &[String]) -> Result<()> {
    let privilege = privilege(packages)?;
    update_if_never_done(&privilege)?;
    say::note(&format!("from Debian's archive: {}", packages.join(" ")));
    if unpack(&privilege, packages).is_ok() {
        return Ok(());
    }
    say::note("that failed; refreshing the package lists and trying once more");
    update(&privilege)?;
    unpack(&privilege, packages).with_context(|| {
        format!(
            "Debian's packages could not be installed. When its archive can be reached, run \
             this again, or run `{}` yourself",
            by_hand(packages)
        )
    })
}

/// The newest `N` for which the archive offers `lld-N`, LLVM's linker.
pub fn newest_lld() -> Result<u32> {
    update_if_never_done(&privilege(&["lld".to_owned()])?)?;
    process::answer(Command::new("apt-cache").args(["search", "--names-only", "^lld-[0-9]+$"]))
        .unwrap_or_default()
        .lines()
        .filter_map(|line| line.split_whitespace().next()?.strip_prefix("lld-")?.parse().ok())
        .max()
        .context("Debian's archive offers no lld here; run `apt-get update`, then this again")
}

/// What stands before a command that changes the system: nothing, or sudo.
fn privilege(packages: &[String]) -> Result<Vec<&'static str>> {
    if process::answer(Command::new("id").arg("-u")).as_deref() == Some("0") {
        return Ok(vec![]);
    }
    if process::answer(Command::new("sudo").args(["-n", "true"])).is_some() {
        return Ok(vec!["sudo", "-n"]);
    }
    bail!(
        "installing system packages needs root, which this account has not (nor sudo without a \
         password). Run `{}`, then this again",
        by_hand(packages)
    )
}

fn by_hand(packages: &[String]) -> String {
    format!(
        "sudo apt-get update && sudo apt-get install -y --no-install-recommends {}",
        packages.join(" ")
    )
}

fn apt_get(privilege: &[&str]) -> Command {
    let words: Vec<_> = privilege
        .iter()
        .copied()
        .chain(["env", "DEBIAN_FRONTEND=noninteractive", "LC_ALL=C", "apt-get", "-q"])
        .collect();
    let mut command = Command::new(words[0]);
    // Another installer may be at work, as after the start of a machine.
    command.args(&words[1..]).args(["-o", "DPkg::Lock::Timeout=120"]);
    command
}

fn update_if_never_done(privilege: &[&str]) -> Result<()> {
    let lists = fs::read_dir(Path::new("/var/lib/apt/lists"));
    let any = lists.is_ok_and(|mut files| {
        files.any(|file| {
            file.is_ok_and(|file| file.file_name().to_string_lossy().contains("_Packages"))
        })
    });
    if any { Ok(()) } else { update(privilege) }
}

fn update(privilege: &[&str]) -> Result<()> {
    say::note("refreshing Debian's package lists");
    process::run_reading(apt_get(privilege).arg("update"), |_| ())
        .context("Debian's package lists could not be refreshed; is there a network?")
}

fn unpack(privilege: &[&str], packages: &[String]) -> Result<()> {
    let mut progress = Progress::default();
    let mut install = apt_get(privilege);
    install.args(["install", "-y", "--no-install-recommends"]).args(packages);
    process::run_reading(&mut install, |line| progress.see(line))
}

/// Counts apt-get's lines, and speaks at every tenth of the way.
#[derive(Default)]
struct Progress {
    packages: usize,
    done: usize,
    tenths: usize,
}

impl Progress {
    fn see(&mut self, line: &str) {
        if line.contains(" newly installed") {
            self.packages = new_packages(line);
        } else if line.starts_with("Setting up ") {
            self.done += 1;
        } else {
            return;
        }
        let tenths = 10 * self.done / self.packages.max(1);
        if self.tenths < tenths {
            self.tenths = tenths;
            say::note(&format!("{} of {} packages are set up", self.done, self.packages));
        } else if self.done == 0 && 0 < self.packages {
            say::note(&format!("fetching and unpacking {} packages", self.packages));
        }
    }
}

/// `2 upgraded, 40 newly installed, 0 to remove …` gives 42.
fn new_packages(line: &str) -> usize {
    line.split(", ").take(2).filter_map(|part| part.split(' ').next()?.parse::<usize>().ok()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn upgraded_packages_are_set_up_as_well() {
        let line = "2 upgraded, 40 newly installed, 0 to remove and 3 not upgraded.";
        assert_eq!(new_packages(line), 42);
    }
}
