/** A place in a spec file; line and column count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** One thing that is wrong with a spec. */
export interface Problem extends Place {
  readonly message: string;
  /** What to do about it. */
  readonly hint: string;
}

/** Why a spec cannot be used; every problem that was found, in the order of the file. */
export class SpecError extends Error {
  override readonly name = 'SpecError';
  readonly code = 'BAD_SPEC';
  readonly problems: readonly Problem[];
  readonly hint: string;

  constructor(problems: readonly Problem[]) {
    super(problems.map((one) => `${placeText(one)}: ${one.message}`).join('\n'));
    this.problems = problems;
    this.hint = [...new Set(problems.map(({ hint }) => hint))].join('\n  ');
  }
}

/** As editors and compilers write it: `file:line:column`. */
export function placeText({ file, line, column }: Place): string {
  return `${file}:${line}:${column}`;
}
