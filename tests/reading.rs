//! Scenario text that is wrong in every way one can think of.

use proptest::prelude::*;
use queuescope::scenario::{Scenario, catalog, read};
use serde_json::{Value, json};

fn sample() -> Value {
    serde_json::to_value(catalog::find("fan-out").expect("in the catalogue")).expect("serialises")
}

/// Changes the sample and reads it; the problems as sentences.
fn problems(change: impl FnOnce(&mut Value)) -> Vec<String> {
    let mut value = sample();
    change(&mut value);
    let (_, problems) = read::scenario(&value.to_string());
    problems.iter().map(ToString::to_string).collect()
}

fn check(change: impl FnOnce(&mut Value), expected: &str) {
    let problems = problems(change);
    assert_eq!(problems.len(), 1, "{problems:#?}");
    assert!(problems[0].starts_with(expected), "{} does not begin with {expected}", problems[0]);
}

#[test]
fn every_catalogue_world_is_read_back_as_it_was() {
    for exhibit in &catalog::CATALOG {
        let scenario = (exhibit.scenario)();
        let text = serde_json::to_string_pretty(&scenario).expect("serialises");
        assert_eq!(read::scenario(&text), (Some(scenario), vec![]), "{}", exhibit.id);
    }
}

#[test]
fn an_unknown_field_is_named_with_its_place() {
    check(
        |value| value["topology"]["consumers"][1]["colour"] = json!("red"),
        "topology.consumers[1].colour: unknown field `colour`, expected one of `name`",
    );
}

#[test]
fn a_negative_rate_is_told_the_range() {
    check(
        |value| {
            value["topology"]["producers"][0]["arrivals"] = json!({"constant": {"per_s": -3.0}})
        },
        "topology.producers[0].arrivals.constant.per_s: -3 is not allowed; the rate must be from 0 to 100,000 a second",
    );
}

#[test]
fn a_thousand_million_consumers_are_too_many() {
    check(
        |value| value["topology"]["consumers"][2]["count"] = json!(1_000_000_000),
        "topology.consumers[2].count: 1\u{202f}000\u{202f}000\u{202f}000 consumers here make 1\u{202f}000\u{202f}000\u{202f}002 in all; from 1 to 1000 in all are allowed",
    );
}

#[test]
fn a_wire_to_nowhere_is_told_what_there_is() {
    check(
        |value| value["topology"]["bindings"][0]["queue"] = json!("emial"),
        "topology.bindings[0].queue: leads nowhere: there is no queue “emial”; there is email, search, audit",
    );
}

#[test]
fn truncated_text_is_told_where_it_ends() {
    let text = sample().to_string();
    let (scenario, problems) = read::scenario(&text[..text.len() / 2]);
    assert_eq!(scenario, None);
    assert!(
        problems[0].says.starts_with("the text ends in the middle of the JSON, at line 1"),
        "{problems:?}"
    );
}

#[test]
fn a_name_used_twice_and_a_wrong_type_are_both_found() {
    let problems = problems(|value| {
        value["topology"]["queues"][1]["name"] = json!("email");
        value["topology"]["consumers"][0]["prefetch"] = json!("many");
    });
    let found = |text: &str| problems.iter().any(|problem| problem.starts_with(text));
    assert!(found("topology.consumers[0].prefetch: invalid type"), "{problems:#?}");
    assert!(found("topology.queues[1]: the name “email” is taken already"), "{problems:#?}");
}

#[test]
fn a_pool_takes_the_names_of_its_members() {
    check(
        |value| {
            value["topology"]["consumers"][0]["name"] = json!("indexer-2");
            value["topology"]["consumers"][1]["count"] = json!(3);
        },
        "topology.consumers[1]: the name “indexer-2” is taken already",
    );
}

/// Changes the world of calls and expects this problem.
fn check_calls(change: impl FnOnce(&mut Value), expected: &str) {
    let scenario = catalog::find("call-or-queue").expect("is built in");
    let mut value = serde_json::to_value(scenario).expect("is plain data");
    change(&mut value["topology"]);
    let (_, problems) = read::scenario(&value.to_string());
    let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(told, [expected]);
}

#[test]
fn a_chain_leads_to_services_that_are_there() {
    check_calls(
        |topology| topology["callers"][0]["chain"][2] = json!("mail"),
        "topology.callers[0].chain[2]: leads nowhere: there is no service “mail”; there is stock, payment, email",
    );
    check_calls(
        |topology| topology["callers"][0]["chain"][2] = json!("stock"),
        "topology.callers[0].chain[2]: the chain calls “stock” already; once is allowed",
    );
    check_calls(
        |topology| topology["callers"][0]["chain"] = json!([]),
        "topology.callers[0].chain: 0 is not allowed; the length of the chain must be from 1 to 8 services",
    );
}

#[test]
fn callers_and_services_have_their_ranges_and_names() {
    check_calls(
        |topology| topology["callers"][0]["workers"] = json!(0),
        "topology.callers[0].workers: 0 is not allowed; the number of workers must be from 1 to 100",
    );
    check_calls(
        |topology| topology["services"][1]["failure_share"] = json!(1.5),
        "topology.services[1].failure_share: 1.5 is not allowed; the share must be from 0 to 1",
    );
    check_calls(
        |topology| topology["callers"][0]["name"] = json!("shop-async"),
        "topology.callers[0]: the name “shop-async” is taken already",
    );
}

#[test]
fn what_can_be_read_is_returned_beside_the_problems() {
    let mut value = sample();
    value["topology"]["consumers"][1]["colour"] = json!("red");
    let (scenario, problems) = read::scenario(&value.to_string());
    assert_eq!(scenario, catalog::find("fan-out"));
    assert_eq!(problems.len(), 1);
}

#[test]
fn an_unknown_version_is_not_guessed_at() {
    check(
        |value| value["version"] = json!(99),
        "version 99 of the format is not known; this page reads 1",
    );
}

#[test]
fn text_beyond_the_limit_is_not_looked_at() {
    let (scenario, problems) = read::scenario(&" ".repeat(read::TEXT_LIMIT + 1));
    assert_eq!(scenario, None);
    assert!(problems[0].says.contains("at most 1048576 are read"));
}

/// Puts something unexpected at the `n`-th place of a JSON value.
fn disturb(value: &mut Value, n: &mut usize, with: &Value) {
    if *n == 0 {
        *value = with.clone();
    }
    *n = n.wrapping_sub(1);
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| disturb(item, n, with)),
        Value::Object(fields) => fields.values_mut().for_each(|field| disturb(field, n, with)),
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn reading_never_panics(text in ".{0,400}") {
        let _ = read::scenario(&text);
    }

    #[test]
    fn a_disturbed_scenario_is_read_with_problems_or_runs(
        place in 0_usize..200,
        with in prop_oneof![
            Just(Value::Null), Just(json!(-1)), Just(json!(1e300)), Just(json!("x")), Just(json!([])),
            Just(json!({})), Just(json!(true)), Just(json!([[[]]])), Just(json!({"crash": {}})),
        ],
    ) {
        let mut value = sample();
        let mut n = place;
        disturb(&mut value, &mut n, &with);
        let (scenario, problems): (Option<Scenario>, _) = read::scenario(&value.to_string());
        prop_assert!(scenario.is_some() || !problems.is_empty());
        if let Some(scenario) = scenario {
            prop_assert!(queuescope::scenario::Run::new(scenario).is_ok(), "{problems:?}");
        }
    }
}
