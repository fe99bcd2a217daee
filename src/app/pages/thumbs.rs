//! A small drawing for every card: the shapes of the stage, standing still.

use yew::prelude::*;

use crate::app::marks::{Mark, token};

/// The drawing of a built-in world; a plain queue for one without its own.
pub fn thumb(id: &str) -> Html {
    let drawn = match id {
        "work-queue" => competing(),
        "fan-out" => fan_out(&["", "", ""]),
        "topic" => fan_out(&["order.paid", "order.*", "else"]),
        "guarantees" => guarantees(),
        "poison" => poison(),
        "bounded" => bounded(),
        _ => by_hand(),
    };
    html! { <svg width="288" height="88" viewBox="0 0 288 88" aria-hidden="true">{ drawn }</svg> }
}

fn at(x: i32, y: i32, mark: Mark) -> Html {
    html! { <g transform={format!("translate({x} {y}) scale(.62)")}>{ token(mark) }</g> }
}

fn producer(y: i32) -> Html {
    let d = "M4-16H28L36 0 28 16H4a4 4 0 0 1-4-4V-12a4 4 0 0 1 4-4z";
    html! { <path class="body" transform={format!("translate(0 {y})")} {d} /> }
}

fn tube(x: i32, y: i32, length: i32, r: i32) -> Html {
    let d = format!("M0 {}H{length}a6 {r} 0 0 1 0 {}H0a6 {r} 0 0 1 0 {}z", -r, 2 * r, -2 * r);
    html! {
        <g transform={format!("translate({x} {y})")}>
            <path class="body" {d} />
            <ellipse class="body end" rx="6" ry={r.to_string()} />
        </g>
    }
}

fn worker(x: i32, y: i32, mark: Mark) -> Html {
    html! {
        <>
            <rect class="body" x={x.to_string()} y={(y - 12).to_string()} width="52" height="24" rx="6" />
            { at(x + 26, y, mark) }
        </>
    }
}

fn wire(d: String) -> Html {
    html! { <path class="wire" {d} /> }
}

fn competing() -> Html {
    html! {
        <>
            { producer(44) }
            { wire("M36 44H64".to_owned()) }
            { tube(72, 44, 100, 15) }
            { for [94, 116, 138, 160].map(|x| at(x, 44, Mark::Ready)) }
            { for [16, 44, 72].map(|y| html! { <>{ wire(format!("M178 44C210 44 200 {y} 232 {y}")) }{ worker(232, y, Mark::Unacked) }</> }) }
        </>
    }
}

fn fan_out(keys: &[&'static str; 3]) -> Html {
    let branch = |(at_queue, key): (usize, &&'static str)| {
        let y = 15 + 29 * at_queue as i32;
        html! {
            <>
                { wire(format!("M96 44C124 44 112 {y} 140 {y}H180")) }
                { tube(186, y, 96, 11) }
                { for (0..at_queue as i32).map(|n| at(272 - 20 * n, y, Mark::Ready)) }
                if key.is_empty() {
                    { at(156, y, Mark::Flight) }
                } else {
                    <text class="ax halo" x="150" y={(y + 4).to_string()} text-anchor="middle">{ *key }</text>
                }
            </>
        }
    };
    html! {
        <>
            { producer(44) }
            { wire("M36 44H64".to_owned()) }
            <circle class="body" cx="80" cy="44" r="16" />
            <circle class="disc" cx="80" cy="44" r="11" />
            { for keys.iter().enumerate().map(branch) }
        </>
    }
}

fn guarantees() -> Html {
    html! {
        <>
            { producer(44) }
            { wire("M36 44H64".to_owned()) }
            { tube(72, 44, 104, 15) }
            { for [98, 120, 142].map(|x| at(x, 44, Mark::Ready)) }
            <path class="wire off" d="M182 44H240" />
            <rect class="body down" x="240" y="24" width="48" height="40" rx="6" />
            <path class="gap" d="M264 20L260 39 267 47 262 68" />
            <path class="inkl" d="M261.5 20L257.5 39 264.5 47 259.5 68M266.5 20L262.5 39 269.5 47 264.5 68" />
            <path class="wire back" d="M240 30C226 2 176 0 164 26" />
            { at(200, 9, Mark::Again) }
        </>
    }
}

fn poison() -> Html {
    html! {
        <>
            { tube(8, 26, 110, 15) }
            { for [40, 62, 84].map(|x| at(x, 26, Mark::Ready)) }
            { at(106, 26, Mark::Poison) }
            { wire("M124 26H170M196 43V62".to_owned()) }
            <rect class="body" x="170" y="9" width="52" height="34" rx="6" />
            { at(196, 26, Mark::Poison) }
            <path class="body" d="M140 58h8v20a4 4 0 0 0 4 4h84a4 4 0 0 0 4-4v-20h8" />
            { for [168, 196, 224].map(|x| at(x, 69, Mark::Dead)) }
        </>
    }
}

fn bounded() -> Html {
    html! {
        <>
            { producer(44) }
            <path class="wire off" d="M44 44H80" />
            <path class="gate" d="M42 30V58" />
            { tube(86, 44, 118, 15) }
            { for [104, 126, 148, 170, 192].map(|x| at(x, 44, Mark::Ready)) }
            { wire("M210 44H232".to_owned()) }
            { worker(232, 44, Mark::Unacked) }
            { at(62, 70, Mark::Struck) }
        </>
    }
}

fn by_hand() -> Html {
    html! {
        <>
            { producer(44) }
            { wire("M36 44H64".to_owned()) }
            { tube(72, 44, 100, 15) }
            { for [138, 160].map(|x| at(x, 44, Mark::Ready)) }
            { wire("M178 44H212".to_owned()) }
            <rect class="body" x="212" y="22" width="76" height="44" rx="6" />
            { at(234, 44, Mark::Unacked) }
            { at(266, 44, Mark::Done) }
        </>
    }
}
