//! An exchange: a rotary disc with a detent for each way of matching.

use yew::prelude::*;

use super::node::{Scenery, status};
use crate::{
    engine::{ExchangeId, topology::ExchangeKind},
    view::{cards::exchange as card, layout::Node},
};

pub fn body(scenery: &Scenery<'_>, node: &Node, id: ExchangeId) -> Html {
    let exchange = &scenery.engine.exchanges()[id.index()];
    let beside = (card::is_labelled_beside(node) || scenery.is_tall()).then_some("beside");
    let detent = |(n, (kind, x, y)): (usize, (ExchangeKind, f64, f64))| {
        let (radius, class) = match kind == exchange.kind {
            true => ("3.5", "inkf"),
            false => ("2", "edgef"),
        };
        html! { <circle key={n} cx={x.to_string()} cy={y.to_string()} r={radius} {class} /> }
    };
    html! {
        <>
            <svg class="drawing" width={node.body.w.to_string()} height={node.body.h.to_string()}
                viewBox="-38 -38 76 76" aria-hidden="true">
                <circle class="body" r="38" />
                <circle class="face" r="31" />
                <g>{ for card::DETENTS.into_iter().enumerate().map(detent) }</g>
            </svg>
            <span class="kind">{ card::kind(exchange.kind) }</span>
            <div class={classes!("label", beside)}>
                <span class="nm">{ exchange.name.clone() }</span>
                { status(scenery, node) }
            </div>
        </>
    }
}
