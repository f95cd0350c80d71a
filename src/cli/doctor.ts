import { type Command, Option } from 'commander';
import type { Pull } from '../chain/pull.ts';
import type { Diagnosis as Judged, Question } from '../evidence/judge.ts';
import type { Answer } from '../report/answer.ts';
import {
  type FleetAsked,
  fleetable,
  fleetInBundle,
  gatherFleet,
  requireFleetOptions,
} from './fleet.ts';
import { nodeReports, withNodes } from './node-reports.ts';
import { type Format, formats, type OtherPull, rendered, verdictCodes } from './proof-output.ts';
import { askable, questionIfAny, questionOf } from './question.ts';
import { repeatable } from './repeatable.ts';
import { roleArn } from './role-arn.ts';
import { UsageError } from './usage-error.ts';

interface DoctorOptions extends FleetAsked {
  readonly text?: string;
  readonly bundle?: string;
  readonly live?: true;
  readonly node: readonly string[];
  readonly permissions?: true;
  readonly printJob?: string;
  readonly output: Format;
  readonly failOn: 'unseen' | 'broken' | 'never';
}

/** Adds `hawser doctor`: proves a pull link by link and names the broken one. */
export function registerDoctor(program: Command): void {
  fleetable(askable(program.command('doctor')))
    .description('prove that a pod, or a role, can pull its image; name the broken link')
    .argument(
      '[pod-or-image...]',
      'a pod of the current cluster, deployment/NAME or another workload, or with --as an image; several with --all',
    )
    .option('--text <file>', 'events or logs to read instead, from a file or - for standard input')
    .option('--bundle <path>', 'a bundle of hawser collect to look at instead')
    .option(
      '--node <path>',
      'what hawser collect --node found on a node (repeatable)',
      repeatable,
      [],
    )
    .option('--live', 'look at the cluster and at AWS (the default)')
    .option(
      '--permissions',
      'print the IAM policy and the ClusterRole that it needs, and do nothing else',
    )
    .option(
      '--print-job <image>',
      'print a Job that examines every pod from inside the cluster, with all that it needs (--as: its role by IRSA)',
    )
    .addOption(new Option('-o, --output <format>').choices(formats).default('text'))
    .addOption(
      new Option('--fail-on <verdict>', 'least severe verdict for which the exit code is not 0')
        .choices(['unseen', 'broken', 'never'])
        .default('unseen'),
    )
    .action(doctor);
}

/** The verdicts that fail, by the least of them. */
const failing: Record<DoctorOptions['failOn'], readonly Answer['verdict'][]> = {
  unseen: ['unseen', 'broken'],
  broken: ['broken'],
  never: [],
};

async function doctor(targets: readonly string[], options: DoctorOptions): Promise<void> {
  if (options.printJob !== undefined) {
    process.stdout.write(await job(options.printJob, targets, options));
    return;
  }
  requireFleetOptions(targets, options);
  const [target] = targets;
  if (options.permissions) {
    process.stdout.write(await permissions(target, options));
    return;
  }
  const verdict = options.all
    ? await examineAll(targets, options)
    : await examineOne(target, options);
  process.exitCode = failing[options.failOn].includes(verdict) ? verdictCodes[verdict] : 0;
}

async function examineOne(
  target: string | undefined,
  options: DoctorOptions,
): Promise<Answer['verdict']> {
  const { title, proof, others = [] } = await evidenceOf(target, options);
  process.stdout.write(await rendered(options.output, title, proof, others));
  return proof.verdict;
}

async function examineAll(
  targets: readonly string[],
  options: DoctorOptions,
): Promise<Answer['verdict']> {
  const { text, bundle } = options;
  if (text !== undefined) {
    throw new UsageError('--all cannot be combined with --text', 'Remove one of the two.');
  }
  requireOneSource(options);
  const { answerFleet } = await import('../chain/fleet/answer-fleet.ts');
  const { renderedFleet } = await import('./fleet-output.ts');
  const fleet = await (bundle === undefined
    ? gatherFleet(targets, options)
    : fleetInBundle(bundle, targets, options));
  const answer = answerFleet(await withNodes(fleet, options.node));
  process.stdout.write(await renderedFleet(options.output, answer));
  return answer.verdict;
}

