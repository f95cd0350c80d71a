import { type Command, Option } from 'commander';
import { ask } from './ask-local.ts';
import { completedWith } from './complete.ts';
import { UsageError } from './usage-error.ts';

interface AdminFlags {
  readonly endpoint: string;
  readonly output: 'text' | 'json';
}

interface Clock {
  readonly now: string;
}

/** Adds `hawser local clock | break | heal | reset`: the admin routes of a running local AWS from the shell. */
export function registerLocalAdmin(
  local: Command,
  endpointOption: readonly [string, string, string],
) {
  const command = (name: string, description: string): Command =>
    local
      .command(name)
      .description(description)
      .option(...endpointOption)
      .addOption(new Option('-o, --output <format>').choices(['text', 'json']).default('text'));

  command('clock', 'print the time of a running local AWS, or move it')
    .argument(
      '[move]',
      'how far to move it, such as +13h, or the time to set, such as 2026-01-01T00:00:00Z',
    )
    .action(async (move: string | undefined, flags: AdminFlags) => {
      const answer =
        move === undefined
          ? await ask(flags.endpoint, 'GET', 'clock')
          : await ask(flags.endpoint, 'POST', 'clock', clockChange(move));
      print(answer, flags, ({ now }: Clock) => now);
    });
  completedWith(command('break', 'break a link of the chain on purpose'), faults)
    .argument('<cause>', 'code of the cause, such as HW1301')
    .argument(
      '[target...]',
      'what to break it for: role=ARN, repository=ACCOUNT/REGION/NAME, tag=TAG, node=NAME, pod=NAMESPACE/NAME',
    )
    .action(async (cause: string, target: string[], flags: AdminFlags) => {
      const body = { cause, target: Object.fromEntries(target.map(fieldOf)) };
      const answer = await ask(flags.endpoint, 'POST', 'break', body);
      print(
        answer,
        flags,
        ({ broken }: { broken: string }) =>
          `${broken} is broken; hawser local heal ${broken} undoes it`,
      );
    });
  completedWith(command('heal', 'undo what hawser local break did'), faults)
    .argument('[cause]', 'code of the cause to undo (default: all)')
    .action(async (cause: string | undefined, flags: AdminFlags) => {
      const answer = await ask(
        flags.endpoint,
        'POST',
        'heal',
        cause === undefined ? {} : { cause },
      );
      print(answer, flags, ({ healed }: { healed: readonly unknown[] }) =>
        healed.length === 0 ? 'nothing was broken' : `healed: ${healed.map(nameOf).join(', ')}`,
      );
    });
  command('reset', 'remove everything that a running local AWS holds').action(
    async (flags: AdminFlags) => {
      const answer = await ask(flags.endpoint, 'POST', 'reset', {});
      print(answer, flags, () => 'everything is removed');
    },
  );
}

function print<Answer>(answer: string, { output }: AdminFlags, text: (answer: Answer) => string) {
  process.stdout.write(`${output === 'json' ? answer : text(JSON.parse(answer) as Answer)}\n`);
}

/** A duration moves the clock, a time sets it. */
function clockChange(move: string): object {
  if (/^\d{4}-/.test(move)) return { set: move };
  return { advance: move.replace(/^\+/, '') };
}

function fieldOf(text: string): [string, string] {
  const [, field, value] = /^([a-z]+)=(.+)$/s.exec(text) ?? [];
  if (field !== undefined && value !== undefined) return [field, value];
  throw new UsageError(
    `"${text}" names no target`,
    'Write FIELD=VALUE, such as repository=111122223333/us-east-1/my-app.',
  );
}

function nameOf(healed: unknown): string {
  if (typeof healed === 'string') return healed;
  return (healed as { cause?: string } | null)?.cause ?? String(healed);
}

/** Codes of the causes that can be injected. */
async function faults(): Promise<readonly string[]> {
  const { allCauses } = await import('../causes/catalogue.ts');
  return allCauses().map(({ code }) => code);
}
