/**
 * The keys of the board: an arrow moves the focus to another card, a letter uses a link or a form of the page.
 */
class BoardKeys extends HTMLElement {
  connectedCallback() {
    document.addEventListener("key:press", this);
  }

  disconnectedCallback() {
    document.removeEventListener("key:press", this);
  }

  handleEvent(event) {
    const action = ACTIONS[event.detail.key] ?? ACTIONS[event.detail.latin];
    if (action?.(event.target.closest(".card"))) event.preventDefault();
  }
}

// The action of each key on the card that has the focus; it returns whether it did anything.
const ACTIONS = {
  ArrowUp: (card) => walk(card, "y", -1),
  ArrowDown: (card) => walk(card, "y", 1),
  ArrowLeft: (card) => walk(card, "x", -1),
  ArrowRight: (card) => walk(card, "x", 1),
  m: (card) => openMenu(card, ""),
  b: (card) => openMenu(card, "block"),
  n: (card) => focus((card?.closest(".column") ?? document).querySelector(".add input[name=title]") ?? document.querySelector(".add input[name=title]")),
  z: () => submit(document.querySelector("#undo")),
  "/": () => focus(document.querySelector("search input, [role=search] input[type=search], [data-filter]")),
  "?": () => {
    document.querySelector("#keys").showPopover();
    return true;
  },
};

function focus(element) {
  element?.focus({ preventScroll: true });
  (element?.closest(".card") ?? element)?.scrollIntoView({ block: "nearest", inline: "nearest" });
  return Boolean(element);
}

function submit(form) {
  form?.requestSubmit();
  return Boolean(form);
}

/** Open the menu of the card, with the focus on `first`. */
function openMenu(card, first) {
  const link = card?.querySelector(".card__menu");
  if (!link) return false;
  link.dispatchEvent(new CustomEvent("card:ask", { bubbles: true, detail: { first } }));
  return true;
}

/** Focus the next card of the column, or the nearest card of the next column that has cards. */
function walk(card, axis, step) {
  const columns = [...document.querySelectorAll(".column")].map((column) => [...column.querySelectorAll(".card")]);
  const here = columns.findIndex((cards) => cards.includes(card));
  if (here < 0) return focus(title(columns.find((cards) => cards.length)?.[0]));
  if (axis === "y") return focus(title(columns[here][columns[here].indexOf(card) + step]));
  const { top } = card.getBoundingClientRect();
  const distance = (other) => Math.abs(other.getBoundingClientRect().top - top);
  for (let at = here + step; columns[at]; at += step) {
    if (!columns[at].length) continue;
    return focus(title(columns[at].reduce((best, other) => (distance(other) < distance(best) ? other : best))));
  }
  return false;
}

function title(card) {
  return card?.querySelector(".card__title a");
}

customElements.define("board-keys", BoardKeys);
