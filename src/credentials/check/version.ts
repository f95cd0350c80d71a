/** A version as Kubernetes and its plugins write it: `v1.34.2-eks-ecaa3a6`, `1.35.0`. */
export interface Version {
  readonly minor: number;
  readonly patch: number;
}

/** @returns undefined for what is not a version 1. */
export function parseVersion(text: string | undefined): Version | undefined {
  const match = /^v?1\.(\d+)(?:\.(\d+))?/.exec(text ?? '');
  return match === null ? undefined : { minor: Number(match[1]), patch: Number(match[2] ?? 0) };
}

/** Whether a version has what was introduced in `first`, or was backported to earlier release lines. */
export function has(
  { minor, patch }: Version,
  first: number,
  patches: Readonly<Record<number, number>> = {},
): boolean {
  return minor >= first || patch >= (patches[minor] ?? Number.POSITIVE_INFINITY);
}
