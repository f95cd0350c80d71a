import { Command } from 'commander';
import { handleClosedPipes } from './closed-pipes.ts';
import { reportError, wantsJson } from './errors.ts';
import { version } from './version.ts';

/** Adds a verb to the program. */
export type Register = (program: Command) => void;

/** A command line with those verbs. @param name as which it shows itself, such as `kubectl hawser`. */
export function programOf(verbs: readonly Register[], name = 'hawser'): Command {
  const program = new Command(name)
    .description('Moors EKS clusters to Amazon ECR: from docker push to a running pod.')
    .version(version)
    .showHelpAfterError()
    // Misuse is reported like any other failure; commands that are added below inherit both.
    .exitOverride()
    .configureOutput({
      writeErr: (text) => {
        if (!wantsJson(process.argv)) process.stderr.write(text);
      },
    });
  for (const register of verbs) register(program);
  return program;
}

/** Runs a command line with those verbs; failures are reported, and set the exit code. @param args behind its name. */
export async function run(
  verbs: readonly Register[],
  args: readonly string[],
  name?: string,
): Promise<void> {
  const program = programOf(verbs, name);
  handleClosedPipes();
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    reportError(error, program, args);
  }
}
