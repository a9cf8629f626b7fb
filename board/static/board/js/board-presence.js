/** Says that somebody looks at the board, as long as they do, and shows who else does. */
const SECONDS = 30;
const SPREAD = 10; // ms a listener: so that many pages do not ask at the same moment

class BoardPresence extends HTMLElement {
  #timer = null;

  connectedCallback() {
    for (const name of HEARD) document.addEventListener(name, this);
    window.addEventListener("pagehide", this);
    this.addEventListener("htmx:after:request", this);
    this.#look();
  }

  disconnectedCallback() {
    for (const name of HEARD) document.removeEventListener(name, this);
    window.removeEventListener("pagehide", this);
    this.removeEventListener("htmx:after:request", this);
    clearTimeout(this.#timer);
  }

  handleEvent(event) {
    const { type, detail } = event;
    if (type === "htmx:after:request") this.#stay(event);
    else if (type.startsWith("hint:")) this.#after(Math.random() * detail.listeners * SPREAD);
    else if (document.hidden || type === "pagehide") this.#leave();
    else this.#look();
  }

  /** That they are signed out, the stream says. */
  #stay(event) {
    if (event.detail.ctx.hx.redirect) event.preventDefault();
  }

  #look() {
    this.#after(SECONDS * 1000);
    if (document.hidden) return;
    if (navigator.onLine) htmx.ajax("GET", this.dataset.presence, { source: this, swap: "none" });
  }

  #leave() {
    clearTimeout(this.#timer);
    const { leave, token } = this.dataset;
    fetch(leave, { method: "POST", keepalive: true, headers: { "X-CSRFToken": token } }).catch(() => null);
  }

  #after(wait) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#look(), wait);
  }
}

const HEARD = ["visibilitychange", "hint:presence", "hint:missed"];

customElements.define("board-presence", BoardPresence);
