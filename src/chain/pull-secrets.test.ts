// Pull Secrets beside the node's own way to pull: where both are broken, each is a cause.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { absent, known, unseen } from './fact.ts';
import type { Proof } from './proof.ts';
import { prove } from './prove.ts';
import type { Pull } from './pull.ts';
import {
  account,
  allow,
  image,
  key,
  world as oneAccount,
  text,
  web,
} from './testing/one-account.ts';
import type { PodFacts, SecretFacts, World } from './world.ts';

const host = `${account}.dkr.ecr.us-east-1.amazonaws.com`;
const otherHost = '555566667777.dkr.ecr.us-east-1.amazonaws.com';
const pull: Pull = { kind: 'pod', namespace: 'shop', pod: 'web', container: 'app' };

const docker = 'kubernetes.io/dockerconfigjson';
const entry = (location: string, status: number, message = ''): SecretFacts => ({
  type: docker,
  registries: [{ location, username: 'AWS', accepted: known({ status, message }) }],
});
const expired = entry(host, 403, 'Your authorization token has expired.');

function world(
  secret: World['secrets'][string],
  mayPull: boolean,
  pod: Partial<PodFacts> = {},
): World {
  return {
    ...oneAccount(mayPull ? [text(allow)] : []),
    pods: { 'shop/web': known({ ...web, namespace: 'shop', imagePullSecrets: ['ecr'], ...pod }) },
    secrets: { 'shop/ecr': secret },
  };
}

const codes = ({ causes }: Proof) => causes.map(({ code }) => code);

describe('a pull Secret beside a node role without rights', () => {
  const broken: readonly (readonly [string, World['secrets'][string], string, RegExp])[] = [
    ['that is expired', known(expired), 'HW0203', /refuses Secret ecr \(Your authorization token/],
    ['that is not there', absent, 'HW0202', /no Secret ecr in the pod's namespace/],
    ['for another host', known(entry(otherHost, 200)), 'HW0204', /is for 555566667777\.dkr/],
    [
      'with another password',
      known(entry(host, 400, 'Your Authorization Token is invalid.')),
      'HW0205',
      /Token is invalid/,
    ],
    ['without entries', known({ type: docker, registries: [] }), 'HW0204', /has no entry/],
    ['of another type', known({ type: 'Opaque' }), 'HW0205', /is of type Opaque/],
    ['that cannot be read', known({ type: docker }), 'HW0205', /cannot be read/],
  ];
  for (const [what, secret, code, words] of broken) {
    it(`${what} is a cause beside the role, with a fix of its own`, () => {
      const proof = prove(pull, world(secret, false));
      assert.deepEqual([proof.verdict, codes(proof)], ['broken', [code, 'HW0701']]);
      const [first, second] = proof.causes;
      assert.match(first?.deciding.text ?? '', words);
      assert.equal(first?.fix.changes?.[0]?.kind, 'renew-pull-secret');
      assert.match(
        first?.fix.text ?? '',
        /own way to pull instead \(iam-policy\).*only one working way to log in/,
      );
      assert.doesNotMatch(first?.fix.text ?? '', /drop/);
      assert.match(
        second?.fix.text ?? '',
        /Or mend pull Secret ecr instead: the pull needs only one working way to log in\.$/,
      );
      assert.match(
        first?.fix.patch ?? '',
        new RegExp(`create secret docker-registry ecr --docker-server=${host}`),
      );
      assert.equal(second?.fix.changes?.[0]?.kind, 'attach-role-policy');
      const lost = {
        'for another host': /its entry for 555566667777\.dkr\S+ is lost/,
        'of another type': /holds/,
      };
      const risk = first?.fix.risk ?? '';
      if (what in lost) assert.match(risk, lost[what as keyof typeof lost]);
      else if (what !== 'that cannot be read') assert.equal(risk, '');
    });

    it(`${what} does not matter where the role may pull`, () => {
      const proof = prove(pull, world(secret, true));
      assert.deepEqual([proof.verdict, codes(proof)], ['holds', []]);
    });
  }

  it('for other registries is no cause: it is for other images', () => {
    const proof = prove(pull, world(known(entry('ghcr.io', 200)), false));
    assert.deepEqual([proof.verdict, codes(proof)], ['broken', ['HW0701']]);
  });

  it('that the registry takes makes the role beside the point, also where the image is not there', () => {
    assert.equal(prove(pull, world(known(entry(host, 200)), false)).verdict, 'holds');
    const gone = {
      ...world(known(entry(host, 404, 'not found')), false),
      images: { [`${key}:v1`]: absent },
    };
    assert.deepEqual(codes(prove(pull, gone)), ['HW1501']);
  });

  it('that was not seen may do without the role: what is wrong there is no proof', () => {
    const proof = prove(pull, world(unseen('Secret shop/ecr', 'get secrets'), false));
    assert.equal(proof.verdict, 'unseen');
    assert.deepEqual(codes(proof), ['HW0701']);
    assert.ok((proof.causes[0]?.confidence ?? 1) < 1);
    assert.ok(proof.needs.some(({ fact }) => fact === 'Secret shop/ecr'));
  });
});

describe('a container that runs with a Secret that has expired', () => {
  const containers = [{ name: 'app', image, imagePullPolicy: 'Always', running: true }];

  it('runs, and its next pull fails', () => {
    const proof = prove(pull, world(known(expired), false, { containers }));
    assert.deepEqual(
      [proof.verdict, proof.runs, codes(proof)],
      ['broken', true, ['HW0203', 'HW0701']],
    );
  });

  it('has nothing to fear where the role may pull', () => {
    const proof = prove(pull, world(known(expired), true, { containers }));
    assert.deepEqual([proof.verdict, proof.runs], ['holds', undefined]);
  });
});

describe('containers of one pod that all wait', () => {
  it('are each judged by what is said of their own image', () => {
    const waiting = { reason: 'ImagePullBackOff', message: 'Back-off pulling image' };
    const other = 'docker.io/library/nginx:1';
    const containers = [image, other].map((each, at) => ({
      name: at === 0 ? 'app' : 'side',
      image: each,
      imagePullPolicy: 'Always',
      waiting,
    }));
    const timeout = 'dial tcp 52.1.1.1:443: i/o timeout';
    const events = [
      `Failed to pull image "${other}": failed to do request: Head "https://registry-1.docker.io/v2/library/nginx/manifests/1": ${timeout}`,
    ];
    const given = { containers, events, imagePullSecrets: [] };
    const told = (container: string) =>
      JSON.stringify(prove({ ...pull, container }, world(absent, true, given)).causes);
    assert.doesNotMatch(told('app'), /NET-|registry-1/);
    assert.match(told('side'), /NET-/);
  });
});
