/**
 * Turn a query into documents, best first: the reader's side of generator/publishers/search.py.
 *
 * A document is found when it has every word of the query, each in any form that shares a key with
 * it, or the name that the words spell in any other of its spellings.
 */

import { latinSounds, termsOf } from "./search-terms.js";

const site = new URL("../../", import.meta.url);
const folder = new URL("search-index/", site);
const LEVELS = 4;
const WEIGHTS = [1, 1.4, 1.7, 4]; // once, more often, often, in the title
const EXCERPT = 28; // words
const UNSEARCHED = "[data-pagefind-ignore], .headerlink, script, style, svg";

let opening = null;

/** What a reader typed, as it is shared and compared. */
export function normalizeQuery(query) {
  return query.normalize("NFC").replace(/\s+/gu, " ").trim();
}

/** Open the index, once; after a failure the next call tries again. */
export function openIndex() {
  opening ??= openFresh().catch((error) => {
    opening = null;
    throw error;
  });
  return opening;
}

async function openFresh() {
  const index = await unpack(await fetch(new URL("index.pack", folder), { cache: "no-cache" }));
  const loaded = new Map();
  /** The file of that name, of the same build as the index. */
  function load(name) {
    if (!loaded.has(name)) {
      const address = new URL(`${name}.pack?v=${index.version}`, folder);
      const asked = fetch(address).then(unpack);
      asked.catch(() => loaded.delete(name));
      loaded.set(name, asked);
    }
    return loaded.get(name);
  }
  return { ...index, terms: termsOf(index.tables), load };
}

/** A server may have unpacked it already, or say so and the browser has. */
async function unpack(answer) {
  if (!answer.ok) throw new Error(`${answer.url}: ${answer.status}`);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const packed = bytes[0] === 0x1f && bytes[1] === 0x8b;
  if (!packed) return JSON.parse(new TextDecoder().decode(bytes));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).json();
}

/** The part of the index that holds a key, if any does. */
async function partOf(index, key) {
  let number = -1;
  while (number + 1 < index.parts.length && compare(index.parts[number + 1], key) <= 0) number += 1;
  return number < 0 ? { keys: {}, names: {} } : index.load(`terms/${number}`);
}

/** By code point, as Python sorts; JavaScript's own order is by UTF-16 unit. */
function compare(one, other) {
  const [left, right] = [[...one], [...other]];
  const at = left.findIndex((letter, i) => letter !== right[i]);
  if (at < 0) return left.length - right.length;
  return right[at] === undefined ? 1 : left[at].codePointAt(0) - right[at].codePointAt(0);
}

/** `[document, level]` for each document with the key. */
async function postings(index, key) {
  const part = await partOf(index, key);
  const list = Object.hasOwn(part.keys, key) ? part.keys[key] : [];
  let number = 0;
  return list.map((delta) => {
    number += Math.floor(delta / LEVELS);
    return [number, delta % LEVELS];
  });
}

async function namesAt(index, key) {
  const part = await partOf(index, key);
  return Object.hasOwn(part.names, key) ? part.names[key] : [];
}

/**
 * The query as units that all have to be found. A unit is a list of spellings, a spelling a list of
 * words, a word a list of keys; of each list of spellings one is enough, of each word one key.
 */
async function unitsOf(index, query) {
  const { words, keys, joined, isSmall } = index.terms;
  const all = words(query);
  const asked = all.some((word) => !isSmall(word)) ? all.filter((word) => !isSmall(word)) : all;
  const slots = await Promise.all(asked.map((word) => slotOf(index, word, keys(word))));
  const units = [];
  for (let at = 0; at < slots.length;) {
    const { length: named, spellings } = await nameAt(index, slots, at);
    const compound = joined(query).find(([, parts]) => parts.every((part, i) => asked[at + i] === part));
    if (compound) spellings.push([keys(compound[0])]); // e-mail, as email
    const length = Math.max(named, compound?.[1].length ?? 1);
    units.push([slots.slice(at, at + length).map((slot) => slot.keys), ...spellings]);
    at += length;
  }
  return units;
}

