// npm run soak -- --seconds N [--concurrency N] [--seed N]
import { parseArgs } from 'node:util';
import { quantile, soak } from './run.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    concurrency: { type: 'string', default: '64' },
    seed: { type: 'string', default: '1' },
  },
});
const print = (line: string): void => void process.stdout.write(`${line}\n`);
const outcome = await soak({
  seconds: wholeNumber('seconds', values.seconds),
  concurrency: wholeNumber('concurrency', values.concurrency),
  seed: wholeNumber('seed', values.seed),
  tell: print,
});
for (const [kind, list] of Object.entries(outcome.durations)) {
  const [median, tail] = [0.5, 0.99].map((share) => quantile(list, share).toFixed(1));
  print(
    `${kind.padEnd(5)} ${String(list.length).padStart(8)} times, p50 ${median} ms, p99 ${tail} ms`,
  );
}
const mebibytes = outcome.memory.map((bytes) => Math.round(bytes / 2 ** 20));
const half = mebibytes.slice(0, Math.ceil(mebibytes.length / 2));
print(
  `memory: at most ${Math.max(...half)} MiB in the first half, ${Math.max(...mebibytes)} MiB in all`,
);
print(`errors: ${outcome.errors.length}, exit code ${outcome.exitCode}`);
for (const error of [...new Set([...outcome.errors, ...outcome.stderr])].slice(0, 20))
  print(`  ${error}`);
const isWell = outcome.errors.length === 0 && outcome.stderr.length === 0 && outcome.exitCode === 0;
process.exitCode = isWell ? 0 : 1;

function wholeNumber(name: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  process.stderr.write(`--${name} takes a whole number\n`);
  process.exit(64);
}
