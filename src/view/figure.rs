//! A chart as data: lines over one axis of time, to be drawn, read off at a
//! moment, listed or written to a file.

use crate::words::Word;

/// The hue of a line: what it counts, or ink where lines are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hue {
    /// Fresh messages.
    Live,
    /// Settled ones, and work done.
    Acked,
    /// One of several that are compared.
    Ink,
}

/// How a line is broken; it tells lines apart without any hue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dash {
    /// Not at all.
    Solid,
    /// Long dashes.
    Long,
    /// Short dashes.
    Short,
    /// Dots.
    Fine,
}

/// The dashes of compared lines, first to last.
pub const DASHES: [Dash; 4] = [Dash::Solid, Dash::Long, Dash::Short, Dash::Fine];

/// One line.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// What it shows.
    pub name: String,
    /// Its hue.
    pub hue: Hue,
    /// Its dashes.
    pub dash: Dash,
    /// Whether the area below it is tinted.
    pub filled: bool,
    /// A value for each moment of the figure; not a number where there is
    /// nothing to tell.
    pub values: Vec<f64>,
}

impl Line {
    /// A line that is only stroked.
    pub fn new(name: impl Into<String>, hue: Hue, dash: Dash, values: Vec<f64>) -> Self {
        Line { name: name.into(), hue, dash, filled: false, values }
    }

    /// The same with the area below it tinted.
    pub fn filled(self) -> Self {
        Line { filled: true, ..self }
    }
}

/// A chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// What it is about.
    pub title: Word,
    /// The unit of its values.
    pub unit: Word,
    /// Decimals of its values, at most.
    pub places: usize,
    /// The moments in seconds, rising; the last one may be the future of a
    /// run that was wound back.
    pub times: Vec<f64>,
    /// What is drawn, the first one lowest.
    pub lines: Vec<Line>,
}

impl Figure {
    /// The place of the moment that is shown at `seconds`: the first one not
    /// before it, or the last one there is.
    pub fn at(&self, seconds: f64) -> Option<usize> {
        let place = self.times.partition_point(|time| *time < seconds);
        place.min(self.times.len().checked_sub(1)?).into()
    }

    /// The value of a line at a place, if there is one.
    pub fn value(line: &Line, place: Option<usize>) -> Option<f64> {
        let value = line.values.get(place?)?;
        value.is_finite().then_some(*value)
    }

    /// The value at the upper edge: a number that halves into one that reads
    /// well.
    pub fn top(&self) -> f64 {
        let values = self.lines.iter().flat_map(|line| &line.values);
        let most = values.copied().filter(|value| value.is_finite()).fold(0.0, f64::max);
        round_up(most, if self.places == 0 { 2.0 } else { 0.2 })
    }

    /// Every moment and value as comma-separated text with a head line.
    pub fn csv(&self) -> String {
        let mut text = String::from("seconds");
        for line in &self.lines {
            text.push(',');
            text.push_str(&field(&format!("{} ({})", line.name, self.unit)));
        }
        text.push('\n');
        for (place, time) in self.times.iter().enumerate() {
            text.push_str(&number(*time));
            for line in &self.lines {
                text.push(',');
                let value = Figure::value(line, Some(place));
                text.push_str(&value.map(number).unwrap_or_default());
            }
            text.push('\n');
        }
        text
    }
}

/// To a millionth, which is a microsecond in the column of times.
fn number(value: f64) -> String {
    let text = format!("{value:.6}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A field of comma-separated text, in quotes where it needs them (RFC 4180).
/// What a spreadsheet would take for a formula is kept from being one.
pub fn field(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t']);
    let text = if formula { format!("'{text}") } else { text.to_owned() };
    match text.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text,
    }
}

/// The next number that halves into one that reads well, at least `least`.
fn round_up(value: f64, least: f64) -> f64 {
    let value = value.max(least);
    let tens = 10f64.powf(value.log10().floor());
    let steps = [1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 10.0];
    // 0.1 × 3 is a little more than 0.3: rounded errors are not another step.
    let top = steps.iter().map(|step| step * tens).find(|top| value <= *top * (1.0 + 1e-9));
    top.unwrap_or(10.0 * tens)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::charts;

    fn figure() -> Figure {
        let values = vec![1.0, f64::NAN, 3.25];
        Figure {
            title: charts::QUEUE_DEPTH,
            unit: charts::MESSAGES,
            places: 0,
            times: vec![0.25, 0.5, 0.75],
            lines: vec![
                Line::new("ready", Hue::Live, Dash::Solid, vec![0.0, 10.0, 2.0]),
                Line::new("a,\"b\"", Hue::Ink, Dash::Long, values),
            ],
        }
    }

    #[test]
    fn axes_end_at_numbers_that_read_well() {
        assert_eq!(round_up(0.0, 2.0), 2.0);
        assert_eq!(round_up(2.4, 2.0), 3.0);
        assert_eq!(round_up(13.0, 2.0), 20.0);
        assert_eq!(round_up(401.0, 2.0), 600.0);
        assert!((round_up(0.3, 0.2) - 0.3).abs() < 1e-9);
        assert_eq!(figure().top(), 10.0);
    }

    #[test]
    fn a_moment_is_read_off_at_the_end_of_its_slice() {
        let figure = figure();
        assert_eq!(figure.at(0.0), Some(0));
        assert_eq!(figure.at(0.3), Some(1));
        assert_eq!(figure.at(9.0), Some(2));
        assert_eq!(Figure::value(&figure.lines[1], Some(1)), None);
        assert_eq!(Figure::value(&figure.lines[1], Some(2)), Some(3.25));
        assert_eq!(Figure { times: vec![], ..figure }.at(1.0), None);
    }

    #[test]
    fn comma_separated_text_has_a_column_for_each_line() {
        let lines = "seconds,ready (messages),\"a,\"\"b\"\" (messages)\"
0.25,0,1
0.5,10,
0.75,2,3.25
";
        assert_eq!(figure().csv(), lines);
    }

    #[test]
    fn a_field_is_never_a_formula() {
        assert_eq!(field("=1+1"), "'=1+1");
        assert_eq!(field("orders"), "orders");
    }
}
