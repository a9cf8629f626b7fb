/** A menu or a question under a button: closes when it is done with, at Escape, and when another is used. */
class DropDown extends HTMLElement {
  #sent = null; // the form, and what it said when it was sent
  #opened = new MutationObserver(() => this.#details?.open && this.querySelector(FIELD)?.focus());

  connectedCallback() {
    for (const name of INSIDE) this.addEventListener(name, this);
    // "toggle" comes later than the next key, where the machine is busy
    this.#opened.observe(this, { subtree: true, attributeFilter: ["open"] });
    document.addEventListener("pointerdown", this);
  }

  disconnectedCallback() {
    for (const name of INSIDE) this.removeEventListener(name, this);
    this.#opened.disconnect();
    document.removeEventListener("pointerdown", this);
  }

  handleEvent(event) {
    if (!this.#details?.open) return;
    if (event.type === "submit") this.#sent = { form: event.target, said: said(event.target) };
    else if (event.type === "keydown") this.#pressed(event);
    else if (event.type === "pointerdown") this.#left(event.target);
    else if (event.type === "focusout") event.relatedTarget && this.#left(event.relatedTarget);
    else if (event.detail.ctx?.response?.raw?.ok) this.#done();
  }

  get #details() {
    return this.querySelector("details");
  }

  #pressed(event) {
    if (event.key !== "Escape") return;
    event.stopPropagation(); // it closes this alone
    this.#details.open = false;
    this.querySelector("summary").focus();
  }

  #left(goal) {
    if (!this.contains(goal) && !this.#isWritten) this.#details.open = false;
  }

  /** What was written while the answer was on its way stays, and its question with it. */
  #done() {
    if (this.#sent?.form.isConnected && said(this.#sent.form) !== this.#sent.said) return;
    for (const form of this.querySelectorAll("form")) form.reset();
    this.#details.open = false;
    this.querySelector("summary").focus();
  }

  get #isWritten() {
    return [...this.querySelectorAll("input:not([type=hidden]), textarea")].some((field) => field.value !== field.defaultValue);
  }
}

const FIELD = ":is(input:not([type=hidden]), select, textarea)";
const INSIDE = ["keydown", "focusout", "submit", "htmx:after:request"];

/** What a person has written or chosen. */
function said(form) {
  return JSON.stringify([...form.querySelectorAll(FIELD)].map((field) => field.value));
}

customElements.define("drop-down", DropDown);
