// Why a workload has no pod, and why a pod has another image than its template: in the API server's own words.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { absent, type Fact, known, unseen } from './fact.ts';
import { prove } from './prove.ts';
import type { Pull } from './pull.ts';
import { codes, healthy, image, key, pod, statusOf, web } from './testing/across-accounts.ts';
import type { PodFacts, WebhookFacts, World } from './world.ts';

const workload: Pull = {
  kind: 'pod',
  namespace: 'default',
  pod: 'deployment/web',
  container: 'app',
};
const webhook: WebhookFacts = {
  kind: 'validating',
  configuration: 'policies',
  index: 2,
  failurePolicy: 'Fail',
  timeoutSeconds: 5,
  answeredBy: 'service kyverno/svc',
};

function worldOf(refusal: Fact<string>, webhooks: World['webhooks'] = {}): World {
  const { node: _none, ...rest } = web;
  const facts: PodFacts = { ...rest, name: 'deployment/web', refusal };
  return { ...healthy, pods: { 'default/deployment/web': known(facts) }, webhooks };
}
const proofOf = (said: string, webhooks: World['webhooks'] = {}) =>
  prove(workload, worldOf(known(said), webhooks));

const refusals: readonly (readonly [said: string, cause: string | undefined])[] = [
  [
    `admission webhook "validation.gatekeeper.sh" denied the request: [repos] container <app> has an invalid image repo <${image}>, allowed repos are ["x/"]`,
    'HW0301',
  ],
  [
    `pods "web-1" is forbidden: ValidatingAdmissionPolicy 'no-latest' with binding 'all' denied request: images must not use the tag latest`,
    'HW0301',
  ],
  [
    `admission webhook "policy.sigstore.dev" denied the request: validation failed: failed policy: signed: spec.containers[0].image ${image} signature key validation failed for authority a: no matching signatures`,
    'HW0303',
  ],
  [
    `admission webhook "mutate.kyverno.svc-fail" denied the request: policy check-image: failed to verify image ${image}: .attestors[0].entries[0].keys: no signatures found`,
    'HW0303',
  ],
  [
    'Internal error occurred: failed calling webhook "v.kyverno.svc": failed to call webhook: Post "https://kyverno-svc.kyverno.svc:443/validate?timeout=5s": context deadline exceeded',
    'HW0305',
  ],
  // The controller itself was refused: nothing is known of the signature.
  [
    `admission webhook "mutate.kyverno.svc-fail" denied the request: failed to verify image ${image}: no signatures: GET https://x/v2/: DENIED: 403 Forbidden`,
    undefined,
  ],
  // Nothing of images.
  ['admission webhook "validate.example.com" denied the request: label team is missing', undefined],
  ['pods "web-1" is forbidden: exceeded quota: compute, requested: pods=1', undefined],
];

describe('a workload that has no pod', () => {
  for (const [said, cause] of refusals) {
    it(`is ${cause ?? 'unseen'}: ${said.slice(0, 90)}`, () => {
      const proof = proofOf(said);
      assert.equal(statusOf(proof, 'admission'), cause === undefined ? 'unseen' : 'broken');
      assert.equal(proof.verdict, cause === undefined ? 'unseen' : 'broken');
      assert.deepEqual(codes(proof), cause === undefined ? [] : [cause]);
      if (cause === undefined) assert.ok(JSON.stringify(proof.needs).includes('refused one with'));
      else assert.equal(proof.causes[0]?.deciding.message, said);
    });
  }

  it('is let in without the answer of a webhook by the printed command, where its configuration was seen', () => {
    const said = refusals[4]?.[0] ?? '';
    const seen = proofOf(said, { 'v.kyverno.svc': known(webhook) }).causes[0]?.fix;
    assert.match(
      seen?.patch ?? '',
      /validatingwebhookconfiguration policies .*webhooks\/2\/failure/,
    );
    assert.match(seen?.risk ?? '', /whatever it would refuse is let in/);
    assert.equal(proofOf(said).causes[0]?.fix.patch, undefined);
  });

  it('is unseen where events may not be read, and no more than unscheduled where nothing was refused', () => {
    const hidden = prove(workload, worldOf(unseen('why', 'list events in namespace default')));
    assert.equal(statusOf(hidden, 'admission'), 'unseen');
    assert.ok(hidden.needs.some(({ permission }) => /list events/.test(permission)));
    const proof = prove(workload, worldOf(absent));
    assert.deepEqual([proof.verdict, statusOf(proof, 'admission')], ['unseen', undefined]);
  });
});

describe('a pod with another image than its template', () => {
  const [container] = web.containers;
  assert.ok(container);
  const rewritten = { ...container, templateImage: 'docker.io/library/app:v1' };
  const pods = { 'default/web': known({ ...web, containers: [rewritten] }) };

  it('is HW0304 where its image does not exist, ahead of the missing image', () => {
    const images = { [`${key}:v1`]: absent };
    const webhooks = { 'mirror.example.com': known({ ...webhook, kind: 'mutating' as const }) };
    const proof = prove(pod, { ...healthy, pods, images, webhooks });
    assert.equal(proof.causes[0]?.code, 'HW0304');
    assert.match(
      proof.causes[0]?.deciding.text ?? '',
      /docker.io.*mirror\.example\.com changed it/,
    );
  });

  it('is none where its image is there: webhooks may change images', () => {
    const proof = prove(pod, { ...healthy, pods });
    assert.deepEqual([proof.verdict, statusOf(proof, 'admission')], ['holds', undefined]);
  });
});
