//! Nothing yet: where somebody begins to build.

use crate::{
    engine::topology::Topology,
    scenario::Scenario,
    words::{lab_abouts as abouts, lab_titles as titles},
};

pub(super) fn scenario() -> Scenario {
    let topology = Topology { hop_ms: 400.0, ..Topology::default() };
    Scenario::new(titles::BLANK, abouts::BLANK, topology)
}
