/**
 * Turn the header's search button, the key "/" and `?q=` in the address into an open search panel,
 * and `?mark=` into marks on what a result was found by.
 *
 * This is all that a page loads; the panel and the index come with the first use. It is no module,
 * since browsers load none from a disk (file:), where it says that the search needs a server.
 */

(() => {

const button = document.querySelector("[data-khulasa-search]");

async function open(query) {
  if (location.protocol === "file:") return sayNeedsServer();
  // All at once, and the index with them: one would wait for the other to name it.
  import("./search-terms.js");
  import("./search-index.js").then(({ openIndex }) => openIndex()).catch(() => {});
  const { openPanel } = await import("./search-panel.js");
  openPanel(query);
}

const NEEDS_SERVER = {
  ar: ["لا يعمل البحث إلا حين يُفتح الموقع من خادم ويب، ولا يعمل من ملفات على القرص.", "حسنًا"],
  en: ["The search works where the site is opened from a web server, not from files on a disk.", "OK"],
};

/** Say why there is no search; everything else on the page works from a disk too. */
function sayNeedsServer() {
  const [text, close] = NEEDS_SERVER[document.documentElement.lang] ?? NEEDS_SERVER.en;
  const dialog = document.createElement("dialog");
  dialog.className = "khulasa-notice md-typeset";
  dialog.setAttribute("aria-label", text);
  const [words, ok] = [document.createElement("p"), document.createElement("button")];
  words.textContent = text;
  ok.textContent = close;
  ok.className = "md-button";
  ok.type = "button";
  ok.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  dialog.append(words, ok);
  document.body.append(dialog);
  dialog.showModal();
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
  const address = new URLSearchParams(location.search);
  if (address.get("q")) open(address.get("q"));
  if (address.get("mark") && location.protocol !== "file:") mark(address.get("mark"));
}

/** Mark the words of a query in the text of the page, and go to the first. */
async function mark(query) {
  const { markPage } = await import("./search-index.js");
  const bodies = [...document.querySelectorAll("[data-pagefind-body]")];
  const marks = (await Promise.all(bodies.map((body) => markPage(query, body)))).flat();
  const first = marks.find((each) => each.checkVisibility?.() ?? true);
  if (!location.hash) first?.scrollIntoView({ block: "center" });
}
})();
