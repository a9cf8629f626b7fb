/** A menu or a question under a button: closes when it is done with, at Escape, and when another is used. */
class DropDown extends HTMLElement {
  connectedCallback() {
    for (const name of INSIDE) this.addEventListener(name, this);
    document.addEventListener("pointerdown", this);
  }

  disconnectedCallback() {
    for (const name of INSIDE) this.removeEventListener(name, this);
    document.removeEventListener("pointerdown", this);
  }

  handleEvent(event) {
    if (!this.#details?.open) return;
    if (event.type === "keydown") this.#pressed(event);
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

  #done() {
    for (const form of this.querySelectorAll("form")) form.reset();
    this.#details.open = false;
    this.querySelector("summary").focus();
  }

  get #isWritten() {
    return [...this.querySelectorAll("input:not([type=hidden]), textarea")].some((field) => field.value !== field.defaultValue);
  }
}

const INSIDE = ["keydown", "focusout", "htmx:after:request"];

customElements.define("drop-down", DropDown);
