//! The helper of the stories about calls.
//!
//! A shop is a caller named `shop` and the services that a story adds; the
//! shop calls them in their order. All latencies are 10 ms. What happens is
//! told in lines of a millisecond and a few words, and all laws hold.

use queuescope::engine::{
    Command, Ending, Engine, Fact, Failure, NodeId, Refusal, RequestId, ServiceId, laws,
    topology::{CallerSpec, Service, ServiceSpec, Topology},
};

/// The caller of every shop.
pub const SHOP: &str = "shop";

/// A shop being furnished.
pub struct Street(Topology);

impl Street {
    /// A shop with one worker that waits half a second and never tries twice.
    pub fn new() -> Self {
        let caller =
            CallerSpec { timeout_ms: 500.0, latency_ms: 10.0, ..CallerSpec::named(SHOP, &[]) };
        Street(Topology { callers: vec![caller], ..Topology::default() })
    }

    /// Changes the shop.
    pub fn shop(mut self, change: impl FnOnce(&mut CallerSpec)) -> Self {
        change(&mut self.0.callers[0]);
        self
    }

    /// Adds a service with one worker at the end of the chain.
    pub fn service(mut self, name: &str, ms: f64, change: impl FnOnce(&mut ServiceSpec)) -> Self {
        let time = Service::Constant { ms };
        let mut spec = ServiceSpec { time, latency_ms: 10.0, ..ServiceSpec::named(name) };
        change(&mut spec);
        self.0.services.push(spec);
        self.0.callers[0].chain.push(name.to_owned());
        self
    }

    /// Opens the shop.
    pub fn open(self) -> Shop {
        Shop { engine: Engine::new(&self.0, 1).expect("every name is there"), told: 0 }
    }
}

/// Stock takes 100 ms, payment 50 ms.
pub fn stock_and_payment() -> Street {
    Street::new().service("stock", 100.0, |_| {}).service("payment", 50.0, |_| {})
}

/// A caller and its services in the middle of a story.
pub struct Shop {
    pub engine: Engine,
    told: u64,
}

impl Shop {
    /// Asks anything.
    pub fn ask(&mut self, command: Command) {
        if let Err(refusal) = self.try_ask(command) {
            panic!("{refusal}");
        }
    }

    /// Asks what may be refused.
    pub fn try_ask(&mut self, command: Command) -> Result<(), Refusal> {
        let asked = self.engine.apply(&command);
        self.lawful();
        asked
    }

    /// Asks the shop for so many things at once.
    pub fn request(&mut self, times: u32) {
        (0..times).for_each(|_| self.ask(Command::Request { caller: SHOP.to_owned() }));
    }

    /// A service goes down.
    pub fn down(&mut self, service: &str) {
        self.ask(Command::TakeDown { service: service.to_owned() });
    }

    /// A service comes up.
    pub fn up(&mut self, service: &str) {
        self.ask(Command::BringUp { service: service.to_owned() });
    }

    /// From now on a service takes so long.
    pub fn slow(&mut self, service: &str, ms: f64) {
        let time = Service::Constant { ms };
        self.ask(Command::SetServiceTime { service: service.to_owned(), time });
    }

    /// Lets virtual time pass, and looks at the laws after every event.
    pub fn wait(&mut self, ms: u64) {
        let until = self.engine.now().after(ms * 1_000);
        while self.engine.next_due().is_some_and(|due| due <= until) {
            self.engine.step();
            self.lawful();
        }
        self.engine.run_for(until.since(self.engine.now()), u64::MAX);
    }

    fn lawful(&self) {
        let broken = laws::broken(&self.engine);
        assert!(broken.is_empty(), "{broken:?} at {:?}", self.engine.now());
    }

    /// What has happened since it was last told must be this.
    #[track_caller]
    pub fn tells(&mut self, expected: &str) {
        let facts = self.engine.facts().since(self.told);
        let told = facts
            .filter_map(|(_, at, fact)| Some(format!("{} {}", at.0 / 1_000, self.line(fact)?)));
        let told: Vec<String> = told.collect();
        let expected: Vec<&str> =
            expected.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        assert_eq!(told, expected);
        self.told = self.engine.facts().next();
    }

    fn line(&self, fact: &Fact) -> Option<String> {
        let service = |id: ServiceId| self.engine.name_of(NodeId::Service(id));
        let node = |id: NodeId| self.engine.name_of(id);
        let name = |id: RequestId| format!("r{}", id.0 + 1);
        let outcome = |failure: Option<Failure>| {
            failure.map_or("done".to_owned(), |it| format!("{it:?}").to_lowercase())
        };
        Some(match *fact {
            Fact::Requested { request, .. } => format!("asked {}", name(request)),
            Fact::Called { request, from, service: to, attempt, .. } => {
                format!("{} calls {} {} try {attempt}", node(from), service(to), name(request))
            }
            Fact::CallWaits { request, service: at } => {
                format!("{} in line at {}", name(request), service(at))
            }
            Fact::Serving { request, service: at } => {
                format!("{} serves {}", service(at), name(request))
            }
            Fact::Replied { request, service: from, failure, .. } => {
                format!("{} replies {} {}", service(from), name(request), outcome(failure))
            }
            Fact::CallTimedOut { request, from, .. } => {
                format!("{} stops waiting {}", node(from), name(request))
            }
            Fact::AnswerTooLate { request, from, .. } => {
                format!("too late at {} {}", node(from), name(request))
            }
            Fact::RequestEnded { request, end, blocked_us, .. } => {
                let end = match end {
                    Ending::Answered => "answered".to_owned(),
                    Ending::Failed(failure) => format!("failed {}", outcome(Some(failure))),
                    Ending::TimedOut => "timed out".to_owned(),
                };
                format!("{} {end}, blocked {} ms", name(request), blocked_us / 1_000)
            }
            Fact::ServiceDown { service: at } => format!("{} down", service(at)),
            Fact::ServiceUp { service: at } => format!("{} up", service(at)),
            _ => return None,
        })
    }

    /// The books of requests: `3 requested: 1 answered, 2 waiting`.
    pub fn books(&self) -> String {
        let (books, waiting) = self.engine.requests();
        let counts = [
            (books.answered, "answered"),
            (books.failed, "failed"),
            (books.timed_out, "timed out"),
            (waiting, "waiting"),
        ];
        let counts = counts.into_iter().filter(|(count, _)| *count > 0);
        let counts: Vec<String> = counts.map(|(count, word)| format!("{count} {word}")).collect();
        format!("{} requested: {}", books.requested, counts.join(", "))
    }

    /// Milliseconds that the shop's workers were blocked, all together.
    pub fn blocked_ms(&self) -> u64 {
        self.engine.callers()[0].blocked_us(self.engine.now()) / 1_000
    }

    /// How many calls have reached a service.
    pub fn called(&self, service: &str) -> u64 {
        let id = self.engine.find_service(service).expect("a service of the story");
        self.engine.services()[id.index()].served().called
    }
}
