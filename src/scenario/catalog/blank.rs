//! Nothing yet: where somebody begins to build.

use crate::{engine::topology::Topology, scenario::Scenario};

pub(super) fn scenario() -> Scenario {
    let about = "Add what sends, what keeps and what works, and connect them. \
        Then let it run, and break something.";
    Scenario::new("A lab of your own", about, Topology { hop_ms: 400.0, ..Topology::default() })
}
