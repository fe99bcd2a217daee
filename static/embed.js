// <queue-scope lab="guarantees"></queue-scope>: the laboratory in a frame of
// your page. No dependencies, no styles, nothing global but the element.
//
// Attributes are the parameters of the page (docs/embedding.md), and besides:
//   src     the folder or page of Queuescope; by default where this script is
//   height  a fixed height in pixels; by default the frame asks for its own
//   title   what a screen reader calls the frame
// Methods return promises: load, play, pause, step, runFor, seek, command,
// getState, setState, getFacts, getLink, and request(type, payload). A promise
// that cannot be kept is rejected with a sentence. Events are queuescope-ready,
// -state, -goal, -lesson-passed, -resize and -error, with the payload in detail.
(() => {
  const NS = "queuescope";
  const VERSION = 1;
  const PARAMETERS = ["lab", "lesson", "seed", "speed", "autoplay", "theme", "lang", "controls", "motion", "load", "origin"];
  const VERBS = ["load", "play", "pause", "step", "runFor", "seek", "command", "getState", "setState", "getFacts", "getLink"];
  const SANDBOX = "allow-scripts allow-same-origin allow-downloads allow-popups";
  // How long a frame may say nothing after it was asked, or has loaded; a lab
  // takes a second or two.
  const PATIENCE_MS = 30_000;
  const home = new URL("./", document.currentScript?.src ?? document.baseURI).href;

  // de-AT is German: the page knows languages, but no regions.
  const spoken = (tag) => tag.split("-")[0].toLowerCase();

  class QueueScope extends HTMLElement {
    static observedAttributes = [...PARAMETERS, "src", "height", "title"];

    // Either a button or a frame, while the element is in a page.
    #button = null;
    #frame = null;
    #port = null;
    #timer = 0;
    // Why nothing will answer, once that is known.
    #silent = null;
    // What the frame asks for; how high it is unless an attribute says.
    #wanted = 480;
    #last = 0;
    #asked = new Map();
    #waiting = [];
    #heard = (event) => this.#hear(event);

    connectedCallback() {
      addEventListener("message", this.#heard);
      if (!this.shadowRoot) this.attachShadow({ mode: "open" });
      if (!this.style.display) this.style.display = "block";
      this.getAttribute("load") === "click" ? this.#offer() : this.#show();
    }

    disconnectedCallback() {
      removeEventListener("message", this.#heard);
      this.#forget("The frame was taken out of its page.");
      this.#frame = this.#button = null;
      this.shadowRoot.replaceChildren();
    }

    attributeChangedCallback(name, before, now) {
      if (before === now) return;
      // The attribute `load` was click, and has become something else.
      if (this.#button) return name === "load" ? this.#show() : this.#label();
      if (!this.#frame || name === "load") return;
      if (name === "height" || name === "title") return this.#dress();
      this.#forget("The frame was loaded anew.");
      this.#go();
    }

    // A promise of the answer. Before the frame is there, requests wait; they
    // let a frame that is out of sight load, but press no button.
    async request(type, payload) {
      if (!this.isConnected) throw new Error("This <queue-scope> is not in a page.");
      if (this.#silent) throw new Error(this.#silent);
      if (this.#waiting.length >= 100) throw new Error("Too many requests wait for the frame.");
      if (this.#frame && !this.#port) this.#hurry();
      return new Promise((resolve, reject) => {
        const message = { ns: NS, v: VERSION, id: ++this.#last, type, payload };
        this.#asked.set(message.id, { resolve, reject });
        if (this.#port) this.#post(message);
        else this.#waiting.push(message);
      });
    }

    #address() {
      const address = new URL(this.getAttribute("src") ?? home, document.baseURI);
      address.searchParams.set("embed", "1");
      for (const name of PARAMETERS) {
        const value = this.getAttribute(name);
        if (value !== null) address.searchParams.set(name, name === "lang" ? spoken(value) : value);
      }
      // Whoever pressed the button need not press another one.
      address.searchParams.delete("load");
      return address.href;
    }

    // A button instead of a frame: nothing is fetched before it is pressed.
    #offer() {
      const button = document.createElement("button");
      button.type = "button";
      Object.assign(button.style, {
        width: "100%", minHeight: "240px", padding: "16px", font: "inherit", cursor: "pointer",
        color: "CanvasText", background: "Canvas", border: "1px solid GrayText", borderRadius: "8px",
      });
      button.addEventListener("click", () => {
        this.#show();
        this.#frame.focus();
      }, { once: true });
      this.#button = button;
      this.#label();
      this.shadowRoot.replaceChildren(button);
    }

    #label() {
      const name = this.title || "Queuescope";
      const german = spoken(this.closest("[lang]")?.lang ?? "") === "de";
      this.#button.textContent = german ? `${name} starten` : `Start ${name}`;
    }

    #show() {
      this.#button = null;
      this.#frame = document.createElement("iframe");
      this.#frame.addEventListener("load", () => this.#expect());
      this.#frame.setAttribute("sandbox", SANDBOX);
      this.#frame.allow = "fullscreen; clipboard-write";
      this.#frame.loading = "lazy";
      Object.assign(this.#frame.style, { width: "100%", border: "0", display: "block" });
      this.#dress();
      this.#go();
      if (this.#waiting.length) this.#hurry();
      this.shadowRoot.replaceChildren(this.#frame);
    }

    #dress() {
      this.#frame.title = this.title || "Queuescope";
      const fixed = Number(this.getAttribute("height"));
      this.#frame.style.height = `${fixed > 0 ? fixed : this.#wanted}px`;
    }

    #go() {
      try {
        this.#frame.src = this.#address();
      } catch {
        this.#fail(`${this.getAttribute("src")} is no address.`);
      }
    }

    // Somebody waits for the frame.
    #hurry() {
      this.#frame.loading = "eager";
      if (!this.#timer) this.#expect();
    }

    // A frame that loads may be anybody's: only its first words tell. In Firefox
    // a server that is not there does not even make it load.
    #expect() {
      clearTimeout(this.#timer);
      if (this.#port || this.#silent) return;
      const says = `Nothing at ${this.#frame.src} answers as Queuescope does.`;
      this.#timer = setTimeout(() => this.#fail(says), PATIENCE_MS);
    }

    // A frame that is loaded anew may still become ready.
    #fail(says) {
      this.#forget(says);
      this.#silent = says;
      this.#say("error", { says });
    }

    #hear(event) {
      if (!this.#frame || event.source !== this.#frame.contentWindow || event.data?.ns !== NS) return;
      if (event.data.type === "ready") this.#shake(event);
      // Past the port there is one of two: a refused handshake, or the end of the program.
      else if (event.data.type === "error") this.#fail(event.data.payload.says);
    }

    #shake(event) {
      this.#forget("The frame was loaded anew.", true);
      const { port1, port2 } = new MessageChannel();
      this.#port = port1;
      port1.onmessage = ({ data }) => {
        if (data.type === "answer" || (data.type === "error" && data.id !== null)) {
          this.#settle(data.id, data.type, data.payload);
        } else {
          if (data.type === "resize") {
            this.#wanted = data.payload.height;
            this.#dress();
          }
          this.#say(data.type, data.payload);
        }
      };
      // A sandboxed frame has no origin that could be named.
      const target = event.origin === "null" ? "*" : event.origin;
      event.source.postMessage({ ns: NS, v: VERSION, id: 0, type: "init" }, target, [port2]);
      for (const message of this.#waiting.splice(0)) this.#post(message);
    }

    // What cannot be copied, such as a function, is refused before it is sent.
    #post(message) {
      try {
        this.#port.postMessage(message);
      } catch (error) {
        this.#settle(message.id, "error", { says: `This cannot be sent to the frame: ${error.message}` });
      }
    }

    #settle(id, type, payload) {
      const asked = this.#asked.get(id);
      this.#asked.delete(id);
      if (type === "answer") asked?.resolve(payload);
      else asked?.reject(new Error(payload.says));
    }

    // Everybody who still waits is told; with `keep`, only who was sent.
    #forget(says, keep = false) {
      this.#port?.close();
      this.#port = this.#silent = null;
      clearTimeout(this.#timer);
      this.#timer = 0;
      const unsent = new Set(this.#waiting.map((message) => message.id));
      if (!keep) this.#waiting = [];
      for (const id of [...this.#asked.keys()]) {
        if (!keep || !unsent.has(id)) this.#settle(id, "error", { says });
      }
    }

    #say(type, detail) {
      this.dispatchEvent(new CustomEvent(`queuescope-${type}`, { detail, bubbles: true, composed: true }));
    }
  }

  for (const verb of VERBS) {
    QueueScope.prototype[verb] = function (payload) {
      return this.request(verb, payload);
    };
  }
  if (!customElements.get("queue-scope")) customElements.define("queue-scope", QueueScope);
})();
