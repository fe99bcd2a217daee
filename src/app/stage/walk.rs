//! Where the arrow keys lead: along the wires, and up and down a layer.

use crate::{
    engine::NodeId,
    view::layout::{Layout, Orientation},
};

/// The node that a key leads to.
pub fn step(layout: &Layout, from: NodeId, key: &str) -> Option<NodeId> {
    let tall = layout.orientation == Orientation::Tall;
    match key {
        "Home" => layout.nodes.first().map(|node| node.id),
        "End" => layout.nodes.last().map(|node| node.id),
        "ArrowRight" if !tall => layout.neighbour(from, true),
        "ArrowLeft" if !tall => layout.neighbour(from, false),
        "ArrowDown" if tall => layout.neighbour(from, true).or_else(|| beside(layout, from, 1)),
        "ArrowUp" if tall => layout.neighbour(from, false),
        "ArrowDown" | "ArrowRight" => beside(layout, from, 1),
        "ArrowUp" | "ArrowLeft" => beside(layout, from, -1),
        _ => None,
    }
}

/// The next node of the same layer.
fn beside(layout: &Layout, from: NodeId, by: isize) -> Option<NodeId> {
    let kind = std::mem::discriminant(&from);
    let ids = layout.nodes.iter().map(|node| node.id);
    let layer: Vec<NodeId> = ids.filter(|id| std::mem::discriminant(id) == kind).collect();
    let at = layer.iter().position(|id| *id == from)?;
    layer.get(at.checked_add_signed(by)?).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        engine::{CallerId, ConsumerId, ProducerId, QueueId, ServiceId},
        scenario::{Run, catalog},
    };

    #[test]
    fn arrows_walk_along_a_chain_too() {
        let run = Run::new(catalog::find("call-or-queue").expect("is built in")).expect("starts");
        let layout = Layout::new(run.engine(), (848.0, 584.0));
        let service = |n| NodeId::Service(ServiceId(n));
        let caller = NodeId::Caller(CallerId(0));
        assert_eq!(step(&layout, caller, "ArrowRight"), Some(service(0)));
        assert_eq!(step(&layout, service(1), "ArrowRight"), Some(service(2)));
        assert_eq!(step(&layout, service(0), "ArrowLeft"), Some(caller));
        assert_eq!(step(&layout, service(2), "Home"), Some(caller));
    }

    #[test]
    fn arrows_walk_along_the_wires_and_down_the_layers() {
        let run = Run::new(catalog::find("work-queue").expect("is built in")).expect("starts");
        let layout = Layout::new(run.engine(), (848.0, 584.0));
        let (producer, queue) = (NodeId::Producer(ProducerId(0)), NodeId::Queue(QueueId(0)));
        let consumer = |n| NodeId::Consumer(ConsumerId(n));
        assert_eq!(step(&layout, producer, "ArrowRight"), Some(queue));
        assert_eq!(step(&layout, queue, "ArrowRight"), Some(consumer(0)));
        assert_eq!(step(&layout, consumer(0), "ArrowDown"), Some(consumer(1)));
        assert_eq!(step(&layout, consumer(1), "ArrowLeft"), Some(queue));
        assert_eq!(step(&layout, consumer(1), "Home"), Some(producer));
        assert_eq!(step(&layout, consumer(2), "ArrowDown"), None);
    }
}
