import { matchesWildcard } from '../../ecr/mutability.ts';
import { formatArn, parseArn } from '../../names/arn.ts';
import { nearest } from '../../names/nearest.ts';
import { partitionOf } from '../../names/partitions.ts';
import type {
  Access,
  Grantee,
  SpecAccount,
  SpecCache,
  SpecGrant,
  SpecRepository,
  SpecRole,
} from '../types.ts';
import { accountId } from './accounts.ts';
import type { Field, Reader } from './reader.ts';
import { readAccountName } from './repositories.ts';

const patternShape = /^[a-z0-9*]([a-z0-9*._/-]{0,254}[a-z0-9*])?$/;
const organizationId = /^o-[a-z0-9]{10,32}$/;
const names = ['pull', 'push', 'from', 'by', 'survivesRecreation'] as const;

/** What grants refer to. */
export interface Declared {
  readonly accounts: readonly SpecAccount[];
  readonly repositories: readonly SpecRepository[];
  readonly caches: readonly SpecCache[];
  readonly roles: readonly SpecRole[];
}

/** Who may pull, or push, which repositories. */
export function readGrant(reader: Reader, field: Field, declared: Declared): SpecGrant | undefined {
  const fields = reader.fields(field, names, ['by']);
  if (fields === undefined) return undefined;
  const access: Access = fields.push === undefined ? 'pull' : 'push';
  const what = fields[access];
  if (what === undefined || (fields.pull !== undefined && fields.push !== undefined)) {
    return reader.complain(
      field,
      `"${field.path}" needs one of "pull" and "push"`,
      'A push includes no pull: write two grants.',
    );
  }
  const from = fields.from && readAccountName(reader, fields.from, declared.accounts, fields.from);
  const inReach = declared.repositories.filter(
    ({ account }) => from === undefined || account === from,
  );
  const patterns = reader.texts(
    what,
    patternShape,
    'a name of a repository, with * for any characters',
  );
  const repositories = new Set<SpecRepository>();
  const caches = new Set<SpecCache>();
  const cachesInReach = declared.caches.filter(
    ({ account }) => access === 'pull' && (from === undefined || account === from),
  );
  for (const [index, pattern] of patterns.entries()) {
    const matched = inReach.filter(({ name }) => matchesWildcard(pattern, name));
    const cached = cachesInReach.filter(({ prefix }) => pattern.startsWith(`${prefix}/`));
    for (const one of cached) caches.add(one);
    if (matched.length === 0 && cached.length === 0)
      complainOfPattern(reader, reader.items(what)[index] ?? what, pattern, inReach);
    for (const one of matched) repositories.add(one);
  }
  const by = reader.items(fields.by).flatMap((item) => readGrantee(reader, item, declared) ?? []);
  if (fields.by !== undefined && reader.items(fields.by).length === 0) {
    reader.complain(
      fields.by,
      `"${fields.by.path}" names nobody`,
      'Name a role, an account or an organization.',
    );
  }
  for (const one of by) complainOfUseless(reader, fields.own, one, [...repositories]);
  const survivesRecreation = reader.flag(fields.survivesRecreation) ?? false;
  return {
    access,
    patterns,
    repositories: [...repositories],
    caches: [...caches],
    by,
    survivesRecreation,
    at: field.at,
  };
}

function complainOfPattern(
  reader: Reader,
  field: Field,
  pattern: string,
  repositories: readonly SpecRepository[],
): void {
  const [meant] = nearest(
    pattern,
    repositories.map(({ name }) => name),
    1,
  );
  reader.complain(
    field,
    `no repository of the spec matches ${pattern}`,
    meant === undefined ? 'Declare it under repositories:.' : `Did you mean ${meant}?`,
  );
}

/** An account's own repositories are granted through the policies of its roles only. */
function complainOfUseless(
  reader: Reader,
  field: Field,
  grantee: Grantee,
  repositories: readonly SpecRepository[],
): void {
  if (grantee.kind !== 'account') return;
  const own = repositories.find(({ account }) => account.id === grantee.accountId);
  if (own === undefined) return;
  reader.complain(
    field,
    `account ${grantee.accountId} owns ${own.name}: a policy that grants it to the whole account changes nothing`,
    'Grant it to roles of the account.',
  );
}

