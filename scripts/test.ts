// Runs the suites with Node's own runner. `--only e2e|unit` narrows it to one of them.
import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { argv, execPath, exit } from 'node:process';

const suites: Record<string, string[]> = {
  unit: ['src/**/*.test.ts', 'test/architecture/*.test.ts', 'test/docs/*.test.ts'],
  e2e: ['test/e2e/**/*.test.ts'],
};

const only = argv[argv.indexOf('--only') + 1];
const names = argv.includes('--only') && only ? [only] : Object.keys(suites);
const files = names.flatMap((name) => suites[name] ?? []).flatMap((pattern) => globSync(pattern));
if (files.length === 0) {
  console.error(`no test file for ${names.join(', ')}`);
  exit(1);
}
const run = spawnSync(execPath, ['--test', '--test-reporter=spec', ...files.sort()], {
  stdio: 'inherit',
});
exit(run.status ?? 1);
