/** Marks and colours of a report; without colours if the output is not a terminal. */
export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  good(text: string): string;
  bad(text: string): string;
  warn(text: string): string;
}

const wrap =
  (on: number, off: number) =>
  (text: string): string =>
    `\u001b[${on}m${text}\u001b[${off}m`;

const same = (text: string): string => text;

export const colourful: Style = {
  bold: wrap(1, 22),
  dim: wrap(2, 22),
  good: wrap(32, 39),
  bad: wrap(31, 39),
  warn: wrap(33, 39),
};

export const plain: Style = { bold: same, dim: same, good: same, bad: same, warn: same };

/** Colours for a terminal, unless NO_COLOR is set; plain text for everything else. */
export function styleOf(
  stream: { readonly isTTY?: boolean },
  environment: Readonly<Record<string, string | undefined>>,
): Style {
  return stream.isTTY === true && environment.NO_COLOR === undefined ? colourful : plain;
}
