/**
 * Turn a word into its keys: what the search index knows it by, and what a query asks for.
 *
 * The twin of search_spelling.py, search_arabic.py, search_english.py and search_terms.py in
 * generator/text/, step by step and name by name: what is changed here is changed there. The tables
 * come with the index (`exported` there); a test holds the two equal. One file, since each further
 * one would be asked for before the first query is answered.
 */

// search_spelling.py
const SEATS = { "ا": "أ", "و": "ؤ", "ي": "ئ" };
const PLAIN = { "أ": "ا", "ؤ": "و", "ئ": "ي", "ى": "ي", "ة": "ه", "ء": "" };
const THIN_SPACE = /(?<=\p{Nd})[\u00a0\u2009\u202f](?=\p{Nd}{3}(?!\p{Nd}))/gu;
const INITIALS = /(?<![\p{L}\p{N}])[a-z](?:\.[a-z])+(?![\p{L}\p{N}])\.?/gu;
const SERVANT = /(?<![\p{L}\p{N}])([وفبكل]?عبد)(?=ال[\p{L}\p{N}]{2})/gu;

// search_arabic.py
const ONE_HAMZA = { "أ": "ء", "ؤ": "ء", "ئ": "ء", "ى": "ي", "ة": "ه" };
const ARTICLE = /^[وف]?(?:[بك]?ال|لل)/u;
const PRONOUNS = ["هما", "كما", "ها", "هم", "هن", "كم", "نا", "وا", "ه"];
const ENDINGS = ["ات", "ان", "ين", "ون", "ه", "ي", "ا"];
const OWNED = new Set(["", "ا", "ها", "هم", "هن", "هما", "كم", "كما", "نا"]);
const SHOWS_T = new Set(["هما", "كما", "ها", "هم", "هن", "كم", "نا", "ه", "ين", "ان"]);
const SHORTEST = 3;
const FUTURE = /^سي(?=..)|^ست(?=....)/u;
const HAMZA_NEXT = /^[بكل]أ(?=...)/u;
const SHE_DID = /...(?<!ا)ت$/u;
const KIN = /^([اأ][بخ])[اوي](?:ه|ها|هم|هما|هن|ك|كم|نا)?$/u;
const BROKEN_PLURALS = [
  [/^(.)(.)ائ(.)$/u, "$1$2ي$3", "$1$2ي$3ه", "$1$2ا$3", "$1$2ا$3ه"],
  [/^أ(.)([^اء])ا([^ءت])$/u, "$1$2$3", "$1$2$3ه"],
  [/^أ(.)(.)([^ي])[ةه]$/u, "$1$2ا$3", "$1$2ي$3"],
  [/^أ(.)(.)[يئ][ةه]$/u, "$1$2اء"],
  [/^[أا]?(.)(.)([^ايو])اء$/u, "$1$2ي$3"],
  [/^[أا](.)(.)ياء$/u, "$1$2ي"],
  [/^أ(.)(.)ا\2$/u, "$1$2"],
  [/^([^متا])وا([^اوي])ي(.)$/u, "$1ا$2و$3", "$1ا$2ي$3"],
  [/^(.)([^ايو])ا([^اوي])ي(.)$/u, "$1$2$3و$4", "$1$2$3ا$4", "$1$2$3ي$4"],
  [/^م([^ايو])ا([^اوي])([^اويء])$/u, "م$1$2$3", "م$1$2$3ه"],
  [/^(.)([^او])و([^اويء])$/u, "$1$2$3"],
  [/^([^متا])وا([^اوي])([^اويء])$/u, "$1ا$2$3", "$1ا$2$3ه"],
];

// search_english.py
const MEN = /(?<=[a-z]{3})(?:men|(?<=child)ren)$/u;
const NO_PLURAL = /(?:ss|us|sis|itis|polis)$/u;
const SIBILANT = /(?:s|x|z|ch|sh|o)es$/u;
const PAST = /(?=.*[aeiouy].*(?:ing|ed)$)^.{2,}(?:[^e]ed|ing)$/u;
const DOUBLED = /([bcdfghjklmnpqrstvwxz])\1$/u;
const NEEDS_E = /^[^aeiouy]*[aeiouy][^aeiouywx]$/u;
const BRITISH = [
  [/(?<=[a-z]{4})([iy])s(e?|ation)$/u, "$1z$2"],
  [/(?<=[a-z]{3})our(?=$|ite|able|al|hood|er|y|less|ful)/gu, "or"],
  [/(?<=[a-z]{2})([bt])re$/u, "$1er"],
  [/(?<=[a-z]{3})ogue$/u, "og"],
];

