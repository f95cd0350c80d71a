import { type Command, Option } from 'commander';
import type { Fleet, SeenPod } from '../chain/fleet/fleet.ts';
import type { Scope } from '../evidence/fleet/scope.ts';
import { log } from '../log/log.ts';
import { type Asked, contextNamespace, namedObject } from './question.ts';
import { UsageError } from './usage-error.ts';

/** What many pods are asked about with, beside what single ones are. */
export interface FleetAsked extends Asked {
  readonly all?: true;
  readonly selector?: string;
}

/** Milliseconds between lines about the progress. */
const pace = 3_000;

/** Adds the options by which many pods are named. */
export function fleetable(command: Command): Command {
  return command
    .option('-A, --all', 'every pod of the cluster, or with --namespace of that namespace')
    .addOption(new Option('--all-namespaces').implies({ all: true }).hideHelp())
    .option(
      '-l, --selector <query>',
      'with --all, only pods with these labels, as kubectl takes them',
    );
}

/** @throws UsageError for options that do not go together. */
export function requireFleetOptions(targets: readonly string[], asked: FleetAsked): void {
  if (asked.all === undefined) {
    if (asked.selector !== undefined) {
      throw new UsageError(
        '--selector without --all',
        'Add --all to examine every pod that it selects.',
      );
    }
    if (targets.length > 1) {
      throw new UsageError(`${targets.length} names without --all`, 'Add --all, or name one.');
    }
    return;
  }
  if (asked.as !== undefined) {
    throw new UsageError('--all cannot be combined with --as', 'Remove one of the two.');
  }
  if (asked.selector !== undefined && targets.length > 0) {
    throw new UsageError('--selector cannot be combined with names', 'Remove one of the two.');
  }
}

/**
 * Looks at the pods that are asked about, in the cluster.
 * @throws EvidenceError when there are none, or they may not be seen.
 */
export async function gatherFleet(targets: readonly string[], asked: FleetAsked): Promise<Fleet> {
  if (asked.selector !== undefined) await selecting(asked.selector);
  const { collectFleet } = await import('../evidence/fleet/collect-fleet.ts');
  const { context, profile: profiles } = asked;
  const options = { context, profiles, environment: process.env, now: Date.now() };
  return collectFleet(await scopeOf(targets, asked), options, told());
}

/**
 * The pods that are asked about, from a bundle.
 * @throws EvidenceError when it has none of them.
 */
export async function fleetInBundle(
  path: string,
  targets: readonly string[],
  asked: FleetAsked,
): Promise<Fleet> {
  const { readFleet } = await import('../evidence/bundle.ts');
  const { partOf, podsOf } = await import('../chain/fleet/fleet.ts');
  const { EvidenceError } = await import('../evidence/errors.ts');
  const part = partOf(await readFleet(path), await wantedIn(targets, asked));
  if (podsOf(part).some(({ facts }) => facts.containers.length > 0)) return part;
  if (Object.keys(part.pods).length > 0) {
    throw new EvidenceError(
      'NO_CONTAINER',
      `none of the pods in ${path} that are asked about has a container that was seen: there is no pull to examine`,
      'Make a bundle with hawser collect --all.',
    );
  }
  throw new EvidenceError(
    'NOT_IN_BUNDLE',
    `${path} has none of the pods that are asked about`,
    'Make one with hawser collect --all, or leave out --namespace, --selector and names.',
  );
}

async function wantedIn(
  targets: readonly string[],
  { namespace, selector }: FleetAsked,
): Promise<(pod: SeenPod) => boolean> {
  const { workloadOf } = await import('../chain/fleet/fleet.ts');
  const selects = selector === undefined ? () => true : await selecting(selector);
  const objects = await Promise.all(targets.map(namedObject));
  const names = new Set(objects.map(([kind, name]) => `${kind}/${name}`));
  const home = targets.length > 0 ? (namespace ?? 'default') : namespace;
  return ({ facts, labels }) =>
    (home === undefined || facts.namespace === home) &&
    selects(labels) &&
    (names.size === 0 || names.has(workloadOf(facts)) || names.has(`pod/${facts.name}`));
}

/** @throws UsageError for what is no label selector. */
async function selecting(
  selector: string,
): Promise<(labels: Readonly<Record<string, string>>) => boolean> {
  const { labelSelector } = await import('../k8s-api/selectors.ts');
  try {
    const selects = labelSelector(selector);
    return (labels) => selects({ metadata: { name: '', labels } });
  } catch (error) {
    throw new UsageError(
      `--selector: ${(error as Error).message}`,
      'Write it as kubectl takes it: app=web,tier!=test.',
    );
  }
}

async function scopeOf(
  targets: readonly string[],
  { namespace, selector, context }: FleetAsked,
): Promise<Scope> {
  if (targets.length === 0) return { namespace, labelSelector: selector, workloads: [] };
  const home = namespace ?? (await contextNamespace(context));
  const workloads = await Promise.all(
    targets.map(async (target) => {
      const [kind, name] = await namedObject(target);
      return { kind, name, namespace: home };
    }),
  );
  return { namespace: home, workloads };
}

/** A line now and then of a look that takes its time. */
function told(): (done: number, all: number) => void {
  let last = Date.now();
  return (done, all) => {
    if (Date.now() - last < pace) return;
    last = Date.now();
    log(`looked at ${done} of ${all} pods`);
  };
}
