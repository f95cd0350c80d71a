// Runs the suites with Node's own runner: unit and e2e, or the one that `--only` names. The clients' suite
// runs by itself alone, for its clients are built with Go (npm run test:clients). What was skipped is named at
// the end, whole suites too, which the runner's own count leaves out; `--no-skips` makes that a failure.
import { globSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { argv, exit, stdout } from 'node:process';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';

const suites: Record<string, string[]> = {
  unit: ['src/**/*.test.ts', 'test/architecture/*.test.ts', 'test/docs/*.test.ts'],
  e2e: ['test/e2e/**/*.test.ts'],
  clients: ['test/clients/**/*.test.ts'],
};

const only = argv[argv.indexOf('--only') + 1];
const names = argv.includes('--only') && only ? [only] : ['unit', 'e2e'];
const files = names.flatMap((name) => suites[name] ?? []).flatMap((pattern) => globSync(pattern));
if (files.length === 0) {
  console.error(`no test file for ${names.join(', ')}`);
  exit(1);
}

let failed = false;
const skipped: string[] = [];
const stream = run({ files: files.sort(), concurrency: availableParallelism() });
stream.on('test:fail', () => {
  failed = true;
});
stream.on('test:pass', ({ name, file, skip }) => {
  if (skip === undefined || skip === false) return;
  skipped.push(`${name}: ${skip === true || skip === '' ? 'skipped' : skip} (${file})`);
});
stream.on('end', () => {
  for (const one of skipped) console.log(`skipped: ${one}`);
  const refused = skipped.length > 0 && argv.includes('--no-skips');
  if (refused)
    console.error(`${skipped.length} tests or suites were skipped, and all must run here`);
  process.exitCode = failed || refused ? 1 : 0;
});
stream.compose(new spec()).pipe(stdout);
