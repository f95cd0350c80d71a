// Runs the suites with Node's own runner: unit and e2e, or the one that `--only` names. The clients' suite
// runs by itself alone, for its clients are built with Go (npm run test:clients).
import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { argv, execPath, exit } from 'node:process';

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
const run = spawnSync(execPath, ['--test', '--test-reporter=spec', ...files.sort()], {
  stdio: 'inherit',
});
exit(run.status ?? 1);
