import { type Access, Accounts } from '../evidence/aws/accounts.ts';
import type { SpecAccount } from '../spec/types.ts';
import type { Counting } from './counting.ts';
import { PlanError } from './errors.ts';

/** Credentials for every account of a spec, each known to be that account's. */
export interface SpecAccess {
  readonly accounts: Accounts;
  /** @param id of an account of the spec. */
  of(id: string): Access;
}

export interface OpenOptions {
  /** Each `ACCOUNT=PROFILE`, where the account is a name of the spec or an id. */
  readonly profiles: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly calls: Counting;
}

/** Tries of a call that is throttled: the SDK waits longer before each. */
const maxAttempts = 8;

/**
 * Opens every account, and asks each who it is before anything else.
 * @throws PlanError `WRONG_ACCOUNT`, `BAD_PROFILE`; EvidenceError `NO_PROFILE`.
 */
export async function openAccounts(
  all: readonly SpecAccount[],
  { profiles, environment, calls }: OpenOptions,
): Promise<SpecAccess> {
  const byAccount = new Map(profiles.map((text) => profileFor(text, all)));
  const accounts = await Accounts.open([...new Set(byAccount.values())], environment, {
    requestHandler: calls.handler,
    maxAttempts,
  });
  for (const account of all) {
    const { accountId } = accounts.access(account.id);
    if (accountId !== account.id) throw wrongAccount(account, accountId, byAccount.get(account.id));
  }
  return { accounts, of: (id) => accounts.access(id) };
}

function profileFor(text: string, all: readonly SpecAccount[]): readonly [string, string] {
  const [name = '', profile = ''] = text.split(/=(.*)/s);
  const account = all.find((one) => one.name === name || one.id === name);
  if (account !== undefined && profile !== '') return [account.id, profile];
  throw new PlanError(
    'BAD_PROFILE',
    profile === '' ? `--profile ${text} names no profile` : `the spec has no account ${name}`,
    `Write --profile ACCOUNT=PROFILE, where ACCOUNT is one of ${all.map((one) => one.name).join(', ')}.`,
  );
}

function wrongAccount(
  { name, id }: SpecAccount,
  found: string | undefined,
  profile: string | undefined,
): PlanError {
  const whose = profile === undefined ? 'the credentials at hand' : `profile ${profile}`;
  return new PlanError(
    'WRONG_ACCOUNT',
    found === undefined
      ? `there are no credentials for account ${name} (${id})`
      : `account ${name} is ${id}, and ${whose} ${profile === undefined ? 'are' : 'is'} of another account (${found})`,
    `Give a profile for it with --profile ${name}=PROFILE. Nothing was touched.`,
  );
}
