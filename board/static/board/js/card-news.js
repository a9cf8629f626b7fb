/**
 * Draws the open card again after it has changed.
 *
 * Over the board it asks for changes after the board was drawn, on its own page every few seconds. A text
 * that is being written and an open question stay as they are; then a line says that the card has
 * changed. The card is drawn when the question is closed.
 */
const REFRESH_EVERY = 10000; // ms
const OPEN_QUESTION = "#sheet .menu--ask[open]";

class CardNews extends HTMLElement {
  #timer = null;
  #isRefreshing = false;
  #isUnread = false;

  connectedCallback() {
    this.addEventListener("htmx:before:response", this);
    document.addEventListener("board:drawn", this);
    document.addEventListener("toggle", this, true);
    document.addEventListener("visibilitychange", this);
    if (this.dataset.back === "card") this.#timer = setInterval(() => this.#refresh(), REFRESH_EVERY);
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
    else if (event.type !== "htmx:before:response") this.#refresh();
    else if (!this.#hasCard(event.detail.ctx)) event.preventDefault();
    else if (document.querySelector(OPEN_QUESTION)) this.#postpone(event);
  }

  #toggled() {
    if (this.#isUnread && !document.querySelector(OPEN_QUESTION)) this.#refresh();
  }

  /** Whether the answer is the card: the pages of a removed card and of a sign-in are not drawn here. */
  #hasCard({ response }) {
    return response.status === 200 && !response.headers.get("HX-Redirect");
  }

  /** Keep the open question, which the changed card may no longer have. */
  #postpone(event) {
    event.preventDefault();
    this.#isUnread = true;
    this.textContent = this.dataset.unread;
  }

  async #refresh() {
    if (document.hidden || this.#isRefreshing) return;
    this.#isRefreshing = true;
    this.#isUnread = false;
    const { url, unread } = this.dataset;
    await htmx.ajax("GET", url, { source: this, target: "#sheet", swap: "outerMorph" });
    this.#isRefreshing = false;
    const isWriting = document.querySelector("#sheet [hx-morph-skip]:not(.waiting)");
    if (isWriting && this.dataset.url !== url) this.textContent = unread;
  }
}

customElements.define("card-news", CardNews);
