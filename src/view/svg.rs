//! A pen that writes SVG: the same strokes as on a canvas, as text that
//! stands on its own.
//!
//! What people have named is text between tags and nothing else; a picture
//! has no attribute and no link that comes from outside.

use std::fmt::Write;

use super::{
    geometry::{Path, Point, Stretch},
    palette::{Ink, Palette},
    pen::{Align, Dash, Pen, WORD_GAP, Word},
};

/// What an SVG is called, and what it shows in a sentence or two.
pub struct About<'a> {
    /// Read out first, and shown beside the pointer.
    pub title: &'a str,
    /// For those who do not see it.
    pub description: &'a str,
}

/// The families of everything that says no other ones.
const FAMILIES: &str = "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif";

/// A picture being written.
pub struct Svg {
    palette: &'static Palette,
    text: String,
    /// Where the origin is, as the value of a `transform`.
    origin: String,
    alpha: f64,
    /// Within a sheet's group.
    grouped: bool,
}

impl Svg {
    /// An empty picture in these colours.
    pub fn new(palette: &'static Palette) -> Svg {
        let (text, origin) = (String::new(), String::new());
        Svg { palette, text, origin, alpha: 1.0, grouped: false }
    }

    /// The whole document, of this size in stage units.
    pub fn finish(mut self, (width, height): (f64, f64), about: About<'_>) -> String {
        self.close_sheet();
        let (w, h) = (number(width), number(height));
        let mut document = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{w}\" height=\"{h}\" \
             viewBox=\"0 0 {w} {h}\" role=\"img\" fill=\"none\" stroke-linecap=\"round\" \
             stroke-linejoin=\"round\" font-family=\"{FAMILIES}\">\n<title>"
        );
        escape(&mut document, about.title);
        document.push_str("</title>\n<desc>");
        escape(&mut document, about.description);
        document.push_str("</desc>\n");
        document.push_str(&self.text);
        document.push_str("</svg>\n");
        document
    }

    fn close_sheet(&mut self) {
        if std::mem::take(&mut self.grouped) {
            self.text.push_str("</g>\n");
        }
    }

    fn begin(&mut self, element: &str) {
        self.text.push('<');
        self.text.push_str(element);
        if !self.origin.is_empty() {
            let origin = std::mem::take(&mut self.origin);
            self.set("transform", &origin);
            self.origin = origin;
        }
        if self.alpha < 1.0 {
            self.set("opacity", &number(self.alpha));
        }
    }

    /// Sets an attribute; the values are all made here.
    fn set(&mut self, name: &str, value: &str) {
        for part in [" ", name, "=\"", value, "\""] {
            self.text.push_str(part);
        }
    }

    fn filled(&mut self, ink: Ink) {
        self.set("fill", self.palette[ink as usize]);
    }

    fn edged(&mut self, ink: Ink, width: f64, dash: Dash) {
        self.set("stroke", self.palette[ink as usize]);
        self.set("stroke-width", &number(width));
        let pattern: Vec<String> = dash.pattern().iter().map(|part| number(*part)).collect();
        if !pattern.is_empty() {
            self.set("stroke-dasharray", &pattern.join(" "));
        }
    }

    fn end(&mut self) {
        self.text.push_str("/>\n");
    }

    fn round_box(&mut self, (w, h, radius): (f64, f64, f64)) {
        self.begin("rect");
        self.set("x", &number(-w / 2.0));
        self.set("y", &number(-h / 2.0));
        self.set("width", &number(w));
        self.set("height", &number(h));
        if radius > 0.0 {
            self.set("rx", &number(radius));
        }
    }

    fn face(&mut self, word: &Word<'_>) {
        let (heavy, families) = word.font.split_once("px ").unwrap_or(("13", FAMILIES));
        let (weight, size) = heavy.split_once(' ').unwrap_or(("", heavy));
        self.set("font-size", size);
        if !weight.is_empty() {
            self.set("font-weight", weight);
        }
        if families != FAMILIES {
            self.set("font-family", families);
        }
        self.filled(word.ink);
    }
}

