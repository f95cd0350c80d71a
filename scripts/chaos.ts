// Runs rounds of chaos against `hawser local up`: kills, full and slow disks, writers of one upload, clock jumps,
// damaged files. A round that fails is shrunk to the fewest steps that still do, and printed with its seed.
//   npm run chaos -- --rounds 200 --seed 7
import { argv, stdout } from 'node:process';
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { rounds, runRound, type Step } from '../test/support/chaos/round.ts';

const { values } = parseArgs({
  args: argv.slice(2),
  options: {
    rounds: { type: 'string', default: '200' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    path: { type: 'string' },
  },
});
const numRuns = Number(values.rounds);
const seed = Number(values.seed);
stdout.write(`chaos: ${numRuns} rounds, seed ${seed}\n`);
let done = 0;
await fc.assert(
  fc.asyncProperty(rounds, async (steps: Step[]) => {
    const began = performance.now();
    await runRound(steps);
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    stdout.write(`${++done} held (${seconds} s): ${steps.map(({ kind }) => kind).join(', ')}\n`);
  }),
  // Rounds depend on time, so that smaller ones say little.
  {
    numRuns,
    seed,
    endOnFailure: true,
    ...(values.path === undefined ? {} : { path: values.path }),
  },
);
stdout.write(`chaos: ${numRuns} rounds held\n`);
