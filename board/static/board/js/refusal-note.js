/**
 * A refusal, next to what was refused: `about` names it. Tab leads into the note, Escape out of it, and
 * who asks for an override writes its reason at once.
 */
class RefusalNote extends HTMLElement {
  #about = null;
  #opened = new MutationObserver(() => this.querySelector("details[open] #override-reason")?.focus());

  connectedCallback() {
    this.#about = document.getElementById(this.dataset.about);
    if (this.#about) this.#about.dataset.refused = "";
    document.addEventListener("keydown", this);
    this.#opened.observe(this, { subtree: true, attributeFilter: ["open"] });
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this);
    this.#opened.disconnect();
    if (this.#about) delete this.#about.dataset.refused;
    if (document.activeElement === document.body) this.#goBack();
  }

  handleEvent(event) {
    if (event.defaultPrevented || document.querySelector("dialog[open], [popover]:popover-open")) return;
    if (event.key === "Escape") this.#leave(event);
    else if (event.key === "Tab" && !event.shiftKey && this.#isOutside(event.target)) this.#enter(event);
  }

  /** In what it is about, or anywhere where that is not on the page. */
  #isOutside(element) {
    return this.#about ? this.#about.contains(element) : !this.contains(element);
  }

  #enter(event) {
    event.preventDefault();
    const acts = this.querySelector(".toast__acts") ?? this; // the ways out come before what to finish instead
    acts.querySelector("button, a, summary")?.focus();
  }

  /** First out of the reason that is being written, then out of the note. */
  #leave(event) {
    event.preventDefault();
    const writing = this.querySelector("details[open]");
    if (writing?.contains(document.activeElement)) {
      writing.open = false;
      return writing.querySelector("summary").focus();
    }
    this.#goBack();
    this.remove();
  }

  #goBack() {
    const here = document.getElementById(this.dataset.about);
    here?.querySelector(".card__title a, input:not([type=hidden])")?.focus({ preventScroll: true });
  }
}

customElements.define("refusal-note", RefusalNote);
