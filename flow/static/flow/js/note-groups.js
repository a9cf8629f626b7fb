/** Groups notes by dragging one topic onto another: checks the boxes of their notes in the form, and sends it. */
class NoteGroups extends HTMLElement {
  #dragged = null;

  connectedCallback() {
    this.addEventListener("dragstart", this.#lift);
    this.addEventListener("dragover", this.#hover);
    this.addEventListener("drop", this.#drop);
    this.addEventListener("dragend", this.#end);
  }

  disconnectedCallback() {
    this.removeEventListener("dragstart", this.#lift);
    this.removeEventListener("dragover", this.#hover);
    this.removeEventListener("drop", this.#drop);
    this.removeEventListener("dragend", this.#end);
  }

  #lift = (event) => {
    this.#dragged = event.target.closest?.("[data-notes]");
    event.dataTransfer.effectAllowed = "move";
  };

  #hover = (event) => {
    const topic = this.#under(event);
    this.#mark(topic);
    if (topic) event.preventDefault(); // allows the drop here
  };

  #drop = (event) => {
    const topic = this.#under(event);
    const form = document.getElementById("put-together");
    if (!topic || !form) return;
    event.preventDefault();
    const notes = `${this.#dragged.dataset.notes} ${topic.dataset.notes}`.split(" ");
    for (const box of form.querySelectorAll("[name=notes]")) box.checked = notes.includes(box.value);
    form.requestSubmit();
    this.#end();
  };

  #end = () => {
    this.#mark(null);
    this.#dragged = null;
  };

  /** The topic under the pointer, unless it is the dragged one. */
  #under(event) {
    const topic = event.target.closest?.("[data-notes]");
    return this.#dragged && topic !== this.#dragged ? topic : null;
  }

  #mark(topic) {
    for (const other of this.querySelectorAll("[data-notes]")) {
      other.toggleAttribute("data-takes", other === topic);
    }
  }
}

customElements.define("note-groups", NoteGroups);
