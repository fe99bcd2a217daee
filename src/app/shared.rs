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

use super::{
    state::{Action, State},
    travel::Travel,
};
use crate::engine::{Command, Engine};

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

    /// The state, unless it is being changed: after a fault of the page it is
    /// for good, and then not worth anything.
    pub fn try_read(&self) -> Option<Ref<'_, State>> {
        self.0.try_borrow().ok()
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

/// What every panel is given. Panels are plain functions: a change is worth
/// a render of them all, and a component each would only cost bytes.
#[derive(Clone, Copy)]
pub struct Panel<'a> {
    /// What there is to show.
    pub state: &'a State,
    /// The same, for callbacks that look at it later.
    pub shared: &'a Shared,
    /// Where wishes go.
    pub on_action: &'a Callback<Action>,
}

impl<'a> Panel<'a> {
    /// The engine of the present run.
    pub fn engine(&self) -> &'a Engine {
        self.state.engine()
    }

    /// A click that wishes for `action`.
    pub fn click(&self, action: Action) -> Callback<MouseEvent> {
        self.on_action.reform(move |_| action.clone())
    }

    /// A click that wishes for what `action` makes of the state by then.
    pub fn click_then(&self, action: fn(&State) -> Option<Action>) -> Callback<MouseEvent> {
        let (shared, on_action) = (self.shared.clone(), self.on_action.clone());
        Callback::from(move |_| {
            let action = action(&shared.read());
            if let Some(action) = action {
                on_action.emit(action);
            }
        })
    }

    /// Goes to a moment, in virtual milliseconds.
    pub fn to_moment(&self) -> Callback<f64> {
        self.on_action.reform(|ms| Action::Travel(Travel::To(ms)))
    }

    /// A callback that asks what `command` makes of its argument.
    pub fn ask<T: 'static>(&self, command: impl Fn(T) -> Command + 'static) -> Callback<T> {
        self.on_action.reform(move |value: T| Action::Ask(command(value)))
    }
}
