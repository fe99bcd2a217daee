//! Progress and durations, in words. Progress goes to standard error, so that
//! tables and case lines on standard output can be piped.

use std::time::Duration;

/// A step that begins.
pub fn step(what: &str) {
    eprintln!("\n==> {what}");
}

/// A remark below the step that runs.
pub fn note(what: &str) {
    eprintln!("    {what}");
}

/// `4 min 52 s`, `12 s`, `0.3 s`.
pub fn duration(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    if seconds < 10.0 {
        format!("{seconds:.1} s")
    } else if seconds < 60.0 {
        format!("{seconds:.0} s")
    } else {
        let whole = seconds.round() as u64;
        format!("{} min {:02} s", whole / 60, whole % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_like_speech() {
        assert_eq!(duration(Duration::from_millis(340)), "0.3 s");
        assert_eq!(duration(Duration::from_secs(12)), "12 s");
        assert_eq!(duration(Duration::from_millis(119_900)), "2 min 00 s");
    }
}
