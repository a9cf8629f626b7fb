/** Stands in the card that the team talks about, and brings it into view when it comes there. */
class TurnHere extends HTMLElement {
  connectedCallback() {
    requestAnimationFrame(() => this.closest(".turn")?.scrollIntoView({ block: "nearest" }));
  }
}

customElements.define("turn-here", TurnHere);
