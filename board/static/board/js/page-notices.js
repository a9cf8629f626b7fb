/**
 * The messages of a page: says the words of `page:say`, and lets a message go when it was read.
 *
 * A message goes after a while in which nobody points at it or has the focus in it, and when a drag
 * begins. A refusal that offers choices stays until one is taken or a drag begins.
 */
const SECONDS = 8;

class PageNotices extends HTMLElement {
  #timer = null;
  #changes = new MutationObserver(() => this.#begin());

  connectedCallback() {
    this.#changes.observe(this, { childList: true });
    for (const name of HEARD) document.addEventListener(name, this);
    for (const name of LEFT) this.addEventListener(name, this);
  }

  disconnectedCallback() {
    this.#changes.disconnect();
    for (const name of HEARD) document.removeEventListener(name, this);
    for (const name of LEFT) this.removeEventListener(name, this);
    clearTimeout(this.#timer);
  }

  handleEvent(event) {
    const { type, detail } = event;
    if (type === "htmx:after:request") this.#stay(event);
    else if (type === "page:say") this.#say(detail.words);
    else if (type === "card:lift") this.replaceChildren();
    else this.#begin();
  }

  #begin() {
    clearTimeout(this.#timer);
    if (this.querySelector(".toast") && !this.querySelector(".toast__acts")) {
      this.#timer = setTimeout(() => this.#end(), SECONDS * 1000);
    }
  }

  #end() {
    if (!this.matches(":hover, :focus-within")) this.replaceChildren();
  }

  /** Who is signed out is sent to sign in when they act, not when the page asks by itself: text may stand there. */
  #stay(event) {
    const { hx, sourceEvent } = event.detail.ctx;
    const isByItself = sourceEvent instanceof CustomEvent || sourceEvent.type === "input";
    if (!isByItself || !hx.redirect?.startsWith(this.dataset.signIn)) return;
    event.preventDefault();
    if (!document.querySelector("board-stream")) return this.#say(this.dataset.signedOut);
    this.dispatchEvent(new CustomEvent("board:gone", { bubbles: true, detail: { why: "signedOut" } }));
  }

  #say(words) {
    const message = document.createElement("p");
    message.className = "toast toast--words";
    message.dir = "auto";
    message.textContent = words;
    this.replaceChildren(message);
  }
}

const HEARD = ["page:say", "card:lift", "htmx:after:request"];
const LEFT = ["pointerout", "focusout"];

customElements.define("page-notices", PageNotices);
