import { readFile } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import { allCauses, causeOf } from '../chain/causes/catalogue.ts';
import { UsageError } from './usage-error.ts';

/** Adds `hawser explain`: what stands in docs/causes.md about a code. */
export function registerExplain(program: Command): void {
  program
    .command('explain')
    .description('explain a cause, such as HW1301: what it looks like, why, what mends it')
    .argument('<code>', 'code of the cause')
    .addOption(new Option('-o, --output <format>').choices(['text', 'json']).default('text'))
    .action(async (given: string, { output }: { output: 'text' | 'json' }) => {
      const cause = causeOf(given.toUpperCase());
      if (cause === undefined) {
        const known = allCauses().map(({ code }) => code);
        throw new UsageError(`there is no cause ${given}`, `There are ${known.join(', ')}.`);
      }
      const text = await sectionOf(cause.code);
      process.stdout.write(
        output === 'json' ? `${JSON.stringify({ ...cause, text })}\n` : `${cause.code} ${text}\n`,
      );
    });
}

async function sectionOf(code: string): Promise<string> {
  const page = await readFile(new URL('../../docs/causes.md', import.meta.url), 'utf8');
  const start = page.indexOf(`## ${code}\n`);
  const end = page.indexOf('\n## ', start + 1);
  const section = page.slice(start + code.length + 4, end === -1 ? undefined : end);
  return section.replaceAll('**', '').replaceAll('*', '').trim();
}
