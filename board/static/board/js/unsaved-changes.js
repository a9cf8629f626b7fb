/** Asks before a page is left on which a form was changed and not sent. */
class UnsavedChanges extends HTMLElement {
  #sent = null; // the form that leads away itself

  connectedCallback() {
    window.addEventListener("beforeunload", this);
    document.addEventListener("submit", this);
  }

  disconnectedCallback() {
    window.removeEventListener("beforeunload", this);
    document.removeEventListener("submit", this);
  }

  handleEvent(event) {
    if (event.type === "submit") return (this.#sent = event.target);
    if (forms().some((form) => form !== this.#sent && isChanged(form))) event.preventDefault();
    this.#sent = null; // who stays may send another
  }
}

function forms() {
  return [...document.querySelectorAll("main form[method=post]")];
}

function isChanged(form) {
  return [...form.elements].some((field) => {
    if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
    if (field.tagName === "SELECT") return isChosen(field);
    return ["INPUT", "TEXTAREA"].includes(field.tagName) && field.type !== "hidden" && field.value !== field.defaultValue;
  });
}

/** Without a default the first option of a select is its value. */
function isChosen({ options, multiple }) {
  const hasDefault = [...options].some((option) => option.defaultSelected);
  return [...options].some((option) => option.selected !== (option.defaultSelected || (!hasDefault && !multiple && option.index === 0)));
}

customElements.define("unsaved-changes", UnsavedChanges);
