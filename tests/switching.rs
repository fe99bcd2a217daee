//! Does a world survive a switch of brokers, and is every loss told?

use queuescope::{
    app::{
        report,
        state::{Action, Route, Setting, State},
        update::update,
    },
    engine::{
        Command, ConsumerChange, Engine, NodeId, QueueChange, QueueId,
        profile::ProfileId,
        topology::{
            AckMode, Arrivals, ConsumerSpec, DeadLetterStrategy, ExchangeKind, ExchangeSpec,
            OnPoison, Overflow, QueueSpec, Service,
        },
    },
    scenario::{
        Entry, Guarantee, Run, Scenario, catalog, limits,
        settings::{
            Form, Setting as FormSetting, Value, of_consumer, of_group, of_queue, of_sender,
            of_topic,
        },
        switch::{Kind, Loss, OFFERED, switched},
    },
    view::states,
};

fn world(id: &str) -> Scenario {
    catalog::find(id).expect("is built in")
}

/// Losses as `place: what`.
fn told(losses: &[Loss]) -> Vec<String> {
    losses.iter().map(|loss| format!("{}: {}", loss.place, loss.what)).collect()
}

fn loses(scenario: &Scenario, to: ProfileId, what: &str) -> String {
    let (_, losses) = switched(scenario, to);
    let found = losses.iter().find(|loss| told(&[(*loss).clone()])[0] == what);
    found.unwrap_or_else(|| panic!("{what} is not among {:#?}", told(&losses))).why.clone()
}

/// A world with every setting a classic queue can have.
fn full() -> Scenario {
    let mut scenario = world("poison");
    let topology = &mut scenario.topology;
    topology.exchanges.push(ExchangeSpec {
        name: "shop".to_owned(),
        kind: ExchangeKind::Topic,
        durable: false,
        alternate: Some("orders.dlx".to_owned()),
    });
    let queue = &mut topology.queues[0];
    queue.durable = false;
    queue.overflow = Overflow::RejectPublishDlx;
    queue.max_priority = Some(5);
    queue.expires_ms = Some(60_000);
    queue.single_active = true;
    queue.exclusive = Some("billing".to_owned());
    let producer = &mut topology.producers[0];
    (producer.mandatory, producer.persistent) = (true, false);
    producer.confirms = None;
    producer.priorities = vec![1, 5];
    producer.expiration_ms = Some(3_000);
    topology.consumers.push(ConsumerSpec {
        ack: AckMode::Automatic,
        priority: 3,
        count: 2,
        service: Service::Constant { ms: 50.0 },
        ..ConsumerSpec::named("fast", "orders")
    });
    for command in [
        Command::RestartBroker {},
        Command::SetPrefetch { consumer: "billing".to_owned(), prefetch: 2 },
        Command::PoisonNext { producer: "checkout".to_owned() },
    ] {
        scenario.log.push(Entry { at_us: 1_000_000, command });
    }
    scenario
}

#[test]
fn every_world_can_be_run_under_every_broker() {
    let listed = catalog::CATALOG.iter().filter(|exhibit| exhibit.group.is_some());
    let worlds: Vec<Scenario> =
        listed.map(|exhibit| (exhibit.scenario)()).chain([full()]).collect();
    for world in worlds {
        for first in OFFERED {
            let (there, _) = switched(&world, first);
            for second in OFFERED {
                let (scenario, _) = switched(&there, second);
                assert_eq!(limits::problems(&scenario), vec![], "{} {second:?}", world.title);
                assert_eq!(scenario.topology.profile, second);
                let mut run = Run::new(scenario).expect("every name is there");
                run.advance(3_000_000, 100_000);
                assert_eq!(run.refused(), vec![], "{} {first:?} {second:?}", world.title);
            }
        }
    }
}

#[test]
fn the_same_broker_changes_nothing() {
    for exhibit in &catalog::CATALOG {
        let scenario = (exhibit.scenario)();
        let (same, losses) = switched(&scenario, scenario.topology.profile);
        assert_eq!((same, losses), (scenario, vec![]));
    }
}