async function permissions(target: string | undefined, options: DoctorOptions): Promise<string> {
  if (target !== undefined || options.text !== undefined || options.bundle !== undefined) {
    throw new UsageError('--permissions looks at nothing', 'Leave out what it should look at.');
  }
  const [{ doctorPermissions }, { renderPermissions }] = await Promise.all([
    import('../evidence/permissions.ts'),
    import('./doctor-permissions.ts'),
  ]);
  return renderPermissions(doctorPermissions(), options.output);
}

async function job(
  image: string,
  targets: readonly string[],
  options: DoctorOptions,
): Promise<string> {
  const {
    all,
    permissions: asked,
    text,
    bundle,
    as: role,
    namespace = 'default',
    output,
  } = options;
  if (targets.length > 0 || all || asked || text !== undefined || bundle !== undefined) {
    throw new UsageError('--print-job looks at nothing', 'Leave out what it should look at.');
  }
  const [{ doctorJob }, { renderJob }] = await Promise.all([
    import('../evidence/doctor-job.ts'),
    import('./doctor-permissions.ts'),
  ]);
  return renderJob(
    doctorJob({ image, namespace, role: role === undefined ? undefined : roleArn(role) }),
    output,
  );
}

interface Diagnosis {
  readonly title: string;
  readonly proof: Answer;
  readonly others?: readonly OtherPull[];
}

function evidenceOf(target: string | undefined, options: DoctorOptions): Promise<Diagnosis> {
  const { text, bundle } = options;
  requireOneSource(options);
  if (text !== undefined) return readText(text, target, options);
  return bundle === undefined ? examine(target, options) : unpack(bundle, target, options);
}

function requireOneSource({ text, bundle, live }: DoctorOptions): void {
  if ([text, bundle, live].filter((source) => source !== undefined).length <= 1) return;
  throw new UsageError(
    'more than one of --live, --bundle and --text is given',
    'Give one of them.',
  );
}

async function unpack(
  path: string,
  target: string | undefined,
  options: DoctorOptions,
): Promise<Diagnosis> {
  const { diagnoseBundle } = await import('../evidence/bundle.ts');
  const question = await bundleQuestion(target, options);
  return titled(await diagnoseBundle(path, question, await nodeReports(options.node)));
}

async function examine(target: string | undefined, options: DoctorOptions): Promise<Diagnosis> {
  if (target === undefined) {
    throw new UsageError(
      'nothing to examine',
      'Name a pod, an image with --as, or a --text; --all examines every pod.',
    );
  }
  const { diagnose } = await import('../evidence/diagnose.ts');
  return titled(
    await diagnose(await questionOf(target, options), {
      context: options.context,
      profiles: options.profile,
      environment: process.env,
      now: Date.now(),
      nodes: await nodeReports(options.node),
    }),
  );
}

async function readText(
  source: string,
  target: string | undefined,
  { as: role, node }: DoctorOptions,
): Promise<Diagnosis> {
  if (target !== undefined || role !== undefined || node.length > 0) {
    throw new UsageError(
      `--text cannot be combined with ${target ?? (role === undefined ? '--node' : '--as')}`,
      'Remove one of the two.',
    );
  }
  const { diagnosePasted } = await import('../evidence/pasted-text.ts');
  const title = source === '-' ? 'standard input' : source;
  const { answerToText } = await import('../report/answer.ts');
  return { title, proof: answerToText(await diagnosePasted(source)) };
}

function titled({ pull, proof, others }: Judged): Diagnosis {
  const all = others.map((other) => ({ title: titleOf(other.pull), proof: other.proof }));
  return { title: titleOf(pull), proof, others: all };
}

/** A bundle is examined where there may be no cluster, so that no context says the namespace. */
async function bundleQuestion(
  target: string | undefined,
  options: DoctorOptions,
): Promise<Question | undefined> {
  return questionIfAny(target, { ...options, namespace: options.namespace ?? 'default' });
}

function titleOf(pull: Pull): string {
  switch (pull.kind) {
    case 'pod':
      return `pod ${pull.namespace}/${pull.pod}, container ${pull.container}`;
    case 'role':
      return `${pull.image} pulled as ${pull.role}`;
    case 'push':
      return `${pull.image} pushed as ${pull.role}${pull.token === undefined ? '' : ` by ${pull.token.subject}`}`;
    case 'service-account':
      return `${pull.image} pulled as service account ${pull.namespace}/${pull.serviceAccount}`;
  }
}
