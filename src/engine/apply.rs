//! Carrying out commands, or refusing them before anything has changed.

use super::{
    Engine, LAST_TICK,
    command::{Command, Frame},
    delivery::{ChannelKey, Wish},
    fact::{Cause, Fact},
    ids::{ConsumerId, ExchangeId, NodeId, ProducerId, QueueId},
    link::{Cargo, Way},
    mechanics::Keeps,
    outgoing::Outgoing,
    range,
    refusal::Refusal,
    topology::{Arrivals, Confirms, Service},
};

impl Engine {
    /// Carries out a command at the present moment.
    ///
    /// # Errors
    /// A [`Refusal`] says in a sentence why not; nothing has changed then.
    pub fn apply(&mut self, command: &Command) -> Result<(), Refusal> {
        if LAST_TICK <= self.now {
            return Err(Refusal::Over);
        }
        self.carry_out(command)?;
        self.look_at_memory();
        Ok(())
    }

    fn carry_out(&mut self, command: &Command) -> Result<(), Refusal> {
        match command {
            Command::Publish { producer, message } => {
                let id = self.producer_id(producer)?;
                let exchange = self.exchange_id(&message.exchange)?;
                check_outgoing(message)?;
                if self.is_full() {
                    return Err(Refusal::Full);
                }
                self.check_caller(id)?;
                self.publish_by_hand(id, message, exchange);
                self.relieve(id);
            }
            Command::SetArrivals { producer, arrivals } => {
                self.set_arrivals(producer, *arrivals)?
            }
            Command::SetPoisonShare { producer, share } => {
                let id = self.producer_id(producer)?;
                range::SHARE.check(*share)?;
                self.producers[id.index()].spec.poison_share = *share;
                self.configured(NodeId::Producer(id));
            }
            Command::PoisonNext { producer } => {
                let id = self.producer_id(producer)?;
                self.producers[id.index()].poison_next = true;
            }
            Command::SetConfirms { producer, confirms } => {
                let id = self.producer_id(producer)?;
                confirms.as_ref().map_or(Ok(()), check_confirms)?;
                self.set_confirms(id, *confirms);
                self.configured(NodeId::Producer(id));
            }
            Command::RestartBroker {} => self.restart_broker(false),
            Command::KillBroker {} => self.restart_broker(true),
            Command::LoseNext { client, frame } => self.lose_next(client, *frame)?,
            Command::SetBackpressure { producer, backpressure } => {
                self.set_backpressure(producer, backpressure)?
            }
            Command::Seek { client, to } => self.seek(client, *to)?,
            Command::EndTransaction { client, commit } => self.end_by_hand(client, *commit)?,
            Command::SetTopic { topic, change } => self.set_topic(topic, *change)?,
            Command::SetGroup { group, change } => self.set_group(group, *change)?,
            Command::SetSending { producer, change } => self.set_sending(producer, *change)?,
            Command::SetBroker { broker, up } => self.set_broker(*broker, *up)?,
            Command::StallBroker { broker, stalled } => self.stall_broker(*broker, *stalled)?,
            Command::SetMemoryLimit { messages } => self.set_memory_limit(*messages)?,
            to_queue_or_client => self.apply_to_queue(to_queue_or_client)?,
        }
        Ok(())
    }

    pub(super) fn apply_to_consumer(&mut self, command: &Command) -> Result<(), Refusal> {
        match command {
            Command::SetService { consumer, service } => {
                let id = self.consumer_id(consumer)?;
                let (Service::Constant { ms } | Service::Exponential { ms }) = *service;
                range::SPAN.check(ms)?;
                self.consumers[id.index()].spec.service = *service;
                self.configured(NodeId::Consumer(id));
            }
            Command::SetPrefetch { consumer, prefetch } => {
                let id = self.consumer_id(consumer)?;
                range::PREFETCH.check(f64::from(*prefetch))?;
                self.consumers[id.index()].spec.prefetch = *prefetch;
                self.configured(NodeId::Consumer(id));
                self.resubscribe(id);
            }
            Command::SetAck { consumer, ack } => {
                let id = self.consumer_id(consumer)?;
                self.consumers[id.index()].spec.ack = *ack;
                self.configured(NodeId::Consumer(id));
                self.resubscribe(id);
            }
            Command::SetConsumer { consumer, change } => self.set_consumer(consumer, *change)?,
            Command::SetIdempotent { consumer, idempotent } => {
                let id = self.consumer_id(consumer)?;
                self.consumers[id.index()].spec.idempotent = *idempotent;
                self.configured(NodeId::Consumer(id));
            }
            Command::SetOnPoison { consumer, on_poison } => {
                let id = self.consumer_id(consumer)?;
                self.consumers[id.index()].spec.on_poison = *on_poison;
                self.configured(NodeId::Consumer(id));
            }
            Command::SetCrashPlan { consumer, plan } => {
                let id = self.consumer_id(consumer)?;
                let probability = plan.map_or(0.0, |plan| plan.probability);
                range::SHARE.check(probability)?;
                self.consumers[id.index()].spec.crash = *plan;
                self.configured(NodeId::Consumer(id));
            }
            Command::SetRestart { consumer, restart_ms } => {
                let id = self.consumer_id(consumer)?;
                range::SPAN.check(restart_ms.unwrap_or(0.0))?;
                self.consumers[id.index()].spec.restart_ms = *restart_ms;
                self.configured(NodeId::Consumer(id));
            }
            client => self.apply_to_client(client)?,
        }
        Ok(())
    }