function readGrantee(reader: Reader, item: Field, declared: Declared): Grantee | undefined {
  const fields = reader.fields(item, ['role', 'account', 'organization']);
  if (fields === undefined) return undefined;
  const { role, account, organization } = fields;
  const given = [role, account, organization].filter((one) => one !== undefined);
  if (given.length !== 1) {
    return reader.complain(
      item,
      `"${item.path}" needs one of "role", "account" and "organization"`,
      'Name one in each item.',
    );
  }
  if (organization !== undefined) {
    const id = reader.text(
      organization,
      organizationId,
      'the id of an organization, such as o-a1b2c3d4e5',
    );
    return id === undefined ? undefined : { kind: 'organization', id };
  }
  if (account !== undefined) return readAccountGrantee(reader, account, declared);
  const text = reader.text(role, /^./, 'ACCOUNT/NAME of a role, or its ARN');
  if (role === undefined || text === undefined) return undefined;
  return text.startsWith('arn:')
    ? byArn(reader, role, text, declared)
    : byName(reader, role, text, declared);
}

function readAccountGrantee(
  reader: Reader,
  field: Field,
  { accounts }: Declared,
): Grantee | undefined {
  const text = reader.text(field, /^./, 'the name of an account, or its id in quotes');
  if (text === undefined) return undefined;
  if (accountId.test(text)) return { kind: 'account', accountId: text };
  const found = readAccountName(reader, field, accounts, field);
  return found === undefined ? undefined : { kind: 'account', accountId: found.id };
}

function byArn(
  reader: Reader,
  field: Field,
  arn: string,
  { accounts, roles }: Declared,
): Grantee | undefined {
  const parsed = parseArn(arn);
  const name = /^role\/(?:[\w+=,.@/-]*\/)?([\w+=,.@-]{1,64})$/.exec(parsed?.resource ?? '')?.[1];
  if (parsed?.service !== 'iam' || name === undefined || !accountId.test(parsed.accountId)) {
    return reader.complain(
      field,
      `${arn} is no role`,
      'Write arn:aws:iam::ACCOUNT:role/NAME, with its path.',
    );
  }
  const account = accounts.find(({ id }) => id === parsed.accountId);
  const role = roles.find((one) => one.account === account && arn === roleArnOf(one));
  return { kind: 'role', arn, name, accountId: parsed.accountId, account, role };
}

function byName(
  reader: Reader,
  field: Field,
  text: string,
  { accounts, roles }: Declared,
): Grantee | undefined {
  const [first = '', second] = text.split('/');
  const candidates = roles.filter((one) =>
    second === undefined ? one.name === first : one.account.name === first && one.name === second,
  );
  const [role] = candidates;
  if (role === undefined || candidates.length > 1) {
    const [meant] = nearest(
      text,
      roles.map((one) => `${one.account.name}/${one.name}`),
      1,
    );
    const account = accounts.find(({ name }) => name === first);
    if (role !== undefined)
      return reader.complain(field, `several accounts have a role ${text}`, 'Write ACCOUNT/NAME.');
    if (account === undefined || second === undefined || meant !== undefined) {
      const hint =
        meant === undefined
          ? 'Declare it under roles:, or give its ARN.'
          : `Did you mean ${meant}?`;
      return reader.complain(field, `the spec has no role ${text}`, hint);
    }
    const arn = iamRoleArn(account, second);
    return { kind: 'role', arn, name: second, accountId: account.id, account, role: undefined };
  }
  const { account, name } = role;
  return { kind: 'role', arn: roleArnOf(role), name, accountId: account.id, account, role };
}

/** ARN of a role that the spec makes. */
export function roleArnOf({ account, name }: Pick<SpecRole, 'account' | 'name'>): string {
  return iamRoleArn(account, name);
}

function iamRoleArn({ id, region }: SpecAccount, name: string): string {
  return formatArn({
    partition: partitionOf(region).id,
    service: 'iam',
    region: '',
    accountId: id,
    resource: `role/${name}`,
  });
}
