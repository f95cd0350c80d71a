import type { Command } from 'commander';
import type { Question } from '../evidence/diagnose.ts';
import { log } from '../log/log.ts';
import { type FleetAsked, fleetable, gatherFleet, requireFleetOptions } from './fleet.ts';
import { askable, contextNamespace, questionIfAny } from './question.ts';

interface CollectOptions extends FleetAsked {
  readonly output: string;
}

/** Adds `hawser collect`: writes down what the doctor would look at, to be examined elsewhere. */
export function registerCollect(program: Command): void {
  fleetable(askable(program.command('collect')))
    .description('write everything that the doctor looks at into a bundle, without secrets')
    .argument(
      '[pod-or-image...]',
      'a pod or deployment/NAME, or with --as an image; without it, every pod of the namespace',
    )
    .requiredOption('-o, --output <path>', 'file to write the bundle to')
    .action(collect);
}

async function collect(targets: readonly string[], options: CollectOptions): Promise<void> {
  requireFleetOptions(targets, options);
  if (options.all) {
    await collectAll(targets, options);
    return;
  }
  const asked = await questionIfAny(targets[0], options);
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

async function collectAll(targets: readonly string[], options: CollectOptions): Promise<void> {
  const fleet = await gatherFleet(targets, options);
  const { writeFleetBundle } = await import('../evidence/bundle.ts');
  await writeFleetBundle(options.output, fleet);
  const pods = Object.keys(fleet.pods).length;
  log(
    `${options.output} holds ${pods} ${pods === 1 ? 'pod' : 'pods'}; examine it with hawser doctor --all --bundle ${options.output}`,
  );
}

async function everyPod(options: CollectOptions): Promise<Question[]> {
  const { podsOf } = await import('../evidence/kubernetes/pods.ts');
  const { openCluster } = await import('../evidence/kubernetes/cluster.ts');
  const namespace = options.namespace ?? (await contextNamespace(options.context));
  return (await podsOf(openCluster(options.context), namespace)).map((pod) => ({ pod, namespace }));
}
