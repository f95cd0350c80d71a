import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { readDocument } from '../files/input.ts';
import {
  answerLint,
  evaluateLines,
  isLintKind,
  type LineAnswer,
  type LineOutcome,
  type LintKind,
  lintAnswer,
  lintKinds,
} from '../iam/index.ts';
import { answerCan, answerWhoCan, proveLines } from '../pull/index.ts';
import { printable } from '../text/printable.ts';
import { fitted } from './fitted.ts';
import { decisionText, findingsText, proofText, whoText } from './iam-text.ts';
import { questionBatches } from './questions.ts';
import { UsageError } from './usage-error.ts';

type Answer = (line: string) => LineAnswer;
type Output = 'json' | 'text';
type Text = (answer: LineAnswer['answer']) => string;

interface LintOptions {
  readonly output: Output;
  readonly policy?: string;
  readonly kind: LintKind;
  readonly nodeRole?: boolean;
  readonly pullThroughCache?: boolean;
}

/** `hawser iam ...`: questions to the policy engine, as JSON Lines (docs/iam.md). */
export function registerIam(program: Command): void {
  const iam = program.command('iam').description('Ask the IAM policy engine.');
  verb(iam, 'evaluate', 'decide requests').action(async (file: string, { output }) => {
    const answerer = evaluateLines({ walk: output === 'text' });
    await run(file, output, (line) => answerer.answer(line), decisionText);
  });
  verb(iam, 'prove', 'prove whole pulls')
    .option('--fix', 'add the smallest change that makes a denied pull work')
    .action(async (file: string, { output, fix }) => {
      const answerer = proveLines({ fix: fix === true });
      await run(file, output, (line) => answerer.answer(line), proofText);
    });
  verb(iam, 'who-can', 'list which of the given principals can pull a repository').action(
    (file: string, { output }) => run(file, output, answerWhoCan, whoText('who')),
  );
  verb(iam, 'can', 'list which of the given repositories a principal can pull').action(
    (file: string, { output }) => run(file, output, answerCan, whoText('can')),
  );
  registerLint(iam);
}

function registerLint(iam: Command): void {
  verb(iam, 'lint', 'find grants without effect and trust that is too wide')
    .option('--policy <file>', 'check this one document instead of lines')
    .option(
      '--kind <kind>',
      `the kind of that document: ${lintKinds.join(', ')}`,
      parseKind,
      'identity',
    )
    .option('--node-role', 'it belongs to an EKS node role')
    .option('--pull-through-cache', 'it pulls through a cache')
    .action(async (file: string, options: LintOptions) => {
      const { policy, output, kind, nodeRole, pullThroughCache } = options;
      const lint = (text: string) => answerLint(text, kind, { nodeRole, pullThroughCache });
      if (policy === undefined) return run(file, output, lint, findingsText);
      const found = lintAnswer(readPolicy(policy), kind, { nodeRole, pullThroughCache });
      await write(
        `${output === 'text' ? fitted(printable(findingsText(found.answer))) : JSON.stringify(found.answer)}\n`,
      );
      process.exitCode = exitCodes[found.outcome];
    });
}

function readPolicy(file: string): string {
  try {
    return readDocument(file);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new UsageError(`--policy cannot be read: ${message}`, 'Name a readable file.');
  }
}

function parseKind(kind: string): LintKind {
  if (isLintKind(kind)) return kind;
  throw new InvalidArgumentError(`It must be one of ${lintKinds.join(', ')}.`);
}

function verb(parent: Command, name: string, description: string): Command {
  const format = new Option('-o, --output <format>', 'for machines or for people');
  return parent
    .command(name)
    .description(description)
    .argument('[file]', 'JSON Lines, or one JSON document; - or nothing for stdin', '-')
    .addOption(format.choices(['json', 'text']).default('json'));
}

async function run(file: string, output: Output, answer: Answer, text: Text): Promise<void> {
  const input = file === '-' ? process.stdin : createReadStream(file, { highWaterMark: 1 << 20 });
  const print: Text =
    output === 'text'
      ? (found) => fitted(printable(text(found)))
      : (found) => JSON.stringify(found);
  try {
    process.exitCode = await answerAll(input, answer, print);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const failure = {
      code: 'InputUnreadable',
      message,
      hint: 'Name a readable file with questions in it, or - for stdin.',
    };
    await write(`${output === 'text' ? message : JSON.stringify({ error: failure })}\n`);
    process.exitCode = 1;
  }
}

/** Of a batch, the worst answer decides: an error before a denial before what cannot be told before a hold. */
const exitCodes: Record<LineOutcome, number> = { holds: 0, denied: 2, unseen: 3, error: 1 };

/** Answers line by line, in order, and never runs ahead of a slow reader. */
async function answerAll(input: Readable, answer: Answer, print: Text): Promise<number> {
  const seen = new Set<LineOutcome>();
  for await (const lines of questionBatches(input)) {
    let answers = '';
    for (const line of lines) {
      if (line.trim() === '') continue;
      const found = answer(line);
      seen.add(found.outcome);
      answers += `${print(found.answer)}\n`;
    }
    await write(answers);
  }
  if (seen.size === 0) throw new Error('the input is empty: there is nothing to answer');
  const worst = (['error', 'denied', 'unseen', 'holds'] as const).find((outcome) =>
    seen.has(outcome),
  );
  return exitCodes[worst ?? 'holds'];
}

function write(text: string): Promise<void> {
  return new Promise((resolve) => {
    if (process.stdout.write(text)) resolve();
    else process.stdout.once('drain', resolve);
  });
}
