import { nearest } from '../../names/nearest.ts';
import type { MutabilitySetting, SpecAccount, SpecRepository } from '../types.ts';
import { readRegion } from './accounts.ts';
import { readLifecycle } from './lifecycle.ts';
import type { Field, Reader } from './reader.ts';

/** Names of private repositories (ECR API Reference, CreateRepository). */
const repositoryName =
  /^(?=.{2,256}$)(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/;
/** Filters of image tags (ECR API Reference, ImageTagMutabilityExclusionFilter). */
const tagFilter = /^[0-9a-zA-Z._*-]{1,128}$/;
const keyArn = /^arn:[a-z-]+:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/;

const names = [
  'name',
  'account',
  'region',
  'mutability',
  'exceptTags',
  'scanOnPush',
  'encryption',
  'lifecycle',
  'tags',
] as const;

/** A repository. Unless it says otherwise: immutable tags, a scan on push, untagged images expire after 14 days. */
export function readRepository(
  reader: Reader,
  field: Field,
  accounts: readonly SpecAccount[],
): SpecRepository | undefined {
  const fields = reader.fields(field, names, ['name']);
  if (fields === undefined) return undefined;
  const name = reader.text(fields.name, repositoryName, 'a name of a repository of ECR');
  const account = readAccountName(reader, fields.account ?? fields.own, accounts, fields.account);
  const region = readRegion(reader, fields.region) ?? account?.region;
  const mutable = reader.choice(fields.mutability, ['immutable', 'mutable']) ?? 'immutable';
  const exclusions = reader.texts(fields.exceptTags, tagFilter, 'a tag, with * for any characters');
  if (exclusions.length > 5) {
    reader.complain(fields.exceptTags ?? field, 'ECR takes at most 5 exceptions', 'Use patterns.');
  }
  const lifecycle = readLifecycle(reader, fields.lifecycle);
  const encryption = readEncryption(reader, fields.encryption);
  const scanOnPush = reader.flag(fields.scanOnPush) ?? true;
  const tags = readTags(reader, fields.tags);
  if (name === undefined || account === undefined || region === undefined) return undefined;
  const mutability = settingOf(mutable, exclusions.length > 0);
  return {
    name,
    account,
    region,
    mutability,
    exclusions,
    scanOnPush,
    encryption,
    lifecycle,
    tags,
    at: field.at,
  };
}

function settingOf(mutable: 'immutable' | 'mutable', excepted: boolean): MutabilitySetting {
  if (mutable === 'mutable') return excepted ? 'MUTABLE_WITH_EXCLUSION' : 'MUTABLE';
  return excepted ? 'IMMUTABLE_WITH_EXCLUSION' : 'IMMUTABLE';
}

function readEncryption(
  reader: Reader,
  field: Field | undefined,
): { readonly type: 'AES256' | 'KMS'; readonly key?: string } {
  if (field === undefined) return { type: 'AES256' };
  const fields = reader.fields(field, ['type', 'key'], ['type']);
  const type = reader.choice(fields?.type, ['AES256', 'KMS']) ?? 'AES256';
  const key = reader.text(fields?.key, keyArn, 'the ARN of a key of KMS');
  if (key !== undefined && type !== 'KMS') {
    reader.complain(field, 'only the type KMS takes a key', 'Write type: KMS.');
  }
  return key === undefined ? { type } : { type, key };
}

function readTags(reader: Reader, field: Field | undefined): Readonly<Record<string, string>> {
  const tags = reader.record(field);
  const own = Object.keys(tags).find((key) => key.startsWith('hawser.dev/'));
  if (field !== undefined && own !== undefined) {
    reader.complain(field, `the tag ${own} is Hawser's own`, 'Leave it out: it is set anyway.');
  }
  const ofAws = Object.keys(tags).find((key) => /^aws:/i.test(key));
  if (field !== undefined && ofAws !== undefined) {
    reader.complain(
      field,
      `the tag ${ofAws} begins with aws:, which AWS keeps for itself`,
      'Give it another key.',
    );
  }
  return tags;
}

/**
 * The account that something names; left out, the only one that there is.
 * @param field where to point at, and `named` what was written, if anything was.
 */
export function readAccountName(
  reader: Reader,
  field: Field,
  accounts: readonly SpecAccount[],
  named: Field | undefined,
): SpecAccount | undefined {
  const [only, second] = accounts;
  if (named === undefined) {
    if (only !== undefined && second === undefined) return only;
    return reader.complain(
      field,
      `"${field.path}" lacks "account"`,
      `Name one of ${listed(accounts)}.`,
    );
  }
  const name = reader.text(named, /^./, 'the name of an account');
  if (name === undefined) return undefined;
  const found = accounts.find((one) => one.name === name || one.id === name);
  if (found !== undefined) return found;
  const [meant] = nearest(
    name,
    accounts.map((one) => one.name),
    1,
  );
  return reader.complain(
    named,
    `the spec has no account ${name}`,
    meant === undefined ? `It has ${listed(accounts)}.` : `Did you mean ${meant}?`,
  );
}

function listed(accounts: readonly SpecAccount[]): string {
  return accounts.map(({ name }) => name).join(', ') || 'the accounts under accounts:';
}
