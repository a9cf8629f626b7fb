/** Reports a person as present while they look at the board, and shows who else is present. */
const SECONDS = 30;
const SPREAD = 10; // ms for each listener, so that many pages do not ask at the same moment

class BoardPresence extends HTMLElement {
  #timer = null;

  connectedCallback() {
    for (const name of EVENTS) document.addEventListener(name, this);
    window.addEventListener("pagehide", this);
    this.addEventListener("htmx:after:request", this);
    this.#attend();
  }

  disconnectedCallback() {
    for (const name of EVENTS) document.removeEventListener(name, this);
    window.removeEventListener("pagehide", this);
    this.removeEventListener("htmx:after:request", this);
    clearTimeout(this.#timer);
  }

  handleEvent(event) {
    const { type, detail } = event;
    if (type === "htmx:after:request") this.#keepPage(event);
    else if (type.startsWith("hint:")) this.#schedule(Math.random() * detail.listeners * SPREAD);
    else if (document.hidden || type === "pagehide") this.#leave();
    else this.#attend();
  }

  /** Stay on the page after a sign-out: the stream reports it. */
  #keepPage(event) {
    if (event.detail.ctx.hx.redirect) event.preventDefault();
  }

  #attend() {
    this.#schedule(SECONDS * 1000);
    if (document.hidden) return;
    if (navigator.onLine) htmx.ajax("GET", this.dataset.presence, { source: this, swap: "none" });
  }

  #leave() {
    clearTimeout(this.#timer);
    const { leave, token } = this.dataset;
    fetch(leave, { method: "POST", keepalive: true, headers: { "X-CSRFToken": token } }).catch(() => null);
  }

  #schedule(wait) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#attend(), wait);
  }
}

const EVENTS = ["visibilitychange", "hint:presence", "hint:missed"];

customElements.define("board-presence", BoardPresence);
