/**
 * Draws what others have changed: asks the server for the columns and morphs them in.
 *
 * The first news is asked for at once, what comes soon after it together. A column that shows or gets
 * the card in the hand is drawn after the drop, the others at once.
 */
const JOINED = 200; // ms: what comes so soon after the first news is asked for with it
const SPREAD = 1; // ms a listener: so that many pages do not ask at the same moment
const AGAIN = 5000; // ms: when there was no answer, or not the moment to draw it

class BoardChanges extends HTMLElement {
  #told = 0; // the version that was told last
  #asking = false;
  #asked = -JOINED; // when it was asked last
  #outdated = false; // whether a verb was answered since
  #owed = null; // the version of what is not drawn, because of the hand
  #timer = null;

  connectedCallback() {
    for (const name of HEARD) document.addEventListener(name, this);
  }

  disconnectedCallback() {
    for (const name of HEARD) document.removeEventListener(name, this);
    clearTimeout(this.#timer);
  }

  handleEvent(event) {
    const { type, target, detail } = event;
    if (type === "board:news") this.#hear(detail);
    else if (type === "card:rest") this.#drawWhatIsOwed();
    else if (target !== this) this.#outdated ||= this.#asking && detail.ctx.request?.method === "POST";
    else if (type === "htmx:before:swap") this.#sift(event);
    else this.#inspect(event);
  }

  #hear({ version, listeners }) {
    this.#told = Math.max(this.#told, version);
    if (this.#asking || this.#timer || this.#told <= this.#drawn) return;
    const joined = this.#asked + JOINED - performance.now();
    this.#after(Math.max(joined, Math.random() * listeners * SPREAD));
  }

  async #ask() {
    [this.#timer, this.#asking, this.#outdated, this.#asked] = [null, true, false, performance.now()];
    const drawn = this.#drawn;
    const query = new URLSearchParams(location.search);
    query.set("since", drawn);
    try {
      await htmx.ajax("GET", `${this.dataset.changes}?${query}`, { source: this, swap: "none" });
    } finally {
      this.#asking = false;
    }
    if (!this.isConnected) return;
    if (this.#drawn !== drawn) this.dispatchEvent(new CustomEvent("board:drawn", { bubbles: true }));
    if (this.#told > this.#drawn) this.#after(this.#drawn !== drawn || this.#outdated ? JOINED : AGAIN);
  }

  /** Before it is drawn: what a verb's answer has overtaken is asked for again, what the hand holds waits. */
  #sift(event) {
    if (this.#outdated) return event.preventDefault();
    const held = document.querySelector("[data-holding]")?.dataset.holding;
    if (!held) return;
    const card = `#card-${held}`;
    const { tasks } = event.detail;
    const now = tasks.filter(({ target, fragment }) => {
      const isColumn = target?.matches?.(".column");
      return !isColumn || !(target.querySelector(card) || fragment.querySelector(card));
    });
    if (now.length < tasks.length) this.#owed ??= this.#drawn;
    tasks.splice(0, tasks.length, ...now);
  }

  /** The card has come to rest: what waited for it is asked for again. */
  #drawWhatIsOwed() {
    if (this.#owed === null) return;
    document.querySelector("#version").value = this.#owed;
    this.#owed = null;
    this.#hear({ version: this.#told, listeners: 0 });
  }

  /** A person who may not look any more reads so; no page is loaded again under its reader's hand. */
  #inspect(event) {
    const { hx, response } = event.detail.ctx;
    const why = hx.redirect ? "signedOut" : response.status === 404 && "removed";
    if (why || (hx.refresh && isBusy())) event.preventDefault();
    if (!why) return;
    this.#told = 0;
    this.dispatchEvent(new CustomEvent("board:gone", { bubbles: true, detail: { why } }));
  }

  get #drawn() {
    return Number(document.querySelector("#version").value);
  }

  #after(wait) {
    this.#timer = setTimeout(() => this.#ask(), wait);
  }
}

const HEARD = ["board:news", "card:rest", "htmx:before:swap", "htmx:after:request"];

function isBusy() {
  const { activeElement } = document;
  const types = activeElement.matches("input, textarea") && activeElement.value;
  return types || document.querySelector("[data-holding], dialog[open], #refusal [open]");
}

customElements.define("board-changes", BoardChanges);
