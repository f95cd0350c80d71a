import type { Command, Option } from 'commander';
import { UsageError } from './usage-error.ts';

/**
 * What may stand next on a command line.
 * @param words what stands behind `hawser`; the last one is being typed, and may be empty.
 * @returns commands, options or the choices of an option; nothing where a file or a name is wanted.
 */
export function candidates(program: Command, words: readonly string[]): string[] {
  const typed = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  const command = commandOf(program, before);
  const [name, value] = typed.split(/=(.*)/s);
  const previous = optionOf(command, before.at(-1) ?? '');
  if (takesValue(previous)) return startingWith(previous?.argChoices ?? [], typed);
  if (value !== undefined) {
    const choices = optionOf(command, name ?? '')?.argChoices ?? [];
    return startingWith(choices, value).map((choice) => `${name}=${choice}`);
  }
  const options = visible(command.options).flatMap(({ long }) => (long ? [long] : []));
  const names = command.commands.filter((one) => !isHidden(one)).map((one) => one.name());
  return startingWith(typed.startsWith('-') ? [...options, '--help'] : names, typed);
}

function commandOf(program: Command, words: readonly string[]): Command {
  return words.reduce<Command>(
    (command, word) => command.commands.find((one) => one.name() === word) ?? command,
    program,
  );
}

function optionOf(command: Command, word: string): Option | undefined {
  return command.options.find(({ long, short }) => word === long || word === short);
}

function takesValue(option: Option | undefined): boolean {
  return option !== undefined && (option.required || option.optional);
}

function visible(options: readonly Option[]): Option[] {
  return options.filter(({ hidden }) => !hidden);
}

function isHidden(command: Command): boolean {
  return (command as Command & { readonly _hidden?: boolean })._hidden === true;
}

function startingWith(all: readonly string[], typed: string): string[] {
  return all.filter((one) => one.startsWith(typed)).sort();
}

/** The scripts ask `hawser complete` for what may come next, and leave files to the shell. */
const scripts: Readonly<Record<string, string>> = {
  bash: `_hawser() {
  local IFS=$'\\n'
  COMPREPLY=($(hawser complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -o nosort -F _hawser hawser
`,
  zsh: `#compdef hawser
_hawser() {
  local -a found
  found=("\${(@f)$(hawser complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n "\${found[1]}" ]]; then compadd -- "\${found[@]}"; else _files; fi
}
compdef _hawser hawser
`,
  fish: `function __hawser_complete
  set -l words (commandline -opc) (commandline -ct)
  hawser complete -- $words[2..-1] 2>/dev/null
end
complete -c hawser -a '(__hawser_complete)'
`,
};

/** Adds `hawser completion` for people, and `hawser complete` for what it prints. */
export function registerCompletion(program: Command): void {
  program
    .command('completion')
    .description(
      'print what completes hawser commands in a shell: source <(hawser completion bash)',
    )
    .argument('<shell>', Object.keys(scripts).join(', '))
    .action((shell: string) => {
      const script = Object.hasOwn(scripts, shell) ? scripts[shell] : undefined;
      if (script === undefined) {
        throw new UsageError(
          `there is no completion for ${shell}`,
          `Name one of ${Object.keys(scripts).join(', ')}.`,
        );
      }
      process.stdout.write(script);
    });
  program
    .command('complete', { hidden: true })
    .argument('[words...]')
    .action((words: string[]) => {
      process.stdout.write(
        candidates(program, words)
          .map((one) => `${one}\n`)
          .join(''),
      );
    });
}
