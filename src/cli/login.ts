import type { Command } from 'commander';
import { Option } from 'commander';
import type { LoginResult } from '../credentials/login/login.ts';
import type { Keeping } from '../credentials/login/store.ts';
import { log } from '../log/log.ts';
import { repeatable } from './repeatable.ts';
import { UsageError } from './usage-error.ts';

interface LoginFlags {
  readonly region: string[];
  readonly map: string[];
  readonly role: string[];
  readonly profile?: string;
  readonly helper?: boolean;
  readonly plain?: boolean;
  readonly passwordStdin?: boolean;
  readonly output: 'text' | 'json';
}

/** Adds `hawser login`: logs docker, podman and the like in to registries. */
export function registerLogin(program: Command): void {
  program
    .command('login')
    .description('Log container clients in to ECR registries, several at once')
    .argument(
      '[registry...]',
      'registry hosts, images or account ids; your own registry by default',
    )
    .option('--region <region>', 'Region of account ids (repeatable)', repeatable, [])
    .option('--profile <name>', 'AWS profile to ask with')
    .option(
      '--map <host=ecr-host>',
      'log a mirror in as this ECR host (repeatable)',
      repeatable,
      [],
    )
    .option(
      '--role <account=role-arn>',
      'assume this role for an account (repeatable)',
      repeatable,
      [],
    )
    .addOption(
      new Option(
        '--helper',
        'store no token: configure docker-credential-hawser in the client',
      ).conflicts(['plain', 'passwordStdin']),
    )
    .addOption(
      new Option(
        '--plain',
        'write the token in plain text if no credential store is configured',
      ).conflicts(['passwordStdin']),
    )
    .option('--password-stdin', 'print the password, for docker login -u AWS --password-stdin HOST')
    .addOption(new Option('-o, --output <format>').choices(['text', 'json']).default('text'))
    .action(run);
}

async function run(names: string[], flags: LoginFlags): Promise<void> {
  const { readSettings } = await import('../credentials/settings.ts');
  const { loginTargets } = await import('../credentials/login/targets.ts');
  const { askFor, login } = await import('../credentials/login/login.ts');
  const profile = flags.profile === undefined ? {} : { AWS_PROFILE: flags.profile };
  const environment = { ...process.env, ...profile };
  const settings = {
    ...readSettings(environment, { maps: flags.map, roles: flags.role }),
    // A login is asked for to get a new token.
    cacheFolder: undefined,
  };
  const targets = loginTargets(names, flags.region, settings);
  if (flags.passwordStdin) {
    const [target, ...others] = targets;
    if (target === undefined || others.length > 0) {
      throw new UsageError(
        'a password can be printed for one registry only',
        'name one registry: hawser login HOST --password-stdin | docker login -u AWS --password-stdin HOST',
      );
    }
    process.stdout.write(`${(await askFor(target, settings)).token.password}\n`);
    return;
  }
  const keeping: Keeping = flags.helper ? 'helper' : flags.plain ? 'plain' : 'store';
  const results = await login(targets, keeping, settings);
  if (flags.output === 'json') process.stdout.write(`${JSON.stringify({ logins: results })}\n`);
  else for (const result of results) tell(result);
  if (results.some(({ error }) => error !== undefined)) process.exitCode = 1;
}

function tell({ registry, expiresAt, kept, error }: LoginResult): void {
  if (error !== undefined) {
    log(`${registry}: ${error.code} ${error.message}\n  ${error.hint}`);
    return;
  }
  const end = expiresAt === undefined ? '' : ` until ${expiresAt}`;
  process.stdout.write(`${registry}: logged in${end}; ${kept}\n`);
}
