/** A line and what was said of it before its header was taken off. */
export interface Line {
  readonly text: string;
  /** How long it was with its header. */
  readonly length: number;
  /** It begins an entry of its own: what is before it is not continued by it. */
  readonly begins: boolean;
}

/** Widths to which terminals, panes and mails break lines. */
const narrowest = 40;
const widest = 260;

/** Widths that are nobody's choice: a line that fills one of them was broken there. */
const common: ReadonlySet<number> = new Set([80, 100, 120, 132, 160, 200]);

/** From here on a line that is set in continues the one above it. */
const deep = 20;

/** How much of the width a line has to fill to count for broken. */
const filled = 0.6;

/** What a line is broken in the middle of: an address, a name, a digest, an ARN. */
const addressEnd =
  /(?:https?:\/\/|arn:aws|sha256:|[a-z0-9]\.[a-z0-9-]{1,40}|\/v2\/)[^\s"']{0,400}$/i;

/** What no line ends with that says something. */
const unfinished =
  /(?:(?<=: )User:|\b(?:on|the) resource:?|to perform:|request to|pull (?:and unpack )?image|resolve reference|is not|because|with an?|allows the|dial tcp|access denied for|operation:)$/i;

/** Words of errors, by which the halves of a broken one are known. */
const words: ReadonlySet<string> = new Set(
  `a an and are as at be by for from has have in into is it its may no not of on or the this to was
  accessdeniedexception batchchecklayeravailability batchgetimage batchimportupstreamimage completelayerupload
  createrepository getauthorizationtoken getdownloadurlforlayer initiatelayerupload putimage uploadlayerpart
  access action allow allows anonymous architecture arguments auth authenticate authentication authorization authorize authorized
  authorizing basic because bucket canceled certificate connect connection code containerd content context credential credentials
  daemon deadline denied desc does endpoint error exceeded executable exist exists expired explicit failed failure
  forbidden found handshake https identity-based image invalid kubelet layer level log layers lookup manifest manifests matching
  message network operation perform performing permission permissions platform policy provider pull pulling push pushing
  reference refused registry repository request requested required reset resolve resource resource-based response
  runtime sandbox secret server service signature signed status timeout token toomanyrequests unauthorized unexpected
  unknown unpack user via was which while whose with`.split(/\s+/),
);

/**
 * Joins lines that a terminal, a pane or a mail broke: those that fill the width of the text, or whose next word would
 * not have fitted, and those that are set in far below the beginning of another, as long as the next line begins no
 * entry of its own.
 */
export function joinWraps(lines: readonly Line[]): string[] {
  const width = widthOf(lines);
  const isHard = common.has(width) || lines.filter(({ length }) => length === width).length > 1;
  const joined: string[] = [];
  let last: Line | undefined;
  let isSetIn = false;
  for (const line of lines) {
    const current = joined.at(-1);
    isSetIn = last !== undefined && isBelow(last, line, isSetIn);
    if (current !== undefined && last !== undefined && (isSetIn || continues(last, line, width))) {
      joined[joined.length - 1] = glued(current, line.text, last.length === width, isHard);
    } else {
      joined.push(line.text);
    }
    last = line;
  }
  return joined;
}

/** The width to which a text was broken; 0 where some line is longer than any terminal is wide. */
function widthOf(lines: readonly Line[]): number {
  const longest = lines.reduce((width, { length }) => Math.max(width, length), 0);
  return longest < narrowest || longest > widest ? 0 : longest;
}

/** @param isLastSetIn the line before was set in itself, so that this one begins where that did. */
function isBelow(last: Line, next: Line, isLastSetIn: boolean): boolean {
  const text = next.text.trimStart();
  if (text === '' || last.text.trim() === '' || /^(?:Normal|Warning)\s/.test(text)) return false;
  const [indent, above] = [indentOf(next), indentOf(last)];
  return indent >= deep && (indent > above || (isLastSetIn && indent === above));
}

function indentOf({ text }: Line): number {
  return text.length - text.trimStart().length;
}

function continues(last: Line, next: Line, width: number): boolean {
  const text = next.text.trimStart();
  if (text === '' || last.text.trim() === '') return false;
  if (!next.begins && unfinished.test(last.text.trimEnd().slice(-60))) return true;
  if (next.begins || width === 0) return false;
  // Lines of one kind begin alike.
  if (last.text.slice(0, 6) === next.text.slice(0, 6)) return false;
  const [word = ''] = text.split(/\s/, 1);
  const isLong = last.length >= width * filled || /[/.@]/.test(word);
  return isLong && last.length + 1 + word.length > width;
}

/**
 * @param isFull the broken line fills the width, so that a word may have been cut.
 * @param isHard the text was broken wherever the width ended, rather than between words.
 */
function glued(line: string, next: string, isFull: boolean, isHard: boolean): string {
  const end = line.trimEnd();
  const start = next.trimStart();
  const indent = next.length - start.length;
  const hasGap = end.length < line.length || (indent > 0 && !(isFull && indent >= deep));
  return end + (isCut(end, start, isFull, isHard, hasGap) ? '' : ' ') + start;
}

function isCut(
  end: string,
  start: string,
  isFull: boolean,
  isHard: boolean,
  hasGap: boolean,
): boolean {
  const first = /[A-Za-z-]{1,40}$/.exec(end.slice(-40))?.[0].toLowerCase() ?? '';
  const second = /^[A-Za-z-]{1,40}/.exec(start)?.[0].toLowerCase() ?? '';
  if (first !== '' && second !== '' && words.has(first + second)) return true;
  if (hasGap || !isFull || /["')\]]:$|[,;]$/.test(end.slice(-2))) return false;
  const isArn = /(?:arn:\S{0,300}|\b(?:ecr|ecr-public|eks|iam|kms|s3|sts|secretsmanager)):$/.test(
    end.slice(-320),
  );
  if (end.endsWith(':') && !isArn && (words.has(second) || /^\d{3}(?![\w.-])/.test(start)))
    return false;
  if (words.has(first) && words.has(second)) return false;
  return isHard || (addressEnd.test(end.slice(-500)) && /^[\w./:@%?&=+~-]/.test(start));
}
