//! What is modelled: which rules of the real broker the engine follows, and
//! where it simplifies.

use yew::prelude::*;

/// A group of rules and how far it is modelled.
struct Group {
    name: &'static str,
    modelled: &'static str,
    simplified: &'static str,
}

const GROUPS: [Group; 11] = [
    Group {
        name: "Routing",
        modelled: "Default, direct, fanout, topic and headers exchanges; bindings between exchanges; alternate exchanges; mandatory messages come back. A queue gets one copy however many bindings lead to it.",
        simplified: "Bindings are declared at the start and do not change during a run; CC and BCC headers are not looked at.",
    },
    Group {
        name: "Classic queue",
        modelled: "First in, first out; a requeued message returns to its old place and is marked redelivered; priorities; purge; expiry of unused queues.",
        simplified: "Memory and disk are not told apart; a queue never slows down because it is long.",
    },
    Group {
        name: "Delivery",
        modelled: "Push with prefetch, round-robin among consumers, consumer priorities, fetching one message at a time; automatic acks settle on sending.",
        simplified: "One channel per client. Subscribing and cancelling take no time. A consumer works on one message at a time.",
    },
    Group {
        name: "Acknowledgement",
        modelled: "Ack, nack and reject, one or multiple, with and without requeue; an unknown delivery tag closes the channel; what a dead connection held goes back.",
        simplified: "",
    },
    Group {
        name: "Limits",
        modelled: "Length limits in messages and bytes count ready messages only; drop-head and reject-publish; message and queue TTL, applied at the head.",
        simplified: "",
    },
    Group {
        name: "Dead letters",
        modelled: "Rejected, expired and over-length messages move on with their x-death history; circles without a rejection are cut; the transfer itself is at-most-once.",
        simplified: "At-least-once dead-lettering belongs to quorum queues and is not here.",
    },
    Group {
        name: "Publishing",
        modelled: "Confirms, nacks, returns; a producer that retries after a time-out may publish twice, as a real one does.",
        simplified: "A confirm does not wait for a disk. A producer goes on publishing while it connects again; only its retries wait.",
    },
    Group {
        name: "Backpressure",
        modelled: "Above its memory limit the broker reads nothing more from connections that publish and tells them so; consumers go on; what was sent meanwhile is read in order. Producers may limit their unconfirmed publishes or ask for a queue’s depth, and block, buffer or slow down.",
        simplified: "Memory is counted in messages, with every event, instead of bytes every few seconds. There is no alarm for disk space, and a link takes any number of unread frames.",
    },
    Group {
        name: "Failures",
        modelled: "A consumer dies at a chosen instant of its cycle; a lost frame ends its connection; a restart of the broker keeps persistent messages in durable queues.",
        simplified: "One broker, no cluster. A crash is noticed as fast as the closing connection travels; a lost frame is noticed at both ends at once, and what a client had received but not begun is gone with the connection.",
    },
    Group {
        name: "Calls",
        modelled: "Beside the broker: callers with a fixed number of workers call a chain of services and wait. A time-out leaves the work going on, a retry is a new call, and a service holds its worker while it waits for the next.",
        simplified: "Calls are never lost on the way. Every service of a chain waits as long as the caller does; only the caller tries again. There are no circuit breakers.",
    },
    Group {
        name: "Time",
        modelled: "Every hop takes the latency that the lab sets, and nothing overtakes on one connection.",
        simplified: "A lab holds at most a million copies; then producers hold back. Teaching labs stretch latencies to some hundred milliseconds, so that a hop can be watched.",
    },
];

const ABSENT: &str = "Quorum queues, streams, logs in the manner of Kafka, the hosted queues of cloud providers, clusters, flow control by credit, and transactions are not modelled yet.";

/// The page.
pub fn fidelity() -> Html {
    html! {
        <main key="fidelity" class="paper">
            <h1>{ "What is modelled" }</h1>
            <p class="prose">
                { "The engine follows the rules of RabbitMQ’s classic queue, version 4. Its order of deliveries, its redelivered flags and its death histories are compared with recordings of a real broker, RabbitMQ 3.10. Here is what it does, and where it makes things simpler than they are." }
            </p>
            <div class="scroll" tabindex="0" role="region" aria-label="Rules by group">
                <table class="tb">
                    <thead>
                        <tr>
                            <th scope="col">{ "Group" }</th>
                            <th scope="col">{ "As the real broker does" }</th>
                            <th scope="col">{ "Simplified" }</th>
                        </tr>
                    </thead>
                    <tbody>
                        { for GROUPS.iter().map(|group| html! {
                            <tr key={group.name}>
                                <th scope="row">{ group.name }</th>
                                <td>{ group.modelled }</td>
                                <td>{ if group.simplified.is_empty() { "–" } else { group.simplified } }</td>
                            </tr>
                        }) }
                    </tbody>
                </table>
            </div>
            <h2>{ "Not here" }</h2>
            <p class="prose">{ ABSENT }</p>
            <h2>{ "Repeatable" }</h2>
            <p class="prose">
                { "Scenario, seed and the log of what you changed are the whole run: the same three give the same facts, to the last microsecond, in this page and outside it." }
            </p>
        </main>
    }
}
