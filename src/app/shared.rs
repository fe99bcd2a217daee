//! The state as components hold it.
//!
//! The engine is too large to compare or to clone for a render. A component
//! therefore holds a handle, which always equals itself, and beside it a
//! version that grows when there is something new to show.

use std::{
    cell::{Ref, RefCell},
    rc::Rc,
};

use yew::prelude::*;

use super::state::{Action, State};

/// A handle on the page's state.
#[derive(Clone)]
pub struct Shared(Rc<RefCell<State>>);

impl Shared {
    /// Takes charge of the state.
    pub fn new(state: State) -> Self {
        Shared(Rc::new(RefCell::new(state)))
    }

    /// The state, to look at.
    pub fn read(&self) -> Ref<'_, State> {
        self.0.borrow()
    }

    /// Changes the state through `change`; only the driver does.
    pub(super) fn with<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(&mut self.0.borrow_mut())
    }
}

impl PartialEq for Shared {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// What every panel is given.
#[derive(Clone, PartialEq, Properties)]
pub struct PanelProps {
    /// What there is to show.
    pub state: Shared,
    /// Grows with every change worth a render.
    pub version: u64,
    /// Where wishes go.
    pub on_action: Callback<Action>,
}
