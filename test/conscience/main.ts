// npm run conscience -- --worlds N --pods N [--seed N]
import { parseArgs } from 'node:util';
import { tryHiddenKeys, tryNetworks, tryPods, tryRoles, type Verdicts } from './run.ts';

const { values } = parseArgs({
  options: {
    worlds: { type: 'string', default: '1000' },
    pods: { type: 'string', default: '100' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const [worlds, pods, seed] = [wholeNumber('worlds'), wholeNumber('pods'), wholeNumber('seed')];
const print = (line: string): void => void process.stdout.write(`${line}\n`);
print(`seed ${seed}`);
const trials: readonly [string, () => Promise<Verdicts>][] = [
  ['roles and policies', () => tryRoles({ worlds, seed })],
  ['keys that nobody sees', () => tryHiddenKeys({ worlds, seed })],
  ['networks of nodes', () => tryNetworks({ worlds, seed })],
  ['pods with secrets', () => tryPods({ worlds: pods, seed })],
];
for (const [name, trial] of trials) {
  try {
    const counts = Object.entries(await trial()).map(([verdict, count]) => `${verdict} ${count}`);
    print(`${name}: every verdict is what happens (${counts.sort().join(', ')})`);
  } catch (error) {
    print(`${name}: a verdict is not what happens; the same again: --seed ${seed}`);
    print(error instanceof Error ? `${error.message}\n${error.cause}` : String(error));
    process.exitCode = 1;
  }
}
process.exit();

function wholeNumber(name: 'worlds' | 'pods' | 'seed'): number {
  if (/^[1-9]\d{0,8}$/.test(values[name])) return Number(values[name]);
  process.stderr.write(`--${name} takes a whole number from 1\n`);
  process.exit(64);
}