#[test]
fn what_is_lost_has_a_place_and_one_sentence() {
    for to in OFFERED {
        let (_, losses) = switched(&full(), to);
        for loss in losses {
            assert!(!loss.place.is_empty() && !loss.what.is_empty(), "{loss:?}");
            assert!(loss.why.ends_with('.') && loss.why.len() < 140, "{}", loss.why);
        }
    }
}

#[test]
fn a_quorum_queue_refuses_what_only_classic_queues_have() {
    let (now, losses) = switched(&full(), ProfileId::RabbitQuorum);
    let queue = &now.topology.queues[0];
    assert_eq!((queue.max_priority, &queue.exclusive, queue.durable), (None, &None, true));
    assert_eq!(queue.overflow, Overflow::RejectPublish);
    assert_eq!(now.log.len(), 3);
    assert_eq!(
        told(&losses),
        [
            "orders: x-max-priority",
            "orders: exclusive",
            "orders: x-overflow: reject-publish-dlx",
            "orders: transient queue",
            "checkout: transient messages",
        ]
    );
}

#[test]
fn a_classic_queue_counts_nothing() {
    let mut scenario = world("poison");
    scenario.topology.profile = ProfileId::RabbitQuorum;
    let dead_letter = scenario.topology.queues[0].dead_letter.as_mut();
    dead_letter.expect("it has one").strategy = DeadLetterStrategy::AtLeastOnce;
    let why = loses(&scenario, ProfileId::RabbitClassic, "orders: limit of deliveries");
    assert!(why.contains("(R24)"), "{why}");
    loses(&scenario, ProfileId::RabbitClassic, "orders: x-dead-letter-strategy");
}

#[test]
fn sqs_has_queues_and_nothing_before_them() {
    let (now, losses) = switched(&full(), ProfileId::SqsStandard);
    let told = told(&losses);
    for lost in [
        "orders: x-max-length",
        "orders: x-max-priority",
        "orders: x-expires",
        "orders: exclusive",
        "orders: x-single-active-consumer",
        "orders: message TTL of 12 s",
        "orders: reasons to dead-letter",
        "checkout: publishing without confirms",
        "checkout: mandatory",
        "checkout: expiration",
        "billing: reject without requeue",
        "fast: automatic ack",
        "fast: x-priority",
        "fast: unlimited prefetch",
        "log, at 1.00 s: restart of the broker",
        "log, at 1.00 s: prefetch",
    ] {
        assert!(told.contains(&lost.to_owned()), "{lost} is not among {told:#?}");
    }
    let topology = &now.topology;
    let target = topology.queues[0].dead_letter.as_ref().expect("it keeps one");
    assert_eq!(
        (target.exchange.as_str(), target.routing_key.as_deref()),
        ("", Some("orders.dead"))
    );
    assert!(topology.exchanges.is_empty(), "the dead-letter exchange is not used any more");
    assert_eq!((topology.consumers[0].batch, topology.consumers[0].prefetch), (1, 0));
    assert_eq!(topology.consumers[0].on_poison, OnPoison::Nack);
    assert_eq!(topology.consumers[1].ack, AckMode::First);
    assert_eq!(now.log.len(), 1);
}

#[test]
fn patterns_become_the_keys_that_they_stand_for() {
    for to in [ProfileId::SqsStandard, ProfileId::PubSub] {
        let (now, losses) = switched(&world("topic"), to);
        assert!(told(&losses).contains(&"shop: pattern order.*".to_owned()), "{losses:#?}");
        let shop = &now.topology.exchanges[0];
        assert_eq!((shop.kind, &shop.alternate), (ExchangeKind::Direct, &None));
        let bindings = now.topology.bindings.iter();
        let warehouse = bindings.filter(|binding| binding.queue.as_deref() == Some("warehouse"));
        let keys: Vec<&str> = warehouse.map(|binding| binding.key.as_str()).collect();
        assert_eq!(keys, ["order.paid", "order.placed"]);
    }
}

