/**
 * Attaches files that somebody drops on a card or pastes into a text, one after the other.
 *
 * The part of the page that takes files says where in `data-files`. In a text field the file is named
 * where the caret is, an image as a picture. How far it is stands below the field, or below the list of
 * files. Without scripts the form for files does the same.
 */
class FileDrop extends HTMLElement {
  #queue = Promise.resolve();

  connectedCallback() {
    for (const name of HEARD) document.addEventListener(name, this);
  }

  disconnectedCallback() {
    for (const name of HEARD) document.removeEventListener(name, this);
  }

  handleEvent(event) {
    const place = event.target.closest?.("[data-files]");
    const carried = event.clipboardData ?? event.dataTransfer;
    if (event.type === "dragleave") return this.#mark(null);
    if (!place || !carried?.types.includes("Files")) return;
    const text = event.target.closest("textarea");
    if (event.type === "paste" && (!text || carried.types.includes("text/plain"))) return;
    event.preventDefault();
    if (event.type === "dragover") return this.#mark(text ?? place);
    this.#mark(null);
    for (const file of carried.files) this.#queue = this.#queue.then(() => this.#attach(file, place, text));
  }

  #mark(goal) {
    for (const marked of document.querySelectorAll("[data-takes-files]")) if (marked !== goal) delete marked.dataset.takesFiles;
    if (goal) goal.dataset.takesFiles = "";
  }

  async #attach(file, place, text) {
    const bar = this.#begin(file, place, text);
    const { status, said } = await this.#send(file, place, bar.querySelector("progress"));
    bar.remove();
    if (status !== 201) return this.#say(said.error ?? this.dataset.lost);
    if (text?.isConnected) this.#name(said, text);
    this.#say(`${said.name}: ${this.dataset.attached}`);
    document.dispatchEvent(new CustomEvent("board:drawn")); // the card asks what is new of it
  }

  #begin(file, place, text) {
    const bar = this.querySelector("template").content.firstElementChild.cloneNode(true);
    const words = `${this.dataset.uploading} ${file.name}`;
    bar.querySelector("span").textContent = words;
    bar.querySelector("progress").setAttribute("aria-label", words);
    if (text) text.after(bar);
    else (place.querySelector("#sheet-files") ?? place).append(bar);
    return bar;
  }

  /** By XMLHttpRequest: fetch does not say how far an upload is. */
  #send(file, place, progress) {
    const body = new FormData();
    const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
    body.append("csrfmiddlewaretoken", token);
    body.append("file", file, file.name);
    const request = new XMLHttpRequest();
    return new Promise((done) => {
      request.upload.addEventListener("progress", ({ loaded, total }) => (progress.value = loaded / total));
      request.addEventListener("loadend", () => done({ status: request.status, said: read(request) }));
      request.open("POST", place.dataset.files);
      request.setRequestHeader("Accept", "application/json");
      request.send(body);
    });
  }

  /** As typed, so that it can be undone and changed like any word. */
  #name({ name, url, is_picture: isPicture }, text) {
    const words = name.replace(/[[\]\\]/g, " ");
    const at = text.selectionEnd;
    text.setRangeText(`${isPicture ? "!" : ""}[${words}](${url})`, at, at, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
  }

  #say(words) {
    this.dispatchEvent(new CustomEvent("page:say", { bubbles: true, detail: { words } }));
  }
}

const HEARD = ["dragover", "dragleave", "drop", "paste"];

function read(request) {
  try {
    return JSON.parse(request.responseText);
  } catch {
    return {};
  }
}

customElements.define("file-drop", FileDrop);
