import type { Command, Option } from 'commander';
import { UsageError } from './usage-error.ts';

/** The names that the first argument of a command may be, where there is a list of them. */
const named = new WeakMap<Command, () => Promise<readonly string[]>>();

/** Has completion offer names for the first argument of a command. @param names asked for when it is completed. */
export function completedWith(command: Command, names: () => Promise<readonly string[]>): Command {
  named.set(command, names);
  return command;
}

/**
 * What may stand next on a command line.
 * @param words what stands behind `hawser`; the last one is being typed, and may be empty.
 * @returns commands, options, the choices of an option or the names of an argument; nothing where a file is wanted.
 */
export async function candidates(program: Command, words: readonly string[]): Promise<string[]> {
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
  if (typed.startsWith('-')) return startingWith([...options, '--help'], typed);
  const names = command.commands.filter((one) => !isHidden(one)).map((one) => one.name());
  const isFirst = before.at(-1) === command.name();
  const listed = isFirst ? ((await named.get(command)?.()) ?? []) : [];
  return [...startingWith(names, typed), ...startingWithAnyCase(listed, typed)];
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

/** Codes are typed in lower case as well. The shell drops what does not begin as it was typed, so that it is kept. */
function startingWithAnyCase(all: readonly string[], typed: string): string[] {
  return all
    .filter((one) => one.toLowerCase().startsWith(typed.toLowerCase()))
    .map((one) => typed + one.slice(typed.length))
    .sort();
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
    .action(async (words: string[]) => {
      const found = await candidates(program, words);
      process.stdout.write(found.map((one) => `${one}\n`).join(''));
    });
}
