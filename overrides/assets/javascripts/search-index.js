/**
 * Turn a query into hits from the Pagefind bundles, one a language, the reader's own language first.
 *
 * Each bundle is opened by its own copy of pagefind.js, because Pagefind keeps one stemmer for all
 * the indexes that a copy opens: see generator/publishers/search.py.
 */

const site = new URL("../../", import.meta.url);
const bundles = new URL("pagefind/", site);

let opening = null;

/** What is asked of the index for what a reader typed; spelling is to be folded here. */
export function normalizeQuery(query) {
  return query.normalize("NFC").replace(/\s+/gu, " ").trim();
}

/** Open all indexes, once; after a failure the next call tries again. */
export function openIndexes() {
  opening ??= openAll().catch((error) => {
    opening = null;
    throw error;
  });
  return opening;
}

async function openAll() {
  const answer = await fetch(new URL("languages.json", bundles), { cache: "no-cache" });
  if (!answer.ok) throw new Error(`${answer.url}: ${answer.status}`);
  const pages = await answer.json();
  const langs = Object.keys(pages).filter((lang) => pages[lang] > 0);
  return new Map(await Promise.all(langs.map(async (lang) => [lang, await openOne(lang)])));
}

async function openOne(lang) {
  const { createInstance } = await import(new URL(`${lang}/pagefind.js`, bundles));
  // A worker would fetch two thirds as much code again, for searches that take milliseconds.
  const index = createInstance({ baseUrl: site.pathname, excerptLength: 24, noWorker: true });
  await index.init();
  return index;
}

/** All hits, best first within a language, those in `ownLang` before the rest. */
export async function search(query, ownLang) {
  const indexes = await openIndexes();
  const order = [...indexes.keys()].sort((a, b) => (b === ownLang) - (a === ownLang));
  const found = await Promise.all(order.map(async (lang) => {
    const { results } = await indexes.get(lang).search(normalizeQuery(query));
    // Pagefind also looks through the metadata, where "reviewed" would find every reviewed article
    // and a title's translation every article twice; a hit has words in the text itself.
    return results.filter(({ words }) => words.length > 0)
      .map((result) => ({ lang, load: () => result.data() }));
  }));
  return found.flat();
}

/** What a hit shows: all of it plain text, its address one of this site. */
export async function loadHit({ lang, load }) {
  const { url, meta, excerpt } = await load();
  const address = new URL(url, site);
  if (address.origin !== site.origin) throw new Error(`${url}: not a page of this site`);
  return {
    lang,
    url: address,
    title: meta.title ?? "",
    otherTitle: meta.other_title ?? "",
    facts: [meta.date, meta.source].filter(Boolean),
    status: meta.status ?? "",
    excerpt: markedRuns(excerpt),
    article: articleOf(address),
  };
}

/** `{slug, other}` of an article's page, `other` being its page in the other language, or null. */
function articleOf(address) {
  const path = address.pathname.slice(site.pathname.length);
  const match = /^(ar|en)\/articles\/([^/]+)\/$/u.exec(path);
  if (!match) return null;
  const lang = match[1] === "ar" ? "en" : "ar";
  return { slug: match[2], other: { lang, url: new URL(`${lang}/articles/${match[2]}/`, site) } };
}

/**
 * Pagefind's excerpt (text with `<` and `>` as entities, hits within `<mark>`) as runs of plain text.
 */
export function markedRuns(excerpt) {
  return excerpt.split(/<mark>(.*?)<\/mark>/su)
    .map((text, i) => ({
      text: text.replaceAll("&lt;", "<").replaceAll("&gt;", ">"),
      marked: i % 2 === 1,
    }))
    .filter(({ text }) => text);
}
