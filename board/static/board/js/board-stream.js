/**
 * The board's event stream: hears that the board has changed, and tells the page so.
 *
 * Events are hints: they carry no data. When the stream can't be had, the version is asked for
 * every few seconds; when the page is hidden, nothing is. It is live as long as signs of life come.
 */
const POLL = 5000;
const SILENCE = 40000; // ms without a sign of life; the stream gives one every 15 seconds
const FIRST_WORD = 10000; // ms until a stream that was opened must have said something
const PATIENCE = [500, 1000, 2000, 5000, 10000];

class BoardStream extends HTMLElement {
  #source = null;
  #awake = false;
  #failures = 0;
  #wasAway = false; // so that hints may have been missed
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
    this.#wasAway ||= this.#awake;
    this.#awake = false;
    this.#source?.abort();
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
    this.#source?.abort();
    this.#source = new AbortController();
    this.#listen(ticket, this.#source.signal);
    this.#after("silence", FIRST_WORD, () => this.#later());
    this.#after("renew", seconds * 900, () => this.#open()); // before the ticket expires
  }

  /** Hear events until the stream ends. The ticket stands in a header: addresses are logged. */
  async #listen(ticket, signal) {
    const headers = { Authorization: `Ticket ${ticket}` };
    let said = "";
    try {
      const answer = await fetch(this.dataset.stream, { headers, signal });
      if (!answer.ok) throw new Error(answer.status);
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        const events = (said + part.value).split(/\r?\n\r?\n/);
        said = events.pop();
        for (const event of events) this.#take(event);
      }
    } catch {
      // it was not to be had, or it broke
    }
    if (!signal.aborted) this.#later();
  }

  #take(event) {
    const field = (name) => event.match(new RegExp(`^${name}: ?(.*)$`, "m"))?.[1].trim();
    const name = field("event");
    if (name === "changed") this.#heard(JSON.parse(field("data")));
    else if (name === "hint") this.#hinted(JSON.parse(field("data")));
    else if (name === "alive") this.#live();
    else if (name === "deaf") this.#later();
    else if (name === "bye") this.#renew();
  }

  #renew() {
    this.#source?.abort();
    this.#open();
  }

  /** The stream is gone: try again, later each time, and look for changes meanwhile. */
  #later() {
    this.#wasAway = true;
    this.#source?.abort();
    this.#source = null;
    this.#clear("renew");
    this.#clear("silence");
    if (this.#timers.open) return;
    const wait = PATIENCE[Math.min(this.#failures++, PATIENCE.length - 1)];
    this.#after("open", wait * (1 + Math.random() / 2), () => this.#open());
    this.#say(this.#failures > 1 ? "polling" : "again");
    if (this.#failures > 1 && !this.#timers.poll) this.#after("poll", POLL, () => this.#poll());
  }

  async #poll() {
    this.#clear("poll");
    const answer = await this.#ask(this.dataset.versionAt);
    if (!this.#awake) return;
    if (answer && !this.dataset.stream) this.#say("polling");
    if (answer) this.#tell("board:news", { version: answer.version, listeners: 0 });
    if (!this.#source) this.#after("poll", POLL * (1 + Math.random() / 4), () => this.#poll());
  }

  #heard({ version, listeners }) {
    this.#live();
    if (this.#wasAway) this.#tell("hint:missed", { listeners });
    this.#wasAway = false;
    this.#tell("board:news", { version, listeners });
  }

  /** Something beside the board has changed: it is told by its name. */
  #hinted({ about, listeners }) {
    this.#live();
    for (const subject of about) this.#tell(`hint:${subject}`, { listeners });
  }

  #live() {
    this.#failures = 0;
    this.#clear("poll");
    this.#say("live");
    this.#after("silence", SILENCE, () => this.#later());
  }

  #tell(what, detail) {
    this.dispatchEvent(new CustomEvent(what, { bubbles: true, detail }));
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
    return new Promise(() => {}); // the caller waits for ever
  }

  #say(state, more = "") {
    const place = document.querySelector("#live-state");
    const words = `${this.dataset[state]} ${more}`.trim();
    if (place.dataset.state === state && place.textContent === words) return; // it is said already
    place.dataset.state = state;
    place.textContent = words;
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
