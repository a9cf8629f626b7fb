/**
 * The lines of a checklist, put into another order by dragging: a drop says which line is above it.
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
        if (oldIndex !== newIndex) this.#place(item);
      },
    });
  }

  disconnectedCallback() {
    this.#lines?.destroy();
    this.#lines = null;
  }

  #place(line) {
    const { previousElementSibling: above, nextElementSibling: below } = line;
    const values = Object.fromEntries(new FormData(line.querySelector("form")));
    if (above) values.after = above.dataset.line;
    else values.before = below.dataset.line;
    htmx.ajax("POST", line.dataset.where, { source: line, swap: "none", values });
  }
}

customElements.define("item-order", ItemOrder);
