import type { Command } from 'commander';
import { log } from '../log/log.ts';
import type { SpecAccount } from '../spec/types.ts';
import { repeatable } from './repeatable.ts';
import { UsageError } from './usage-error.ts';

interface AdoptOptions {
  readonly name: string;
  readonly account: readonly string[];
  readonly profile: readonly string[];
}

/** Adds `hawser adopt`: a spec from what there is. */
export function registerAdopt(program: Command): void {
  program
    .command('adopt')
    .description('write a spec for the repositories of accounts and their grants; changes nothing')
    .requiredOption('--name <name>', 'name of the spec')
    .requiredOption(
      '--account <name=id/region>',
      'an account, such as registry=444455556666/eu-central-1 (repeatable)',
      repeatable,
      [],
    )
    .option('--profile <account=name>', 'AWS profile for an account (repeatable)', repeatable, [])
    .action(adoptAccounts);
}

async function adoptAccounts({ name, account, profile }: AdoptOptions): Promise<void> {
  const { adopt } = await import('../plan/adopt/adopt.ts');
  const { counting } = await import('../plan/counting.ts');
  const calls = counting();
  try {
    const accounts = account.map(accountOf);
    const options = { profiles: profile, environment: process.env, calls };
    const { text, left } = await adopt(name, accounts, options);
    for (const one of left) log(`warning: not in the spec: ${one}`);
    process.stdout.write(text);
  } finally {
    calls.close();
  }
}

function accountOf(text: string): SpecAccount {
  const match = /^([a-z0-9][a-z0-9-]*)=(\d{12})\/([a-z]{2,4}(?:-[a-z]+)+-\d+)$/.exec(text);
  const [, name, id, region] = match ?? [];
  if (name === undefined || id === undefined || region === undefined) {
    throw new UsageError(
      `--account cannot be "${text}"`,
      'Write NAME=ID/REGION, such as registry=444455556666/eu-central-1.',
    );
  }
  return { name, id, region, at: { file: '--account', line: 1, column: 1 } };
}
