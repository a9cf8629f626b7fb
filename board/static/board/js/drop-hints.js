/**
 * Shows on every column and lane whether it accepts the card that is being dragged.
 *
 * The hints are those of the card's menu, which the server draws. The drag also works without them.
 */
class DropHints extends HTMLElement {
  #number = null; // of the dragged card
  #request = null; // to cancel the fetch of its menu

  connectedCallback() {
    for (const name of EVENTS) document.addEventListener(name, this);
  }

  disconnectedCallback() {
    for (const name of EVENTS) document.removeEventListener(name, this);
    this.#end();
  }

  handleEvent({ type, detail }) {
    if (type === "card:lift") this.#load((this.#number = detail.number));
    else if (type === "card:drop") this.#end();
    else if (this.#number) this.#load(this.#number); // other people's changes may change the hints
  }

  async #load(number) {
    this.#request?.abort();
    const { signal } = (this.#request = new AbortController());
    try {
      const url = `${this.dataset.cards}${number}/placement/`;
      const answer = await fetch(url, { signal, headers: { "HX-Request": "true" } });
      const menu = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!signal.aborted && answer.ok) this.#show(menu.querySelectorAll("[data-drop]"));
    } catch {
      // cancelled or failed: the server still answers the drop itself
    }
  }

  /** Colour every cell. A column shows its hint once, and again in a lane whose hint differs. */
  #show(buttons) {
    this.#clear();
    const firstTexts = new Map();
    for (const button of buttons) {
      const cell = document.getElementById(`cards-${button.dataset.place}`)?.closest(".cell");
      if (!cell) continue;
      cell.dataset.drop = button.dataset.drop;
      const words = button.querySelector(".way__words");
      if (firstTexts.get(button.value) === words.textContent) continue;
      if (!firstTexts.has(button.value)) firstTexts.set(button.value, words.textContent);
      const hint = document.createElement("div");
      hint.className = "hint";
      hint.append(words);
      cell.prepend(hint);
    }
  }

  #end() {
    this.#number = null;
    this.#request?.abort();
    this.#clear();
  }

  #clear() {
    for (const hint of document.querySelectorAll(".hint")) hint.remove();
    for (const cell of document.querySelectorAll(".cell[data-drop]")) delete cell.dataset.drop;
  }
}

const EVENTS = ["card:lift", "card:drop", "board:drawn"];

customElements.define("drop-hints", DropHints);
