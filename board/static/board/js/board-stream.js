/**
 * The board's event stream: hears that the board has changed, and tells the page so.
 *
 * Events are hints: they carry no data. When the stream can't be had, the version is asked for
 * every few seconds; when the page is hidden, nothing is.
 */
const POLL = 5000;
const PATIENCE = [500, 1000, 2000, 5000, 10000];

class BoardStream extends HTMLElement {
  #source = null;
  #awake = false;
  #failures = 0;
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
      this.#end(detail.why);
    } else if (type === "offline") {
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
    this.#awake = navigator.onLine;
    if (this.#awake) this.#open();
  }

  #sleep() {
    this.#awake = false;
    this.#source?.close();
    this.#source = null;
    for (const name of Object.keys(this.#timers)) this.#clear(name);
  }

  async #open() {
    this.#clear("open");
    this.#clear("renew");
    if (!this.dataset.stream) return this.#poll(); // a house without a stream
    const answer = await this.#ask(this.dataset.ticket);
    if (!this.#awake) return;
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
    if (!this.#awake) return;
    if (answer) this.#tell(answer.version, 0);
    if (!this.#source) this.#after("poll", POLL * (1 + Math.random() / 4), () => this.#poll());
  }

  #heard({ version, listeners }) {
    this.#failures = 0;
    this.#clear("poll");
    this.#say("live");
    this.#tell(version, listeners);
  }

  #tell(version, listeners) {
    this.dispatchEvent(new CustomEvent("board:news", { bubbles: true, detail: { version, listeners } }));
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
