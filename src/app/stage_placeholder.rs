use super::{
    shared::Shared,
    state::{Action, Selection},
};
use crate::engine::Engine;
use std::{cell::RefCell, rc::Rc};
use yew::prelude::*;
pub struct Painter;
impl Painter {
    pub fn paint(&mut self, _e: &Engine, _s: f64, _x: Option<Selection>) {}
}
pub type PainterSlot = Rc<RefCell<Option<Painter>>>;
#[derive(Clone, PartialEq, Properties)]
pub struct StageProps {
    pub state: Shared,
    pub version: u64,
    pub on_action: Callback<Action>,
    pub dark: bool,
    pub reduced_motion: bool,
    pub painter: PainterProp,
}
#[derive(Clone)]
pub struct PainterProp(pub PainterSlot);
impl PartialEq for PainterProp {
    fn eq(&self, o: &Self) -> bool {
        Rc::ptr_eq(&self.0, &o.0)
    }
}
#[component]
pub fn Stage(props: &StageProps) -> Html {
    let _ = props;
    html! { <div class="stage-drawing">{ "stage" }</div> }
}
