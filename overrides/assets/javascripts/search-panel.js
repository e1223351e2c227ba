/**
 * Turn hits into a panel to type, read and move in: a modal `<dialog>`, made at the first use.
 *
 * Whatever comes from the index is set as text, never as HTML.
 */

import { facets, loadHit, normalizeQuery, openIndex, search } from "./search-index.js";

const STRINGS = {
  ar: {
    search: "البحث",
    placeholder: "ابحث بالعربية أو الإنجليزية",
    close: "إغلاق",
    hint: "تشمل النتائج الصفحات العربية والإنجليزية معًا.",
    searching: "جارٍ البحث…",
    none: (query) => `لا نتائج عن «\u2068${query}\u2069».`,
    failed: "تعذّر تحميل البحث. تحقّق من الاتصال ثم حاول مجددًا.",
    more: "مزيد من النتائج",
    filters: "تصفية النتائج",
    facets: { year: "السنة", source: "المصدر", topic: "الموضوع", status: "حالة الترجمة" },
    any: "الكل",
    order: "الترتيب",
    sort: { best: "الأقرب", date: "الأحدث" },
    counts: { one: "نتيجة واحدة", two: "نتيجتان", few: "# نتائج", many: "# نتيجة", other: "# نتيجة" },
    keys: [["↑ ↓", "للتنقّل"], ["↵", "للفتح"], ["Esc", "للإغلاق"]],
    status: { reviewed: "مراجَعة", machine: "غير مراجَعة", stale: "متقادمة", missing: "ناقصة" },
    inLanguage: { ar: "بالعربية", en: "بالإنجليزية" },
  },
  en: {
    search: "Search",
    placeholder: "Search in English or Arabic",
    close: "Close",
    hint: "Results come from both the Arabic and the English pages.",
    searching: "Searching…",
    none: (query) => `No results for “\u2068${query}\u2069”.`,
    failed: "The search could not be loaded. Check the connection and try again.",
    more: "More results",
    filters: "Narrow the results",
    facets: { year: "Year", source: "Source", topic: "Topic", status: "Translation" },
    any: "All",
    order: "Order",
    sort: { best: "Best first", date: "Newest first" },
    counts: { one: "1 result", other: "# results" },
    keys: [["↑ ↓", "to move"], ["↵", "to open"], ["Esc", "to close"]],
    status: { reviewed: "Reviewed", machine: "Not reviewed", stale: "Stale", missing: "Missing" },
    inLanguage: { ar: "in Arabic", en: "in English" },
  },
};

const BATCH = 10;
const PAUSE = 150; // milliseconds without a key before a search

const lang = document.documentElement.lang.startsWith("ar") ? "ar" : "en";
const strings = STRINGS[lang];
const plural = new Intl.PluralRules(lang);
const FACETS = ["year", "source", "topic", "status"];

let panel = null;
let run = 0; // the search being shown: whatever an earlier one still brings is dropped
let timer = 0;

/** Open the panel, with `query` in its box where one is given. */
export function openPanel(query) {
  panel ??= buildPanel();
  if (!panel.dialog.open) panel.dialog.showModal();
  if (query !== undefined) {
    panel.input.value = query;
    const shared = new URLSearchParams(location.search);
    for (const [name, select] of panel.choices) choose(select, shared.get(name) ?? "");
  }
  panel.input.select();
  openIndex().catch(() => {}); // told when a search needs it
  if (panel.input.value) show(panel.input.value);
}

