/**
 * The keyboard's way over the board: arrows walk the cards, a letter does what a link or a form here does.
 */
class BoardKeys extends HTMLElement {
  connectedCallback() {
    document.addEventListener("key:press", this);
  }

  disconnectedCallback() {
    document.removeEventListener("key:press", this);
  }

  handleEvent(event) {
    const act = ACTS[event.detail.key] ?? ACTS[event.detail.latin];
    if (act?.(event.target.closest(".card"))) event.preventDefault();
  }
}

// What each key does with the card that has the focus; true if it did anything.
const ACTS = {
  ArrowUp: (card) => walk(card, "y", -1),
  ArrowDown: (card) => walk(card, "y", 1),
  ArrowLeft: (card) => walk(card, "x", -1),
  ArrowRight: (card) => walk(card, "x", 1),
  m: (card) => ask(card, ""),
  b: (card) => ask(card, "block"),
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

/** Open the menu of the card. */
function ask(card, first) {
  const link = card?.querySelector(".card__menu");
  if (!link) return false;
  link.dispatchEvent(new CustomEvent("card:ask", { bubbles: true, detail: { first } }));
  return true;
}

/** To the next card of the column, or to the nearest card of the next column that has one. */
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