#[test]
fn a_fifo_queue_takes_routing_keys_for_groups() {
    let (now, _) = switched(&world("topic"), ProfileId::SqsFifo);
    let producer = &now.topology.producers[0];
    assert_eq!(producer.groups, producer.keys);
    let (now, losses) = switched(&full(), ProfileId::SqsFifo);
    assert_eq!(now.topology.producers[0].groups, ["orders"]);
    assert!(told(&losses).contains(&"fast: working side by side".to_owned()));
}

#[test]
fn limits_keep_the_number_of_deliveries() {
    let mut scenario = world("poison");
    scenario.topology.profile = ProfileId::RabbitQuorum;
    scenario.topology.queues[0].delivery_limit = Some(6);
    let (sqs, _) = switched(&scenario, ProfileId::SqsStandard);
    assert_eq!(sqs.topology.queues[0].delivery_limit, Some(7), "R22 counts returns, S4 receives");
    let (back, _) = switched(&sqs, ProfileId::RabbitQuorum);
    assert_eq!(back.topology.queues[0].delivery_limit, Some(6));
    scenario.topology.queues[0].delivery_limit = Some(2);
    let (subscription, losses) = switched(&scenario, ProfileId::PubSub);
    assert_eq!(subscription.topology.queues[0].delivery_limit, Some(5), "P4 allows 5 to 100");
    assert!(told(&losses).contains(&"orders: limit of 3 deliveries".to_owned()));
}

#[test]
fn leases_end_with_the_hosted_service() {
    let mut scenario = switched(&world("work-queue"), ProfileId::SqsFifo).0;
    scenario.topology.queues[0] = QueueSpec {
        lease_ms: Some(5_000),
        delay_ms: Some(2_000),
        ..scenario.topology.queues[0].clone()
    };
    let (now, losses) = switched(&scenario, ProfileId::RabbitClassic);
    let queue = &now.topology.queues[0];
    assert_eq!((queue.lease_ms, queue.delay_ms), (None, None));
    let told = told(&losses).join(", ");
    for lost in ["visibility timeout of 5 s", "DelaySeconds", "deduplication", "message groups"] {
        assert!(told.contains(lost), "{lost} is not in {told}");
    }
    assert_eq!(now.topology.consumers[0].prefetch, scenario.topology.consumers[0].batch);
}

fn lab(id: &str) -> State {
    let mut state = State::new(Setting::default());
    update(&mut state, Action::Go(Route::Lab(id.to_owned())));
    state
}

fn profile(state: &State) -> String {
    let report = serde_json::to_value(report::state(state)).expect("is plain data");
    report["profile"].as_str().expect("is its id").to_owned()
}

#[test]
fn the_page_asks_before_it_loses_anything() {
    let mut state = lab("poison");
    update(&mut state, Action::RunFor(4_000.0));
    update(&mut state, Action::OfferSwitch(ProfileId::SqsStandard));
    assert_eq!((profile(&state).as_str(), state.now().as_ms()), ("rabbitmq-classic", 4_000.0));
    assert!(!state.offer.as_ref().expect("there is something to lose").losses.is_empty());
    update(&mut state, Action::Stay);
    assert_eq!(state.offer, None);
    update(&mut state, Action::OfferSwitch(ProfileId::SqsStandard));
    update(&mut state, Action::Switch);
    assert_eq!((profile(&state).as_str(), state.now().as_ms()), ("sqs-standard", 0.0));
    assert_eq!(state.route, Route::Lab("poison".to_owned()));
}

#[test]
fn switching_back_brings_everything_back() {
    let mut state = lab("poison");
    update(&mut state, Action::Reseed(7));
    let before = state.side().scenario().clone();
    update(&mut state, Action::OfferSwitch(ProfileId::PubSub));
    update(&mut state, Action::Switch);
    assert_eq!(profile(&state), "pubsub");
    update(&mut state, Action::OfferSwitch(ProfileId::RabbitClassic));
    assert_eq!(state.offer, None, "the world as it was opened loses nothing");
    assert_eq!(state.side().scenario(), &before);
}

