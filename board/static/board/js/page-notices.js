/**
 * The messages of a page: shows the message of a `page:message`, and removes messages after a while.
 *
 * A message stays while the pointer or the focus is in it, and goes when a drag begins. A refusal that
 * offers choices stays until one is chosen or a drag begins.
 */
const SECONDS = 8; // until a message is removed

class PageNotices extends HTMLElement {
  #timer = null;
  #changes = new MutationObserver(() => this.#startTimer());

  connectedCallback() {
    this.#changes.observe(this, { childList: true });
    for (const name of EVENTS) document.addEventListener(name, this);
    for (const name of LEAVE_EVENTS) this.addEventListener(name, this);
  }

  disconnectedCallback() {
    this.#changes.disconnect();
    for (const name of EVENTS) document.removeEventListener(name, this);
    for (const name of LEAVE_EVENTS) this.removeEventListener(name, this);
    clearTimeout(this.#timer);
  }

  handleEvent(event) {
    const { type, detail } = event;
    if (type === "htmx:after:request") this.#keepPage(event);
    else if (type === "page:message") this.#show(detail.message);
    else if (type === "card:lift") this.replaceChildren();
    else this.#startTimer();
  }

  #startTimer() {
    clearTimeout(this.#timer);
    if (this.querySelector(".toast") && !this.querySelector(".toast__acts")) {
      this.#timer = setTimeout(() => this.#clear(), SECONDS * 1000);
    }
  }

  #clear() {
    if (!this.matches(":hover, :focus-within")) this.replaceChildren();
  }

  /** After a sign-out, keep the page and its texts when the page asked by itself, not when the person acted. */
  #keepPage(event) {
    const { hx, sourceEvent } = event.detail.ctx;
    const isAutomatic = sourceEvent instanceof CustomEvent || sourceEvent.type === "input";
    if (!isAutomatic || !hx.redirect?.startsWith(this.dataset.signIn)) return;
    event.preventDefault();
    if (!document.querySelector("board-stream")) return this.#show(this.dataset.signedOut);
    this.dispatchEvent(new CustomEvent("board:gone", { bubbles: true, detail: { reason: "signedOut" } }));
  }

  #show(text) {
    const message = document.createElement("p");
    message.className = "toast toast--words";
    message.dir = "auto";
    message.textContent = text;
    this.replaceChildren(message);
  }
}

const EVENTS = ["page:message", "card:lift", "htmx:after:request"];
const LEAVE_EVENTS = ["pointerout", "focusout"];

customElements.define("page-notices", PageNotices);
