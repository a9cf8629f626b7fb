/** A menu or a question under a button: closes after its form was sent, at Escape, and when the focus leaves it. */
class DropDown extends HTMLElement {
  #sent = null; // the form, and its values when it was sent
  #openObserver = new MutationObserver(() => this.#details?.open && this.querySelector(FIELD)?.focus());

  connectedCallback() {
    for (const name of EVENTS) this.addEventListener(name, this);
    // "toggle" may come later than the next key on a busy machine
    this.#openObserver.observe(this, { subtree: true, attributeFilter: ["open"] });
    document.addEventListener("pointerdown", this);
  }

  disconnectedCallback() {
    for (const name of EVENTS) this.removeEventListener(name, this);
    this.#openObserver.disconnect();
    document.removeEventListener("pointerdown", this);
  }

  handleEvent(event) {
    if (!this.#details?.open) return;
    if (event.type === "submit") this.#sent = { form: event.target, values: valuesOf(event.target) };
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
    event.stopPropagation(); // Escape closes only this element
    this.#details.open = false;
    this.querySelector("summary").focus();
  }

  #left(target) {
    if (!this.contains(target) && !this.#isWritten) this.#details.open = false;
  }

  /** Close after a success, unless the form was changed while the request was under way. */
  #done() {
    if (this.#sent?.form.isConnected && valuesOf(this.#sent.form) !== this.#sent.values) return;
    for (const form of this.querySelectorAll("form")) form.reset();
    this.#details.open = false;
    this.querySelector("summary").focus();
  }

  get #isWritten() {
    return [...this.querySelectorAll("input:not([type=hidden]), textarea")].some((field) => field.value !== field.defaultValue);
  }
}

const FIELD = ":is(input:not([type=hidden]), select, textarea)";
const EVENTS = ["keydown", "focusout", "submit", "htmx:after:request"];

/** The values that a person has written or chosen, as one text. */
function valuesOf(form) {
  return JSON.stringify([...form.querySelectorAll(FIELD)].map((field) => field.value));
}

customElements.define("drop-down", DropDown);
