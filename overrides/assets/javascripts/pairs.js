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

const partOf = (target) => (target instanceof Element ? target.closest(PARTS) : null);
const focused = () => (document.activeElement?.matches(":focus-visible") ? partOf(document.activeElement) : null);

document.addEventListener("pointerover", (event) => {
  if (event.pointerType === "mouse") light(partOf(event.target) ?? focused() ?? tapped);
});
document.addEventListener("focusin", (event) => light(partOf(event.target) ?? tapped));
document.addEventListener("focusout", () => light(tapped));
document.addEventListener("click", (event) => {
  const part = partOf(event.target);
  tapped = part === tapped ? null : part;
  light(tapped);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") light(tapped = null);
});
})();
