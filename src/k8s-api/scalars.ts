/** A scalar type: its name in Go, and the value that null means. */
interface Scalar {
  readonly goType: string;
  readonly zero: unknown;
}

export const scalars: Readonly<Record<string, Scalar>> = {
  string: { goType: 'string', zero: '' },
  boolean: { goType: 'bool', zero: false },
  int32: { goType: 'int32', zero: 0 },
  int64: { goType: 'int64', zero: 0 },
  double: { goType: 'float64', zero: 0 },
  bytes: { goType: '[]uint8', zero: '' },
  time: { goType: 'v1.Time', zero: null },
  intOrString: { goType: 'intstr.IntOrString', zero: 0 },
  quantity: { goType: 'resource.Quantity', zero: '0' },
  any: { goType: 'v1.FieldsV1', zero: {} },
};

/** The value to store, or why it is not of the type; without `problem` it has another JSON type. */
export type Parsed = { readonly value: unknown } | { readonly problem: string | undefined };

const otherType: Parsed = { problem: undefined };
const int32 = { min: -(2 ** 31), max: 2 ** 31 - 1 };

/** Deepest nesting of a value without a schema. */
const maxDepth = 64;

/** Reads a JSON value, not null, as a scalar of Kubernetes' API (apimachinery: meta/v1, util/intstr, resource). */
export function parseScalar(type: string, value: unknown): Parsed {
  switch (type) {
    case 'string':
      return typeof value === 'string' ? { value } : otherType;
    case 'boolean':
      return typeof value === 'boolean' ? { value } : otherType;
    case 'int32':
      return isWhole(value, int32.min, int32.max) ? { value } : otherType;
    case 'int64':
      return isWhole(value, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)
        ? { value }
        : otherType;
    case 'double':
      return typeof value === 'number' ? { value } : otherType;
    case 'intOrString':
      return typeof value === 'string' || isWhole(value, int32.min, int32.max)
        ? { value }
        : otherType;
    case 'bytes':
      return typeof value === 'string' ? base64(value) : otherType;
    case 'time':
      return typeof value === 'string' ? time(value) : otherType;
    case 'quantity':
      return typeof value === 'string' || typeof value === 'number'
        ? quantity(String(value))
        : otherType;
    default:
      return depthOf(value) <= maxDepth
        ? { value }
        : { problem: `exceeded max depth of ${maxDepth}` };
  }
}

function isWhole(value: unknown, min: number, max: number): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max;
}

/** Standard encoding with padding; line breaks are ignored (Go: encoding/base64). */
function base64(text: string): Parsed {
  const letters = text.replaceAll(/[\r\n]/g, '');
  const valid = /^[A-Za-z0-9+/]*={0,2}/.exec(letters)?.[0] ?? '';
  if (valid.length === letters.length && letters.length % 4 === 0) return { value: letters };
  return { problem: `illegal base64 data at input byte ${Math.min(valid.length, letters.length)}` };
}

const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;

function time(text: string): Parsed {
  if (rfc3339.test(text) && !Number.isNaN(Date.parse(text))) return { value: text };
  const quoted = JSON.stringify(text);
  return {
    problem: `parsing time ${quoted} as "2006-01-02T15:04:05Z07:00": cannot parse ${quoted} as "2006"`,
  };
}

const quantityForm = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3}|[kMGTPEnum]|[KMGTPE]i)?$/;

function quantity(text: string): Parsed {
  if (quantityForm.test(text)) return { value: text };
  return {
    problem:
      "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
  };
}

/** @returns how deep a value is nested; counting stops one level above the limit. */
function depthOf(value: unknown): number {
  let level = [value];
  for (let depth = 0; depth <= maxDepth; depth++) {
    level = level.flatMap((one) => (typeof one === 'object' && one ? Object.values(one) : []));
    if (level.length === 0) return depth;
  }
  return maxDepth + 1;
}