#[test]
fn with_nothing_to_lose_the_page_switches_at_once() {
    let mut state = lab("guarantees");
    update(&mut state, Action::OfferSwitch(ProfileId::RabbitQuorum));
    assert_eq!((profile(&state).as_str(), &state.offer), ("rabbitmq-quorum", &None));
}

#[test]
fn by_hand_arrivals_stay_by_hand() {
    let mut scenario = world("by-hand");
    scenario.topology.producers[0].arrivals = Arrivals::ByHand;
    let (now, _) = switched(&scenario, ProfileId::PubSub);
    assert_eq!(now.topology.producers[0].arrivals, Arrivals::ByHand);
}

/// Every sentence and every status of a run in full.
fn spoken(scenario: Scenario) -> String {
    let mut run = Run::new(scenario).expect("every name is there");
    run.advance(30_000_000, 1_000_000);
    let engine = run.engine();
    let facts = engine.facts().since(0);
    let told = facts.filter_map(|(_, _, fact)| states::sentence(engine, fact));
    let queues = (0..engine.queues().len() as u16).map(|n| NodeId::Queue(QueueId(n)));
    let told: Vec<String> = told.chain(queues.map(|id| states::setting(engine, id))).collect();
    told.join("\n")
}

#[test]
fn the_log_speaks_the_words_of_the_product() {
    let sqs = spoken(switched(&world("poison"), ProfileId::SqsStandard).0);
    for said in [
        "checkout sends m1.",
        "SQS sends m1 to orders.",
        "orders hands m1 to billing.",
        "billing asks orders for messages.",
        "billing makes m3 visible again.",
        "orders deletes m1.",
        "visibility 30 s",
    ] {
        assert!(sqs.contains(said), "“{said}” is not said:\n{sqs}");
    }
    let pubsub = spoken(switched(&world("guarantees"), ProfileId::PubSub).0);
    for said in ["orders sends m1 to billing.", "billing acks m1.", "deadline 10 s"] {
        assert!(pubsub.contains(said), "“{said}” is not said:\n{pubsub}");
    }
    let rabbit = spoken(world("guarantees"));
    assert!(rabbit.contains("the default exchange sends m1 to orders."), "{rabbit}");
}

/// A value that a form accepts.
fn sample(form: Form) -> Option<Value> {
    match form {
        Form::Number { from, to, .. } => Some(Value::Number(Some(to.min(from.max(0.0) + 60.0)))),
        Form::Switch => Some(Value::Switch(true)),
        Form::Choice(choices) => Some(Value::Choice(choices.len() - 1)),
        Form::Way(ways) => Some(Value::Choice(ways.len() - 1)),
        Form::Words => None,
    }
}

#[test]
fn every_setting_can_be_changed_and_is_read_back() {
    for profile in OFFERED {
        let (scenario, _) = switched(&world("poison"), profile);
        let mut run = Run::new(scenario).expect("every name is there");
        let kind = Kind::of(profile);
        for setting in of_queue(kind) {
            let (Some(change), Some(value)) = (setting.change, sample(setting.form)) else {
                continue;
            };
            let command = change(run.engine().queues()[0].spec(), value.clone());
            run.ask(command).unwrap_or_else(|refusal| panic!("{}: {refusal}", setting.name));
            let read = (setting.read)(run.engine().queues()[0].spec());
            assert_eq!(read, value, "{} of {profile:?}", setting.name);
        }
        for setting in of_consumer(kind) {
            let (Some(change), Some(value)) = (setting.change, sample(setting.form)) else {
                continue;
            };
            let command = change(run.engine().consumers()[0].spec(), value.clone());
            run.ask(command).unwrap_or_else(|refusal| panic!("{}: {refusal}", setting.name));
            let read = (setting.read)(run.engine().consumers()[0].spec());
            assert_eq!(read, value, "{} of {profile:?}", setting.name);
        }
        run.advance(20_000_000, 1_000_000);
    }
}

