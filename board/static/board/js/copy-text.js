/** A text with a button that copies it: a link or a token that is shown only once. */
class CopyText extends HTMLElement {
  #button = null;

  connectedCallback() {
    this.#button = this.querySelector("button");
    if (!navigator.clipboard) return;
    this.#button.hidden = false;
    this.#button.addEventListener("click", this.#copy);
  }

  disconnectedCallback() {
    this.#button.removeEventListener("click", this.#copy);
  }

  #copy = async () => {
    await navigator.clipboard.writeText(this.querySelector("code").textContent);
    this.#button.textContent = this.dataset.done;
  };
}

customElements.define("copy-text", CopyText);
