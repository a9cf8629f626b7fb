/**
 * A refusal, next to the refused element, whose id is in `data-about`. Tab moves the focus into the note,
 * Escape out of it. When the override is opened, the focus is in its reason.
 */
class RefusalNote extends HTMLElement {
  #about = null;
  #openObserver = new MutationObserver(() => this.querySelector("details[open] #override-reason")?.focus());

  connectedCallback() {
    this.#about = document.getElementById(this.dataset.about);
    if (this.#about) this.#about.dataset.refused = "";
    document.addEventListener("keydown", this);
    this.#openObserver.observe(this, { subtree: true, attributeFilter: ["open"] });
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this);
    this.#openObserver.disconnect();
    if (this.#about) delete this.#about.dataset.refused;
    if (document.activeElement === document.body) this.#goBack();
  }

  handleEvent(event) {
    if (event.defaultPrevented || document.querySelector("dialog[open], [popover]:popover-open")) return;
    if (event.key === "Escape") this.#leave(event);
    else if (event.key === "Tab" && !event.shiftKey && this.#isOutside(event.target)) this.#enter(event);
  }

  /** Whether the element is in the refused one, or outside the note if that one is not on the page. */
  #isOutside(element) {
    return this.#about ? this.#about.contains(element) : !this.contains(element);
  }

  #enter(event) {
    event.preventDefault();
    const choices = this.querySelector(".toast__acts") ?? this; // the choices come before the cards to finish instead
    choices.querySelector("button, a, summary")?.focus();
  }

  /** Close the reason if the focus is in it, else the note. */
  #leave(event) {
    event.preventDefault();
    const override = this.querySelector("details[open]");
    if (override?.contains(document.activeElement)) {
      override.open = false;
      return override.querySelector("summary").focus();
    }
    this.#goBack();
    this.remove();
  }

  #goBack() {
    const refused = document.getElementById(this.dataset.about);
    refused?.querySelector(".card__title a, input:not([type=hidden])")?.focus({ preventScroll: true });
  }
}

customElements.define("refusal-note", RefusalNote);
