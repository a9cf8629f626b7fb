/**
 * Draws what others have changed: fetches the changed columns and morphs them in.
 *
 * The first change is fetched at once; changes that follow it closely are fetched together. A column that
 * shows or gets the dragged card is drawn after the drop, the others at once.
 */
const JOINED = 200; // ms from one fetch to the next: the changes of this time are fetched together
const SPREAD = 1; // ms for each listener, so that many pages do not fetch at the same moment
const RETRY_AFTER = 5000; // ms until the next try when a fetch failed or its answer could not be drawn

class BoardChanges extends HTMLElement {
  #latestVersion = 0; // of the board, by its events
  #isFetching = false;
  #fetchedAt = -JOINED; // when the last fetch began
  #isOutdated = false; // whether a change of this page was answered since
  #postponedFrom = null; // the version that the postponed columns show
  #timer = null;

  connectedCallback() {
    for (const name of EVENTS) document.addEventListener(name, this);
  }

  disconnectedCallback() {
    for (const name of EVENTS) document.removeEventListener(name, this);
    clearTimeout(this.#timer);
  }

  handleEvent(event) {
    const { type, target, detail } = event;
    if (type === "board:news") this.#receive(detail);
    else if (type === "card:rest") this.#drawPostponed();
    else if (target !== this) this.#isOutdated ||= this.#isFetching && detail.ctx.request?.method === "POST";
    else if (type === "htmx:before:swap") this.#filterSwaps(event);
    else this.#checkAccess(event);
  }

  #receive({ version, listeners }) {
    this.#latestVersion = Math.max(this.#latestVersion, version);
    if (this.#isFetching || this.#timer || this.#latestVersion <= this.#drawnVersion) return;
    const wait = this.#fetchedAt + JOINED - performance.now();
    this.#schedule(Math.max(wait, Math.random() * listeners * SPREAD));
  }

  async #fetch() {
    [this.#timer, this.#isFetching, this.#isOutdated] = [null, true, false];
    this.#fetchedAt = performance.now();
    const drawn = this.#drawnVersion;
    const query = new URLSearchParams(location.search);
    query.set("since", drawn);
    try {
      await htmx.ajax("GET", `${this.dataset.changes}?${query}`, { source: this, swap: "none" });
    } finally {
      this.#isFetching = false;
    }
    if (!this.isConnected) return;
    if (this.#drawnVersion !== drawn) this.dispatchEvent(new CustomEvent("board:drawn", { bubbles: true }));
    const wait = this.#drawnVersion !== drawn || this.#isOutdated ? JOINED : RETRY_AFTER;
    if (this.#latestVersion > this.#drawnVersion) this.#schedule(wait);
  }

  /** Drop an answer that another request has made outdated; postpone the columns of the dragged card. */
  #filterSwaps(event) {
    if (this.#isOutdated) return event.preventDefault();
    const number = document.querySelector("[data-holding]")?.dataset.holding;
    if (!number) return;
    const card = `#card-${number}`;
    const { tasks } = event.detail;
    const ready = tasks.filter(({ target, fragment }) => {
      const isColumn = target?.matches?.(".column");
      return !isColumn || !(target.querySelector(card) || fragment.querySelector(card));
    });
    if (ready.length < tasks.length) this.#postponedFrom ??= this.#drawnVersion;
    tasks.splice(0, tasks.length, ...ready);
  }

  /** The drag has ended: fetch the postponed columns. */
  #drawPostponed() {
    if (this.#postponedFrom === null) return;
    document.querySelector("#version").value = this.#postponedFrom;
    this.#postponedFrom = null;
    this.#receive({ version: this.#latestVersion, listeners: 0 });
  }

  /** Report that a person may no longer see the board; keep a page that is in use from reloading. */
  #checkAccess(event) {
    const { hx, response } = event.detail.ctx;
    const reason = hx.redirect ? "signedOut" : response.status === 404 && "removed";
    if (reason || (hx.refresh && isBusy())) event.preventDefault();
    if (!reason) return;
    this.#latestVersion = 0;
    this.dispatchEvent(new CustomEvent("board:gone", { bubbles: true, detail: { reason } }));
  }

  get #drawnVersion() {
    return Number(document.querySelector("#version").value);
  }

  #schedule(wait) {
    this.#timer = setTimeout(() => this.#fetch(), wait);
  }
}

const EVENTS = ["board:news", "card:rest", "htmx:before:swap", "htmx:after:request"];

function isBusy() {
  const { activeElement } = document;
  const isTyping = activeElement.matches("input, textarea") && activeElement.value;
  return isTyping || document.querySelector("[data-holding], dialog[open], #refusal [open]");
}

customElements.define("board-changes", BoardChanges);
