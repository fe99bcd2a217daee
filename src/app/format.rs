//! Numbers for people. Widths do not jump: the same places in every value.

use crate::{engine::Tick, words};

pub use words::grouped;

/// `12.40 s`, and above an hour whole seconds.
pub fn clock(at: Tick) -> String {
    match at.0 {
        0..3_600_000_000 => format!("{} s", seconds(at)),
        _ => format!("{} s", grouped(at.0 / 1_000_000)),
    }
}

/// `12.40`, as in a column under one heading.
pub fn seconds(at: Tick) -> String {
    words::decimal(at.0 as f64 / 1e6, 2)
}

/// At most `places` decimals, none of them a zero at the end.
pub fn trimmed(value: f64, places: usize) -> String {
    let text = words::decimal(value, places);
    let mark = words::number::DECIMAL.text();
    match text.contains(mark) {
        true => text.trim_end_matches('0').trim_end_matches(mark).to_owned(),
        false => text,
    }
}

/// A value for machines, as attributes and files have it, whatever the language.
pub fn plain(value: f64, places: usize) -> String {
    let scale = 10f64.powi(places as i32);
    ((value * scale).round() / scale).to_string()
}

/// `0.25×`.
pub fn speed(speed: f64) -> String {
    format!("{}×", trimmed(speed, 2))
}

/// `450 ms` or `2.5 s`.
pub fn span(ms: f64) -> String {
    match ms < 1_000.0 {
        true => format!("{} ms", trimmed(ms, 1)),
        false => format!("{} s", trimmed(ms / 1_000.0, 2)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_people_write_them() {
        assert_eq!(clock(Tick(12_400_000)), "12.40 s");
        assert_eq!(clock(Tick(36_000_000_000)), "36\u{202f}000 s");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1_234_567), "1\u{202f}234\u{202f}567");
        assert_eq!(trimmed(0.30, 2), "0.3");
        assert_eq!(trimmed(40.0, 0), "40");
        assert_eq!(plain(0.30, 2), "0.3");
        assert_eq!(plain(1_234.567, 2), "1234.57");
        assert_eq!(speed(100.0), "100×");
        assert_eq!(span(2_500.0), "2.5 s");
    }
}
