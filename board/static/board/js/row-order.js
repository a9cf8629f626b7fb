/**
 * Reorders the rows of a table by dragging.
 *
 * The form sends the rows in their order on the page, so a drop only sends the form.
 */
class RowOrder extends HTMLElement {
  #rows = null;

  connectedCallback() {
    if (!this.querySelector(".order__grip")) return;
    this.#rows = new Sortable(this.querySelector("tbody"), {
      draggable: "[data-row]",
      handle: ".order__grip",
      forceFallback: true,
      animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 120,
      onEnd: ({ oldIndex, newIndex }) => {
        if (oldIndex !== newIndex) this.closest("form").requestSubmit();
      },
    });
  }

  disconnectedCallback() {
    this.#rows?.destroy();
    this.#rows = null;
  }
}

customElements.define("row-order", RowOrder);
