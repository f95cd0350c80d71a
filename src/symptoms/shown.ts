const removed = '[removed]';

const secretWord =
  '(?:pass(?:word|wd|phrase|code)?|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credentials?|auth|session|sid|cookie)';

/** A name with a secret's word in it, such as `dbPassword` or `GITHUB_TOKEN`. */
const name = `[\\w.$-]{0,60}${secretWord}[\\w.]{0,40}`;

/** A value behind a name: in quotes, or up to the next blank. */
const value = `(?:"[^"\\n]{0,4000}"|'[^'\\n]{0,4000}'|[^\\s"',;|]{1,4000})`;

const places: readonly RegExp[] = [
  // `docker login -u AWS -p v`, `mysql -pv`, `curl -u AWS:v`.
  /((?<!\S)-p\s{0,2})(?!-)\S{3,4000}/g,
  /((?<!\S)(?:-u|--user)[= ]\s{0,2}[^\s:]{1,100}:)\S+/g,
  new RegExp(`((?<!\\S)--?${name}\\s{1,3})(?!-)${value}`, 'gi'),
  // `echo v | docker login --password-stdin`.
  /(\b(?:echo|printf)\s+)[^|\n]{1,4000}(?=\|[^|\n]{0,400}--password-stdin)/g,
  // `http://TOKEN@proxy`.
  /(:\/\/)[^\s/@]{1,4000}(?=@)/g,
  // `ENV DOCKER_PASSWORD v`, `setx DOCKER_PASS v`, `identitytoken v`.
  new RegExp(`(\\b(?:env|setx|export|set)\\s+${name}\\s{1,3})(?![=:])${value}`, 'gi'),
  new RegExp(`(\\bpassword is\\s+)${value}`, 'gi'),
  new RegExp(`(\\b(?:identitytoken|passwd|password)\\s+)(?![=:])(?=\\S{0,200}\\d)${value}`, 'gi'),
];

const assigned = new RegExp(`(\\b${name}["']?\\s{0,3}(?:=>|:=|=|:|%3D)\\s{0,3})(${value})`, 'gi');
const always = /pass|pwd/i;

/** A word of letters and digits that change too often for a name that somebody thought of. */
const mixed = /[A-Za-z0-9]{12,}/g;

/**
 * A text that has lost its known secrets, for showing: whatever stands where people write passwords and tokens goes as
 * well. A diagnosis does not read this text, so that it may lose more than secrets.
 */
export function asShown(text: string): string {
  return places
    .reduce((rest, place) => rest.replaceAll(place, `$1${removed}`), text)
    .replaceAll(assigned, (whole, before: string, given: string) =>
      given === removed || (isWord(given) && !always.test(before)) ? whole : before + removed,
    )
    .replaceAll(mixed, (word) => (isMixed(word) ? removed : word));
}

/** A word of a sentence, as errors have it behind a colon: "token: unexpected status". */
function isWord(given: string): boolean {
  return /^[a-z]{1,20}$/.test(given) || /^\d{1,3}$/.test(given);
}

function isMixed(word: string): boolean {
  if (!/[a-z]/.test(word) || !/[A-Z]/.test(word)) return false;
  const changes = word.match(/(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])/g) ?? [];
  return changes.length >= 4;
}
