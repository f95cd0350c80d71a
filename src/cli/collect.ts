import type { Command } from 'commander';
import type { Question } from '../evidence/judge.ts';
import { log } from '../log/log.ts';
import { collectFromNode, type NodeAsked, requireNodeOptions } from './collect-node.ts';
import { type FleetAsked, fleetable, gatherFleet, requireFleetOptions } from './fleet.ts';
import { askable, contextNamespace, questionIfAny } from './question.ts';
import { UsageError } from './usage-error.ts';

interface CollectOptions extends FleetAsked, NodeAsked {}

/** Options of a collection about pulls: it goes to a file. */
type ToFile = CollectOptions & { readonly output: string };

/** Adds `hawser collect`: writes down what the doctor would look at, to be examined elsewhere. */
export function registerCollect(program: Command): void {
  fleetable(askable(program.command('collect')))
    .description('write everything that the doctor looks at into a bundle, without secrets')
    .argument(
      '[pod-or-image...]',
      'a pod or deployment/NAME, or with --as an image; without it, every pod of the namespace',
    )
    .option('-o, --output <path>', 'file to write to; with --node standard output when left out')
    .option('--node', 'look at the node that this runs on: files, clock, and the hosts of a pull')
    .option('--root <dir>', 'with --node, where the node’s file system is mounted')
    .option('--image <image>', 'with --node, the image whose hosts are tried')
    .option('--node-name <name>', 'with --node, its name in the cluster')
    .option('--print-job <image>', 'with --node, print a Job that does so in the cluster')
    .action(collect);
}

async function collect(targets: readonly string[], options: CollectOptions): Promise<void> {
  requireNodeOptions(targets, options);
  if (options.node) {
    await collectFromNode(options);
    return;
  }
  const { output } = options;
  if (output === undefined) {
    throw new UsageError('nowhere to write the bundle to', 'Name a file with -o.');
  }
  requireFleetOptions(targets, options);
  if (options.all) await collectAll(targets, { ...options, output });
  else await collectPulls(targets, { ...options, output });
}

async function collectPulls(targets: readonly string[], options: ToFile): Promise<void> {
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

async function collectAll(targets: readonly string[], options: ToFile): Promise<void> {
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
