import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { diagnoseText } from './diagnose-text.ts';
import { host } from './testing/texts.ts';

const image = `${host}/app:v1`;
const described = (pod: string, message: string) => `Name:             ${pod}
Namespace:        default
Containers:
  app:
    Image:          ${image}
Events:
  Type     Reason   Age  From     Message
  ----     ------   ---- ----     -------
  Warning  Failed   2s   kubelet  Failed to pull image "${image}": ${message}
`;
const platform = 'no match for platform in manifest: not found';
const disk = 'write /var/lib/containerd/x: no space left on device';

/** First suspicions with the pod that each is said of. */
function firsts(text: string): readonly (readonly [string, string | undefined])[] {
  return diagnoseText(text)
    .causes.filter(({ isLikeliest }) => isLikeliest)
    .map(({ catalogue, quote }) => [catalogue, /web-\d/.exec(quote)?.[0]] as const);
}

describe('two pods in one text', () => {
  it('are told apart as kubectl describes them, although the image is one', () => {
    assert.deepEqual(firsts(`${described('web-1', platform)}\n\n${described('web-2', disk)}`), [
      ['RT-01', 'web-2'],
      ['PLAT-01', 'web-1'],
    ]);
  });

  it('are told apart as kubectl lists events', () => {
    const text = [
      'LAST SEEN   TYPE      REASON   OBJECT      MESSAGE',
      `3m          Warning   Failed   pod/web-1   Failed to pull image "${image}": ${platform}`,
      `3m          Warning   Failed   pod/web-2   Failed to pull image "${image}": ${disk}`,
      `2m          Normal    BackOff  pod/web-3   Back-off pulling image "${image}"`,
    ].join('\n');
    assert.deepEqual(firsts(text), [
      ['RT-01', 'web-2'],
      ['PLAT-01', 'web-1'],
    ]);
    assert.equal(diagnoseText(text).needs[0]?.fact, 'the message of the failed pull by pod web-3');
  });

  it('are told apart as the kubelet logs them', () => {
    const logged = (pod: string, message: string) =>
      `E1128 02:00:00.000000    3274 pod_workers.go:1301] "Error syncing pod, skipping" err="failed to pull and unpack image \\"${image}\\": ${message}" pod="default/${pod}"`;
    assert.deepEqual(firsts(`${logged('web-1', platform)}\n${logged('web-2', disk)}`), [
      ['RT-01', 'web-2'],
      ['PLAT-01', 'web-1'],
    ]);
  });

  it('are said once where the same keeps both from their image', () => {
    const { causes } = diagnoseText(
      `${described('web-1', platform)}\n${described('web-2', platform)}`,
    );
    const codes = causes.map(({ code }) => code);
    assert.equal(new Set(codes).size, codes.length);
    assert.equal(causes.filter(({ isLikeliest }) => isLikeliest).length, 1);
  });

  it('are one where only one fails', () => {
    const well = described('web-2', '').replace(/ {2}Warning.*/, '  Normal  Pulled  2s');
    assert.deepEqual(
      diagnoseText(`${described('web-1', platform)}\n${well}`).causes[0]?.catalogue,
      'PLAT-01',
    );
  });
});
