//! Consumers that publish on: one queue's work is the next one's message.

use queuescope::engine::topology::{CrashPoint, ExchangeKind};

use super::lab::{World, one_queue};

/// `first` works from `q` and publishes on to `out`, where `last` works.
fn chain() -> World {
    one_queue()
        .queue("out", |_| {})
        .worker("first", "q", |first| {
            first.produces = Some("out".to_owned());
            first.restart_ms = Some(50.0);
        })
        .worker("last", "out", |_| {})
}

#[test]
fn what_one_makes_the_other_works_on() {
    let mut lab = chain().open();
    lab.publish("q", "a b c");
    lab.wait(200);
    assert_eq!(lab.effects(), "6 once", "three effects at each end");
}

#[test]
fn work_done_again_is_published_again_and_is_a_duplicate_at_both_ends() {
    let mut lab = chain().open();
    lab.crash("first", Some(CrashPoint::Between));
    lab.publish("q", "a");
    lab.wait(500);
    assert_eq!(lab.effects(), "2 duplicated");
}

#[test]
fn a_crash_before_the_work_is_no_duplicate_anywhere() {
    let mut lab = chain().open();
    lab.crash("first", Some(CrashPoint::BeforeBoth));
    lab.publish("q", "a");
    lab.wait(500);
    assert_eq!(lab.effects(), "2 once");
}

#[test]
fn what_goes_on_to_an_exchange_keeps_its_key() {
    let mut lab = one_queue()
        .exchange("x", ExchangeKind::Direct, |_| {})
        .queue("out", |_| {})
        .bind("x", "out", "q")
        .worker("first", "q", |first| first.produces = Some("x".to_owned()))
        .open();
    lab.publish("q", "a b");
    lab.wait(200);
    assert_eq!(lab.queue("out").ready_len(), 2);
}
