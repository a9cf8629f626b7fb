/**
 * The board's event stream: receives the board's changes, and dispatches them as events of the page.
 *
 * An event is a hint and carries no data of the board. Without a stream the version is fetched every few
 * seconds. A hidden page neither listens nor fetches. The stream is live while its events arrive.
 */
const POLL_EVERY = 5000; // ms
const BROKEN_AFTER = 40000; // ms without an event; the stream sends one every 15 seconds
const FIRST_EVENT_WITHIN = 10000; // ms in which a new stream must send its first event
const RETRY_AFTER = [500, 1000, 2000, 5000, 10000]; // ms

class BoardStream extends HTMLElement {
  #source = null;
  #awake = false;
  #failures = 0;
  #mayHaveMissed = false; // whether hints may have been missed
  #timers = {};

  connectedCallback() {
    for (const name of ["visibilitychange", "board:gone"]) document.addEventListener(name, this);
    for (const name of ["online", "offline"]) window.addEventListener(name, this);
    if (!document.hidden) this.#wake();
  }

  disconnectedCallback() {
    for (const name of ["visibilitychange", "board:gone"]) document.removeEventListener(name, this);
    for (const name of ["online", "offline"]) window.removeEventListener(name, this);
    this.#sleep();
  }

  handleEvent({ type, detail }) {
    if (type === "board:gone") {
      this.#stop(detail.reason);
    } else if (type === "offline") {
      this.#sleep();
      this.#showState("offline", new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" }));
    } else if (document.hidden) {
      this.#sleep();
    } else {
      this.#wake();
    }
  }

  #wake() {
    this.#sleep();
    this.#awake = navigator.onLine;
    if (this.#awake) this.#open();
  }

  #sleep() {
    this.#mayHaveMissed ||= this.#awake;
    this.#awake = false;
    this.#source?.abort();
    this.#source = null;
    for (const name of Object.keys(this.#timers)) this.#clear(name);
  }

  async #open() {
    this.#clear("open");
    this.#clear("renew");
    if (!this.dataset.stream) return this.#poll(); // this server has no stream
    const answer = await this.#fetchJson(this.dataset.ticket);
    if (!this.#awake) return;
    if (!answer) return this.#retryLater();
    const { ticket, seconds } = answer;
    this.#source?.abort();
    this.#source = new AbortController();
    this.#read(ticket, this.#source.signal);
    this.#schedule("silence", FIRST_EVENT_WITHIN, () => this.#retryLater());
    this.#schedule("renew", seconds * 900, () => this.#open()); // before the ticket expires
  }

  /** Handle events until the stream ends. The ticket is sent in a header, because addresses are logged. */
  async #read(ticket, signal) {
    const headers = { Authorization: `Ticket ${ticket}` };
    let unread = "";
    try {
      const answer = await fetch(this.dataset.stream, { headers, signal });
      if (!answer.ok) throw new Error(answer.status);
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        const events = (unread + part.value).split(/\r?\n\r?\n/);
        unread = events.pop();
        for (const event of events) this.#handle(event);
      }
    } catch {
      // the stream did not open, or it broke off
    }
    if (!signal.aborted) this.#retryLater();
  }

  #handle(event) {
    const field = (name) => event.match(new RegExp(`^${name}: ?(.*)$`, "m"))?.[1].trim();
    const name = field("event");
    if (name === "changed") this.#changed(JSON.parse(field("data")));
    else if (name === "hint") this.#hinted(JSON.parse(field("data")));
    else if (name === "alive") this.#markLive();
    else if (name === "deaf") this.#retryLater();
    else if (name === "bye") this.#renew();
  }

  #renew() {
    this.#source?.abort();
    this.#open();
  }

  /** The stream is lost: open it again, with a longer wait each time, and fetch the version meanwhile. */
  #retryLater() {
    this.#mayHaveMissed = true;
    this.#source?.abort();
    this.#source = null;
    this.#clear("renew");
    this.#clear("silence");
    if (this.#timers.open) return;
    const wait = RETRY_AFTER[Math.min(this.#failures++, RETRY_AFTER.length - 1)];
    this.#schedule("open", wait * (1 + Math.random() / 2), () => this.#open());
    this.#showState(this.#failures > 1 ? "polling" : "again");
    if (this.#failures > 1 && !this.#timers.poll) this.#schedule("poll", POLL_EVERY, () => this.#poll());
  }

  async #poll() {
    this.#clear("poll");
    const answer = await this.#fetchJson(this.dataset.versionAt);
    if (!this.#awake) return;
    if (answer && !this.dataset.stream) this.#showState("polling");
    if (answer) this.#dispatch("board:news", { version: answer.version, listeners: 0 });
    if (!this.#source) this.#schedule("poll", POLL_EVERY * (1 + Math.random() / 4), () => this.#poll());
  }

  #changed({ version, listeners }) {
    this.#markLive();
    if (this.#mayHaveMissed) this.#dispatch("hint:missed", { listeners });
    this.#mayHaveMissed = false;
    this.#dispatch("board:news", { version, listeners });
  }

  /** Something else on the page may have changed: dispatch a hint for each subject. */
  #hinted({ about, listeners }) {
    this.#markLive();
    for (const subject of about) this.#dispatch(`hint:${subject}`, { listeners });
  }

  #markLive() {
    this.#failures = 0;
    this.#clear("poll");
    this.#showState("live");
    this.#schedule("silence", BROKEN_AFTER, () => this.#retryLater());
  }

  #dispatch(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
  }

  /** The answer as an object, or null without one. Stops when the person may no longer see the board. */
  async #fetchJson(url) {
    try {
      const answer = await fetch(url, { headers: { Accept: "application/json" } });
      if (answer.redirected) return this.#stop("signedOut");
      if (answer.status === 404) return this.#stop("removed");
      return answer.ok ? await answer.json() : null;
    } catch {
      return null;
    }
  }

  #stop(reason) {
    this.#sleep();
    this.#showState(reason);
    this.disconnectedCallback();
    return new Promise(() => {}); // the caller waits forever
  }

  #showState(state, time = "") {
    const status = document.querySelector("#live-state");
    const text = `${this.dataset[state]} ${time}`.trim();
    if (status.dataset.state === state && status.textContent === text) return; // a screen reader would repeat it
    status.dataset.state = state;
    status.textContent = text;
  }

  #schedule(name, wait, then) {
    this.#clear(name);
    this.#timers[name] = setTimeout(then, wait);
  }

  #clear(name) {
    clearTimeout(this.#timers[name]);
    delete this.#timers[name];
  }
}

customElements.define("board-stream", BoardStream);
