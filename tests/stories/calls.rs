//! Calls that are waited for: chains, time-outs, retries, and services that
//! are slow, fail, or are down.

use queuescope::engine::{Command, Refusal};

use crate::shop::{SHOP, Street, stock_and_payment};

#[test]
fn a_chain_answers_from_its_end() {
    let mut shop = stock_and_payment().open();
    shop.request(1);
    shop.wait(300);
    shop.tells(
        "0 asked r1
         0 shop calls stock r1 try 1
         10 stock serves r1
         110 stock calls payment r1 try 1
         120 payment serves r1
         170 payment replies r1 done
         180 stock replies r1 done
         190 r1 answered, blocked 190 ms",
    );
}

#[test]
fn a_chain_is_as_slow_as_its_slowest_step() {
    let mut shop = stock_and_payment().shop(|shop| shop.workers = 4).open();
    shop.slow("payment", 300.0);
    shop.request(4);
    shop.wait(400);
    // Each holds a worker of stock while it waits for payment, the only one.
    assert_eq!(shop.books(), "4 requested: 4 waiting");
    shop.wait(50);
    assert_eq!(shop.books(), "4 requested: 1 answered, 3 waiting");
    assert_eq!(shop.called("payment"), 1, "stock has one worker, and it was blocked");
}

#[test]
fn a_worker_is_blocked_until_the_answer_and_the_others_wait() {
    let mut shop = stock_and_payment().open();
    shop.request(2);
    shop.wait(150);
    assert_eq!(shop.books(), "2 requested: 2 waiting");
    assert_eq!(shop.blocked_ms(), 150, "one worker, blocked all the time");
    shop.wait(250);
    assert_eq!(shop.books(), "2 requested: 2 answered");
    assert_eq!(shop.blocked_ms(), 2 * 190);
}

#[test]
fn with_too_many_waiting_the_caller_refuses() {
    let mut shop = stock_and_payment().shop(|shop| shop.backlog = 1).open();
    shop.request(3);
    shop.tells(
        "0 asked r1
         0 shop calls stock r1 try 1
         0 asked r2
         0 asked r3
         0 r3 failed backlog, blocked 0 ms",
    );
    assert_eq!(shop.books(), "3 requested: 1 failed, 2 waiting");
}

#[test]
fn a_service_that_is_down_fails_the_caller_at_once() {
    let mut shop = stock_and_payment().open();
    shop.down("payment");
    shop.request(1);
    shop.wait(300);
    shop.tells(
        "0 payment down
         0 asked r1
         0 shop calls stock r1 try 1
         10 stock serves r1
         110 stock calls payment r1 try 1
         120 payment replies r1 down
         130 stock replies r1 down
         140 r1 failed down, blocked 140 ms",
    );
    shop.up("payment");
    shop.request(1);
    shop.wait(300);
    assert_eq!(shop.books(), "2 requested: 1 answered, 1 failed");
}

#[test]
fn going_down_fails_what_is_in_hand_and_in_line() {
    let mut shop = stock_and_payment().shop(|shop| shop.workers = 2).open();
    shop.request(2);
    shop.wait(150);
    shop.down("stock");
    shop.wait(150);
    // Payment does its work for nobody: the call had been taken already.
    shop.tells(
        "0 asked r1
         0 shop calls stock r1 try 1
         0 asked r2
         0 shop calls stock r2 try 1
         10 stock serves r1
         10 r2 in line at stock
         110 stock calls payment r1 try 1
         120 payment serves r1
         150 stock down
         150 stock replies r1 down
         150 stock replies r2 down
         160 r1 failed down, blocked 160 ms
         160 r2 failed down, blocked 160 ms
         170 payment replies r1 done
         180 too late at stock r1",
    );
}

#[test]
fn a_time_out_leaves_the_work_going_on() {
    let mut shop = Street::new().service("email", 800.0, |_| {}).open();
    shop.request(1);
    shop.wait(1_000);
    shop.tells(
        "0 asked r1
         0 shop calls email r1 try 1
         10 email serves r1
         500 shop stops waiting r1
         500 r1 timed out, blocked 500 ms
         810 email replies r1 done
         820 too late at shop r1",
    );
    assert_eq!(shop.books(), "1 requested: 1 timed out");
}