#[test]
fn a_setting_out_of_range_is_refused_with_a_sentence() {
    let (scenario, _) = switched(&world("poison"), ProfileId::SqsFifo);
    let mut run = Run::new(scenario).expect("every name is there");
    let queue = "orders".to_owned();
    let change = QueueChange::DelayMs(Some(901_000));
    let refusal = run.ask(Command::SetQueue { queue, change }).expect_err("15 minutes at most");
    assert_eq!(refusal.to_string(), "The delay must be from 0 to 900,000 ms.");
    let (consumer, change) = ("billing".to_owned(), ConsumerChange::Batch(11));
    let refusal = run.ask(Command::SetConsumer { consumer, change }).expect_err("10 at most");
    assert_eq!(refusal.to_string(), "The number of messages must be from 1 to 10.");
    let text = r#"{"set-queue": {"queue": "orders", "change": {"lease-ms": null}}}"#;
    let command: Command = serde_json::from_str(text).expect("it is written so");
    assert!(run.ask(command).is_ok());
}

#[test]
fn guarantees_hold_under_every_broker() {
    for profile in OFFERED {
        let mut state = lab("guarantees");
        update(&mut state, Action::OfferSwitch(profile));
        update(&mut state, Action::Switch);
        for guarantee in Guarantee::ALL {
            update(&mut state, Action::Choose(guarantee));
            let engine = state.engine();
            assert_eq!(Guarantee::of(engine), Some(guarantee), "{profile:?}");
            let acks = engine.consumers().iter().map(|consumer| consumer.spec().ack);
            let automatic = acks.filter(|ack| *ack == AckMode::Automatic).count();
            assert!(automatic == 0 || !Kind::of(profile).is_leased(), "{profile:?}");
        }
    }
}

#[test]
fn every_setting_of_a_log_is_read_back_as_it_was_changed() {
    let mut run = Run::new(world("replay")).expect("every name is there");
    for setting in of_topic() {
        check_setting(&mut run, setting, |engine| engine.topics()[0].spec().clone());
    }
    for setting in of_sender() {
        check_setting(&mut run, setting, |engine| engine.producers()[0].spec().clone());
    }
    let group = run.engine().groups()[0].spec().clone();
    for setting in of_group(&group) {
        check_setting(&mut run, setting, |engine| engine.groups()[0].spec().clone());
    }
    run.advance(20_000_000, 1_000_000);
}

/// Enters a value that the form accepts, and reads it again.
fn check_setting<Spec>(run: &mut Run, setting: &FormSetting<Spec>, spec: impl Fn(&Engine) -> Spec) {
    let (Some(change), Some(value)) = (setting.change, sample(setting.form)) else {
        return;
    };
    let command = change(&spec(run.engine()), value.clone());
    run.ask(command).unwrap_or_else(|refusal| panic!("{}: {refusal}", setting.name));
    assert_eq!((setting.read)(&spec(run.engine())), value, "{}", setting.name);
}

#[test]
fn every_guarantee_can_be_put_in_force_in_every_lab() {
    for exhibit in &catalog::CATALOG {
        for scenario in catalog::find_all(exhibit.id).expect("is built in") {
            let topology = scenario.topology.clone();
            if topology.consumers.iter().all(|consumer| consumer.by_hand) {
                continue;
            }
            for guarantee in Guarantee::ALL {
                let mut run = Run::new(scenario.clone()).expect("starts");
                for command in guarantee.commands(run.engine()) {
                    let asked = format!("{}: {command:?}", exhibit.id);
                    run.ask(command).unwrap_or_else(|refusal| panic!("{asked}: {refusal}"));
                }
                assert_eq!(Guarantee::of(run.engine()), Some(guarantee), "{}", exhibit.id);
            }
        }
    }
}
