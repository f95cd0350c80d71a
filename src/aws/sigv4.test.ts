import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { describe, it } from 'node:test';
import { SignatureV4 } from '@smithy/signature-v4';
import fc from 'fast-check';
import { sha256Hex, signature } from './sigv4.ts';

/** The hash that the AWS SDK's signer requires, with Node's crypto. */
class NodeSha256 {
  readonly #hash;
  constructor(secret?: string | Uint8Array | ArrayBuffer | ArrayBufferView) {
    this.#hash =
      secret === undefined ? createHash('sha256') : createHmac('sha256', secret as Uint8Array);
  }
  update(data: string | Uint8Array): void {
    this.#hash.update(data);
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
}

describe('Signature Version 4', () => {
  const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';

  it('equals what the AWS SDK signs, for any path, query and header', async () => {
    const signer = new SignatureV4({
      credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: secret },
      region: 'us-east-1',
      service: 'ecr',
      sha256: NodeSha256,
    });
    const name = fc.stringMatching(/^[A-Za-z0-9 /()*'!~.-]{1,12}$/);
    await fc.assert(
      fc.asyncProperty(name, fc.dictionary(name, name), fc.string(), async (path, query, body) => {
        const encodedPath = `/${path.split('/').map(encodeURIComponent).join('/')}`;
        const signed = await signer.sign(
          {
            method: 'POST',
            protocol: 'http:',
            hostname: 'localhost',
            path: encodedPath,
            query: { ...query },
            headers: { host: 'localhost', 'x-amz-target': ' a  b ' },
            body,
          },
          { signingDate: new Date('2026-01-02T03:04:05Z') },
        );
        const authorization = String(signed.headers.authorization);
        const headers = /SignedHeaders=([^,]+)/.exec(authorization)?.[1]?.split(';') ?? [];
        const ours = signature(
          {
            method: 'POST',
            path: encodedPath,
            query: Object.entries(query)
              .map((pair) => pair.map(encodeURIComponent).join('='))
              .join('&'),
            headers: signed.headers,
            payloadHash: sha256Hex(body),
          },
          headers,
          '20260102T030405Z',
          { date: '20260102', region: 'us-east-1', service: 'ecr' },
          secret,
        );
        assert.match(authorization, new RegExp(`Signature=${ours}$`));
      }),
    );
  });
});
