/**
 * While a card is in the hand, every column and lane says whether it would take it.
 *
 * The words are the server's, those of the card's menu; without them the drag goes on all the same.
 */
class DropHints extends HTMLElement {
  #number = null; // of the card in the hand
  #question = null; // to give it up

  connectedCallback() {
    for (const name of HEARD) document.addEventListener(name, this);
  }

  disconnectedCallback() {
    for (const name of HEARD) document.removeEventListener(name, this);
    this.#forget();
  }

  handleEvent({ type, detail }) {
    if (type === "card:lift") this.#ask((this.#number = detail.number));
    else if (type === "card:drop") this.#forget();
    else if (this.#number) this.#ask(this.#number); // what others did may have changed the answers
  }

  async #ask(number) {
    this.#question?.abort();
    const { signal } = (this.#question = new AbortController());
    try {
      const url = `${this.dataset.cards}${number}/placement/`;
      const answer = await fetch(url, { signal, headers: { "HX-Request": "true" } });
      const menu = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!signal.aborted && answer.ok) this.#show(menu.querySelectorAll("[data-drop]"));
    } catch {
      // too late, or not to be had: the drop is answered by itself
    }
  }

  /** Colours every cell; words stand in each column's first way, and where a lane differs from it. */
  #show(ways) {
    this.#clear();
    const said = new Map();
    for (const way of ways) {
      const cell = document.getElementById(`cards-${way.dataset.place}`)?.closest(".cell");
      if (!cell) continue;
      cell.dataset.drop = way.dataset.drop;
      const words = way.querySelector(".way__words");
      if (said.get(way.value) === words.textContent) continue;
      if (!said.has(way.value)) said.set(way.value, words.textContent);
      const hint = document.createElement("div");
      hint.className = "hint";
      hint.append(words);
      cell.prepend(hint);
    }
  }

  #forget() {
    this.#number = null;
    this.#question?.abort();
    this.#clear();
  }

  #clear() {
    for (const hint of document.querySelectorAll(".hint")) hint.remove();
    for (const cell of document.querySelectorAll(".cell[data-drop]")) delete cell.dataset.drop;
  }
}

const HEARD = ["card:lift", "card:drop", "board:drawn"];

customElements.define("drop-hints", DropHints);
