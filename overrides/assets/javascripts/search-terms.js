/**
 * Turn a word into its keys: what the search index knows it by, and what a query asks for.
 *
 * The twin of generator/text/search_terms.py, step by step and name by name: what is changed here is
 * changed there. The tables come with the index (`exported` there); a test holds the two equal.
 */

const PLAIN = { "أ": "ا", "ؤ": "و", "ئ": "ي", "ى": "ي", "ة": "ه", "ء": "" };
const ONE_HAMZA = { "أ": "ء", "ؤ": "ء", "ئ": "ء", "ى": "ي", "ة": "ه" };
const SEATS = { "ا": "أ", "و": "ؤ", "ي": "ئ" };
const ARTICLE = /^[وف]?(?:[بك]?ال|لل)/u;
const PRONOUNS = ["هما", "كما", "ها", "هم", "هن", "كم", "نا", "وا", "ه"];
const ENDINGS = ["ات", "ان", "ين", "ون", "ه", "ي", "ا"];
const SHOWS_T = new Set(["هما", "كما", "ها", "هم", "هن", "كم", "نا", "ه", "ين", "ان"]);
const SHORTEST = 3;
const NO_PLURAL = /(?:ss|us|sis|xis|itis|polis)$/u;
const DOUBLED = /([bcdfghjklmnpqrstvwxz])\1$/u;

const plain = (word) => word.replace(/[أؤئىةء]/gu, (letter) => PLAIN[letter]);

