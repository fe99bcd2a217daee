//! Points, boxes and the paths that messages run along.
//!
//! A path is kept as points at equal distances, so that a place on it is one
//! multiplication away, and a thing on it moves at constant speed: simulated
//! time is linear, and so is the wire.

/// A place on the stage, in stage units (pixels at scale 1).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// To the right.
    pub x: f64,
    /// Downwards.
    pub y: f64,
}

/// Shorthand for a point.
pub fn at(x: f64, y: f64) -> Point {
    Point { x, y }
}

impl Point {
    /// The place this far to the right and down.
    pub fn shift(self, dx: f64, dy: f64) -> Point {
        at(self.x + dx, self.y + dy)
    }

    /// The place a `part` of the way to `other`.
    pub fn towards(self, other: Point, part: f64) -> Point {
        at(self.x + (other.x - self.x) * part, self.y + (other.y - self.y) * part)
    }

    /// How far `other` is.
    pub fn distance(self, other: Point) -> f64 {
        let (dx, dy) = (other.x - self.x, other.y - self.y);
        (dx * dx + dy * dy).sqrt()
    }

    /// The step of length 1 in the direction of `other`; to the right if that
    /// is here.
    pub fn direction(self, other: Point) -> Point {
        match self.distance(other) {
            0.0 => at(1.0, 0.0),
            far => at((other.x - self.x) / far, (other.y - self.y) / far),
        }
    }
}

/// A box on the stage.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// Width.
    pub w: f64,
    /// Height.
    pub h: f64,
}

impl Rect {
    /// Its right edge.
    pub fn right(&self) -> f64 {
        self.x + self.w
    }

    /// Its lower edge.
    pub fn bottom(&self) -> f64 {
        self.y + self.h
    }

    /// Its middle.
    pub fn center(&self) -> Point {
        at(self.x + self.w / 2.0, self.y + self.h / 2.0)
    }

    /// Whether the two share any area.
    pub fn overlaps(&self, other: &Rect) -> bool {
        self.x < other.right()
            && other.x < self.right()
            && self.y < other.bottom()
            && other.y < self.bottom()
    }

    /// The least box with both in it.
    pub fn around(&self, other: &Rect) -> Rect {
        let (x, y) = (self.x.min(other.x), self.y.min(other.y));
        let (right, bottom) = (self.right().max(other.right()), self.bottom().max(other.bottom()));
        Rect { x, y, w: right - x, h: bottom - y }
    }

    /// Whether a place lies inside.
    pub fn contains(&self, place: Point) -> bool {
        (self.x..=self.right()).contains(&place.x) && (self.y..=self.bottom()).contains(&place.y)
    }
}

/// The way a head points: tokens turn by right angles only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Heading {
    /// As in reading.
    #[default]
    Right,
    /// Back.
    Left,
    /// Up.
    Up,
    /// Down.
    Down,
}

impl Heading {
    /// The way back.
    pub fn opposite(self) -> Heading {
        match self {
            Heading::Right => Heading::Left,
            Heading::Left => Heading::Right,
            Heading::Up => Heading::Down,
            Heading::Down => Heading::Up,
        }
    }
}

/// A stretch of a path while it is being drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Stretch {
    /// Straight on to a point.
    Line(Point),
    /// A cubic curve with its two handles.
    Curve(Point, Point, Point),
}

/// How many places of a path are kept.
const PLACES: usize = 96;

/// Straight pieces that stand for one curve.
const PIECES: usize = 40;

/// A path with its places at equal distances.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    places: Vec<Point>,
    length: f64,
    stretches: Vec<Stretch>,
}

impl Path {
    /// The path from `start` along the stretches.
    pub fn new(start: Point, stretches: &[Stretch]) -> Path {
        let mut corners = vec![start];
        for stretch in stretches {
            match *stretch {
                Stretch::Line(end) => corners.push(end),
                Stretch::Curve(first, second, end) => {
                    let from = corners[corners.len() - 1];
                    let part = |n: usize| n as f64 / PIECES as f64;
                    corners.extend((1..=PIECES).map(|n| cubic(from, first, second, end, part(n))));
                }
            }
        }
        Path { stretches: stretches.to_vec(), ..Path::through(&corners) }
    }

    /// A straight path.
    pub fn straight(from: Point, to: Point) -> Path {
        Path::new(from, &[Stretch::Line(to)])
    }

    /// From one place to another, leaving and arriving level: straight if
    /// they are as high, else an S.
    pub fn level(from: Point, to: Point) -> Path {
        if (from.y - to.y).abs() < 1.0 {
            return Path::straight(from, to);
        }
        let bend = (to.x - from.x) * 0.55;
        let curve = Stretch::Curve(from.shift(bend, 0.0), to.shift(-bend, 0.0), to);
        Path::new(from, &[curve])
    }

    /// Straight on from corner to corner, the inner corners rounded.
    pub fn rounded(corners: &[Point], radius: f64) -> Path {
        let mut stretches = Vec::new();
        for window in corners.windows(3) {
            let [before, corner, after] = [window[0], window[1], window[2]];
            let cut = |other: Point| {
                let reach = radius.min(corner.distance(other) / 2.0);
                corner.towards(other, reach / corner.distance(other).max(1e-9))
            };
            let (enter, leave) = (cut(before), cut(after));
            stretches.push(Stretch::Line(enter));
            stretches.push(Stretch::Curve(
                enter.towards(corner, 0.55),
                leave.towards(corner, 0.55),
                leave,
            ));
        }
        stretches.push(Stretch::Line(corners[corners.len() - 1]));
        Path::new(corners[0], &stretches)
    }

