/**
 * Attaches files that a person drops on a card or pastes into a text, one after the other.
 *
 * A part of the page takes files when `data-files` names the address for them. A text field gets a link to
 * the file at the caret, or the picture itself. The progress is shown below the field, or below the list
 * of files. Without scripts the form for files does the same.
 */
class FileDrop extends HTMLElement {
  #queue = Promise.resolve();

  connectedCallback() {
    for (const name of EVENTS) document.addEventListener(name, this);
  }

  disconnectedCallback() {
    for (const name of EVENTS) document.removeEventListener(name, this);
  }

  handleEvent(event) {
    const place = event.target.closest?.("[data-files]");
    const transfer = event.clipboardData ?? event.dataTransfer;
    if (event.type === "dragleave") return this.#mark(null);
    if (!place || !transfer?.types.includes("Files")) return;
    const text = event.target.closest("textarea");
    if (event.type === "paste" && (!text || transfer.types.includes("text/plain"))) return;
    event.preventDefault();
    if (event.type === "dragover") return this.#mark(text ?? place);
    this.#mark(null);
    for (const file of transfer.files) this.#queue = this.#queue.then(() => this.#attach(file, place, text));
  }

  #mark(area) {
    for (const marked of document.querySelectorAll("[data-takes-files]")) if (marked !== area) delete marked.dataset.takesFiles;
    if (area) area.dataset.takesFiles = "";
  }

  async #attach(file, place, text) {
    const bar = this.#showProgress(file, place, text);
    const { status, values } = await this.#send(file, place, bar.querySelector("progress"));
    bar.remove();
    if (status !== 201) return this.#showMessage(values.error ?? this.dataset.lost);
    if (text?.isConnected) this.#insertLink(values, text);
    this.#showMessage(`${values.name}: ${this.dataset.attached}`);
    document.dispatchEvent(new CustomEvent("board:drawn")); // the card is drawn with its new file
  }

  #showProgress(file, place, text) {
    const bar = this.querySelector("template").content.firstElementChild.cloneNode(true);
    const label = `${this.dataset.uploading} ${file.name}`;
    bar.querySelector("span").textContent = label;
    bar.querySelector("progress").setAttribute("aria-label", label);
    if (text) text.after(bar);
    else (place.querySelector("#sheet-files") ?? place).append(bar);
    return bar;
  }

  /** Send the file by XMLHttpRequest, because fetch does not report the progress of an upload. */
  #send(file, place, progress) {
    const body = new FormData();
    const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
    body.append("csrfmiddlewaretoken", token);
    body.append("file", file, file.name);
    const request = new XMLHttpRequest();
    return new Promise((resolve) => {
      request.upload.addEventListener("progress", ({ loaded, total }) => (progress.value = loaded / total));
      request.addEventListener("loadend", () => resolve({ status: request.status, values: valuesOf(request) }));
      request.open("POST", place.dataset.files);
      request.setRequestHeader("Accept", "application/json");
      request.send(body);
    });
  }

  /** Insert the link as if it was typed, so that it can be undone and edited. */
  #insertLink({ name, url, is_picture: isPicture }, text) {
    const label = name.replace(/[[\]\\]/g, " ");
    const at = text.selectionEnd;
    text.setRangeText(`${isPicture ? "!" : ""}[${label}](${url})`, at, at, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
  }

  #showMessage(message) {
    this.dispatchEvent(new CustomEvent("page:message", { bubbles: true, detail: { message } }));
  }
}

const EVENTS = ["dragover", "dragleave", "drop", "paste"];

function valuesOf(request) {
  try {
    return JSON.parse(request.responseText);
  } catch {
    return {};
  }
}

customElements.define("file-drop", FileDrop);
