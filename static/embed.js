// <queue-scope lab="guarantees"></queue-scope>: the laboratory in a frame of
// your page. No dependencies, no styles, nothing global but the element.
//
// Attributes are the parameters of the page (docs/embedding.md), and besides:
//   src     the folder or page of Queuescope; by default where this script is
//   height  a fixed height in pixels; by default the frame asks for its own
//   title   what a screen reader calls the frame
// Methods return promises: load, play, pause, step, runFor, seek, command,
// getState, setState, getFacts, and request(type, payload). Events are
// queuescope-ready, -state, -goal, -lesson-passed, -resize and -error, with the
// payload in detail.
(() => {
  const NS = "queuescope";
  const VERSION = 1;
  const PARAMETERS = ["lab", "lesson", "seed", "speed", "autoplay", "theme", "lang", "controls", "motion", "load", "origin"];
  const VERBS = ["load", "play", "pause", "step", "runFor", "seek", "command", "getState", "setState", "getFacts"];
  const SANDBOX = "allow-scripts allow-same-origin allow-downloads allow-popups";
  const home = new URL("./", document.currentScript?.src ?? document.baseURI).href;

  class QueueScope extends HTMLElement {
    static observedAttributes = [...PARAMETERS, "src", "height", "title"];

    #frame = null;
    #port = null;
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
      this.#frame = null;
      this.shadowRoot.replaceChildren();
    }

    attributeChangedCallback(name, before, now) {
      if (!this.#frame || before === now) return;
      if (name === "height" || name === "title") return this.#dress();
      const address = this.#address();
      if (this.#frame.src === address) return;
      this.#forget("The frame was loaded anew.");
      this.#frame.src = address;
    }

    // A promise of the answer. Before the frame is there, requests wait.
    request(type, payload) {
      return new Promise((resolve, reject) => {
        const message = { ns: NS, v: VERSION, id: ++this.#last, type, payload };
        this.#asked.set(message.id, { resolve, reject });
        if (this.#waiting.length >= 100) this.#settle(message.id, "error", { says: "Too many requests wait for the frame." });
        else if (this.#port) this.#port.postMessage(message);
        else this.#waiting.push(message);
      });
    }

    #address() {
      const address = new URL(this.getAttribute("src") ?? home, document.baseURI);
      address.searchParams.set("embed", "1");
      for (const name of PARAMETERS) {
        const value = this.getAttribute(name);
        // Whoever pressed the button need not press another one.
        if (value !== null && name !== "load") address.searchParams.set(name, value);
      }
      return address.href;
    }

    // A button instead of a frame: nothing is fetched before it is pressed.
    #offer() {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = `Start ${this.title || "Queuescope"}`;
      Object.assign(button.style, {
        width: "100%", minHeight: "240px", padding: "16px", font: "inherit", cursor: "pointer",
        color: "CanvasText", background: "Canvas", border: "1px solid GrayText", borderRadius: "8px",
      });
      button.addEventListener("click", () => {
        this.#show();
        this.#frame.focus();
      }, { once: true });
      this.shadowRoot.replaceChildren(button);
    }

    #show() {
      this.#frame = document.createElement("iframe");
      this.#frame.setAttribute("sandbox", SANDBOX);
      this.#frame.allow = "fullscreen; clipboard-write";
      this.#frame.loading = "lazy";
      Object.assign(this.#frame.style, { width: "100%", border: "0", display: "block" });
      this.#dress();
      this.#frame.src = this.#address();
      this.shadowRoot.replaceChildren(this.#frame);
    }

    #dress() {
      this.#frame.title = this.title || "Queuescope";
      const fixed = Number(this.getAttribute("height"));
      this.#frame.style.height = `${fixed > 0 ? fixed : this.#wanted}px`;
    }

    #hear(event) {
      if (!this.#frame || event.source !== this.#frame.contentWindow || event.data?.ns !== NS) return;
      if (event.data.type === "ready") this.#shake(event);
      else if (event.data.type === "error") this.#say("error", event.data.payload);
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
      for (const message of this.#waiting.splice(0)) port1.postMessage(message);
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
      this.#port = null;
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
