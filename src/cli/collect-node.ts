import { writeFile } from 'node:fs/promises';
import type { NodeReport } from '../chain/world.ts';
import { log } from '../log/log.ts';
import { printable } from '../text/printable.ts';
import { fitted } from './fitted.ts';
import { UsageError } from './usage-error.ts';

/** What `hawser collect --node` is asked with. */
export interface NodeAsked {
  readonly node?: true;
  readonly root?: string;
  readonly image?: string;
  readonly nodeName?: string;
  readonly printJob?: string;
  readonly namespace?: string;
  readonly output?: string;
}

/** @throws UsageError for options of a node without --node, and for what it does not go together with. */
export function requireNodeOptions(targets: readonly string[], asked: NodeAsked & object): void {
  const given = (['root', 'image', 'nodeName', 'printJob'] as const).find(
    (name) => asked[name] !== undefined,
  );
  if (asked.node === undefined) {
    if (given === undefined) return;
    const flag = given.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    throw new UsageError(`--${flag} without --node`, 'Add --node to look at a node.');
  }
  if (targets.length > 0 || 'all' in asked) {
    throw new UsageError(
      '--node looks at the machine that it runs on, not at pods',
      'Leave out the names of pods and --all; --root names a node’s file system elsewhere.',
    );
  }
}

/** Looks at the node, or prints the Job that does so. The report goes to a file, or to standard output. */
export async function collectFromNode(asked: NodeAsked): Promise<void> {
  if (asked.printJob !== undefined) {
    process.stdout.write(await job(asked.printJob, asked));
    return;
  }
  const { collectNode } = await import('../evidence/node/collect-node.ts');
  const report = await collectNode({
    root: asked.root ?? '/',
    image: asked.image,
    nodeName: asked.nodeName,
    environment: process.env,
    now: Date.now(),
  });
  const text = `${JSON.stringify(report, undefined, 1)}\n`;
  if (asked.output === undefined || asked.output === '-') {
    // The log of a Job has both streams in it: nothing but the report may stand there.
    process.stdout.write(text);
    return;
  }
  await write(text, asked.output);
  await tell(report, asked.output);
}

async function write(text: string, path: string): Promise<void> {
  const { EvidenceError } = await import('../evidence/errors.ts');
  try {
    await writeFile(path, text, { mode: 0o600 });
  } catch (cause) {
    throw new EvidenceError(
      'UNWRITABLE',
      `cannot write ${path}: ${cause instanceof Error ? cause.message : cause}`,
      'Name a file that can be written with -o.',
    );
  }
}

/** What is wrong, and what was not seen, for whoever looks at the terminal. */
async function tell(report: NodeReport, path: string): Promise<void> {
  const { nodeSummary } = await import('../report/node-summary.ts');
  process.stdout.write(fitted(printable(nodeSummary(report))));
  log(
    `${path} holds what ${printable(report.node)} found; add it with hawser doctor --node ${path}`,
  );
}

async function job(image: string, asked: NodeAsked): Promise<string> {
  const { root, output, nodeName, namespace = 'default' } = asked;
  if (root !== undefined || output !== undefined) {
    throw new UsageError('--print-job looks at nothing', 'Leave out --root and -o.');
  }
  const [{ nodeJob }, { renderJob }] = await Promise.all([
    import('../evidence/node/node-job.ts'),
    import('./doctor-permissions.ts'),
  ]);
  return renderJob(nodeJob({ image, namespace, nodeName, pulled: asked.image }), 'text');
}
