import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { Command } from 'commander';
import { evaluateLines, type LineAnswer, type LineOutcome, proveLines } from '../iam/index.ts';

/** `hawser iam ...`: questions to the policy engine, as JSON Lines (docs/iam.md). */
export function registerIam(program: Command): void {
  const iam = program.command('iam').description('Ask the IAM policy engine.');
  lines(iam, 'evaluate', 'decide requests: {"id", "request", "policies"} a line', () => {
    const answerer = evaluateLines();
    return (line) => answerer.answer(line);
  });
  lines(iam, 'prove', 'prove whole pulls: {"id", "request", "policies"} a line', () => {
    const answerer = proveLines();
    return (line) => answerer.answer(line);
  });
}

type Answer = (line: string) => LineAnswer;

function lines(parent: Command, name: string, description: string, open: () => Answer): void {
  parent
    .command(name)
    .description(description)
    .argument('[file]', 'JSON Lines; - or nothing for stdin', '-')
    .option('-o, --output <format>', 'json or text', 'json')
    .action(async (file: string) => {
      const input = file === '-' ? process.stdin : createReadStream(file);
      process.exitCode = await answerAll(input, open());
    });
}

/** Wanted by what was answered worst: an error before a denial before a hold. */
const exitCodes: Record<LineOutcome, number> = { holds: 0, denied: 2, error: 1 };

/** Answers line by line, in order, and never runs ahead of a slow reader. */
async function answerAll(input: Readable, answer: Answer): Promise<number> {
  const seen = new Set<LineOutcome>();
  let pending = '';
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() === '') continue;
    const { outcome, answer: found } = answer(line);
    seen.add(outcome);
    pending += `${JSON.stringify(found)}\n`;
    if (pending.length > 65_536) {
      await write(pending);
      pending = '';
    }
  }
  await write(pending);
  const worst = (['error', 'denied', 'holds'] as const).find((outcome) => seen.has(outcome));
  return exitCodes[worst ?? 'holds'];
}

function write(text: string): Promise<void> {
  return new Promise((resolve) => {
    if (process.stdout.write(text)) resolve();
    else process.stdout.once('drain', resolve);
  });
}