function buildPanel() {
  const input = make("input", {
    className: "khulasa-search__input", type: "search", name: "q", dir: "auto",
    placeholder: strings.placeholder, autocomplete: "off", spellcheck: false, enterKeyHint: "search",
  });
  input.setAttribute("aria-label", strings.placeholder);
  const close = make("button", { className: "khulasa-search__close", type: "button" }, "×");
  close.setAttribute("aria-label", strings.close);
  const form = make("form", { className: "khulasa-search__form" }, input, close);
  form.setAttribute("role", "search");
  const status = make("p", { className: "khulasa-search__status" }, strings.hint);
  status.setAttribute("role", "status");
  const list = make("ol", { className: "khulasa-search__results" });
  const more = make("button", { className: "khulasa-search__more", type: "button", hidden: true }, strings.more);
  const keys = make("p", { className: "khulasa-search__keys" },
    ...strings.keys.map(([key, use]) => make("span", {}, make("kbd", {}, key), ` ${use}`)));
  keys.setAttribute("aria-hidden", "true");
  const scroll = make("div", { className: "khulasa-search__scroll" }, list, more);
  const choices = new Map(["sort", ...FACETS].map((name) => [name, make("select", { name })]));
  const narrow = make("div", { className: "khulasa-search__narrow", hidden: true }, ...[...choices]
    .map(([name, select]) => make("label", {}, make("span", {}, strings.facets[name] ?? strings.order), select)));
  narrow.setAttribute("role", "group");
  narrow.setAttribute("aria-label", strings.filters);
  offer(choices.get("sort"), Object.entries(strings.sort));
  const dialog = make("dialog", { className: "khulasa-search", lang }, form, status, narrow, scroll, keys);
  dialog.setAttribute("aria-label", strings.search);
  document.body.append(dialog);

  narrow.addEventListener("change", ({ target }) => {
    target.dataset.wanted = target.value;
    show(input.value);
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    clearTimeout(timer);
    if (normalizeQuery(input.value) !== list.dataset.query) await show(input.value);
    if (normalizeQuery(input.value) === list.dataset.query) list.querySelector("a")?.click();
  });
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => show(input.value), PAUSE);
  });
  close.addEventListener("click", () => shut(dialog));
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) shut(dialog); // the backdrop
  });
  dialog.addEventListener("close", () => {
    clearTimeout(timer);
    share("");
  });
  dialog.addEventListener("keydown", onKey);
  return { dialog, input, status, list, more, narrow, choices };
}

/** Make `options`, pairs of value and label, those of a select; what is chosen stays chosen. */
function offer(select, options) {
  const chosen = select.value || select.dataset.wanted || "";
  select.replaceChildren(...options.map(([value, label]) => make("option", { value }, label)));
  choose(select, chosen);
}

/** Choose a value, or remember it until it is offered. */
function choose(select, value) {
  select.dataset.wanted = value;
  select.value = value;
  if (select.selectedIndex < 0) select.selectedIndex = 0;
}

/** Of each facet the values that the results have, with how many: newest year, most frequent first. */
function offerFacets(all, documents) {
  const found = new Set(documents);
  for (const name of FACETS) {
    const select = panel.choices.get(name);
    const counted = [...all[name] ?? []]
      .map(([value, having]) => [value, having.filter((document) => found.has(document)).length])
      .filter(([value, count]) => count || value === wantedOf(select));
    counted.sort((a, b) => (name === "year" ? b[0].localeCompare(a[0]) : b[1] - a[1]));
    const labelled = counted.map(([value, count]) =>
      [value, `${name === "status" ? strings.status[value] ?? value : value} (${count})`]);
    offer(select, [["", strings.any], ...labelled]);
    select.parentElement.hidden = counted.length < 2 && !select.value;
  }
}

const wantedOf = (select) => select.value || select.dataset.wanted || "";

/** The choices as `search` takes them. */
function chosen() {
  const filters = Object.fromEntries(FACETS.map((name) => [name, wantedOf(panel.choices.get(name))])
    .filter(([, value]) => value).map(([name, value]) => [name, [value]]));
  return { sort: wantedOf(panel.choices.get("sort")) || "best", filters };
}

/** The arrows move through the box and the results; Esc closes even from a box with text in it. */
function onKey(event) {
  const { dialog, input, list, more } = panel;
  const choosing = event.target instanceof HTMLSelectElement;
  if (event.key === "Escape") {
    event.preventDefault();
    shut(dialog);
  } else if (!choosing && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    const stops = [input, ...list.querySelectorAll(".khulasa-search__title"), ...(more.hidden ? [] : [more])];
    const next = stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
    event.preventDefault();
    stops[Math.max(0, Math.min(next, stops.length - 1))].focus();
  }
}

/** Close, and leave the box at once: until the browser has, the key "/" would count as typed there. */
function shut(dialog) {
  document.activeElement?.blur();
  dialog.close();
}

async function show(query) {
  const mine = ++run;
  const { status, list, more, narrow } = panel;
  const asked = normalizeQuery(query);
  share(asked);
  if (!asked) {
    clear(strings.hint);
    return;
  }
  const slow = setTimeout(() => { if (mine === run) status.textContent = strings.searching; }, 300);
  try {
    const [found, all] = await Promise.all([search(asked, chosen()), facets()]);
    const entries = entriesOf(found);
    const items = (await entries.next(BATCH)).map((hit) => renderHit(hit, asked));
    if (mine !== run) return;
    replaceResults(list, items);
    list.dataset.query = asked;
    narrow.hidden = !found.all.length;
    offerFacets(all, found.all);
    announce(entries);
    more.onclick = () => showMore(entries, mine, asked);
  } catch (error) {
    fail(error, mine);
  } finally {
    clearTimeout(slow);
  }
}