/** Functions over the tables that the index was made with. */
export function termsOf(tables) {
  const sets = Object.fromEntries(["whole", "kept", "feminine", "stop", "plain"]
    .map((name) => [name, new Set(tables[name].split(" "))]));
  const letters = new Map(Object.entries(tables.letters));
  const same = new Map(Object.entries(tables.same));
  const english = new Map(Object.entries(tables.english));
  const known = new Map();

  function spelled(text) {
    return text.normalize("NFKD")
      .replace(/(?!\u0654)\p{M}|\p{Cf}|\u0640/gu, "")
      .replace(/([اوي])\u0654/gu, (_, bare) => SEATS[bare])
      .replaceAll("\u0654", "")
      .toLowerCase()
      .replace(/(?!\u0654)\p{M}/gu, "")
      .replace(/./gsu, (letter) => letters.get(letter) ?? letter)
      .replace(/(?<=[0-9])[,\u066c](?=[0-9]{3}(?![0-9]))/gu, "")
      .replace(/['\u2019\u02bc]s(?![\p{L}\p{N}])/gu, "");
  }

  function words(text) {
    return spelled(text).match(/[\p{L}\p{N}]+/gu) ?? [];
  }

  function keys(word) {
    if (!known.has(word)) known.set(word, freshKeys(word));
    return known.get(word);
  }

  function freshKeys(word) {
    if (!/[\u0620-\u064a]/u.test(word)) return [englishKey(word)];
    const found = new Set([...arabicKeys(word)].map((key) => same.get(key) ?? key));
    return found.size ? [...found] : [word];
  }

  const isSmall = (word) => sets.stop.has(plain(word));

  function* arabicKeys(word) {
    for (const start of starts(word)) {
      for (const stem of stems(start)) {
        if (plain(stem)) yield plain(stem);
        if (/[أؤئء]/u.test(stem.slice(1))) {
          yield plain(stem[0]) + stem.slice(1).replace(/[أؤئىة]/gu, (letter) => ONE_HAMZA[letter]);
        }
      }
    }
  }

  function* starts(word) {
    if (isWhole(word)) {
      yield word;
      return;
    }
    const article = ARTICLE.exec(word.replaceAll("أ", "ا"))?.[0] ?? "";
    if (article && word.length - article.length >= 2) {
      yield* behindArticle(word, article);
      return;
    }
    let rest = word;
    if ("وف".includes(word[0]) && word.length > SHORTEST) {
      rest = word.slice(1);
      yield rest;
    }
    if ("بكل".includes(rest[0]) && rest.length > SHORTEST && !isWhole(rest)) yield rest.slice(1);
    yield word;
  }

  function* behindArticle(word, article) {
    let rest = word.slice(article.length);
    if (article.endsWith("لل") && isWhole(`ل${rest}`)) {
      yield `ل${rest}`;
      return;
    }
    while (rest.startsWith("ال") && rest.length >= SHORTEST + 2) rest = rest.slice(2);
    yield rest;
    if (rest.length < SHORTEST) yield word;
  }

  function isWhole(word) {
    if (sets.whole.has(plain(word))) return true;
    const rest = plain(word.slice(1));
    if (sets.kept.has(rest) || sets.feminine.has(rest)) return false;
    return stems(word).some((stem) => sets.whole.has(plain(stem)));
  }

  function stems(word) {
    const others = [];
    let stem = word;
    let endings = PRONOUNS;
    for (;;) {
      if (sets.kept.has(plain(stem))) break;
      if (sets.feminine.has(plain(stem))) {
        if (stem.endsWith("ة")) break;
        others.push(stem);
      }
      if (/ا[ءئؤ]$/u.test(stem)) {
        stem = `${stem.slice(0, -1)}ء`;
        break;
      }
      const ending = endingOf(stem, endings);
      if (!ending && endings === ENDINGS) break;
      endings = ENDINGS;
      if (!ending) continue;
      if (ending === "نا") others.push(stems(stem.slice(0, -1))[0]);
      if (ending === "ا" || ending === "ي") others.push(stem);
      stem = stem.slice(0, -ending.length);
      let feminine = ending.endsWith("ات");
      if (SHOWS_T.has(ending) && stem.endsWith("ت") && !stem.endsWith("ات")) {
        feminine = stem.length > SHORTEST;
        others.push(feminine ? stem : `${stem.slice(0, -1)}ه`);
        if (feminine) stem = stem.slice(0, -1);
      } else if (stem.endsWith("ات") && sets.feminine.has(`${plain(stem.slice(0, -1))}ه`)) {
        stem = `${stem.slice(0, -1)}ة`;
        break;
      }
      if (feminine && sets.feminine.has(`${plain(stem)}ه`)) {
        stem += "ة";
        break;
      }
    }
    if (stem.length === SHORTEST + 1 && stem.endsWith("ات")) others.push(`${stem.slice(0, -2)}ه`);
    return [stem, ...others];
  }

  function endingOf(stem, endings) {
    const written = stem.replaceAll("ة", "ه");
    return endings.find((ending) => written.endsWith(ending)
      && stem.length - ending.length >= SHORTEST) ?? "";
  }

  function englishKey(word) {
    if (english.has(word)) return english.get(word);
    const singular = singularOf(word);
    return english.get(singular) ?? withoutTense(singular);
  }

  function singularOf(word) {
    if (sets.plain.has(word) || word.length <= SHORTEST || !word.endsWith("s")) return word;
    if (word.endsWith("ies") && word.length > SHORTEST + 1) return `${word.slice(0, -3)}y`;
    return NO_PLURAL.test(word) ? word : word.slice(0, -1);
  }

  function withoutTense(word) {
    if (sets.plain.has(word) || word.length <= SHORTEST) return word;
    let stem = word;
    if (word.endsWith("ied") && word.length > SHORTEST + 1) {
      stem = `${word.slice(0, -3)}y`;
    } else if (!word.endsWith("eed")) {
      const ending = ["ing", "ed"].find((end) => word.endsWith(end)) ?? "";
      const rest = word.slice(0, word.length - ending.length);
      if (rest.length >= SHORTEST && /[aeiouy]/u.test(rest)) stem = rest;
    }
    if (stem.length > SHORTEST && stem.endsWith("e")) stem = stem.slice(0, -1);
    if (stem.length > SHORTEST) stem = stem.replace(DOUBLED, "$1");
    if (stem.endsWith("i")) return `${stem.slice(0, -1)}y`;
    if (stem.length > SHORTEST * 2 - 1 && stem.endsWith("is")) return `${stem.slice(0, -1)}z`;
    return stem.replaceAll("isation", "ization");
  }

  return { words, keys, isSmall };
}

const DIGRAPHS = [["kh", "x"], ["gh", "g"], ["sh", "c"], ["ch", "c"], ["th", "t"], ["dh", "d"]];
const CONSONANTS = { j: "g", q: "k" };

/** The consonants of a word in Latin letters: the twin of `latin_sounds` in text/sounds.py. */
export function latinSounds(word) {
  const heard = DIGRAPHS.reduce((text, [digraph, sound]) => text.replaceAll(digraph, sound),
    word.replace(/(?<=[aeiou])h$/u, ""));
  return heard.replace(/[aeiouyw]/gu, "").replace(/[jq]/gu, (letter) => CONSONANTS[letter])
    .replace(/(.)\1+/gu, "$1");
}
