// Which quota refused a pull, by what CloudWatch counted: only where a pod was refused with words that may mean one.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { known, unseen } from './fact.ts';
import { prove } from './prove.ts';
import { codes, healthy, pod, statusOf, web } from './testing/across-accounts.ts';
import type { CountedOperation, UsageFacts, World } from './world.ts';

const refused =
  'failed to pull and unpack image "x": failed to copy: unexpected status from GET request to https://x: 429 Too Many Requests: toomanyrequests: Rate exceeded';
const tokenless = 'failed to authorize: no basic auth credentials';
const quiet: UsageFacts = { quota: known(2000), busiest: 600, throttled: 0 };
const account = '111122223333/us-east-1';

function worldOf(message: string, usage: Partial<Record<CountedOperation, UsageFacts>>): World {
  const [container] = web.containers;
  assert.ok(container);
  const waiting = { reason: 'ErrImagePull', message };
  const all = {
    GetAuthorizationToken: quiet,
    BatchGetImage: quiet,
    GetDownloadUrlForLayer: quiet,
    ...usage,
  };
  return {
    ...healthy,
    pods: { 'default/web': known({ ...web, containers: [{ ...container, waiting }] }) },
    usage: Object.fromEntries(
      Object.entries(all).map(([operation, facts]) => [`${account}/${operation}`, known(facts)]),
    ),
  };
}

describe('A pod that was refused with 429', () => {
  const used = { quota: known(2000), busiest: 150_000, throttled: 30_000 };

  it('is HW2101 or HW2102 where a minute had more calls than the quota allows; the fix raises that quota', () => {
    const rows = [
      ['BatchGetImage', 'HW2101', 'L-16E70933'],
      ['GetDownloadUrlForLayer', 'HW2102', 'L-A60A366D'],
    ] as const;
    for (const [operation, code, quotaCode] of rows) {
      const proof = prove(pod, worldOf(refused, { [operation]: used }));
      assert.deepEqual([proof.verdict, codes(proof)], ['broken', [code]]);
      assert.equal(
        proof.causes[0]?.fix.patch,
        `aws service-quotas request-service-quota-increase --region us-east-1 --service-code ecr --quota-code ${quotaCode} --desired-value 3750`,
      );
    }
  });

  it('is HW2104 where calls were refused that the minute would have allowed', () => {
    const burst = { quota: known(2000), busiest: 120_000, throttled: 3 };
    const proof = prove(pod, worldOf(refused, { BatchGetImage: burst }));
    assert.deepEqual([proof.verdict, codes(proof)], ['broken', ['HW2104']]);
    assert.equal(proof.causes[0]?.fix.patch, undefined);
  });

  it('leaves the text alone where no quota was used up, or nothing was looked at', () => {
    const texts = [worldOf(refused, {}), { ...worldOf(refused, {}), usage: undefined }];
    for (const world of texts) {
      const { usage, ...rest } = world;
      const proof = prove(pod, usage === undefined ? rest : world);
      assert.equal(proof.verdict, 'broken');
      assert.ok(proof.causes.every(({ confidence }) => confidence < 1));
    }
  });

  it('is unseen where the metrics or the quota were not seen, and says what would show them', () => {
    const metrics = unseen('calls', 'cloudwatch:GetMetricData');
    const world = worldOf(refused, {});
    const hidden = { ...world.usage, [`${account}/BatchGetImage`]: metrics };
    const quota = unseen('quota', 'servicequotas:GetServiceQuota');
    const rows = [
      [{ ...world, usage: hidden }, 'cloudwatch:GetMetricData'],
      [worldOf(refused, { BatchGetImage: { ...used, quota } }), 'servicequotas:GetServiceQuota'],
    ] as const;
    for (const [given, permission] of rows) {
      const proof = prove(pod, given);
      assert.equal(statusOf(proof, 'throttling'), 'unseen');
      assert.ok(proof.needs.some((need) => need.permission === permission));
    }
  });

  it('has no link of throttling where nothing was refused', () => {
    const proof = prove(pod, { ...healthy, usage: worldOf(refused, {}).usage ?? {} });
    assert.deepEqual([proof.verdict, statusOf(proof, 'throttling')], ['holds', undefined]);
  });
});

describe('A pod whose node got no token', () => {
  it('is HW0803 where a minute had more calls than the quota allows', () => {
    const used = { quota: known(500), busiest: 45_000, throttled: 15_000 };
    const proof = prove(pod, worldOf(tokenless, { GetAuthorizationToken: used }));
    assert.deepEqual([proof.verdict, codes(proof)], ['broken', ['HW0803']]);
  });

  it('may be HW0803 where calls were refused: whether its own were is not seen', () => {
    const burst = { quota: known(500), busiest: 700, throttled: 9 };
    const proof = prove(pod, worldOf(tokenless, { GetAuthorizationToken: burst }));
    assert.equal(proof.verdict, 'unseen');
    assert.equal(proof.causes[0]?.code, 'HW0803');
    assert.match(JSON.stringify(proof.needs), /whether it was this node that was refused/);
  });

  it('is not looked for where a Secret pulls, or the quota has room', () => {
    assert.equal(statusOf(prove(pod, worldOf(tokenless, {})), 'token'), undefined);
  });
});
