/**
 * The board's event stream: hears that the board has changed, and asks the server what to draw.
 *
 * Events are hints: they carry no data. When the stream can't be had, the version is asked for
 * every few seconds; when the page is hidden, nothing is.
 */
const JOINED = 200; // ms: what comes so soon after the first event is fetched with it
const SPREAD = 4; // ms a listener: so that many pages do not ask at the same moment
const POLL = 5000;
const PRESENT = 30000;
const PATIENCE = [500, 1000, 2000, 5000, 10000];

class BoardStream extends HTMLElement {
  #source = null;
  #failures = 0;
  #timers = {};
  #asked = 0; // the version that the stream told last
  #fetching = false;

  connectedCallback() {
    document.addEventListener("visibilitychange", this);
    for (const name of ["online", "offline"]) window.addEventListener(name, this);
    this.#wake();
  }

  disconnectedCallback() {
    document.removeEventListener("visibilitychange", this);
    for (const name of ["online", "offline"]) window.removeEventListener(name, this);
    this.#sleep();
  }

  handleEvent({ type }) {
    if (type === "offline") {
      this.#sleep();
      this.#say("offline", new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" }));
    } else if (document.hidden) {
      this.#sleep();
    } else {
      this.#wake();
    }
  }

  #wake() {
    this.#sleep();
    this.#open();
    this.#attend();
  }

  #sleep() {
    this.#source?.close();
    this.#source = null;
    for (const name of Object.keys(this.#timers)) this.#clear(name);
  }

  async #open() {
    this.#clear("open");
    this.#clear("renew");
    if (!this.dataset.stream) return this.#poll(); // a house without a stream
    const answer = await this.#ask(this.dataset.ticket);
    if (!answer) return this.#later();
    const { ticket, seconds } = answer;
    this.#source?.close();
    this.#source = new EventSource(`${this.dataset.stream}?ticket=${encodeURIComponent(ticket)}`);
    this.#source.addEventListener("changed", ({ data }) => this.#heard(JSON.parse(data)));
    this.#source.addEventListener("bye", () => this.#open());
    this.#source.addEventListener("error", () => this.#later());
    this.#after("renew", seconds * 900, () => this.#open()); // before the ticket expires
  }

  /** The stream is gone: try again, later each time, and look for changes meanwhile. */
  #later() {
    this.#source?.close();
    this.#source = null;
    this.#clear("renew");
    if (this.#timers.open) return;
    const wait = PATIENCE[Math.min(this.#failures++, PATIENCE.length - 1)];
    this.#after("open", wait * (1 + Math.random() / 2), () => this.#open());
    if (this.#failures > 1) {
      this.#say("polling");
      if (!this.#timers.poll) this.#after("poll", POLL, () => this.#poll());
    }
  }

  async #poll() {
    this.#clear("poll");
    const answer = await this.#ask(this.dataset.versionAt);
    if (answer) this.#catchUp(answer.version, 0);
    if (!this.#source) this.#after("poll", POLL, () => this.#poll());
  }

  #heard({ version, listeners }) {
    this.#failures = 0;
    this.#clear("poll");
    this.#say("live");
    this.#catchUp(version, Math.random() * listeners * SPREAD);
  }

  /** Fetch what changed: the first change at once, those right after it together. */
  #catchUp(version, wait) {
    this.#asked = Math.max(this.#asked, version);
    if (this.#fetching || this.#timers.fetch || this.#asked <= this.#drawn) return;
    this.#after("fetch", wait, () => this.#fetch());
  }

  async #fetch() {
    this.#clear("fetch");
    if (document.querySelector(".card--held, .card--ghost")) {
      return this.#after("fetch", JOINED, () => this.#fetch()); // not under the hand that drags
    }
    this.#fetching = true;
    const since = new URLSearchParams(location.search);
    since.set("since", this.#drawn);
    try {
      await htmx.ajax("GET", `${this.dataset.changes}?${since}`, { source: this, swap: "none" });
      this.dispatchEvent(new CustomEvent("board:drawn", { bubbles: true }));
    } finally {
      this.#fetching = false;
    }
    if (this.#asked > this.#drawn) this.#after("fetch", JOINED, () => this.#fetch());
  }

  async #attend() {
    htmx.ajax("GET", this.dataset.presence, { source: this, swap: "none" });
    this.#after("attend", PRESENT, () => this.#attend());
  }

  /** The answer as an object; null when there is none. Says it when there never will be one. */
  async #ask(url) {
    try {
      const answer = await fetch(url, { headers: { Accept: "application/json" } });
      if (answer.redirected) return this.#end("signedOut");
      if (answer.status === 404) return this.#end("removed");
      return answer.ok ? await answer.json() : null;
    } catch {
      return null;
    }
  }

  #end(why) {
    this.#sleep();
    this.#say(why);
    this.disconnectedCallback();
    return new Promise(() => {}); // whoever asked waits for ever
  }

  get #drawn() {
    return Number(document.querySelector("#version").value);
  }

  #say(state, more = "") {
    const place = document.querySelector("#live-state");
    place.dataset.state = state;
    place.textContent = `${this.dataset[state]} ${more}`.trim();
  }

  #after(name, wait, then) {
    this.#clear(name);
    this.#timers[name] = setTimeout(then, wait);
  }

  #clear(name) {
    clearTimeout(this.#timers[name]);
    delete this.#timers[name];
  }
}

customElements.define("board-stream", BoardStream);
