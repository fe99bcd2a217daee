//! From an exchange to queues.

use queuescope::engine::topology::{ExchangeKind, HeaderValue, Headers};

use crate::lab::{Lab, World, through, to};

fn arguments(pairs: &[(&str, &str)]) -> Headers {
    let text = |value: &str| match value {
        "" => HeaderValue::Void,
        value => HeaderValue::Text(value.to_owned()),
    };
    let pairs = pairs.iter().map(|(name, value)| ((*name).to_owned(), text(value)));
    pairs.collect()
}

#[test]
fn r1_several_matching_bindings_make_one_copy() {
    let mut lab = World::new()
        .queue("q", |_| {})
        .exchange("x", ExchangeKind::Topic, |_| {})
        .bind("x", "q", "a.*")
        .bind("x", "q", "a.#")
        .bind("x", "q", "a.b")
        .open();
    lab.send(through("x", "a.b", "m"));
    assert_eq!(lab.ready("q"), "m");
}

#[test]
fn r1_fanout_ignores_the_key_and_direct_needs_equality() {
    let mut lab = World::new()
        .queue("all", |_| {})
        .queue("red", |_| {})
        .exchange("fan", ExchangeKind::Fanout, |_| {})
        .exchange("pick", ExchangeKind::Direct, |_| {})
        .bind("fan", "all", "red")
        .bind("pick", "red", "red")
        .open();
    for key in ["red", "red.dark", "RED", ""] {
        lab.send(through("fan", key, "f"));
        lab.send(through("pick", key, "d"));
    }
    assert_eq!(lab.ready("all"), "f f f f");
    assert_eq!(lab.ready("red"), "d");
}

#[test]
fn r2_a_star_is_one_word_and_a_hash_is_any_number() {
    let mut lab = World::new()
        .queue("star", |_| {})
        .queue("hash", |_| {})
        .queue("middle", |_| {})
        .exchange("x", ExchangeKind::Topic, |_| {})
        .bind("x", "star", "a.*")
        .bind("x", "hash", "a.#")
        .bind("x", "middle", "a.#.z")
        .open();
    for key in ["a", "a.b", "a.b.c", "a.z", "a.b.z", "b.a", ""] {
        lab.send(through("x", key, &format!("[{key}]")));
    }
    assert_eq!(lab.ready("star"), "[a.b] [a.z]");
    assert_eq!(lab.ready("hash"), "[a] [a.b] [a.b.c] [a.z] [a.b.z]");
    assert_eq!(lab.ready("middle"), "[a.z] [a.b.z]");
}

fn headers_lab() -> Lab {
    let both = [("format", "pdf"), ("lang", "en")];
    let with = |extra: &[(&str, &str)]| arguments(&[&both[..], extra].concat());
    let mut world = World::new().exchange("x", ExchangeKind::Headers, |_| {});
    let wires = [
        ("all", with(&[("x-kind", "no")])),
        ("any", with(&[("x-match", "any")])),
        ("all-x", with(&[("x-match", "all-with-x"), ("x-kind", "yes")])),
        ("any-x", arguments(&[("x-match", "any-with-x"), ("x-kind", "yes")])),
        ("present", arguments(&[("lang", "")])),
        ("empty-all", arguments(&[])),
        ("empty-any", arguments(&[("x-match", "any")])),
    ];
    for (queue, wanted) in wires {
        world = world.queue(queue, |_| {}).bind_with("x", queue, "ignored", wanted);
    }
    world.open()
}

#[test]
fn r3_headers_decide_and_the_key_does_not() {
    let mut lab = headers_lab();
    let mut send = |body: &str, headers: &[(&str, &str)]| {
        let mut message = through("x", "whatever", body);
        message.headers = arguments(headers);
        lab.send(message);
    };
    send("both", &[("format", "pdf"), ("lang", "en")]);
    send("one", &[("format", "pdf"), ("lang", "de")]);
    send("x", &[("x-kind", "yes")]);
    send("full", &[("format", "pdf"), ("lang", "en"), ("x-kind", "yes")]);
    send("none", &[]);
    assert_eq!(lab.ready("all"), "both full");
    assert_eq!(lab.ready("any"), "both one full");
    assert_eq!(lab.ready("all-x"), "full");
    assert_eq!(lab.ready("any-x"), "x full");
    assert_eq!(lab.ready("present"), "both one full");
    assert_eq!(lab.ready("empty-all"), "both one x full none");
    assert_eq!(lab.ready("empty-any"), "");
}

#[test]
fn r4_every_queue_is_reachable_by_its_name() {
    let mut lab = World::new().queue("q", |_| {}).queue("r", |_| {}).open();
    assert_eq!(lab.send(to("r", "m")), "confirmed");
    assert_eq!((lab.ready("q"), lab.ready("r")), (String::new(), "m".to_owned()));
}

#[test]
fn r5_an_unroutable_message_is_dropped_and_confirmed() {
    let mut lab = World::new().queue("q", |_| {}).open();
    assert_eq!(lab.send(to("nowhere", "m")), "confirmed");
    assert_eq!(lab.removed(), "1 unroutable");
    assert_eq!(lab.effects(), "1 lost (unroutable)");
}

#[test]
fn r5_a_mandatory_one_comes_back_before_the_confirm() {
    let mut lab = World::new().queue("q", |_| {}).open();
    let mut message = to("nowhere", "m");
    message.mandatory = true;
    assert_eq!(lab.send(message), "returned, confirmed");
}

#[test]
fn an_alternate_exchange_takes_what_no_binding_wants() {
    let mut lab = World::new()
        .queue("q", |_| {})
        .queue("rest", |_| {})
        .exchange("x", ExchangeKind::Direct, |x| x.alternate = Some("other".to_owned()))
        .exchange("other", ExchangeKind::Fanout, |_| {})
        .bind("x", "q", "wanted")
        .bind("other", "rest", "")
        .open();
    let mut strange = through("x", "strange", "b");
    strange.mandatory = true;
    assert_eq!(lab.send(through("x", "wanted", "a")), "confirmed");
    assert_eq!(lab.send(strange), "confirmed");
    assert_eq!(lab.ready("q"), "a");
    assert_eq!(lab.ready("rest"), "b");
}

#[test]
fn an_alternate_exchange_that_is_not_there_leaves_it_unroutable() {
    let mut lab = World::new()
        .queue("q", |_| {})
        .exchange("x", ExchangeKind::Direct, |x| x.alternate = Some("gone".to_owned()))
        .open();
    assert_eq!(lab.send(through("x", "k", "m")), "confirmed");
    assert_eq!(lab.removed(), "1 unroutable");
}

#[test]
fn exchanges_may_be_bound_to_exchanges_in_circles_too() {
    let mut lab = World::new()
        .queue("q", |_| {})
        .exchange("outer", ExchangeKind::Topic, |_| {})
        .exchange("inner", ExchangeKind::Direct, |_| {})
        .bind_exchange("outer", "inner", "a.#")
        .bind_exchange("inner", "outer", "a.b")
        .bind("inner", "q", "a.b")
        .bind("outer", "q", "a.b")
        .open();
    lab.send(through("outer", "a.b", "m"));
    lab.send(through("outer", "a.c", "n"));
    assert_eq!(lab.ready("q"), "m");
    assert_eq!(lab.removed(), "1 unroutable");
}
