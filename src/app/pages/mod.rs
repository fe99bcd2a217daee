//! Whole pages, one per route.

mod fidelity;
mod home;
mod lab;
mod thumbs;

use std::rc::Rc;

use yew::prelude::*;

use super::{shared::PanelProps, stage::PainterSlot};

pub use fidelity::Fidelity;
pub use home::Home;
pub use lab::Lab;

/// A painter slot as a property: equal to itself only.
#[derive(Clone)]
pub struct Slot(pub PainterSlot);

impl PartialEq for Slot {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl From<PainterSlot> for Slot {
    fn from(slot: PainterSlot) -> Self {
        Slot(slot)
    }
}

/// What a page with a stage is given.
#[derive(Clone, PartialEq, Properties)]
pub struct PageProps {
    /// What there is to show.
    pub panel: PanelProps,
    /// Where its stage puts the painter.
    pub painter: Slot,
}
