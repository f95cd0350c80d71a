import { Document } from 'yaml';
import { ownerTag } from '../../spec/graph/resource.ts';
import { defaultLifecycle } from '../../spec/read/lifecycle.ts';
import type { SpecAccount } from '../../spec/types.ts';
import { type OpenOptions, openAccounts } from '../accounts.ts';
import { sameLifecycle } from '../diff/same.ts';
import { observeRegistry } from '../observe/ecr.ts';
import type { ObservedRepository } from '../observe/types.ts';
import { readStatement } from './statements.ts';

/** A spec that was written from accounts. */
export interface Adopted {
  readonly text: string;
  /** What is there and cannot be said in a spec, in words. */
  readonly left: readonly string[];
}

/**
 * Writes a spec for the repositories of accounts, with the grants that their policies make. Nothing is changed. Grants
 * that roles have by their own policies alone are not read.
 * @throws as openAccounts, and what AWS refuses
 */
export async function adopt(
  name: string,
  accounts: readonly SpecAccount[],
  options: OpenOptions,
): Promise<Adopted> {
  const access = await openAccounts(accounts, options);
  const left: string[] = [];
  const repositories: object[] = [];
  const grants: object[] = [];
  for (const account of accounts) {
    const { region } = account;
    const found = await observeRegistry(access.of(account.id), { region, declared: new Set() });
    for (const repository of found.repositories.values()) {
      repositories.push(repositoryText(account, repository));
      grants.push(...grantsOf(account, repository, left));
    }
  }
  const document = new Document({
    name,
    accounts: accounts.map(({ name: called, id, region }) => ({ name: called, id, region })),
    repositories,
    grants,
  });
  document.commentBefore = ' Written by hawser adopt. Look at hawser plan before the first apply.';
  return { text: document.toString({ lineWidth: 120 }), left };
}

function repositoryText({ name: account }: SpecAccount, one: ObservedRepository): object {
  const mutable = one.mutability.startsWith('MUTABLE');
  const tags = Object.entries(one.tags).filter(
    ([key]) => !key.startsWith('hawser.dev/') && !key.startsWith('aws:'),
  );
  const { type, key } = one.encryption;
  return {
    name: one.name,
    account,
    ...(mutable ? { mutability: 'mutable' } : {}),
    ...(one.exclusions.length === 0 ? {} : { exceptTags: one.exclusions }),
    ...(one.scanOnPush ? {} : { scanOnPush: false }),
    ...(type === 'AES256' ? {} : { encryption: { type, ...(key === undefined ? {} : { key }) } }),
    ...lifecycleText(one.lifecycle),
    ...(tags.length === 0 ? {} : { tags: Object.fromEntries(tags) }),
  };
}

function lifecycleText(policy: object | undefined): object {
  if (policy === undefined) return { lifecycle: 'none' };
  return sameLifecycle(policy, defaultLifecycle) ? {} : { lifecycle: { raw: policy } };
}

function grantsOf(
  { name: from, id }: SpecAccount,
  { name, policy, tags }: ObservedRepository,
  left: string[],
): object[] {
  const owner = tags[ownerTag];
  if (owner !== undefined) left.push(`${from}/${name} belongs to the spec ${owner}`);
  const { Statement = [] } = (policy ?? {}) as { Statement?: object | object[] };
  return [Statement].flat().flatMap((statement) => {
    const read = readStatement(statement);
    const by = read?.by.filter((one) => one.account !== id);
    if (read === undefined || by === undefined) {
      left.push(`a statement of the policy of ${from}/${name}: ${JSON.stringify(statement)}`);
      return [];
    }
    if (by.length === 0) return [];
    const lasting = read.survivesRecreation ? { survivesRecreation: true } : {};
    return [{ [read.access]: [name], from, by, ...lasting }];
  });
}
