//! A small drawing for every card: the shapes of the stage, standing still.

use yew::prelude::*;

use crate::{app::marks::Mark, words::home::THE_REST};

/// The drawing of a built-in world; a consumer at work for one without its
/// own.
pub fn thumb(id: &str) -> Html {
    let drawn = match id {
        "work-queue" => competing(),
        "fan-out" => fan_out(["", "", ""]),
        "topic" => fan_out(["order.paid", "order.*", THE_REST.text()]),
        "guarantees" => guarantees(),
        "poison" => poison(),
        "bounded" | "pressure-drop" | "pressure-reject" => bounded(),
        id if id.starts_with("pressure-") => pressed(),
        "call-or-queue" => call_or_queue(),
        _ => by_hand(),
    };
    let text = format!(
        r#"<svg width="288" height="88" viewBox="0 0 288 88" aria-hidden="true">{drawn}</svg>"#
    );
    Html::from_html_unchecked(text.into())
}

fn at(x: i32, y: i32, mark: Mark) -> String {
    format!(r#"<g transform="translate({x} {y}) scale(.62)">{}</g>"#, mark.shapes())
}

fn row(xs: &[i32], y: i32, mark: Mark) -> String {
    xs.iter().map(|x| at(*x, y, mark)).collect()
}

fn producer() -> &'static str {
    r#"<path class="body" d="M4 28H28L36 44 28 60H4a4 4 0 0 1-4-4V32a4 4 0 0 1 4-4z"/>"#
}

fn tube(x: i32, y: i32, length: i32, r: i32) -> String {
    let across = 2 * r;
    format!(
        r#"<g transform="translate({x} {y})"><path class="body" d="M0-{r}H{length}a6 {r} 0 0 1 0 {across}H0a6 {r} 0 0 1 0-{across}z"/><ellipse class="body end" rx="6" ry="{r}"/></g>"#
    )
}

fn worker(x: i32, y: i32) -> String {
    let (top, middle) = (y - 12, x + 26);
    format!(
        r#"<rect class="body" x="{x}" y="{top}" width="52" height="24" rx="6"/>{}"#,
        at(middle, y, Mark::Unacked)
    )
}

fn wire(d: &str) -> String {
    format!(r#"<path class="wire" d="{d}"/>"#)
}

fn competing() -> String {
    let workers = [16, 44, 72].map(|y| {
        let wire = wire(&format!("M178 44C210 44 200 {y} 232 {y}"));
        wire + &worker(232, y)
    });
    [
        producer(),
        &wire("M36 44H64"),
        &tube(72, 44, 100, 15),
        &row(&[94, 116, 138, 160], 44, Mark::Ready),
        &workers.concat(),
    ]
    .concat()
}

fn fan_out(keys: [&str; 3]) -> String {
    let mut drawn = [
        producer(),
        &wire("M36 44H64"),
        r#"<circle class="body" cx="80" cy="44" r="16"/><circle class="disc" cx="80" cy="44" r="11"/>"#,
    ]
    .concat();
    for (key, y) in keys.into_iter().zip([15, 44, 73]) {
        drawn += &wire(&format!("M96 44C124 44 112 {y} 140 {y}H180"));
        drawn += &tube(186, y, 96, 11);
        drawn += &row(&[272, 252][..y as usize / 30], y, Mark::Ready);
        drawn += &match key {
            "" => at(156, y, Mark::Flight),
            key => {
                let below = y + 4;
                format!(r#"<text class="ax" x="148" y="{below}" text-anchor="middle">{key}</text>"#)
            }
        };
    }
    drawn
}

fn guarantees() -> String {
    [
        producer(),
        &wire("M36 44H64"),
        &tube(72, 44, 104, 15),
        &row(&[98, 120, 142], 44, Mark::Ready),
        r#"<path class="wire off" d="M182 44H240"/><rect class="body down" x="240" y="24" width="48" height="40" rx="6"/><path class="gap" d="M264 20L260 39 267 47 262 68"/><path class="inkl" d="M261.5 20L257.5 39 264.5 47 259.5 68M266.5 20L262.5 39 269.5 47 264.5 68"/><path class="wire back" d="M240 30C226 2 176 0 164 26"/>"#,
        &at(200, 9, Mark::Again),
    ]
    .concat()
}

fn poison() -> String {
    [
        &tube(8, 26, 110, 15),
        &row(&[40, 62, 84], 26, Mark::Ready),
        &at(106, 26, Mark::Poison),
        &wire("M124 26H170M196 43V62"),
        r#"<rect class="body" x="170" y="9" width="52" height="34" rx="6"/><path class="body" d="M140 58h8v20a4 4 0 0 0 4 4h84a4 4 0 0 0 4-4v-20h8"/>"#,
        &at(196, 26, Mark::Poison),
        &row(&[168, 196, 224], 69, Mark::Dead),
    ]
    .concat()
}

fn bounded() -> String {
    [
        producer(),
        r#"<path class="wire off" d="M48 44H80"/><path class="gate" d="M43 30V58"/>"#,
        &tube(86, 44, 118, 15),
        &row(&[104, 126, 148, 170, 192], 44, Mark::Ready),
        &wire("M210 44H232"),
        &worker(232, 44),
        &at(62, 70, Mark::Struck),
    ]
    .concat()
}

fn pressed() -> String {
    [
        r#"<path class="body" d="M4 24H58L66 44 58 64H4a4 4 0 0 1-4-4V28a4 4 0 0 1 4-4z"/>"#,
        &row(&[14, 36], 44, Mark::Ready),
        r#"<path class="wire off" d="M80 44H100"/><path class="gate" d="M73 28V60"/>"#,
        &tube(106, 44, 98, 15),
        &row(&[126, 148, 170, 192], 44, Mark::Ready),
        &wire("M210 44H232"),
        &worker(232, 44),
    ]
    .concat()
}

fn call_or_queue() -> String {
    let service = |x: i32, mark| {
        let middle = x + 23;
        format!(
            r#"<rect class="body" x="{x}" y="9" width="46" height="26" rx="6"/>{}"#,
            at(middle, 22, mark)
        )
    };
    [
        r#"<rect class="body" x="0" y="6" width="44" height="32" rx="6"/><path class="inkl" d="M8 14H36M8 22H30M8 30H22"/>"#,
        &wire("M44 22H82M128 22H164M210 22H242"),
        &service(82, Mark::Unacked),
        &service(164, Mark::Unacked),
        &service(242, Mark::Ready),
        &at(62, 22, Mark::Flight),
        r#"<g transform="translate(0 22)">"#,
        producer(),
        "</g>",
        &wire("M36 66H64M178 66H232"),
        &tube(72, 66, 100, 15),
        &row(&[116, 138, 160], 66, Mark::Ready),
        &worker(232, 66),
    ]
    .concat()
}

fn by_hand() -> String {
    [
        producer(),
        &wire("M36 44H64M178 44H212"),
        &tube(72, 44, 100, 15),
        &row(&[138, 160], 44, Mark::Ready),
        r#"<rect class="body" x="212" y="22" width="76" height="44" rx="6"/>"#,
        &at(234, 44, Mark::Unacked),
        &at(266, 44, Mark::Done),
    ]
    .concat()
}