/** A word with its keys, its sound if it is Latin, and whether any page or name has it. */
async function slotOf(index, word, keys) {
  const found = await Promise.all(keys.map((key) => postings(index, key)));
  const named = await Promise.all(keys.map((key) => namesAt(index, key)));
  const known = [...found, ...named].some((list) => list.length);
  return { keys, known, sound: /^[a-z]+$/u.test(word) ? `~${latinSounds(word)}` : "" };
}

/** The longest names of the termbase that the words from `at` on spell, in their other spellings. */
async function nameAt(index, slots, at) {
  const { keys, sound } = slots[at];
  const names = await Promise.all([...keys, sound].map((key) => namesAt(index, key)));
  let length = 1;
  let spellings = [];
  for (const name of names.flat()) {
    for (const spelling of name.filter((each) => each.length >= length && fits(each, slots, at))) {
      if (spelling.length > length) spellings = [];
      length = spelling.length;
      spellings.push(...name.filter((other) => !other[0].startsWith("~"))
        .map((other) => other.map((key) => [key])));
    }
  }
  return { length, spellings };
}

/** Whether a spelling stands at `at`. One word that only sounds like a name is that name if no page has it. */
function fits(spelling, slots, at) {
  if (spelling.length === 1 && spelling[0].startsWith("~") && slots[at].known) return false;
  return spelling.every((key, i) => slots[at + i]
    && (slots[at + i].keys.includes(key) || slots[at + i].sound === key));
}

/** How well each document that has the unit has it. */
async function scoresOf(index, unit) {
  const best = new Map();
  for (const spelling of unit) {
    const words = await Promise.all(spelling.map((keys) => scoresOfWord(index, keys)));
    for (const document of intersection(words)) {
      const score = words.reduce((sum, scores) => sum + scores.get(document), 0);
      best.set(document, Math.max(score, best.get(document) ?? 0));
    }
  }
  return best;
}

async function scoresOfWord(index, keys) {
  const scores = new Map();
  const lists = await Promise.all(keys.map((key) => postings(index, key)));
  lists.forEach((list, rank) => {
    for (const [document, level] of list) {
      const score = WEIGHTS[level] / (rank ? 2 : 1);
      scores.set(document, Math.max(score, scores.get(document) ?? 0));
    }
  });
  const rarity = Math.log(1 + index.documents / (1 + scores.size));
  for (const [document, score] of scores) scores.set(document, score * rarity);
  return scores;
}

function intersection(maps) {
  const [smallest, ...others] = [...maps].sort((a, b) => a.size - b.size);
  return [...smallest.keys()].filter((document) => others.every((map) => map.has(document)));
}

/**
 * What a query finds: `documents` in the order of `sort` ("best" or "date"), `all` of them that the
 * filters would leave out too, and `keys`, the words to mark. `filters` has a list of values for some of the facets; one of each list is enough.
 */
export async function search(query, { sort = "best", filters = {} } = {}) {
  const index = await openIndex();
  const units = await unitsOf(index, query);
  if (!units.length) return { documents: [], all: [], keys: new Set(), units };
  const scores = await Promise.all(units.map((unit) => scoresOf(index, unit)));
  const total = (document) => scores.reduce((sum, map) => sum + map.get(document), 0);
  const allowed = await allowedBy(index, filters);
  const all = intersection(scores);
  const behind = (document) => Number(document >= index.articles);
  const documents = all.filter((document) => allowed(document))
    .sort((a, b) => behind(a) - behind(b) || (sort === "date" ? 0 : total(b) - total(a)) || a - b);
  return { documents, all, keys: new Set(units.flat(3)), units };
}

async function allowedBy(index, filters) {
  const chosen = Object.entries(filters).filter(([, values]) => values.length);
  if (!chosen.length) return () => true;
  const all = await facets();
  const sets = chosen.map(([name, values]) => new Set(values.flatMap((value) => all[name]?.get(value) ?? [])));
  return (document) => sets.every((set) => set.has(document));
}

/** For each facet its values, each with its documents. */
export async function facets() {
  const index = await openIndex();
  const packed = await index.load("facets");
  return Object.fromEntries(Object.entries(packed).map(([name, values]) => [
    name, new Map(Object.entries(values).map(([value, deltas]) => [value, summed(deltas)])),
  ]));
}

function summed(deltas) {
  let number = 0;
  return deltas.map((delta) => (number += delta));
}

