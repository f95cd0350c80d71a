import type { Command } from 'commander';
import { type Asked, questionOf } from './question.ts';
import { UsageError } from './usage-error.ts';

interface CollectOptions extends Asked {
  readonly profile: string[];
  readonly output: string;
}

/** Adds `hawser collect`: writes down what the doctor would look at, to be examined elsewhere. */
export function registerCollect(program: Command): void {
  program
    .command('collect')
    .description('write everything that the doctor looks at into a bundle, without secrets')
    .argument('[pod-or-image]', 'a pod, or with --as an image; without it, every pod')
    .option('-n, --namespace <name>', 'namespace of the pods', 'default')
    .option('--as <role-arn>', 'the role that is to pull the image')
    .option(
      '--profile <name>',
      'an AWS profile to look with, one for each account (repeatable)',
      (name: string, before: string[]) => [...before, name],
      [],
    )
    .requiredOption('-o, --output <path>', 'file to write the bundle to')
    .action(collect);
}

async function collect(target: string | undefined, options: CollectOptions): Promise<void> {
  if (target === undefined && options.as !== undefined) {
    throw new UsageError('--as without an image', 'Name the image that the role is to pull.');
  }
  const { writeBundle } = await import('../evidence/bundle.ts');
  const { gather } = await import('../evidence/diagnose.ts');
  const { podsOf } = await import('../evidence/kubernetes/pods.ts');
  const look = { profiles: options.profile, environment: process.env, now: Date.now() };
  const questions =
    target === undefined
      ? (await podsOf(options.namespace)).map((pod) => ({ pod, namespace: options.namespace }))
      : [questionOf(target, options)];
  const entries = [];
  for (const question of questions) {
    entries.push({ question, cases: await gather(question, look) });
  }
  await writeBundle(options.output, entries);
  process.stderr.write(
    `hawser: ${options.output} holds ${entries.length} ${entries.length === 1 ? 'pull' : 'pulls'}; examine it with hawser doctor --bundle ${options.output}\n`,
  );
}