    fn apply_to_client(&mut self, command: &Command) -> Result<(), Refusal> {
        match command {
            Command::Subscribe { consumer, queue, prefetch, auto_ack, priority } => {
                let id = self.running(consumer)?;
                let name = queue;
                let queue = self.queue_id(queue)?;
                range::PREFETCH.check(f64::from(*prefetch))?;
                if self.queues[queue.index()].mechanics.polled {
                    return Err(Refusal::Polled(name.clone()));
                }
                self.reachable(id)?;
                let channel = self.connect(id);
                let wish =
                    Wish { queue, prefetch: *prefetch, auto_ack: *auto_ack, priority: *priority };
                self.subscribe(channel, wish);
            }
            Command::Cancel { consumer } => {
                let id = self.running(consumer)?;
                if let Some(group) = self.consumers[id.index()].shares {
                    self.close_share(id, group);
                    return Ok(());
                }
                if self.consumers[id.index()].member.is_some() {
                    self.close_member(id);
                    return Ok(());
                }
                let channel = self.channel_of(id)?;
                self.cancel(channel);
                self.record(Fact::Cancelled { consumer: id });
            }
            Command::Get { consumer, queue, auto_ack } => {
                let id = self.running(consumer)?;
                let queue = self.queue_id(queue)?;
                self.reachable(id)?;
                let channel = self.connect(id);
                let cargo = Cargo::Get { channel, auto_ack: *auto_ack };
                self.send_consumer(id, Way::ToBroker, queue, cargo);
            }
            Command::Crash { consumer, at: None } => {
                let id = self.running(consumer)?;
                let message = self.message_at_work(id);
                self.crash(id, None, message);
            }
            Command::Crash { consumer, at } => {
                let id = self.running(consumer)?;
                if self.consumers[id.index()].spec.by_hand {
                    return Err(Refusal::NoCycle(consumer.clone()));
                }
                self.arm_crash(id, *at);
            }
            Command::CallOffCrash { consumer } => {
                let id = self.consumer_id(consumer)?;
                self.arm_crash(id, None);
            }
            Command::Hang { consumer } => self.hang(consumer)?,
            Command::GoOn { consumer } => self.go_on(consumer)?,
            Command::Partition { client } => self.partition(client)?,
            Command::Repair { client } => self.repair(client)?,
            Command::Revive { consumer } => {
                let id = self.consumer_id(consumer)?;
                if self.consumers[id.index()].is_up() {
                    return Err(Refusal::Up(consumer.clone()));
                }
                self.revive(id);
            }
            by_hand => self.apply_by_hand(by_hand)?,
        }
        Ok(())
    }

    fn apply_by_hand(&mut self, command: &Command) -> Result<(), Refusal> {
        match command {
            Command::Process { consumer, tag } => {
                let id = self.driven_by_hand(consumer)?;
                if !self.process_by_hand(id, *tag) {
                    return Err(Refusal::NothingToProcess {
                        consumer: consumer.clone(),
                        tag: *tag,
                    });
                }
            }
            Command::Settle { consumer, tag, how, multiple } => {
                let id = self.driven_by_hand(consumer)?;
                let channel = self.channel_of(id)?;
                self.settle_by_hand(id, channel, *tag, *how, *multiple);
            }
            Command::Extend { consumer, tag, ms } => {
                let id = self.driven_by_hand(consumer)?;
                let channel = self.channel_of(id)?;
                range::LEASE.check(*ms as f64)?;
                let held = self.consumers[id.index()].buffer.iter();
                let mut held = held.filter(|delivery| delivery.channel() == Some(channel));
                let found = held.find(|delivery| delivery.tag == *tag);
                let queue = found.and_then(|delivery| delivery.queue());
                let queue = queue.unwrap_or_else(|| self.queue_of_channel(channel));
                let cargo = Cargo::Extension { channel, tag: *tag, span_us: ms * 1_000 };
                self.send_consumer(id, Way::ToBroker, queue, cargo);
            }
            call => self.apply_to_calls(call)?,
        }
        Ok(())
    }

    pub(super) fn configured(&mut self, node: NodeId) {
        self.record(Fact::Configured { node });
    }

