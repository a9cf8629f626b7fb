/**
 * Reorders the lines of a checklist by dragging: a drop sends the line that is now next to the dragged one.
 */
class ItemOrder extends HTMLElement {
  #lines = null;

  connectedCallback() {
    if (!this.querySelector(".scenario__grip") || !window.Sortable) return;
    this.#lines = new Sortable(this.querySelector("ol"), {
      draggable: "[data-line]",
      handle: ".scenario__grip",
      forceFallback: true,
      animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 120,
      onEnd: ({ item, oldIndex, newIndex }) => {
        if (oldIndex !== newIndex) this.#move(item);
      },
    });
  }

  disconnectedCallback() {
    this.#lines?.destroy();
    this.#lines = null;
  }

  #move(line) {
    const { previousElementSibling: above, nextElementSibling: below } = line;
    const values = Object.fromEntries(new FormData(line.querySelector("form")));
    if (above) values.after = above.dataset.line;
    else values.before = below.dataset.line;
    htmx.ajax("POST", line.dataset.where, { source: line, swap: "none", values });
  }
}

customElements.define("item-order", ItemOrder);
