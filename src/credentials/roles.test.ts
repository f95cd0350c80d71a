import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { registryOf } from './registry.ts';
import { parseRoleMap, rolesFor } from './roles.ts';

const role = (account: string, name: string) => `arn:aws:iam::${account}:role/${name}`;
const [hub, pull] = [role('999988887777', 'hub'), role('444455556666', 'team/pull,only')];

describe('roles to assume for a registry', () => {
  const roles = parseRoleMap([`444455556666=${hub}>${pull}?external-id=secret`, `*=${hub}`]);
  const of = (host: string) => rolesFor(registryOf(host, new Map()), roles);

  it('are those of its account, one after the other', () =>
    assert.deepEqual(of('444455556666.dkr.ecr.eu-west-1.amazonaws.com'), [
      { roleArn: hub },
      { roleArn: pull, externalId: 'secret' },
    ]));

  it('are those of every account otherwise', () =>
    assert.deepEqual(of('public.ecr.aws'), [{ roleArn: hub }]));

  for (const entry of ['x', `44445555666=${hub}`, '*=arn:aws:iam::1:role/x', `*=${hub}?id=1`]) {
    it(`are refused as ${entry}`, () =>
      assert.throws(() => parseRoleMap([entry]), { kind: 'configuration', code: 'HW0562' }));
  }

  it('never appear with an external id in an error', () =>
    assert.throws(
      () => parseRoleMap(['x?external-id=hidden']),
      ({ message }: Error) => !message.includes('hidden'),
    ));
});
