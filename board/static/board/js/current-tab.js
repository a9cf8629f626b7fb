/** Scrolls its row of tabs to the tab of this page, where the row is wider than the screen. */
class CurrentTab extends HTMLElement {
  connectedCallback() {
    const tab = this.parentElement.querySelector("[aria-current]");
    tab?.scrollIntoView({ block: "nearest", inline: "center", behavior: "instant" });
  }
}

customElements.define("current-tab", CurrentTab);