impl Pen for Svg {
    fn sheet(&mut self, corner: Point) {
        self.close_sheet();
        self.at(corner);
        self.begin("g");
        self.text.push_str(">\n");
        self.grouped = true;
        self.home();
    }

    fn stretched(&mut self, place: Point, wide: f64, high: f64) {
        self.origin.clear();
        if place != Point::default() {
            self.origin = format!("translate({} {})", number(place.x), number(place.y));
        }
        if (wide, high) != (1.0, 1.0) {
            // Writing to a text cannot fail.
            let _ = write!(self.origin, "scale({} {})", number(wide), number(high));
        }
    }

    fn turned(&mut self, place: Point, along: Point) {
        let (right, down, up) = (number(along.x), number(along.y), number(-along.y));
        let (x, y) = (number(place.x), number(place.y));
        self.origin = format!("matrix({right} {down} {up} {right} {x} {y})");
    }

    fn alpha(&mut self, alpha: f64) {
        self.alpha = alpha.clamp(0.0, 1.0);
    }

    fn fill(&mut self, shape: &'static str, ink: Ink) {
        self.shape(shape, Some(ink), None);
    }

    fn stroke(&mut self, shape: &'static str, ink: Ink, width: f64, dash: Dash) {
        self.shape(shape, None, Some((ink, width, dash)));
    }

    fn shape(&mut self, shape: &str, fill: Option<Ink>, edge: Option<(Ink, f64, Dash)>) {
        self.begin("path");
        self.set("d", shape);
        if let Some(ink) = fill {
            self.filled(ink);
        }
        if let Some((ink, width, dash)) = edge {
            self.edged(ink, width, dash);
        }
        self.end();
    }

    fn wire(&mut self, path: &Path, ink: Ink, width: f64, dash: Dash) {
        let mut way = String::new();
        let mut go = |letter: char, places: &[Point]| {
            way.push(letter);
            for (n, place) in places.iter().enumerate() {
                let gap = if n > 0 { " " } else { "" };
                let _ = write!(way, "{gap}{} {}", number(place.x), number(place.y));
            }
        };
        go('M', &[path.start()]);
        for stretch in path.stretches() {
            match *stretch {
                Stretch::Line(to) => go('L', &[to]),
                Stretch::Curve(a, b, to) => go('C', &[a, b, to]),
            }
        }
        self.begin("path");
        self.set("d", &way);
        self.edged(ink, width, dash);
        if dash != Dash::Solid {
            self.set("stroke-dashoffset", &number(-path.length()));
        }
        self.end();
    }

    fn arc(&mut self, radius: f64, part: f64, ink: Ink, width: f64) {
        // A circle from its top, of which a dash is shown: no angle is needed.
        let (r, round) = (number(radius), std::f64::consts::TAU * radius);
        self.begin("path");
        self.set("d", &format!("M0 -{r}A{r} {r} 0 0 1 0 {r}A{r} {r} 0 0 1 0 -{r}"));
        self.edged(ink, width, Dash::Solid);
        if part < 1.0 {
            let dash = number(round * part.max(0.0));
            self.set("stroke-dasharray", &format!("{dash} {}", number(round)));
        }
        self.end();
    }

    fn disc(&mut self, radius: f64, ink: Ink) {
        self.begin("circle");
        self.set("r", &number(radius));
        self.filled(ink);
        self.end();
    }

    fn plate(&mut self, size: (f64, f64, f64), fill: Ink, edge: Option<Ink>) {
        self.round_box(size);
        self.filled(fill);
        if let Some(edge) = edge {
            self.edged(edge, 1.0, Dash::Solid);
        }
        self.end();
    }

    fn frame(&mut self, size: (f64, f64, f64), ink: Ink, width: f64, dash: Dash) {
        self.round_box(size);
        self.edged(ink, width, dash);
        self.end();
    }

