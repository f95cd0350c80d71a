import { type Command, Option } from 'commander';
import { evaluateLifecycle } from '../ecr/lifecycle/evaluate.ts';
import type { LifecycleAction, LifecycleImage } from '../ecr/lifecycle/image.ts';
import { parseLifecyclePolicy } from '../ecr/lifecycle/parse.ts';
import { readDocument } from '../files/input.ts';
import { log } from '../log/log.ts';
import { readMoment } from './lifecycle-fields.ts';
import { readLifecycleImages } from './lifecycle-images.ts';
import { UsageError } from './usage-error.ts';

interface PreviewOptions {
  readonly policy: string;
  readonly images: string;
  readonly now?: string;
  readonly output: 'text' | 'json';
}

/** Adds `hawser lifecycle preview`: what a lifecycle policy would do, without AWS. */
export function registerLifecycle(program: Command): void {
  program
    .command('lifecycle')
    .description('Try lifecycle policies on lists of images.')
    .command('preview')
    .description('show which images a policy expires or archives')
    .requiredOption('--policy <file>', 'lifecycle policy, as PutLifecyclePolicy takes it')
    .requiredOption(
      '--images <file>',
      'the images of a repository, as a JSON list or as aws ecr describe-images prints them',
    )
    .option('--now <time>', 'when the policy is applied, such as 2026-01-01T00:00:00Z')
    .addOption(new Option('-o, --output <format>').choices(['text', 'json']).default('text'))
    .action(preview);
}

function preview(options: PreviewOptions): void {
  const policy = parseLifecyclePolicy(policyTextOf(read('--policy', options.policy)));
  const { images, unsaid } = readLifecycleImages(read('--images', options.images));
  if (unsaid !== undefined) log(unsaid);
  const now = options.now === undefined ? Date.now() : momentOf(options.now);
  const actions = evaluateLifecycle(policy, images, now);
  process.stdout.write(
    options.output === 'json' ? `${JSON.stringify({ actions })}\n` : asText(actions, images),
  );
}

/** The policy itself, also out of what aws ecr get-lifecycle-policy prints. */
function policyTextOf(text: string): string {
  try {
    const { lifecyclePolicyText } = JSON.parse(text) as { lifecyclePolicyText?: unknown };
    return typeof lifecyclePolicyText === 'string' ? lifecyclePolicyText : text;
  } catch {
    // What is wrong with it is for the parser to say.
    return text;
  }
}

function momentOf(text: string): number {
  const moment = readMoment(text);
  if (moment !== undefined) return moment;
  throw new UsageError(`--now is not a time: ${text}`, 'Give a time such as 2026-01-01T00:00:00Z.');
}

function read(option: string, file: string): string {
  try {
    return readDocument(file);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${option} cannot be read: ${message}`, 'Name a readable file.');
  }
}

const verbs: Record<LifecycleAction['action'], string> = {
  EXPIRE: 'expires',
  TRANSITION: 'goes into the archive',
};

/** A line an action, and the sum. */
function asText(actions: readonly LifecycleAction[], images: readonly LifecycleImage[]): string {
  const tags = new Map(images.map((image) => [image.digest, image.tags]));
  const lines = actions.map(({ digest, action, rulePriority }) => {
    const names = tags.get(digest)?.join(', ') || 'untagged';
    return `rule ${rulePriority}: ${digest} (${names}) ${verbs[action]}\n`;
  });
  const expired = actions.filter(({ action }) => action === 'EXPIRE').length;
  return `${lines.join('')}${images.length} images: ${expired} expire, ${actions.length - expired} go into the archive, ${images.length - actions.length} stay as they are\n`;
}
