import type { Command } from 'commander';
import { exitCodeOf, onAccounts, printPlan, type SpecOptions, withSpec } from './spec-files.ts';

/** Adds `hawser plan` and `hawser drift`: what is not as a spec says. Both change nothing. */
export function registerPlan(program: Command): void {
  onAccounts(program.command('plan'))
    .description('show what would change to make AWS as a spec says, and prove its pulls')
    .option('--delete-images', 'plan to delete repositories together with their images')
    .action(plan);
  onAccounts(program.command('drift'))
    .description('show what is no longer as a spec says; exit code 2 when there is something')
    .action(drift);
}

async function plan(options: SpecOptions & { readonly deleteImages?: true }): Promise<void> {
  const { makePlan } = await import('../plan/plan.ts');
  await withSpec(options, async (opened) => {
    const made = await makePlan(opened, options);
    await printPlan(made, options.output);
    process.exitCode = exitCodeOf(made);
  });
}

async function drift(options: SpecOptions): Promise<void> {
  const { makePlan } = await import('../plan/plan.ts');
  await withSpec(options, async (opened) => {
    const found = await makePlan(opened);
    await printPlan(found, options.output);
    process.exitCode = found.changes.length > 0 ? 2 : exitCodeOf(found);
  });
}