    fn squares(&mut self, places: &[f32], side: f64, ink: Ink) {
        if places.is_empty() {
            return;
        }
        let (half, long) = (side / 2.0, number(side));
        let mut way = String::new();
        for place in places.chunks_exact(2) {
            let (x, y) = (f64::from(place[0]) - half, f64::from(place[1]) - half);
            let _ = write!(way, "M{} {}h{long}v{long}h-{long}z", number(x), number(y));
        }
        self.shape(&way, Some(ink), None);
    }

    fn line(&mut self, words: &[Word<'_>], align: Align) {
        self.begin("text");
        match align {
            Align::Start => {}
            Align::Middle => self.set("text-anchor", "middle"),
            Align::End => self.set("text-anchor", "end"),
        }
        if let [word] = words {
            self.face(word);
            self.text.push('>');
            escape(&mut self.text, word.text);
        } else {
            self.text.push('>');
            for (n, word) in words.iter().enumerate() {
                self.text.push_str("<tspan");
                if n > 0 {
                    self.set("dx", &number(WORD_GAP));
                }
                self.face(word);
                self.text.push('>');
                escape(&mut self.text, word.text);
                self.text.push_str("</tspan>");
            }
        }
        self.text.push_str("</text>\n");
    }
}

/// With two places at most: finer is not seen.
fn number(value: f64) -> String {
    let rounded = (value * 100.0).round() / 100.0;
    // A zero below zero would be told from one above.
    if rounded == 0.0 { "0".to_owned() } else { rounded.to_string() }
}

/// Adds text from outside, so that it stays text. What XML has no way to say
/// becomes the sign for that.
fn escape(to: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => to.push_str("&amp;"),
            '<' => to.push_str("&lt;"),
            '>' => to.push_str("&gt;"),
            '"' => to.push_str("&quot;"),
            '\u{0}'..='\u{1f}' | '\u{7f}' | '\u{fffe}' | '\u{ffff}' => to.push('\u{fffd}'),
            c => to.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::{geometry::at, palette::LIGHT};

    const ABOUT: About<'_> = About { title: "a < b", description: "one & two" };
    const FONT: &str = "600 12px system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif";

    #[test]
    fn text_from_outside_stays_text() {
        let mut svg = Svg::new(&LIGHT);
        svg.text("</text><script>\u{0}\"'&", FONT, Ink::Full);
        let text = svg.finish((10.0, 20.0), ABOUT);
        assert!(text.contains(">&lt;/text&gt;&lt;script&gt;\u{fffd}&quot;'&amp;</text>"), "{text}");
        assert!(text.contains("<title>a &lt; b</title>\n<desc>one &amp; two</desc>"), "{text}");
        assert!(text.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"10\""));
    }

    #[test]
    fn places_count_from_the_corner_of_their_sheet() {
        let mut svg = Svg::new(&LIGHT);
        svg.sheet(at(0.0, 48.0));
        svg.at(at(3.0, 4.125));
        svg.disc(2.0, Ink::Live);
        svg.sheet(at(0.0, 300.0));
        svg.arc(10.0, 0.25, Ink::Full, 1.5);
        let text = svg.finish((10.0, 20.0), ABOUT);
        let groups = "<g transform=\"translate(0 48)\">
<circle transform=\"translate(3 4.13)\" r=\"2\" fill=\"#0072B2\"/>
</g>
<g transform=\"translate(0 300)\">
<path d=\"M0 -10A10 10 0 0 1 0 10A10 10 0 0 1 0 -10\" stroke=\"#17191B\" stroke-width=\"1.5\" \
stroke-dasharray=\"15.71 62.83\"/>
</g>
</svg>
";
        assert!(text.ends_with(groups), "{text}");
    }

    #[test]
    fn no_number_is_longer_than_what_can_be_seen() {
        let written: Vec<String> =
            [-0.001, 1.0, 2.345_6, -7.5, 0.1 + 0.2].map(number).into_iter().collect();
        assert_eq!(written, ["0", "1", "2.35", "-7.5", "0.3"]);
    }
}
