//! The producer's side of a transaction: begun with its first record, ended
//! by a commit or an abort that waits for everything sent (K20–K22).

use crate::engine::{
    Engine, ProducerId,
    event::Event,
    fact::{Cause, Fact},
    ids::{GroupId, NodeId, PartitionId},
    link::{Cargo, Way, micros},
    refusal::Refusal,
};

use super::{member::Seat, sender::Sender};

/// Offsets that a transaction commits for a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentOffsets {
    /// Whose.
    pub group: GroupId,
    /// From which member of it.
    pub seat: Seat,
    /// As which generation of its members.
    pub generation: u32,
    /// The next offset to read of each partition.
    pub offsets: Vec<(PartitionId, u64)>,
}

/// How far a producer's transaction is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Transaction {
    /// There is none.
    #[default]
    None,
    /// Records belong to it.
    Open,
    /// It is to end when all records before that batch have been answered.
    Ending {
        /// The first batch that does not belong to it.
        upto: u32,
        /// What the coordinator will be asked.
        request: EndRequest,
    },
    /// The coordinator has been asked to end it.
    Asked {
        /// The first batch that does not belong to it.
        upto: u32,
        /// What it was asked.
        request: EndRequest,
    },
}

/// A producer's wish to end its transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndRequest {
    /// The producer id.
    pub pid: u32,
    /// Which instance asks: an older one is fenced (K22).
    pub epoch: u16,
    /// Commit, or abort.
    pub commit: bool,
    /// What it commits beside its records.
    pub offsets: Option<SentOffsets>,
}

impl Sender {
    /// How far its transaction is.
    pub fn transaction(&self) -> &Transaction {
        &self.transaction
    }

    /// Whether its records are sent in transactions.
    pub fn is_transactional(&self) -> bool {
        self.spec.transactional_id.is_some()
    }

    /// The first batch that has to wait for a transaction to end.
    pub(super) fn held_from(&self) -> Option<u32> {
        match self.transaction {
            Transaction::Ending { upto, .. } | Transaction::Asked { upto, .. } => Some(upto),
            Transaction::None | Transaction::Open => None,
        }
    }

    /// Whether a batch before that one still waits for its answer.
    fn waits_before(&self, upto: u32) -> bool {
        self.batches().any(|batch| batch.number < upto)
    }
}

impl Engine {
    /// A record is about to be collected: it begins a transaction if there is
    /// none.
    pub(super) fn begin_transaction(&mut self, id: ProducerId) {
        let sender = self.producers[id.index()].sender.as_mut().expect("sends to a log");
        if !sender.is_transactional() || sender.transaction != Transaction::None {
            return;
        }
        sender.transaction = Transaction::Open;
        if !sender.initialised {
            self.initialise(id);
        }
        let sender = self.producers[id.index()].sender.as_mut().expect("sends to a log");
        let every = sender.spec.commit_every_ms;
        sender.begun += 1;
        let nth = sender.begun;
        self.record(Fact::TransactionBegun { node: NodeId::Producer(id) });
        if every > 0.0 {
            let due = self.now.after(micros(every));
            self.agenda.book(self.now, due, Event::CommitDue { producer: id, nth });
        }
    }

    /// A producer that commits by itself has collected for long enough.
    pub(in crate::engine) fn commit_due(&mut self, id: ProducerId, nth: u32) {
        let sender = self.producers[id.index()].sender.as_ref().expect("sends to a log");
        if sender.begun == nth && sender.transaction == Transaction::Open {
            self.end_transaction(id, true, None);
        }
    }

    /// Commits or aborts: what was not sent yet goes out first, or is thrown
    /// away.
    pub(in crate::engine) fn end_transaction(
        &mut self,
        id: ProducerId,
        commit: bool,
        offsets: Option<SentOffsets>,
    ) {
        self.begin_transaction(id);
        let sender = self.producers[id.index()].sender.as_mut().expect("sends to a log");
        let upto = sender.next_batch;
        let (pid, epoch) = sender.pid;
        let commit = commit && !sender.doomed;
        let request = EndRequest { pid, epoch, commit, offsets };
        sender.transaction = Transaction::Ending { upto, request };
        sender.close_all();
        let unsent = if commit { Vec::new() } else { sender.take_waiting() };
        for batch in unsent {
            self.batch_done(id, batch, Some(Cause::Aborted));
        }
        self.drain(id);
        self.ask_to_end(id);
    }

    /// Asks the coordinator, once nothing of the transaction is on its way.
    pub(super) fn ask_to_end(&mut self, id: ProducerId) {
        let sender = self.producers[id.index()].sender.as_mut().expect("sends to a log");
        let Transaction::Ending { upto, ref request } = sender.transaction else {
            return;
        };
        if sender.waits_before(upto) {
            return;
        }
        let commit = request.commit && !sender.doomed;
        let request = EndRequest { commit, ..request.clone() };
        sender.transaction = Transaction::Asked { upto, request: request.clone() };
        let to = NodeId::Topic(sender.topic);
        self.send_producer(id, Way::ToBroker, to, Cargo::EndTransaction(Box::new(request)));
    }

    /// The connection is gone, and the answer with it: asked again.
    pub(super) fn forget_ask(&mut self, id: ProducerId) {
        let sender = self.producers[id.index()].sender.as_mut().expect("sends to a log");
        if let Transaction::Asked { upto, request } = std::mem::take(&mut sender.transaction) {
            sender.transaction = Transaction::Ending { upto, request };
        }
    }

    /// A person ends a transaction.
    ///
    /// # Errors
    /// The client does not send in transactions, or has none open.
    pub(in crate::engine) fn end_by_hand(
        &mut self,
        client: &str,
        commit: bool,
    ) -> Result<(), Refusal> {
        let consumer = self.find_consumer(client);
        let output = consumer.and_then(|id| self.consumers[id.index()].output);
        let id = output.map_or_else(|| self.producer_id(client), Ok)?;
        let sender = self.producers[id.index()].sender();
        let open = sender.is_some_and(|sender| sender.transaction == Transaction::Open);
        if !open {
            return Err(Refusal::NoTransaction(client.to_owned()));
        }
        self.end_transaction(id, commit, None);
        Ok(())
    }

    /// The coordinator has ended the transaction, or has not.
    pub(in crate::engine) fn transaction_answered(&mut self, id: ProducerId, fenced: bool) {
        let sender = self.producers[id.index()].sender.as_mut().expect("sends to a log");
        sender.transaction = Transaction::None;
        sender.doomed = false;
        if fenced {
            return self.fenced(id);
        }
        let goes_on = sender.batches().next().is_some();
        if goes_on {
            self.begin_transaction(id);
        }
        self.drain(id);
        if let Some(owner) = self.producers[id.index()].owner {
            self.outputs_ended(owner);
        }
    }

    /// A newer instance has taken over: nothing this one sends is taken. A
    /// consumer that hears so cannot go on, and fails.
    pub(super) fn fenced(&mut self, id: ProducerId) {
        let sender = self.producers[id.index()].sender.as_mut().expect("sends to a log");
        if std::mem::replace(&mut sender.fenced, true) {
            return;
        }
        sender.transaction = Transaction::None;
        let batches = sender.take_all();
        self.record(Fact::Fenced { node: NodeId::Producer(id) });
        for batch in batches {
            self.give_batch_up(id, batch);
        }
        if let Some(owner) = self.producers[id.index()].owner {
            self.crash(owner, None, None);
        }
    }
}
