import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { answerFleet } from './answer-fleet.ts';
import { joinedFix } from './joined-fix.ts';
import { fleets } from './testing/random-fleet.ts';

const share = (role: string) => ({
  Sid: 'PullBynode',
  Effect: 'Allow',
  Principal: { AWS: role },
  Action: 'ecr:BatchGetImage',
});

describe('the groups of an answer', () => {
  it('count each pull under each of its causes, in pulls and workloads, the largest first', () => {
    fc.assert(
      fc.property(fleets, (fleet) => {
        const { groups, pulls } = answerFleet(fleet);
        for (const { code, pulls: count, workloads, now, restart, reschedule, repairs } of groups) {
          const own = pulls.filter(({ causes }) => causes.includes(code));
          const makers = new Set(own.map(({ namespace, workload }) => `${namespace}/${workload}`));
          assert.deepEqual([count, workloads], [own.length, makers.size]);
          const broken = own.filter(({ verdict }) => verdict === 'broken');
          assert.equal(now + restart + reschedule, broken.length);
          assert.equal(
            repairs.reduce((sum, repair) => sum + repair.pulls, 0),
            count,
          );
        }
        const sizes = groups.map((group) => group.pulls);
        assert.deepEqual(
          sizes,
          sizes.toSorted((a, b) => b - a),
        );
      }),
      { numRuns: 100 },
    );
  });

  it('join what is added to one policy for several roles, so that no fix undoes another', () => {
    const fixes = ['111122223333', '555566667777'].map((account) => ({
      text: `Let ${account} pull.`,
      patch: account,
      changes: [
        {
          kind: 'set-repository-policy' as const,
          account: '444455556666',
          region: 'us-east-1',
          repository: 'app',
          document: {
            Version: '2012-10-17',
            Statement: [share(`arn:aws:iam::${account}:role/node`)],
          },
          reason: 'x',
          reversibility: 'reversible' as const,
        },
      ],
    }));
    const joined = joinedFix(fixes);
    const [change] = joined?.changes ?? [];
    assert.ok(change?.kind === 'set-repository-policy');
    const { Statement } = change.document as { Statement: { Sid: string; Principal: object }[] };
    assert.deepEqual(
      Statement.map(({ Sid, Principal }) => [Sid, Principal]),
      [
        ['PullBynode', { AWS: 'arn:aws:iam::111122223333:role/node' }],
        ['PullBynode2', { AWS: 'arn:aws:iam::555566667777:role/node' }],
      ],
    );
    assert.ok(joined?.patch?.includes('555566667777') && joined.patch.includes('111122223333'));
  });
});
