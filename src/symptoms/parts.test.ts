import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { diagnoseText } from './diagnose-text.ts';
import { partsByImage } from './parts.ts';
import { digest, failed, host, ids } from './testing/texts.ts';

describe('a text of several images', () => {
  const text = `${failed(`${host}/app:v1`)} ${host}/app:v1: not found\n${failed(`${host}/web:v2`)} no match for platform in manifest: not found`;

  it('gets a first suspicion for each', () => {
    const [first, second] = diagnoseText(text).causes;
    assert.deepEqual([first?.catalogue, second?.catalogue], ['PLAT-01', 'IMG-01']);
    assert.match(first?.quote ?? '', /web:v2/);
    assert.match(second?.quote ?? '', /app:v1/);
    const likeliest = diagnoseText(text).causes.filter(({ isLikeliest }) => isLikeliest);
    assert.deepEqual(
      likeliest.map(({ link }) => link),
      ['platform', 'image'],
    );
  });

  it('keeps one image’s words from the other', () => {
    const mixed = `${failed('ghcr.io/acme/x:v2')} failed to fetch anonymous token: unexpected status: 401 Unauthorized\n${failed(`${host}/app:v1`)} 403 Forbidden`;
    assert.deepEqual(ids(mixed).slice(0, 2), ['POD-11', 'RPOL-01']);
  });

  it('says whose message is missing', () => {
    const { needs } = diagnoseText(`${text}\nBack-off pulling image "${host}/third:v3"`);
    assert.ok(needs.some(({ fact }) => fact.endsWith(`failed pull of ${host}/third:v3`)));
  });

  it('shares the lines before them, as far as a pod’s description has any', () => {
    const log = Array.from({ length: 5000 }, (_, at) => `line ${at}`).join('\n');
    const parts = partsByImage(`${log}\n${text}`);
    assert.deepEqual(
      parts.map((part) => part.text.split('\n').length),
      [101, 101],
    );
    assert.ok(parts.every((part) => part.text.startsWith('line 4900\n')));
  });

  it('is not one where a runtime leaves the tag out beside a digest', () => {
    const one = `failed to get sandbox image "${host}/pause:3.9@${digest}": failed to pull and unpack image "${host}/pause@${digest}": EOF\nfailed to resolve reference "${host}/pause@${digest}": EOF`;
    assert.equal(partsByImage(one).length, 1);
  });
});