// search_terms.py
const COMPOUND = /(?<![\p{L}\p{N}])[a-z]+(?:[-\u2010][a-z]+)+(?![\p{L}\p{N}])/gu;

const plain = (word) => word.replace(/[أؤئىةء]/gu, (letter) => PLAIN[letter]);

/** Functions over the tables that the index was made with. */
export function termsOf(tables) {
  const sets = Object.fromEntries(["whole", "kept", "feminine", "stop", "plain", "adjectives", "single"]
    .map((name) => [name, new Set(tables[name].split(" "))]));
  const letters = new Map(Object.entries(tables.letters));
  const same = new Map(Object.entries(tables.same));
  const english = new Map(Object.entries(tables.english));
  const known = new Map();

  // search_spelling.py

  function spelled(text) {
    return text.replace(THIN_SPACE, "").normalize("NFKD")
      .replace(/(?!\u0654)\p{M}|\p{Cf}|\u0640/gu, "")
      .replace(/([اوي])\u0654/gu, (_, bare) => SEATS[bare])
      .replaceAll("\u0654", "")
      .toLowerCase()
      .replace(/(?!\u0654)\p{M}/gu, "")
      .replace(/./gsu, (letter) => letters.get(letter) ?? letter)
      .replace(/(?<=[0-9])[,\u066c](?=[0-9]{3}(?![0-9]))/gu, "")
      .replace(/['\u2019\u02bc]s(?![\p{L}\p{N}])/gu, "")
      .replace(INITIALS, (initials) => initials.replaceAll(".", ""))
      .replace(SERVANT, "$1 ");
  }

  function words(text) {
    return spelled(text).match(/[\p{L}\p{N}]+/gu) ?? [];
  }

  // search_terms.py

  function joined(text) {
    const compounds = spelled(text).match(COMPOUND) ?? [];
    const split = compounds.map((compound) => compound.match(/[a-z]+/gu));
    return split.filter((parts) => !parts.some(isSmall)).map((parts) => [parts.join(""), parts]);
  }

  function keys(word) {
    if (!known.has(word)) known.set(word, freshKeys(word));
    return known.get(word);
  }

  function freshKeys(word) {
    if (!/[\u0620-\u064a]/u.test(word)) return [...new Set(englishKeys(word))];
    const found = new Set([...arabicKeys(word)].map((key) => same.get(key) ?? key));
    return found.size ? [...found] : [word];
  }

  const isSmall = (word) => sets.stop.has(plain(word));

  // search_arabic.py

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
      if (HAMZA_NEXT.test(word)) yield word.slice(1);
      return;
    }
    const article = ARTICLE.exec(word.replaceAll("أ", "ا"))?.[0] ?? "";
    if (article && word.length - article.length >= 2) {
      yield* behindArticle(word, article);
      if (word[0] === "أ") yield word;
      return;
    }
    let rest = word;
    if ("وف".includes(word[0]) && word.length > SHORTEST) {
      rest = word.slice(1);
      yield rest;
    }
    const whole = isWhole(rest);
    if ("بكل".includes(rest[0]) && rest.length > SHORTEST && (!whole || HAMZA_NEXT.test(rest))) yield rest.slice(1);
    yield word;
    if (FUTURE.test(rest) && !whole) yield rest.slice(1);
    for (const form of rest === word ? [word] : [rest, word]) {
      if (SHE_DID.test(form) && !sets.kept.has(plain(form))) yield form.slice(0, -1);
    }
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
      if (isFeminine(plain(stem))) {
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
      others.push(...besides(stem, ending));
      stem = shorter(stem, ending);
      if (stem.endsWith("ة")) break;
    }
    if (stem.length === SHORTEST + 1 && stem.endsWith("ات")) others.push(`${stem.slice(0, -2)}ه`);
    if (/^..(?:ه|ها|هم|هما)$/u.test(stem)) others.push(stem.slice(0, 2));
    const kin = KIN.exec(word);
    if (kin) others.push(kin[1]);
    const plurals = new Set(OWNED.has(word.slice(stem.length)) ? [word, stem] : [word]);
    return [stem, ...others, ...[...plurals].flatMap((plural) => [...broken(plural)])];
  }

  function* broken(stem) {
    if (same.has(plain(stem)) || sets.single.has(plain(stem))) return;
    for (const [plural, ...singulars] of BROKEN_PLURALS) {
      if (!plural.test(stem)) continue;
      for (const form of singulars) {
        const singular = stem.replace(plural, form);
        if (!form.endsWith("ه") || sets.feminine.has(singular)) yield singular;
      }
    }
  }

  function isFeminine(word) {
    const three = word.length === SHORTEST + 1 && /[^ي]ه$/u.test(word);
    return sets.feminine.has(word) || (three && !sets.adjectives.has(word.slice(0, -1)));
  }

  function* besides(stem, ending) {
    const rest = stem.slice(0, -ending.length);
    if (ending === "نا") yield stems(stem.slice(0, -1))[0];
    if (ending === "ا" || ending === "ي"
      || (ending === "ه" && stem.endsWith("ه") && stem.length === SHORTEST + 1)) yield stem;
    if (SHOWS_T.has(ending) && rest.endsWith("ت") && !rest.endsWith("ات")) {
      yield rest.length > SHORTEST ? rest : `${rest.slice(0, -1)}ه`;
    }
    const bare = SHOWS_T.has(ending) && rest.endsWith("ت") ? rest.slice(0, -1) : rest;
    if ((bare !== rest || ending === "ات") && isFeminine(`${plain(bare)}ه`)) yield `${bare}ه`;
    if (ending === "ي" && sets.feminine.has(`${plain(rest)}ه`)) yield `${rest}ه`;
    if (ending === "ي" && rest.endsWith("ت") && rest.length > SHORTEST + 1 && !sets.kept.has(plain(rest))) {
      yield rest.slice(0, -1) + (sets.feminine.has(`${plain(rest.slice(0, -1))}ه`) ? "ه" : "");
    }
    if (PRONOUNS.includes(ending) && rest.endsWith("و") && rest.length > SHORTEST) yield rest.slice(0, -1);
  }

  function shorter(stem, ending) {
    const rest = stem.slice(0, -ending.length);
    let bare = rest;
    if (SHOWS_T.has(ending) && rest.endsWith("ت") && rest.length > SHORTEST) bare = rest.slice(0, -1);
    if ((bare !== rest || ending === "ات") && sets.feminine.has(`${plain(bare)}ه`)) return `${bare}ة`;
    return rest.endsWith("ات") ? rest : bare;
  }

  function endingOf(stem, endings) {
    const written = stem.replaceAll("ة", "ه");
    return endings.find((ending) => written.endsWith(ending)
      && stem.length - ending.length >= SHORTEST) ?? "";
  }

  // search_english.py

  function* englishKeys(word) {
    for (const singular of english.has(word) ? [word] : singulars(word)) {
      if (english.has(singular)) yield english.get(singular);
      else yield* presents(singular).map((verb) => american(verb));
    }
  }

  const american = (word) => BRITISH.reduce((text, [british, other]) => text.replace(british, other), word);

  function singulars(word) {
    if (!sets.plain.has(word) && MEN.test(word)) {
      return [word.endsWith("men") ? `${word.slice(0, -2)}an` : word.slice(0, -3)];
    }
    if (sets.plain.has(word) || word.length <= SHORTEST || !word.endsWith("s")) return [word];
    if (word.endsWith("ies") && word.length > SHORTEST + 1) return [`${word.slice(0, -3)}y`, word.slice(0, -1)];
    if (SIBILANT.test(word)) return [word.slice(0, -2), word.slice(0, -1)];
    return NO_PLURAL.test(word) ? [word] : [word.slice(0, -1)];
  }

  function presents(word) {
    if (sets.plain.has(word) || !PAST.test(word)) return [word];
    if (word.endsWith("ied")) return [`${word.slice(0, -3)}y`];
    const rest = word.slice(0, word.endsWith("ing") ? -3 : -2);
    if (rest.endsWith("e")) return [rest];
    if (rest.endsWith("ick") && rest.length > 5) return [rest.slice(0, -1), rest];
    if (DOUBLED.test(rest)) return [rest.slice(0, -1), rest];
    if (NEEDS_E.test(rest)) return [`${rest}e`];
    return "csuvz".includes(rest.at(-1)) ? [`${rest}e`, rest] : [rest, `${rest}e`];
  }

  return { words, keys, joined, isSmall };
}

const DIGRAPHS = [["dj", "g"], ["kh", "x"], ["gh", "g"], ["sh", "c"], ["ch", "c"], ["th", "t"], ["dh", "d"]];
const CONSONANTS = { j: "g", q: "k", p: "b", v: "f" };

/** The consonants of a word in Latin letters: the twin of `latin_sounds` in text/sounds.py. */
export function latinSounds(word) {
  const heard = DIGRAPHS.reduce((text, [digraph, sound]) => text.replaceAll(digraph, sound),
    word.replace(/(?<=[aeiou])h$/u, ""));
  return heard.replace(/[aeiouyw]/gu, "").replace(/[jqpv]/gu, (letter) => CONSONANTS[letter])
    .replace(/(.)\1+/gu, "$1");
}