    fn set_arrivals(&mut self, producer: &str, arrivals: Arrivals) -> Result<(), Refusal> {
        let id = self.producer_id(producer)?;
        arrivals.check()?;
        self.producers[id.index()].spec.arrivals = arrivals;
        self.configured(NodeId::Producer(id));
        self.start_producing(id);
        Ok(())
    }

    fn lose_next(&mut self, client: &str, frame: Frame) -> Result<(), Refusal> {
        let wrong = || Refusal::WrongFrame { client: client.to_owned(), frame };
        match (self.find_producer(client), frame) {
            (Some(id), Frame::Publish | Frame::Confirm) => {
                self.producers[id.index()].link.lose_next(frame);
            }
            (Some(_), _) => return Err(wrong()),
            (None, _) => {
                let id = self.consumer_id(client)?;
                match frame {
                    Frame::Publish | Frame::Confirm => return Err(wrong()),
                    Frame::Delivery | Frame::Ack => {
                        self.consumers[id.index()].link.lose_next(frame)
                    }
                }
            }
        }
        Ok(())
    }

    /// Stops and starts the broker: connections end, durable things stay,
    /// of their messages the persistent ones (R38).
    fn restart_broker(&mut self, unclean: bool) {
        self.record(Fact::BrokerRestarted);
        self.publications.clear();
        self.close_all_channels();
        self.drop_everything();
        for index in 0..self.queues.len() {
            self.restart_queue(QueueId(index as u16), unclean);
        }
        if unclean {
            self.power_lost();
        }
        for index in 0..self.router.exchanges.len() {
            if !self.router.exchanges[index].durable {
                self.router.exchange_deleted(ExchangeId(index as u16));
            }
        }
        for index in 0..self.producers.len() {
            self.disconnect(NodeId::Producer(ProducerId(index as u16)));
        }
        for index in 0..self.consumers.len() {
            self.disconnect(NodeId::Consumer(ConsumerId(index as u16)));
        }
    }

    fn restart_queue(&mut self, id: QueueId, unclean: bool) {
        let queue = &self.queues[id.index()];
        if !queue.exists {
            return;
        }
        let keeps = queue.mechanics.keeps;
        let owned = queue.spec.exclusive.is_some();
        if owned || !queue.spec.durable && keeps == Keeps::Persistent {
            return self.delete_queue(id);
        }
        self.drop_stalled(id, Cause::Restart);
        self.after_return(id);
        self.restart_dying(id);
        match keeps {
            Keeps::Persistent => self.recover_persistent(id, unclean),
            Keeps::Everything => {}
        }
        self.drop_expired_by(id, self.now);
        self.drop_over_length(id);
        self.arm_expiry(id);
    }

    /// What a durable queue finds on its disk: the persistent messages (R38).
    fn recover_persistent(&mut self, id: QueueId, unclean: bool) {
        for copy in self.queues[id.index()].ready.drain() {
            let owner = &self.store.messages[self.store.copies[copy].message];
            if self.store.envelopes[owner.envelope.0 as usize].persistent {
                self.store.copies[copy].redelivered |= unclean;
                self.insert_ready(copy, id);
            } else {
                self.remove_copy(copy, NodeId::Queue(id), Cause::Restart);
            }
        }
    }

    /// Whether a client is connected, or can connect.
    fn reachable(&self, id: ConsumerId) -> Result<(), Refusal> {
        let consumer = &self.consumers[id.index()];
        match consumer.channel.is_none() && consumer.link.is_held() {
            true => Err(Refusal::CutOff(consumer.spec.name.clone())),
            false => Ok(()),
        }
    }

    pub(super) fn running(&self, name: &str) -> Result<ConsumerId, Refusal> {
        let id = self.consumer_id(name)?;
        match self.consumers[id.index()].is_up() {
            true => Ok(id),
            false => Err(Refusal::Down(name.to_owned())),
        }
    }

    fn channel_of(&self, id: ConsumerId) -> Result<ChannelKey, Refusal> {
        let consumer = &self.consumers[id.index()];
        consumer.channel.ok_or_else(|| Refusal::NotConnected(consumer.spec.name.clone()))
    }

    fn driven_by_hand(&self, name: &str) -> Result<ConsumerId, Refusal> {
        let id = self.running(name)?;
        match self.consumers[id.index()].spec.by_hand {
            true => Ok(id),
            false => Err(Refusal::NotByHand(name.to_owned())),
        }
    }
}

fn check_outgoing(message: &Outgoing) -> Result<(), Refusal> {
    range::TTL.check(message.expiration_ms.unwrap_or(0) as f64)?;
    range::KEY_BYTES.check(message.key.len() as f64)?;
    range::BODY_BYTES.check(message.body.len() as f64)?;
    range::ENTRIES.check(message.headers.len() as f64)
}

fn check_confirms(confirms: &Confirms) -> Result<(), Refusal> {
    range::TIMEOUT.check(confirms.timeout_ms)?;
    range::SPAN.check(confirms.pause_ms)?;
    range::RETRIES.check(f64::from(confirms.retries))
}
