/** Says that somebody looks at the board, as long as they do, and shows who else does. */
const SECONDS = 30;

class BoardPresence extends HTMLElement {
  #timer = null;

  connectedCallback() {
    document.addEventListener("visibilitychange", this);
    this.addEventListener("htmx:after:request", this);
    this.#look();
  }

  disconnectedCallback() {
    document.removeEventListener("visibilitychange", this);
    this.removeEventListener("htmx:after:request", this);
    clearTimeout(this.#timer);
  }

  handleEvent(event) {
    if (event.type === "visibilitychange") this.#look();
    else if (event.detail.ctx.hx.redirect) event.preventDefault(); // the stream says that they are signed out
  }

  #look() {
    clearTimeout(this.#timer);
    if (document.hidden) return;
    if (navigator.onLine) htmx.ajax("GET", this.dataset.presence, { source: this, swap: "none" });
    this.#timer = setTimeout(() => this.#look(), SECONDS * 1000);
  }
}

customElements.define("board-presence", BoardPresence);
