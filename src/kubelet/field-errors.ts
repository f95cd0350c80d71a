/** Validation texts as Kubernetes' `field.ErrorList` prints them (apimachinery, validation/field/errors.go). */

export function required(path: string, detail = ''): string {
  return detail === '' ? `${path}: Required value` : `${path}: Required value: ${detail}`;
}

export function invalid(path: string, value: unknown, detail: string): string {
  return `${path}: Invalid value: ${JSON.stringify(value)}: ${detail}`;
}

export function duplicate(path: string, value: string): string {
  return `${path}: Duplicate value: ${JSON.stringify(value)}`;
}

export function forbidden(path: string, detail: string): string {
  return `${path}: Forbidden: ${detail}`;
}

export function notSupported(path: string, value: unknown, supported: readonly string[]): string {
  const values = supported.map((one) => JSON.stringify(one)).join(', ');
  return `${path}: Unsupported value: ${JSON.stringify(value)}: supported values: ${values}`;
}

/** @returns errors as Go's aggregate prints them: a single one unchanged, several in brackets without duplicates. */
export function aggregate(errors: readonly string[]): string {
  const distinct = [...new Set(errors)];
  return distinct.length === 1 ? (distinct[0] ?? '') : `[${distinct.join(', ')}]`;
}
