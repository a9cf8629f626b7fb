/** Closes the message that it stands in. */
class CloseButton extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this);
  }

  disconnectedCallback() {
    this.removeEventListener("click", this);
  }

  handleEvent() {
    this.parentElement.remove();
  }
}

customElements.define("close-button", CloseButton);
