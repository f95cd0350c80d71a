/**
 * What the single-file executable of the command line runs: all but the local AWS. By its name it is a plugin of kubectl, or
 * what completes that.
 */
import { basename } from 'node:path';
import { completionsForKubectl, runAsPlugin } from './kubectl.ts';
import { run } from './run.ts';
import { portableVerbs } from './verbs.ts';

async function main(): Promise<void> {
  const name = basename(process.argv0);
  const args = process.argv.slice(2);
  if (name.startsWith('kubectl_complete-')) await completionsForKubectl(args);
  else if (name.startsWith('kubectl-')) await runAsPlugin(args);
  else await run(portableVerbs, args);
}

// Not awaited at the top: the build's bytecode is for modules that don't wait.
void main();
