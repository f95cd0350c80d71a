import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ecrErrors } from '../ecr/errors.ts';
import { AwsError } from '../protocol/aws-error.ts';
import { asRegistryError } from './errors.ts';

describe('the registry form of an error', () => {
  it('is the one that the error itself defines', () => {
    const found = asRegistryError(ecrErrors.imageNotFound('{}', 'app', '111122223333'));
    assert.deepEqual([found?.status, found?.code], [404, 'MANIFEST_UNKNOWN']);
  });

  it('differs for each failure of an upstream', () => {
    const forms = (
      ['UpstreamAccessDenied', 'UpstreamTooManyRequests', 'UpstreamUnavailable'] as const
    ).map((code) => asRegistryError(ecrErrors.upstream(code, 'why'))?.status);
    assert.deepEqual(forms, [403, 429, 404]);
  });

  it('of an error of another service keeps its status and message', () => {
    const found = asRegistryError(new AwsError('AccessDenied', 'may not', 403));
    assert.deepEqual([found?.status, found?.code, found?.message], [403, 'DENIED', 'may not']);
  });

  it('is undefined for an internal error', () => {
    assert.equal(asRegistryError(new TypeError('oops')), undefined);
  });
});
