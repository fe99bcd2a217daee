//! Moments in links: `8.5s`, exact to the microsecond.

/// Microseconds as seconds, without trailing zeros.
pub(super) fn written(us: u64) -> String {
    let (whole, part) = (us / 1_000_000, us % 1_000_000);
    let digits = format!("{part:06}");
    match digits.trim_end_matches('0') {
        "" => format!("{whole}s"),
        digits => format!("{whole}.{digits}s"),
    }
}

/// Reads seconds (`8.5s`, `8.5`) or milliseconds (`8500ms`); more than six
/// decimals are more than the engine has.
pub(super) fn read(text: &str) -> Option<u64> {
    let (number, unit_us) = match text.strip_suffix("ms") {
        Some(number) => (number, 1_000),
        None => (text.strip_suffix('s').unwrap_or(text), 1_000_000),
    };
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if number.is_empty() || !is_number(whole) || !is_number(part) || 6 < part.len() {
        return None;
    }
    let whole: u64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let part: u64 = format!("{part:0<6}").parse().ok()?;
    whole.checked_mul(unit_us)?.checked_add(part * unit_us / 1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_exact() {
        for us in [0, 1, 999_999, 1_000_000, 8_500_000, 12_345_678, u64::MAX] {
            assert_eq!(read(&written(us)), Some(us));
        }
        assert_eq!(written(8_500_000), "8.5s");
        assert_eq!(read("8500ms"), Some(8_500_000));
        assert_eq!(read("8.5"), Some(8_500_000));
        for wrong in ["", "s", "-1s", "1e9s", "1.2.3s", "99999999999999999s", "１s"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
