/** Asks before a person leaves a page on which a form was changed and not sent. */
class UnsavedChanges extends HTMLElement {
  #sent = null; // the form whose sending leaves the page

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
    this.#sent = null; // a person who stays may send another
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

/** Whether an option differs from the default; without a default the first one is selected. */
function isChosen({ options, multiple }) {
  const hasDefault = [...options].some((option) => option.defaultSelected);
  return [...options].some((option) => option.selected !== (option.defaultSelected || (!hasDefault && !multiple && option.index === 0)));
}

customElements.define("unsaved-changes", UnsavedChanges);
