/** Scrolls the row of tabs that it stands in to the tab of this page, where not all of them fit. */
class CurrentTab extends HTMLElement {
  connectedCallback() {
    const tab = this.parentElement.querySelector("[aria-current]");
    tab?.scrollIntoView({ block: "nearest", inline: "center", behavior: "instant" });
  }
}

customElements.define("current-tab", CurrentTab);
