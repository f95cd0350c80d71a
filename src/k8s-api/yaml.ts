import { load } from 'js-yaml';
import { requireFewValues, requireWithinBounds } from './body-bounds.ts';
import { ApiError } from './status.ts';

/** Largest body that is read as YAML, in bytes: reading it takes a while, and kubectl sends JSON. */
const maxYaml = 256 << 10;

/**
 * Reads a body that may be YAML; JSON, which is what kubectl sends under any name, is read as such.
 * @throws ApiError RequestEntityTooLarge; Error when it is neither.
 */
export function parseYaml(text: string): unknown {
  if (/^\s*[{[]/.test(text)) requireWithinBounds(Buffer.from(text));
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  if (Buffer.byteLength(text) > maxYaml) {
    throw new ApiError(
      'RequestEntityTooLarge',
      `a YAML body may be no larger than ${maxYaml} bytes; send it as JSON`,
    );
  }
  const value = load(text);
  requireFewValues(value);
  return value;
}