/** Somebody may have moved on to a result while these were looked for: the place stays theirs. */
function replaceResults(list, items) {
  const titles = () => [...list.querySelectorAll(".khulasa-search__title")];
  const place = titles().indexOf(document.activeElement);
  list.replaceChildren(...items);
  if (place >= 0) (titles()[place] ?? panel.input).focus();
}

async function showMore(entries, mine, asked) {
  try {
    const items = (await entries.next(BATCH)).map((hit) => renderHit(hit, asked));
    if (mine !== run) return;
    panel.list.append(...items);
    announce(entries);
    (items[0]?.querySelector("a") ?? panel.input).focus();
  } catch (error) {
    fail(error, mine);
  }
}

function announce(entries) {
  const count = entries.count();
  panel.status.textContent = count ? countText(count) : strings.none(panel.list.dataset.query);
  panel.more.hidden = !entries.remain();
}

function fail(error, mine) {
  if (mine !== run) return;
  console.error(error);
  clear(strings.failed);
}

function clear(message) {
  delete panel.list.dataset.query;
  panel.list.replaceChildren();
  panel.more.hidden = true;
  panel.narrow.hidden = true;
  panel.status.textContent = message;
}

/** What is found as hits, loaded as they are needed. */
function entriesOf(found) {
  let position = 0;
  return {
    next(size) {
      const batch = found.documents.slice(position, position + size);
      position += batch.length;
      return Promise.all(batch.map((document) => loadHit(document, found, lang)));
    },
    count: () => found.documents.length,
    remain: () => position < found.documents.length,
  };
}

function countText(count) {
  const form = strings.counts[plural.select(count)] ?? strings.counts.other;
  return form.replace("#", String(count));
}

function renderHit(hit, asked) {
  hit.url.searchParams.set("mark", asked);
  const title = make("a", { className: "khulasa-search__title", href: hit.url.href }, ...marked(hit.title));
  const item = make("li", { className: "khulasa-search__result" }, speak(title, hit.lang));
  item.append(speak(make("p", { className: "khulasa-search__excerpt" }, ...marked(hit.excerpt)), hit.lang));
  const facts = make("p", { className: "khulasa-search__facts" });
  if (Object.hasOwn(strings.status, hit.status)) {
    const badge = `khulasa-status khulasa-status--${hit.status}`;
    facts.append(make("span", { className: badge }, strings.status[hit.status]));
  }
  facts.append(...hit.facts.map((fact) => speak(make("span", {}, fact), hit.lang)));
  if (hit.other) {
    const { other } = hit;
    const link = make("a", { className: "khulasa-search__other", href: other.url.href, hreflang: other.lang });
    link.append(strings.inLanguage[other.lang]);
    if (other.title) link.append(": ", speak(make("bdi", {}, other.title), other.lang));
    facts.append(link);
  }
  if (facts.hasChildNodes()) item.append(facts);
  return item;
}

const marked = (runs) => runs.map(({ text, marked: hit }) => (hit ? make("mark", {}, text) : text));

/** Mark an element's language and direction; a page in English may have a title only in Arabic. */
function speak(element, expected) {
  const text = element.textContent;
  const arabic = /\p{Script=Arabic}/u.test(text);
  const latin = /\p{Script=Latin}/u.test(text);
  const spoken = arabic === latin ? expected : arabic ? "ar" : "en";
  element.lang = spoken;
  element.dir = spoken === "ar" ? "rtl" : "ltr";
  return element;
}

/** Keep the query in the address, so that it can be shared and "back" returns to the results. */
function share(query) {
  const address = new URL(location.href);
  const { sort, filters } = chosen();
  const shown = { q: query, sort: sort === "best" ? "" : sort };
  for (const name of FACETS) shown[name] = filters[name]?.[0] ?? "";
  for (const [name, value] of Object.entries(shown)) {
    if (query && value) address.searchParams.set(name, value);
    else address.searchParams.delete(name);
  }
  if (address.href !== location.href) history.replaceState(history.state, "", address);
}

function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}
