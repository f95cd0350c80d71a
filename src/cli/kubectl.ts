import { candidates } from './complete.ts';
import { kubectlOrder } from './kubectl-flags.ts';
import { programOf, run } from './run.ts';
import { portableVerbs } from './verbs.ts';

const name = 'kubectl hawser';
/** What kubectl's shell function does with the candidates (cobra: ShellCompDirective). */
const directives = { default: 0, noFiles: 4 };

/** `kubectl hawser …`: the same command line, which takes kubectl's flags in front of the verb as well. */
export async function runAsPlugin(args: readonly string[]): Promise<void> {
  await run(portableVerbs, kubectlOrder(args), name);
}

/**
 * What may come next, for kubectl: it runs `kubectl_complete-hawser` with the words behind the plugin's name, and wants a
 * candidate a line and a directive behind the last.
 */
export async function completionsForKubectl(words: readonly string[]): Promise<void> {
  const found = await candidates(programOf(portableVerbs, name), kubectlOrder(words));
  const directive = found.length === 0 ? directives.default : directives.noFiles;
  process.stdout.write(`${[...found, `:${directive}`].join('\n')}\n`);
}
