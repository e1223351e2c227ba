/**
 * Turn a sentence that is pointed at, focused or tapped into a lit pair: it and what it comes from.
 *
 * The pairs are those that the page's own links make, from the summary to the text and back, so a
 * page without this script still leads from each to the other. Nothing is fetched or written.
 *
 * No module, since browsers load none from a disk (file:); the function keeps its names to itself.
 */

(() => {

const PARTS = ".khulasa-summary li[id], .khulasa-pair[id], .khulasa-sentence[id]";
const LIT = "khulasa-lit";

const HEADER = 64; // px, that stays above the text
const CLOSE = { ar: "إغلاق", en: "Close" };

let tapped = null;

/** What belongs together with a sentence: whatever it links to, or is linked from, on this page. */
function pairOf(part) {
  const linked = [...part.querySelectorAll('a[href^="#"]')]
    .map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
  return [part, ...linked.filter((other) => other?.matches(PARTS))];
}

/** Light one pair, and no other; a sentence that belongs to none lights nothing. */
function light(part) {
  const pair = part ? pairOf(part) : [];
  const lit = new Set(pair.length > 1 || part?.matches(".khulasa-pair") ? pair : []);
  for (const other of document.querySelectorAll(`.${LIT}`)) {
    if (!lit.has(other)) other.classList.remove(LIT);
  }
  for (const other of lit) other.classList.add(LIT);
}

/** Whether all of it can be read: a sentence of which half is behind the header cannot. */
const isInView = (element) => {
  const { top, bottom } = element.getBoundingClientRect();
  return top >= HEADER && bottom <= innerHeight;
};

/** A sentence without the numbers that lead from it. */
function wordsOf(part) {
  const copy = (part.querySelector(".khulasa-english") ?? part).cloneNode(true);
  for (const link of copy.querySelectorAll("a")) link.remove();
  return copy.textContent.trim();
}

function made(name, attributes, ...children) {
  const element = Object.assign(document.createElement(name), attributes);
  element.append(...children);
  return element;
}

/** What is said aloud has to stand in the page, empty, before there is anything to say. */
const said = made("div", { role: "status" });
const bar = made("div", { className: "khulasa-partner" }, said);
document.querySelector(".khulasa-article")?.append(bar);

/** At the foot of the screen, what belongs to the tapped sentence and is not in view; or nothing. */
function show(part) {
  said.replaceChildren();
  bar.querySelector("button")?.remove();
  const hidden = part ? pairOf(part).slice(1).filter((other) => !isInView(other)) : [];
  bar.classList.toggle("khulasa-partner--shown", hidden.length > 0);
  if (!hidden.length) return;
  for (const other of hidden) {
    const { lang, dir } = other.closest("[lang]");
    const link = [...part.querySelectorAll("a")].find(({ hash }) => hash === `#${other.id}`);
    const jump = made("a", { href: link.hash }, link.ariaLabel);
    jump.addEventListener("click", () => show(null));
    said.append(made("p", { lang, dir: dir || (lang === "ar" ? "rtl" : "ltr") }, wordsOf(other)), jump);
  }
  const close = made("button", { type: "button", ariaLabel: CLOSE[document.documentElement.lang] ?? CLOSE.en }, "×");
  close.addEventListener("click", () => {
    show(null);
    part.querySelector("a").focus({ preventScroll: true });
  });
  bar.append(close);
  uncover(part);
}

/** Scroll by as much of the tapped sentence as the bar covers, but not past its beginning. */
function uncover(part) {
  const { top, bottom } = part.getBoundingClientRect();
  const covered = Math.min(bottom - bar.getBoundingClientRect().top + 8, top - HEADER);
  if (covered > 0) scrollBy({ top: covered });
}

const partOf = (target) => (target instanceof Element ? target.closest(PARTS) : null);
const focused = () => (document.activeElement?.matches(":focus-visible") ? partOf(document.activeElement) : null);

document.addEventListener("pointerover", (event) => {
  if (event.pointerType === "mouse") light(partOf(event.target) ?? focused() ?? tapped);
});
document.addEventListener("focusin", (event) => {
  light(partOf(event.target) ?? tapped);
  // What is focused by keyboard must not stand behind the bar.
  if (!bar.contains(event.target) && event.target.matches(":focus-visible")) show(null);
});
document.addEventListener("focusout", () => light(tapped));
document.addEventListener("click", (event) => {
  const part = partOf(event.target);
  if (bar.contains(event.target) || !getSelection().isCollapsed) return;
  tapped = part === tapped ? null : part;
  light(tapped);
  show(event.target.closest?.("a") ? null : tapped);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    light(tapped = null);
    show(null);
  }
});
})();
