import { fact, flag, list, object, oneOf, text } from './shape.ts';

/** Ways to encrypt a repository. */
export const encryptionTypeShape = oneOf('AES256', 'KMS', 'KMS_DSSE');

/** A secret that a cache rule names. */
export const upstreamSecretShape = object({ name: text, isDeleted: flag }, { key: text });

/** A pull-through cache rule. */
export const cacheRuleShape = object(
  { prefix: text, upstream: text },
  { upstreamPrefix: text, secret: text, role: text, refusal: fact(text) },
);
/** A repository creation template. */
export const creationTemplateShape = object(
  {
    prefix: text,
    appliedFor: list(text),
    hasPolicy: flag,
    hasTags: flag,
    encryption: encryptionTypeShape,
  },
  { key: text, role: text },
);