    /// This path, then `next`, joined by a straight piece: a way to go, not
    /// a wire to draw.
    pub fn then(&self, next: &Path) -> Path {
        let corners: Vec<Point> = self.places.iter().chain(&next.places).copied().collect();
        Path::through(&corners)
    }

    fn through(corners: &[Point]) -> Path {
        let length: f64 = corners.windows(2).map(|two| two[0].distance(two[1])).sum();
        let step = length / (PLACES - 1) as f64;
        let mut places = Vec::with_capacity(PLACES);
        places.push(corners[0]);
        let (mut from, mut next, mut wanted) = (corners[0], 1, step);
        while places.len() + 1 < PLACES && next < corners.len() {
            let gap = from.distance(corners[next]);
            if gap < wanted {
                wanted -= gap;
                from = corners[next];
                next += 1;
            } else {
                from = from.towards(corners[next], wanted / gap.max(1e-9));
                places.push(from);
                wanted = step;
            }
        }
        places.resize(PLACES, corners[corners.len() - 1]);
        Path { places, length, stretches: Vec::new() }
    }

    /// Where one is after a `part` (0 to 1) of the way.
    pub fn place(&self, part: f64) -> Point {
        let exact = part.clamp(0.0, 1.0) * (PLACES - 1) as f64;
        let before = (exact as usize).min(PLACES - 2);
        self.places[before].towards(self.places[before + 1], exact - before as f64)
    }

    /// The way one looks there, walking forward. Sideways is preferred, so
    /// that a token on a steep curve does not spin.
    pub fn heading(&self, part: f64) -> Heading {
        let (before, after) = (self.place(part - 0.02), self.place(part + 0.02));
        let (dx, dy) = (after.x - before.x, after.y - before.y);
        match (dx.abs() * 3.0 < dy.abs(), dx < 0.0, dy < 0.0) {
            (true, _, true) => Heading::Up,
            (true, _, false) => Heading::Down,
            (false, true, _) => Heading::Left,
            (false, false, _) => Heading::Right,
        }
    }

    /// The place `aside` units to the left of the way, seen walking.
    pub fn beside(&self, part: f64, aside: f64) -> Point {
        let (before, after) = (self.place(part - 0.02), self.place(part + 0.02));
        let (dx, dy) = (after.x - before.x, after.y - before.y);
        let length = before.distance(after).max(1e-9);
        self.place(part).shift(dy / length * aside, -dx / length * aside)
    }

    /// Its places, evenly spaced.
    pub fn places(&self) -> &[Point] {
        &self.places
    }

    /// How to draw it from its start.
    pub fn stretches(&self) -> &[Stretch] {
        &self.stretches
    }

    /// Its length in stage units.
    pub fn length(&self) -> f64 {
        self.length
    }

    /// Where it starts.
    pub fn start(&self) -> Point {
        self.places[0]
    }

    /// The place so many units before the end.
    pub fn short_of_end(&self, units: f64) -> Point {
        self.place(1.0 - units / self.length.max(units))
    }

    /// Where it ends.
    pub fn end(&self) -> Point {
        self.places[PLACES - 1]
    }
}

fn cubic(from: Point, first: Point, second: Point, end: Point, part: f64) -> Point {
    let (a, b, c) =
        (from.towards(first, part), first.towards(second, part), second.towards(end, part));
    a.towards(b, part).towards(b.towards(c, part), part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thing_on_a_bent_path_keeps_its_speed() {
        let path = Path::rounded(&[at(0.0, 0.0), at(100.0, 0.0), at(100.0, 100.0)], 10.0);
        let steps: Vec<f64> = (0..10)
            .map(|n| f64::from(n) / 10.0)
            .map(|part| path.place(part).distance(path.place(part + 0.1)))
            .collect();
        assert!(steps.iter().all(|step| (17.0..21.0).contains(step)), "{steps:?}");
    }

    #[test]
    fn a_path_starts_and_ends_where_it_was_told() {
        let curve = Stretch::Curve(at(50.0, 0.0), at(50.0, 80.0), at(100.0, 80.0));
        let path = Path::new(at(0.0, 0.0), &[curve]);
        assert_eq!(path.place(0.0), at(0.0, 0.0));
        assert_eq!(path.place(1.0), at(100.0, 80.0));
    }

    #[test]
    fn a_path_of_no_length_is_a_place() {
        let path = Path::straight(at(5.0, 5.0), at(5.0, 5.0));
        assert_eq!(path.place(0.5), at(5.0, 5.0));
    }

    #[test]
    fn headings_follow_the_way() {
        let path = Path::rounded(&[at(0.0, 0.0), at(100.0, 0.0), at(100.0, 100.0)], 10.0);
        assert_eq!(path.heading(0.2), Heading::Right);
        assert_eq!(path.heading(0.8), Heading::Down);
    }
}
