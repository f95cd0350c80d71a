import { type Command, Option } from 'commander';
import { readRegularText } from '../files/read.ts';
import type { Counting } from '../plan/counting.ts';
import type { Opened, Plan } from '../plan/plan.ts';
import type { Spec } from '../spec/types.ts';
import { repeatable } from './repeatable.ts';
import { UsageError } from './usage-error.ts';

export interface SpecOptions {
  readonly file: readonly string[];
  readonly profile: readonly string[];
  readonly output: 'text' | 'json';
}

/** Largest spec file, in bytes. */
const limit = 8 * 1024 * 1024;

/** Adds the options by which a spec is named. */
export function onSpec(command: Command): Command {
  return command.option(
    '-f, --file <path>',
    'spec file (repeatable; default: hawser.yaml)',
    repeatable,
    [],
  );
}

/** Adds those by which its accounts are reached, and how the answer is printed. */
export function onAccounts(command: Command): Command {
  return onSpec(command)
    .option(
      '--profile <account=name>',
      'AWS profile for an account of the spec (repeatable)',
      repeatable,
      [],
    )
    .addOption(new Option('-o, --output <format>').choices(['text', 'json']).default('text'));
}

/** @throws SpecError; UsageError for a file that is not there. */
export async function specOf(files: readonly string[]): Promise<Spec> {
  const { readSpec } = await import('../spec/read/read-spec.ts');
  const names = files.length === 0 ? ['hawser.yaml'] : files;
  return readSpec(
    await Promise.all(names.map(async (name) => ({ name, text: await textOf(name) }))),
  );
}

async function textOf(path: string): Promise<string> {
  try {
    return await readRegularText(path, limit);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new UsageError(
      `there is no file ${path}`,
      'Name the spec with -f. docs/spec.md says how to write one.',
    );
  }
}

/** Opens the accounts of a spec, works on it, and closes the connections. */
export async function withSpec<Value>(
  { file, profile }: SpecOptions,
  work: (opened: Opened) => Promise<Value>,
): Promise<Value> {
  const spec = await specOf(file);
  const { counting } = await import('../plan/counting.ts');
  const { openSpec } = await import('../plan/plan.ts');
  const calls: Counting = counting();
  try {
    return await work(await openSpec(spec, { profiles: profile, environment: process.env, calls }));
  } finally {
    calls.close();
  }
}

/** 0 when every declared pull will work, 2 when one will not, 3 when that cannot be told. */
export function exitCodeOf({ pulls }: Pick<Plan, 'pulls'>): number {
  if (pulls.some(({ verdict }) => verdict === 'broken')) return 2;
  return pulls.some(({ verdict }) => verdict === 'unseen') ? 3 : 0;
}

/** Prints a plan in the format that was asked for. @param unchanged what to say of a plan without changes. */
export async function printPlan(
  plan: Plan,
  output: SpecOptions['output'],
  unchanged?: string,
): Promise<void> {
  const { planJson, planText } = await import('../plan/text.ts');
  const { styleOf } = await import('../report/style.ts');
  process.stdout.write(
    output === 'json'
      ? `${JSON.stringify(planJson(plan))}\n`
      : planText(plan, styleOf(process.stdout, process.env), unchanged),
  );
}
