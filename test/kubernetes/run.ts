// `npm run test:kubernetes`: builds Kubernetes, then runs the tests of this folder in a sandbox with it. Needs root, Go
// with its module proxy, and the programs of sandbox.ts; ten minutes and more the first time, four afterwards. What
// follows goes to Node's runner: `npm run test:kubernetes -- --test-name-pattern=HW0701`.
import { globSync } from 'node:fs';
import { argv, execPath, exit } from 'node:process';
import { buildComponents } from './components.ts';
import { enterSandbox, missingPackages } from './sandbox.ts';

if (process.getuid?.() !== 0) {
  console.error('test:kubernetes needs root: it makes namespaces, mounts and cgroups');
  exit(1);
}
const missing = missingPackages();
if (missing.length > 0) {
  console.error(`test:kubernetes needs: apt-get install ${missing.join(' ')}`);
  exit(1);
}
buildComponents();
const tests = globSync(`${import.meta.dirname}/*.test.ts`).sort();
const flags = ['--test', '--test-concurrency=1', ...argv.slice(2)];
exit(enterSandbox(execPath, [...flags, ...tests]));
