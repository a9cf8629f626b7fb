/**
 * Asks whether the card that is shown has changed, and has it drawn again.
 *
 * Over the board it asks when the board has drawn something, on a page of its own now and then. What
 * is being written, and a question that is open, is left as it is; then it is said that the rest has
 * changed, and drawn when the question is closed.
 */
const NOW_AND_THEN = 10000; // ms
const ASKED = "#sheet .menu--ask[open]";

class CardNews extends HTMLElement {
  #timer = null;
  #asking = false;
  #isUnread = false;

  connectedCallback() {
    this.addEventListener("htmx:before:response", this);
    document.addEventListener("board:drawn", this);
    document.addEventListener("toggle", this, true);
    document.addEventListener("visibilitychange", this);
    if (this.dataset.back === "card") this.#timer = setInterval(() => this.#ask(), NOW_AND_THEN);
  }

  disconnectedCallback() {
    this.removeEventListener("htmx:before:response", this);
    document.removeEventListener("board:drawn", this);
    document.removeEventListener("toggle", this, true);
    document.removeEventListener("visibilitychange", this);
    clearInterval(this.#timer);
  }

  handleEvent(event) {
    if (event.type === "toggle") this.#toggled();
    else if (event.type !== "htmx:before:response") this.#ask();
    else if (!this.#isNews(event.detail.ctx)) event.preventDefault();
    else if (document.querySelector(ASKED)) this.#leave(event);
  }

  #toggled() {
    if (this.#isUnread && !document.querySelector(ASKED)) this.#ask();
  }

  /** Nothing but the card itself is drawn here: not that it is gone, not that one is signed out. */
  #isNews({ response }) {
    return response.status === 200 && !response.headers.get("HX-Redirect");
  }

  /** Somebody has opened a question, which may be gone from what is drawn next. */
  #leave(event) {
    event.preventDefault();
    this.#isUnread = true;
    this.textContent = this.dataset.unread;
  }

  async #ask() {
    if (document.hidden || this.#asking) return;
    this.#asking = true;
    this.#isUnread = false;
    const { url, unread } = this.dataset;
    await htmx.ajax("GET", url, { source: this, target: "#sheet", swap: "outerMorph" });
    this.#asking = false;
    const writes = document.querySelector("#sheet [hx-morph-skip]:not(.waiting)");
    if (writes && this.dataset.url !== url) this.textContent = unread;
  }
}

customElements.define("card-news", CardNews);
