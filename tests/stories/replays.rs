//! A person at a dead-letter queue: replaying, correcting, discarding.

use queuescope::engine::{
    Command,
    topology::{DeadLetterSpec, OnPoison},
};

use crate::lab::{Lab, World, to};

/// A queue `q` with a worker that rejects poison, and its dead letters.
fn lab() -> Lab {
    let dead_letter =
        DeadLetterSpec { routing_key: Some("dead".to_owned()), ..DeadLetterSpec::default() };
    World::new()
        .queue("q", |q| q.dead_letter = Some(dead_letter))
        .queue("dead", |_| {})
        .queue("other", |_| {})
        .worker("w", "q", |w| w.on_poison = OnPoison::Reject)
        .open()
}

impl Lab {
    fn poison(&mut self, body: &str) {
        let mut message = to("q", body);
        message.poison = true;
        self.send(message);
        self.wait(50);
    }

    fn replay(&mut self, message: u32, to: Option<&str>, corrected: bool) {
        let (queue, to) = ("dead".to_owned(), to.map(str::to_owned));
        self.ask(Command::Replay { queue, message, to, corrected });
        self.wait(50);
    }
}

#[test]
fn r27_a_replayed_message_is_a_new_copy_without_a_history() {
    let mut lab = lab();
    lab.poison("p");
    assert_eq!(lab.deaths("dead"), "q rejected 1");
    lab.replay(1, None, false);
    assert_eq!(lab.sent_to("w"), "p p", "it is not marked as redelivered");
    assert_eq!(lab.deaths("dead"), "q rejected 1", "it has died again, for the first time");
}

#[test]
fn r26_a_corrected_payload_can_be_processed() {
    let mut lab = lab();
    lab.poison("p");
    lab.replay(1, None, true);
    assert_eq!(lab.ready("dead"), "");
    assert_eq!(lab.effects(), "1 once");
}

#[test]
fn r44_a_replay_breaks_the_order() {
    let mut lab = lab();
    lab.poison("p");
    lab.publish("q", "a b");
    lab.wait(100);
    lab.replay(1, None, true);
    assert_eq!(lab.sent_to("w"), "p a b p");
}

#[test]
fn r26_a_discarded_message_is_lost_and_its_cause_is_booked() {
    let mut lab = lab();
    lab.poison("p");
    lab.ask(Command::Discard { queue: "dead".to_owned(), message: 1 });
    assert_eq!(lab.ready("dead"), "");
    assert_eq!(lab.effects(), "1 lost (discarded)");
}

#[test]
fn s6_a_replay_goes_wherever_it_is_sent() {
    let mut lab = lab();
    lab.poison("p");
    lab.replay(1, Some("other"), false);
    assert_eq!((lab.ready("dead").as_str(), lab.ready("other").as_str()), ("", "p"));
}

#[test]
fn s6_a_redrive_may_correct_what_it_moves() {
    let mut lab = lab();
    lab.poison("p");
    lab.poison("r");
    lab.ask(Command::Redrive { queue: "dead".to_owned(), to: None, per_s: 10.0, corrected: true });
    lab.wait(1_000);
    assert_eq!(lab.effects(), "2 once");
}

#[test]
fn only_what_waits_there_can_be_replayed_or_discarded() {
    let mut lab = lab();
    lab.publish("q", "m");
    for message in [0, 1, 2] {
        let refused = lab.try_ask(Command::Discard { queue: "dead".to_owned(), message });
        let sentence = refused.expect_err("it is not there").to_string();
        assert_eq!(sentence, format!("No m{message} is ready in dead."));
    }
}
