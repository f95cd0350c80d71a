// npm run fuzz -- --seed N --requests N [--concurrency N]
import { parseArgs } from 'node:util';
import { fuzz } from './run.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    requests: { type: 'string', default: '80000' },
    concurrency: { type: 'string', default: '16' },
  },
});
const print = (line: string): void => void process.stdout.write(`${line}\n`);
const seed = wholeNumber('seed', values.seed);
print(`seed ${seed}`);
const begun = performance.now();
const { sent, statuses, faults } = await fuzz({
  seed,
  requests: wholeNumber('requests', values.requests),
  concurrency: wholeNumber('concurrency', values.concurrency),
  tell: print,
});
const seconds = ((performance.now() - begun) / 1000).toFixed(0);
const counts = [...statuses].sort().map(([status, count]) => `${status}: ${count}`);
print(`${sent} requests in ${seconds} s (${counts.join(', ')})`);
for (const fault of faults) print(`FAULT ${fault}`);
print(faults.length === 0 ? 'no fault' : `${faults.length} faults; the same again: --seed ${seed}`);
process.exitCode = faults.length === 0 ? 0 : 1;

function wholeNumber(name: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  process.stderr.write(`--${name} takes a whole number\n`);
  process.exit(64);
}
