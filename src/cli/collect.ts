import type { Command } from 'commander';
import type { Question } from '../evidence/diagnose.ts';
import { log } from '../log/log.ts';
import { type Asked, askable, contextNamespace, questionIfAny } from './question.ts';

interface CollectOptions extends Asked {
  readonly output: string;
}

/** Adds `hawser collect`: writes down what the doctor would look at, to be examined elsewhere. */
export function registerCollect(program: Command): void {
  askable(program.command('collect'))
    .description('write everything that the doctor looks at into a bundle, without secrets')
    .argument(
      '[pod-or-image]',
      'a pod or deployment/NAME, or with --as an image; without it, every pod',
    )
    .requiredOption('-o, --output <path>', 'file to write the bundle to')
    .action(collect);
}

async function collect(target: string | undefined, options: CollectOptions): Promise<void> {
  const asked = await questionIfAny(target, options);
  const { writeBundle } = await import('../evidence/bundle.ts');
  const { gather } = await import('../evidence/diagnose.ts');
  const { context, profile: profiles } = options;
  const look = { context, profiles, environment: process.env, now: Date.now() };
  const questions = asked === undefined ? await everyPod(options) : [asked];
  const entries = [];
  for (const question of questions) {
    entries.push({ question, cases: await gather(question, look) });
  }
  await writeBundle(options.output, entries);
  const pulls = entries.length === 1 ? 'pull' : 'pulls';
  log(
    `${options.output} holds ${entries.length} ${pulls}; examine it with hawser doctor --bundle ${options.output}`,
  );
}

async function everyPod(options: CollectOptions): Promise<Question[]> {
  const { podsOf } = await import('../evidence/kubernetes/pods.ts');
  const { openCluster } = await import('../evidence/kubernetes/cluster.ts');
  const namespace = options.namespace ?? (await contextNamespace(options.context));
  return (await podsOf(openCluster(options.context), namespace)).map((pod) => ({ pod, namespace }));
}
