/** A text with a button that copies it: a link or a token that is shown only once. */
class CopyText extends HTMLElement {
  #button = null;

  connectedCallback() {
    this.#button = this.querySelector("button");
    this.#button.hidden = false;
    this.#button.addEventListener("click", this.#copy);
  }

  disconnectedCallback() {
    this.#button.removeEventListener("click", this.#copy);
  }

  /** Copy the text; where the browser refuses, it stays selected. */
  #copy = async () => {
    const text = this.querySelector("code");
    getSelection().selectAllChildren(text);
    try {
      await navigator.clipboard.writeText(text.textContent);
      this.#button.textContent = this.dataset.done;
    } catch (error) {
      console.info("The text is selected and not copied:", error.message);
    }
  };
}

customElements.define("copy-text", CopyText);
