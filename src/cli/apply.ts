import { hostname } from 'node:os';
import { createInterface } from 'node:readline/promises';
import type { Command } from 'commander';
import { isRunning } from '../credentials/cache/lock.ts';
import { log } from '../log/log.ts';
import type { Holder, LockOptions } from '../plan/apply/lock.ts';
import type { ResourceChange } from '../plan/diff/types.ts';
import type { Plan } from '../plan/plan.ts';
import { exitCodeOf, onAccounts, printPlan, type SpecOptions, withSpec } from './spec-files.ts';

interface ApplyOptions extends SpecOptions {
  readonly yes?: true;
  readonly deleteImages?: true;
  readonly breakLock?: true;
}

/** Adds `hawser apply` and `hawser destroy`. */
export function registerApply(program: Command): void {
  changing(program.command('apply'))
    .description('make AWS as a spec says: in order, resumable, and verified afterwards')
    .action(applySpec);
  changing(program.command('destroy'))
    .description('remove what a spec made; what was there before is left')
    .action(destroySpec);
}

function changing(command: Command): Command {
  return onAccounts(command)
    .option('--yes', 'do not ask')
    .option('--delete-images', 'delete repositories together with their images')
    .option('--break-lock', 'go on although another apply seems to be under way');
}

async function applySpec(options: ApplyOptions): Promise<void> {
  const { apply } = await import('../plan/apply/apply.ts');
  await withSpec(options, async (opened) => {
    const { plan, after } = await apply(opened, applyOptions(options));
    if (options.output === 'json') await printPlan({ ...plan, pulls: after.pulls }, 'json');
    else await printPlan(after, 'text');
    process.exitCode = after.changes.length > 0 ? 2 : exitCodeOf(after);
  });
}

async function destroySpec(options: ApplyOptions): Promise<void> {
  const { destroy } = await import('../plan/apply/destroy.ts');
  await withSpec(options, async (opened) => {
    const gone = await destroy(opened, applyOptions(options));
    await printPlan(gone, options.output, nothingToDelete);
  });
}

const nothingToDelete =
  'Nothing to delete. What the spec took over is left, with the policies and tags that it was given.';

function applyOptions(options: ApplyOptions) {
  return {
    deleteImages: options.deleteImages === true,
    lock: lockOptions(options),
    confirm: (plan: Plan) => confirm(plan, options),
    progress: (done: number, all: number, { action, address }: ResourceChange) =>
      log(`[${done + 1}/${all}] ${action} ${address}`),
  };
}

function lockOptions({ breakLock }: ApplyOptions): LockOptions {
  const host = hostname();
  return {
    holder: { host, pid: process.pid, since: new Date().toISOString() },
    hasEnded: (by: Holder) => by.host === host && !isRunning(by.pid),
    breakLock: breakLock === true,
  };
}

/** Shows the plan and asks, where somebody is there to answer. */
async function confirm(plan: Plan, { yes, output }: ApplyOptions): Promise<boolean> {
  if (yes) return true;
  if (process.stdin.isTTY !== true) return false;
  if (output === 'text') await printPlan(plan, 'text');
  log('make these changes? Type yes to go on:');
  const lines = createInterface({ input: process.stdin });
  try {
    for await (const line of lines) return /^y(es)?$/i.test(line.trim());
    return false;
  } finally {
    lines.close();
  }
}
