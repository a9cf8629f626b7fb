/** Stands in the card that the team discusses, and scrolls that card into view. */
class TurnHere extends HTMLElement {
  connectedCallback() {
    requestAnimationFrame(() => this.closest(".turn")?.scrollIntoView({ block: "nearest" }));
  }
}

customElements.define("turn-here", TurnHere);
