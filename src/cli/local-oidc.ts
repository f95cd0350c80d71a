import { type Command, Option } from 'commander';
import { ask } from './ask-local.ts';
import { UsageError } from './usage-error.ts';

interface Flags {
  readonly endpoint: string;
  readonly issuer: string;
  readonly claim: readonly string[];
  readonly expiresIn?: string;
  readonly forget: boolean;
  readonly output: 'text' | 'json';
}

/** Adds `hawser local oidc-token`: web identity tokens of issuers that the local AWS stands in for. */
export function registerLocalOidc(
  local: Command,
  endpointOption: readonly [string, string, string],
): void {
  local
    .command('oidc-token')
    .description(
      'print a token of an OIDC issuer, which the running local AWS emulates from then on',
    )
    .requiredOption(
      '--issuer <url>',
      'the issuer, such as https://token.actions.githubusercontent.com',
    )
    .option(
      '--claim <name=value>',
      'a claim (repeatable; several of a name make a list), such as sub=repo:my-org/my-app:ref:refs/heads/main',
      (text: string, before: readonly string[]) => [...before, text],
      [],
    )
    .option('--expires-in <duration>', 'how long the token is valid, such as 1h (default: 5m)')
    .option(
      '--forget',
      'stop emulating the issuer: tokens are checked with its real keys again',
      false,
    )
    .option(...endpointOption)
    .addOption(new Option('-o, --output <format>').choices(['text', 'json']).default('text'))
    .action(run);
}

async function run({ endpoint, issuer, claim, expiresIn, forget, output }: Flags): Promise<void> {
  if (forget) {
    const answer = await ask(endpoint, 'POST', 'oidc-issuers/forget', { issuer });
    print(output === 'json' ? answer : `${issuer} is no longer emulated`);
    return;
  }
  const limit = expiresIn === undefined ? {} : { expiresIn };
  const body = { issuer, claims: claimsOf(claim), ...limit };
  const answer = await ask(endpoint, 'POST', 'oidc-token', body);
  print(output === 'json' ? answer : (JSON.parse(answer) as { token: string }).token);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function claimsOf(texts: readonly string[]): Record<string, string | string[]> {
  const found = new Map<string, string[]>();
  for (const text of texts) {
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
    if (name === undefined || value === undefined) {
      throw new UsageError(`"${text}" is no claim`, 'Write NAME=VALUE, such as environment=prod.');
    }
    found.set(name, [...(found.get(name) ?? []), value]);
  }
  return Object.fromEntries(
    [...found].map(([name, values]) => [name, values.length === 1 ? (values[0] ?? '') : values]),
  );
}
