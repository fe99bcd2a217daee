//! Where a pointer is, measured on the element that is meant.
//!
//! Yew listens at the root of the page, so the current target of an event is
//! that root, whichever element the listener was written on.

use web_sys::{DomRect, Element, MouseEvent};
use yew::TargetCast;

/// The bounds of the element around the event's target that `selector` means.
pub fn room(event: &MouseEvent, selector: &str) -> Option<DomRect> {
    let target: Element = event.target_dyn_into()?;
    let found = target.closest(selector).ok().flatten()?;
    Some(found.get_bounding_client_rect())
}
