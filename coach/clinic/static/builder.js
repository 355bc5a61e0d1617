// The routine builder: order by dragging or buttons, sliders in words, figures that move, a list to search.
"use strict";

const builder = document.querySelector("[data-builder]");
const rows = builder.querySelector("[data-rows]");
const still = matchMedia("(prefers-reduced-motion: reduce)");
let unsaved = false;

// --- Order. ---

function renumber() {
  const items = [...rows.querySelectorAll(".item")];
  items.forEach((item, at) => {
    item.querySelector("[value^=up]").disabled = at === 0;
    item.querySelector("[value^=down]").disabled = at === items.length - 1;
  });
}

rows.addEventListener("click", (event) => {
  const button = event.target.closest("button[name=do]");
  if (!button) return;
  const [what] = button.value.split(":"), item = button.closest(".item");
  if (what !== "up" && what !== "down") return;
  event.preventDefault();
  if (what === "up") item.previousElementSibling.before(item);
  else item.nextElementSibling.after(item);
  renumber();
  (button.disabled ? item.querySelector("button[name=do]:not(:disabled)") : button).focus();
  item.scrollIntoView({ block: "nearest" });
  unsaved = true;
});

let dragged = null;

function atPointer(grip, change) {
  // Rows fold up and unfold around the one that is held: it stays where the pointer is.
  const before = grip.getBoundingClientRect().top;
  change();
  scrollBy(0, grip.getBoundingClientRect().top - before);
}

rows.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest("[data-grip]");
  if (!grip || event.button !== 0) return;
  event.preventDefault();
  dragged = grip.closest(".item");
  atPointer(grip, () => { dragged.classList.add("dragged"); rows.classList.add("dragging"); });
});
// On the window: a row that changes its place would lose the pointer.
window.addEventListener("pointermove", (event) => {
  if (!dragged) return;
  for (const other of rows.querySelectorAll(".item:not(.dragged)")) {
    const box = other.getBoundingClientRect(), middle = box.top + box.height / 2;
    const isAbove = other.compareDocumentPosition(dragged) & Node.DOCUMENT_POSITION_FOLLOWING;
    if (isAbove && event.clientY < middle) { other.before(dragged); break; }
    if (!isAbove && event.clientY > middle) other.after(dragged);
  }
});
for (const kind of ["pointerup", "pointercancel"]) {
  window.addEventListener(kind, () => {
    if (!dragged) return;
    const item = dragged;
    dragged = null;
    atPointer(item.querySelector("[data-grip]"), () => { item.classList.remove("dragged"); rows.classList.remove("dragging"); });
    renumber();
    unsaved = true;
  });
}

// --- Figures. ---

class Figure {
  constructor(item) {
    this.svg = item.querySelector("svg.figure");
    this.lines = [...this.svg.querySelectorAll("polyline")];
    this.head = this.svg.querySelector(".head");
    this.address = builder.dataset.figures.replace("EXERCISE", item.dataset.exercise);
    this.begun = performance.now();
    this.seen = false;
    new IntersectionObserver((found) => { this.seen = found[0].isIntersecting; }).observe(this.svg);
  }
  async load(target) {
    const asked = (this.asked = `${this.address}?target=${encodeURIComponent(target)}`);
    const answer = await fetch(asked, { headers: { Accept: "application/json" } });
    if (!answer.ok || asked !== this.asked) return null;
    this.plan = await answer.json();
    if (still.matches) this.draw(this.plan.frames[this.plan.still], this.plan.frames[this.plan.still], 0);
    return this.plan.words;
  }
  tick(now) {
    if (!this.plan || !this.seen) return;
    const at = ((now - this.begun) / 1000) * this.plan.fps % (this.plan.frames.length - 1);
    const number = Math.floor(at);
    this.draw(this.plan.frames[number], this.plan.frames[number + 1], at - number);
  }
  draw(a, b, share) {
    const mix = (one, other) => one + share * (other - one);
    this.lines.forEach((line, number) => {
      const from = a.lines[number].points, to = b.lines[number].points;
      line.setAttribute("points", from.map((point, k) => `${mix(point[0], to[k][0])},${mix(point[1], to[k][1])}`).join(" "));
    });
    this.head.setAttribute("cx", mix(a.head[0], b.head[0]));
    this.head.setAttribute("cy", mix(a.head[1], b.head[1]));
  }
}

const figures = [...rows.querySelectorAll(".item")].map((item) => {
  const figure = new Figure(item), slider = item.querySelector("[data-slide=target] input[type=range]");
  figure.load(slider ? slider.value : "");
  for (const field of item.querySelectorAll("[data-slide]")) wire(field, field.dataset.slide === "target" ? figure : null, item);
  return figure;
});

function wire(field, figure, item) {
  const slider = field.querySelector("input[type=range]"), words = field.querySelector("output");
  const tick = field.querySelector("[data-limit]");
  const other = new Figure(item);
  let waiting = 0;
  const tell = () => {
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const told = figure ? await figure.load(slider.value) : await wordsOf(other.address, slider.value);
      if (told && !slider.disabled) words.textContent = told;
    }, 90);
  };
  slider.addEventListener("input", tell);
  if (tick) {
    tick.addEventListener("change", () => {
      slider.disabled = !tick.checked;
      words.textContent = "no limit";
      if (tick.checked) tell();
    });
  }
}

async function wordsOf(address, value) {
  const answer = await fetch(`${address}?limit=${encodeURIComponent(value)}`, { headers: { Accept: "application/json" } });
  return answer.ok ? (await answer.json()).words : null;
}

function frame(now) {
  if (!still.matches) for (const figure of figures) figure.tick(now);
  requestAnimationFrame(frame);
}
requestAnimationFrame(frame);

// --- The list to add from. ---

const find = builder.querySelector("[data-find]"), filters = [...builder.querySelectorAll("[data-filter]")];
const list = [...builder.querySelectorAll("[data-list] > li")], none = builder.querySelector("[data-none]");

function sift() {
  const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
  let left = 0;
  for (const one of list) {
    const fits = words.every((word) => one.dataset.words.includes(word))
      && filters.every((filter) => !filter.value || one.dataset[filter.dataset.filter] === filter.value);
    one.hidden = !fits;
    left += fits;
  }
  none.hidden = left > 0;
}
builder.querySelector("[data-filters]").classList.add("live");
for (const one of [find, ...filters]) one.addEventListener("input", sift);
find.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });

// --- Nothing is lost by a slip. ---

builder.addEventListener("input", () => { unsaved = true; });
builder.addEventListener("submit", () => { unsaved = false; });
window.addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
renumber();
