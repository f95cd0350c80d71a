// The emulator's own routes; only `reset` is left out, for it would take what must not be lost.
import { allCauses } from '../../../src/causes/catalogue.ts';
import type { Random } from '../../support/random.ts';
import type { FuzzRequest } from '../requests.ts';
import { accounts, anything, text } from '../values.ts';

const codes = allCauses().map(({ code }) => code);
const targets = {
  role: `arn:aws:iam::${accounts[0]}:role/role`,
  repository: `${accounts[0]}/us-east-1/app`,
  tag: 'v1',
  node: 'ip-10-0-0-10.ec2.internal',
  pod: 'default/web',
};

export function adminRequest(random: Random): FuzzRequest {
  const route = random.pick([
    'health',
    'world',
    'clock',
    'clock',
    'images-in-use',
    'nodes',
    'faults',
    'break',
    'heal',
    'kubeconfig',
    'nothing',
  ]);
  const isPost = random.chance(0.5);
  const body = JSON.stringify(random.chance(0.8) ? bodyOf(random, route) : anything(random)) ?? '';
  return {
    door: `admin ${isPost ? 'POST' : 'GET'} ${route}`,
    method: isPost ? 'POST' : random.pick(['GET', 'GET', 'GET', 'DELETE', 'HEAD']),
    path: random.chance(0.03) ? '/metrics' : `/_hawser/${route}`,
    headers: {
      'content-type': random.chance(0.95) ? 'application/json' : random.pick(['text/plain', '']),
      ...(random.chance(0.03) ? { origin: 'https://evil.example' } : {}),
    },
    body: isPost ? body : '',
  };
}

function bodyOf(random: Random, route: string): unknown {
  switch (route) {
    case 'clock':
      return random.chance(0.6)
        ? {
            advance: random.pick([
              '1s',
              '1h',
              '-1h',
              '1d',
              '9e9d',
              '99999999999d',
              '1.5ms',
              '-99999d',
              7,
              null,
            ]),
          }
        : {
            set: random.pick([
              '2026-01-01T00:00:00Z',
              '1970-01-01',
              '+275760-09-13',
              'x',
              null,
              'now',
            ]),
          };
    case 'break':
      return {
        cause: random.pick([...codes, text(random)]),
        target: random.chance(0.8) ? targets : anything(random),
      };
    case 'heal':
      return random.chance(0.5) ? {} : { cause: random.pick(codes) };
    case 'nodes':
      return { name: random.pick(['Bad Name', '-', anything(random)]), external: true };
    default:
      return anything(random);
  }
}
