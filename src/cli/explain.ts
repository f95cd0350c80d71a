import { readFile } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import { causeOf } from '../causes/catalogue.ts';
import { allKnownCauses, type KnownCause, knownCauseOf } from '../causes/known.ts';
import { knownLinks } from '../causes/known-links.ts';
import { shows } from '../causes/shows.ts';
import { standingOf, survivorOf } from '../causes/standing.ts';
import { failures } from '../credentials/errors.ts';
import { completedWith } from './complete.ts';
import { fitted } from './fitted.ts';
import { UsageError } from './usage-error.ts';

interface ExplainOptions {
  readonly list?: true;
  readonly output: 'text' | 'json';
}

/** Adds `hawser explain`: what is known of a cause, or which causes are known. */
export function registerExplain(program: Command): void {
  completedWith(program.command('explain'), async () =>
    allKnownCauses().flatMap(({ code, catalogue }) => [code, catalogue]),
  )
    .description(
      'explain a cause, such as HW1301: what it looks like, why it happens, how to fix it',
    )
    .argument('[code]', "the cause's code, or its id in the catalogue, such as RPOL-01")
    .option('--list', 'name every known cause')
    .addOption(new Option('-o, --output <format>').choices(['text', 'json']).default('text'))
    .action(async (given: string | undefined, { list, output }: ExplainOptions) => {
      process.stdout.write(
        list === true ? listed(given, output) : await explained(causeNamed(given), output),
      );
    });
}

function causeNamed(given: string | undefined): KnownCause {
  const cause = given === undefined ? undefined : (knownCauseOf(given) ?? failureOf(given));
  if (cause !== undefined) return cause;
  throw new UsageError(
    given === undefined ? 'no cause is named' : `there is no cause ${given}`,
    'A cause is named like HW1301 or RPOL-01; hawser explain --list names them all.',
  );
}

/** What a credential program says of itself: it saw that something failed, and several causes may be behind it. */
function failureOf(given: string): KnownCause | undefined {
  const failure = Object.entries(failures).find(([, { code }]) => code === given.toUpperCase());
  if (failure === undefined) return undefined;
  const [kind, { code, link, fix }] = failure;
  const name = knownLinks.find((known) => known.name === link)?.name;
  if (name === undefined) return undefined;
  return {
    code,
    catalogue: '',
    link: name,
    title: `the credential provider failed: ${kind.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)}`,
    fix,
    shows: shows.kubeletLog,
  };
}

async function explained(cause: KnownCause, output: ExplainOptions['output']): Promise<string> {
  const section = causeOf(cause.code) === undefined ? undefined : await sectionOf(cause.code);
  const text = section ?? summaryOf(cause);
  const standing = standingOf(cause);
  return output === 'json'
    ? `${JSON.stringify({ ...cause, standing, text })}\n`
    : fitted(`${cause.code} ${text}\n- Status: ${said(cause)}\n`);
}

function said(cause: KnownCause): string {
  const { code, catalogue, notOurs } = survivorOf(cause);
  const merged = code === cause.code ? '' : `merged into ${code} (${catalogue}), `;
  return `${merged}${
    {
      proven: 'proven, from facts that the doctor collects',
      named: 'named, from texts, events and logs only',
      'not ours': `not ours: ${notOurs}`,
    }[standingOf(cause)]
  }`;
}

function summaryOf({ title, fix, shows }: KnownCause): string {
  return [title, '', `- Fix: ${fix}`, `- What shows it: ${shows.fact} (${shows.permission})`].join(
    '\n',
  );
}

/** A cause that Hawser proves has a section of its own in docs/causes.md, which a single-file executable has not with it. */
async function sectionOf(code: string): Promise<string | undefined> {
  const page = await readFile(new URL('../../docs/causes.md', import.meta.url), 'utf8').catch(
    () => undefined,
  );
  if (page === undefined) return undefined;
  const start = page.indexOf(`## ${code}\n`);
  const end = page.indexOf('\n## ', start + 1);
  const section = page.slice(start + code.length + 4, end === -1 ? undefined : end);
  return section.replaceAll('**', '').replaceAll('*', '').trim();
}

function listed(given: string | undefined, output: ExplainOptions['output']): string {
  if (given !== undefined) {
    throw new UsageError(`--list names every cause, not only ${given}`, 'Leave one of them out.');
  }
  const causes = allKnownCauses();
  if (output === 'json') {
    return `${JSON.stringify(causes.map((cause) => ({ ...cause, standing: standingOf(cause) })))}\n`;
  }
  return fitted(
    causes
      .map(
        (cause) =>
          `${cause.code}  ${cause.catalogue.padEnd(8)}  ${standingOf(cause).padEnd(8)}  ${cause.title}\n`,
      )
      .join(''),
  );
}