#[test]
fn a_retry_is_a_new_call_after_a_pause() {
    let patient = |shop: &mut queuescope::engine::topology::CallerSpec| {
        shop.retries = 1;
        shop.pause_ms = 40.0;
    };
    let mut shop = Street::new().shop(patient).service("stock", 100.0, |_| {}).open();
    shop.down("stock");
    shop.request(1);
    shop.wait(30);
    shop.up("stock");
    shop.wait(200);
    shop.tells(
        "0 stock down
         0 asked r1
         0 shop calls stock r1 try 1
         10 stock replies r1 down
         30 stock up
         60 shop calls stock r1 try 2
         70 stock serves r1
         170 stock replies r1 done
         180 r1 answered, blocked 140 ms",
    );
}

#[test]
fn retries_give_a_slow_service_more_to_do() {
    let calls = |retries| {
        let busy = move |shop: &mut queuescope::engine::topology::CallerSpec| {
            shop.workers = 4;
            shop.retries = retries;
        };
        let mut shop = Street::new().shop(busy).service("email", 300.0, |_| {}).open();
        for _ in 0..20 {
            shop.request(1);
            shop.wait(250);
        }
        shop.wait(30_000);
        (shop.called("email"), shop.engine.requests().0.answered)
    };
    let ((once, answered), (often, helped)) = (calls(0), calls(3));
    assert_eq!(once, 20);
    assert!(often > 40, "{often} calls for the same 20 requests");
    assert!(helped < answered + 5, "{helped} answered instead of {answered}");
}

#[test]
fn a_service_with_too_many_waiting_refuses() {
    let mut shop = Street::new()
        .shop(|shop| shop.workers = 3)
        .service("stock", 100.0, |stock| stock.backlog = 1)
        .open();
    shop.request(3);
    shop.wait(300);
    assert_eq!(shop.books(), "3 requested: 2 answered, 1 failed");
}

#[test]
fn a_service_that_fails_has_done_its_work_in_vain() {
    let mut shop = Street::new().service("stock", 100.0, |stock| stock.failure_share = 1.0).open();
    shop.request(1);
    shop.wait(200);
    shop.tells(
        "0 asked r1
         0 shop calls stock r1 try 1
         10 stock serves r1
         110 stock replies r1 error
         120 r1 failed error, blocked 120 ms",
    );
    shop.ask(Command::SetFailureShare { service: "stock".to_owned(), share: 0.0 });
    shop.request(1);
    shop.wait(200);
    assert_eq!(shop.books(), "2 requested: 1 answered, 1 failed");
}

#[test]
fn a_worker_in_a_chain_waits_no_longer_than_its_caller() {
    let mut shop = stock_and_payment().open();
    shop.slow("payment", 2_000.0);
    shop.request(1);
    shop.wait(3_000);
    shop.tells(
        "0 asked r1
         0 shop calls stock r1 try 1
         10 stock serves r1
         110 stock calls payment r1 try 1
         120 payment serves r1
         500 shop stops waiting r1
         500 r1 timed out, blocked 500 ms
         610 stock stops waiting r1
         610 stock replies r1 timedout
         620 too late at shop r1
         2120 payment replies r1 done
         2130 too late at stock r1",
    );
}

#[test]
fn a_restart_of_the_broker_leaves_calls_alone() {
    let mut shop = stock_and_payment().open();
    shop.request(1);
    shop.wait(5);
    shop.ask(Command::RestartBroker {});
    shop.wait(300);
    assert_eq!(shop.books(), "1 requested: 1 answered");
}

#[test]
fn what_cannot_be_asked_is_refused_in_words() {
    let mut shop = stock_and_payment().open();
    let says = |refused: Result<(), Refusal>| refused.expect_err("is refused").to_string();
    let down = |name: &str| Command::TakeDown { service: name.to_owned() };
    assert_eq!(
        says(shop.try_ask(down("email"))),
        "There is no service named “email”; there is stock, payment."
    );
    shop.down("stock");
    assert_eq!(says(shop.try_ask(down("stock"))), "stock is down already.");
    let hurry = Command::SetPatience {
        caller: SHOP.to_owned(),
        timeout_ms: 0.0,
        retries: 0,
        pause_ms: 0.0,
    };
    assert_eq!(says(shop.try_ask(hurry)), "The call time-out must be from 1 to 3,600,000 ms.");
    assert_eq!(
        says(shop.try_ask(Command::BringUp { service: "payment".to_owned() })),
        "payment is up already."
    );
}