/** What a result shows: all of it plain text, its address one of this site. */
export async function loadHit(document, { keys, units }, ownLang) {
  const index = await openIndex();
  const { address, pages } = await index.load(`documents/${document}`);
  const langs = Object.keys(pages).sort((a, b) => (b === ownLang) - (a === ownLang));
  const seen = langs.map((lang) => {
    const { title, text } = pages[lang];
    const found = new Set([...runsOf(index, `${title}\n${text}`, keys)].flatMap((run) => run.keys));
    return units.filter((unit) => unit.flat(2).some((key) => found.has(key))).length;
  });
  const lang = langs[seen.indexOf(Math.max(...seen))];
  const other = langs.find((each) => each !== lang);
  const page = pages[lang];
  return {
    lang,
    url: new URL(`${lang}/${address}`, site),
    title: markedRuns(index, page.title, keys),
    facts: [page.meta.date, page.meta.source, page.meta.section].filter(Boolean),
    status: page.meta.status ?? "",
    excerpt: excerptOf(index, page.text, keys),
    other: other && {
      lang: other,
      url: new URL(`${other}/${address}`, site),
      title: pages[other].title === page.title ? "" : pages[other].title, // not translated yet
    },
  };
}

/** The words of a text as they are written, each with those of its keys that are looked for. */
function* runsOf(index, text, keys) {
  for (const match of text.matchAll(/[\p{L}\p{N}\p{M}\p{Cf}\u0640]+(?:['\u2019]s(?!\p{L}))?/gu)) {
    const found = index.terms.words(match[0]).flatMap((word) => index.terms.keys(word));
    const start = match.index;
    yield { start, end: start + match[0].length, keys: found.filter((key) => keys.has(key)) };
  }
}

/** A text as runs `{text, marked}`. */
function markedRuns(index, text, keys) {
  const runs = [];
  let end = 0;
  for (const run of runsOf(index, text, keys)) {
    if (!run.keys.length) continue;
    runs.push({ text: text.slice(end, run.start), marked: false });
    runs.push({ text: text.slice(run.start, run.end), marked: true });
    end = run.end;
  }
  return [...runs, { text: text.slice(end), marked: false }].filter((run) => run.text);
}

/** The stretch of a text with the most of what is looked for, as runs. */
function excerptOf(index, text, keys) {
  const runs = [...runsOf(index, text, keys)];
  const hits = runs.flatMap((run, at) => (run.keys.length ? [at] : []));
  let [best, most] = [0, -1];
  for (const hit of hits) {
    const inside = hits.filter((at) => at >= hit && at < hit + EXCERPT - 4);
    const different = new Set(inside.flatMap((at) => runs[at].keys)).size;
    if (different * 100 + inside.length > most) [best, most] = [hit, different * 100 + inside.length];
  }
  const first = Math.max(0, best - 4);
  const last = Math.min(runs.length, first + EXCERPT) - 1;
  if (last < 0) return [{ text, marked: false }];
  const [before, after] = [first > 0, last < runs.length - 1];
  const stretch = text.slice(before ? runs[first].start : 0, after ? runs[last].end : text.length);
  const shown = markedRuns(index, stretch, keys);
  if (before) shown.unshift({ text: "… ", marked: false });
  if (after) shown.push({ text: " …", marked: false });
  return shown;
}

/** Mark in the text of the open page what a query finds there; the elements that mark it. */
export async function markPage(query, root) {
  const index = await openIndex();
  const keys = new Set((await unitsOf(index, query)).flat(3));
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) {
    const skipped = walker.currentNode.parentElement?.closest(UNSEARCHED);
    if (!skipped) texts.push(walker.currentNode);
  }
  return texts.flatMap((text) => markText(index, text, keys));
}

function markText(index, node, keys) {
  const runs = markedRuns(index, node.data, keys);
  if (!runs.some((run) => run.marked)) return [];
  const parts = runs.map(({ text, marked }) => {
    if (!marked) return document.createTextNode(text);
    const mark = document.createElement("mark");
    mark.className = "khulasa-hit";
    mark.textContent = text;
    return mark;
  });
  node.replaceWith(...parts);
  return parts.filter((part) => part.nodeType === Node.ELEMENT_NODE);
}
