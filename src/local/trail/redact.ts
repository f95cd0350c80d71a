import { shownTarget } from '../events/deliver.ts';
import { type Model, shapeOf, type Value } from '../protocol/model.ts';

/** What CloudTrail writes in place of a secret. */
const hidden = 'HIDDEN_DUE_TO_SECURITY_REASONS';
/** The shape of EventBridge's targets, whose URLs may hold passwords and tokens. */
const targetShape = 'TargetArn';
/** The input that is sent to such a target may hold secrets too, and is not marked in the model. */
const secretShapes: ReadonlySet<string> = new Set([
  'TargetInput',
  'TransformerInput',
  'HeaderValue',
  'QueryStringValue',
]);
/** Larger inputs are omitted, as CloudTrail does from 100 KB on; the trail is in memory. */
const maxText = 8_192;

/**
 * Copies an input without what its model marks as sensitive, and without binary content.
 * @param secrets receives the texts that were omitted, for messages that may repeat them.
 */
export function redact(model: Model, shapeName: string, value: Value, secrets: string[]): unknown {
  const shown = copy(model, shapeName, value, secrets);
  const size = JSON.stringify(shown).length;
  return size <= maxText
    ? shown
    : { omitted: true, originalSize: size, reason: 'the event is too large' };
}

function copy(model: Model, name: string, value: Value, secrets: string[]): unknown {
  const shape = shapeOf(model, name);
  if (shape.sensitive === true || secretShapes.has(name) || value instanceof Uint8Array) {
    if (typeof value === 'string') secrets.push(value);
    return hidden;
  }
  if (name === targetShape && typeof value === 'string') {
    secrets.push(value);
    return shownTarget(value);
  }
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) {
    const member = shape.member?.shape;
    return member === undefined ? hidden : value.map((item) => copy(model, member, item, secrets));
  }
  if (value === null || typeof value !== 'object') return value;
  const targetOf = (key: string) =>
    shape.type === 'map' ? shape.value?.shape : shape.members?.[key]?.shape;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => {
      const target = targetOf(key);
      if (target === undefined || inner === undefined) return [];
      const written = shape.type === 'map' ? key : key.charAt(0).toLowerCase() + key.slice(1);
      return [[written, copy(model, target, inner, secrets)]];
    }),
  );
}

/** A message without the secret texts. */
export function withoutSecrets(message: string, secrets: readonly string[]): string {
  return secrets
    .filter(({ length }) => length > 0)
    .reduce((text, secret) => text.replaceAll(secret, hidden), message);
}
