import { type Command, Option } from 'commander';
import { type Format, formats, rendered, verdictCodes } from './proof-output.ts';
import { roleArn } from './role-arn.ts';

interface VerifyOptions {
  readonly as: string;
  readonly platform: string;
  readonly profile?: string;
  readonly output: Format;
}

/** A pull has to answer within it, layers excepted. In milliseconds. */
const patience = 60_000;

/** Adds `hawser verify`: pulls an image as a role, without deploying anything. */
export function registerVerify(program: Command): void {
  program
    .command('verify')
    .description(
      'pull an image as a role with real requests; the content of layers is not downloaded',
    )
    .argument('<image>', 'image in an ECR registry')
    .requiredOption('--as <role-arn>', 'the role that is to pull; you have to be able to assume it')
    .option('--platform <os/arch>', 'platform of the node', 'linux/amd64')
    .option('--profile <name>', 'AWS profile to assume the role with')
    .addOption(new Option('-o, --output <format>').choices(formats).default('text'))
    .action(verify);
}

async function verify(image: string, options: VerifyOptions): Promise<void> {
  const { probePull } = await import('../probe/probe-pull.ts');
  const { parsePlatform } = await import('../oci/platform.ts');
  const role = roleArn(options.as);
  const profile = options.profile === undefined ? {} : { AWS_PROFILE: options.profile };
  const proof = await probePull(image, {
    role,
    platform: parsePlatform(options.platform),
    environment: { ...process.env, ...profile },
    signal: AbortSignal.timeout(patience),
  });
  const title = `${image} pulled as ${role}`;
  process.stdout.write(await rendered(options.output, title, proof));
  process.exitCode = verdictCodes[proof.verdict];
}
