/**
 * Turn the header's search button, the key "/" and `?q=` in the address into an open search panel.
 *
 * This is all that a page loads; the panel and the index come with the first use.
 */

const button = document.querySelector("[data-khulasa-search]");

async function open(query) {
  const { openPanel } = await import("./search-panel.js");
  openPanel(query);
}

/** "/" as it is typed, also on an Arabic keyboard, where the same key gives "ظ". */
function isShortcut(event) {
  const bare = !event.ctrlKey && !event.metaKey && !event.altKey && !event.defaultPrevented;
  return bare && (event.key === "/" || event.key === "ظ");
}

function isTyping(target) {
  return target instanceof HTMLElement
    && (target.isContentEditable || target.matches("input:not([type=radio], [type=checkbox]), textarea, select"));
}

if (button) {
  button.dataset.khulasaSearch = "ready";
  button.addEventListener("click", () => open());
  document.addEventListener("keydown", (event) => {
    if (isShortcut(event) && !isTyping(event.target) && !document.querySelector("dialog[open]")) {
      event.preventDefault();
      open();
    }
  });
  const query = new URLSearchParams(location.search).get("q");
  if (query) open(query);
}
