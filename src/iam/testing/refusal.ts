// Documents, and what AWS says when it refuses one.
import assert from 'node:assert/strict';
import { PolicyError } from '../errors.ts';
import { validatePolicyText } from '../validate.ts';

export type Kind = Parameters<typeof validatePolicyText>[1];

/** AWS's text for a document that it refuses, or `accepted`. */
export function refusal(document: unknown, kind: Kind): string {
  const text = typeof document === 'string' ? document : JSON.stringify(document);
  try {
    validatePolicyText(text, kind);
    return 'accepted';
  } catch (error) {
    assert.ok(error instanceof PolicyError);
    return error.message;
  }
}

export const fine = { Effect: 'Allow', Action: 's3:ListBucket', Resource: 'arn:aws:s3:::b' };
export const doc = (...statements: object[]) => ({ Version: '2012-10-17', Statement: statements });
export const withResource = (Resource: unknown) => doc({ ...fine, Resource });
export const withAction = (Action: unknown) => doc({ ...fine, Action });
export const withCondition = (Condition: unknown) => doc({ ...fine, Condition });

export const syntax = 'Syntax errors in policy.';
