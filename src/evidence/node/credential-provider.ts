import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { absent, type Fact, unseen } from '../../chain/fact.ts';
import type {
  ExecutableReport,
  ProviderProblem,
  ProviderReport,
  TokenReport,
} from '../../chain/world.ts';
import { checkProviders } from '../../credentials/check/check.ts';
import { kinds } from '../../credentials/check/finding.ts';
import { binDirFlag, configFlag } from '../../credentials/check/flags.ts';
import { readConfig } from '../../credentials/check/read-config.ts';
import type {
  CredentialProvider,
  TokenAttributes,
} from '../../kubelet/credential-provider-config.ts';
import { flagsOf } from './kubelet.ts';
import { look } from './look.ts';
import { maskedValue } from './masked.ts';
import type { NodeProcess } from './processes.ts';
import type { Rooted } from './rooted.ts';

/**
 * The credential providers that a kubelet runs, and what `hawser credential-provider check` says of them. Absent where the
 * kubelet names no configuration.
 * @param partition whose registries the patterns are to match, such as `aws`.
 */
export async function readCredentialProvider(
  root: Rooted,
  process: Fact<NodeProcess>,
  partition: string,
): Promise<Fact<ProviderReport>> {
  if (process.state !== 'known') return noKubelet(process);
  const flags = flagsOf(process.value);
  const config = flags.get(configFlag) ?? '';
  const binDir = flags.get(binDirFlag) ?? '';
  if (config === '') return absent;
  return look(`the credential provider configuration ${config}`, async () => {
    const located = root.locate(config);
    const kind = await stat(located);
    // What opens a pipe waits for whoever writes to it.
    if (!kind.isFile() && !kind.isDirectory()) throw new Error('it is neither a file nor a folder');
    return {
      config,
      binDir,
      ...(await providersIn(root, located, binDir)),
      problems: problemsOf(root, { located, binDir, words: process.value.words, partition }),
    };
  });
}

/** Where there is no kubelet, nobody knows how one would be started. */
function noKubelet(process: Exclude<Fact<NodeProcess>, { state: 'known' }>): Fact<never> {
  return process.state === 'unseen'
    ? process
    : unseen('the credential provider', 'a running kubelet: its command line names the files');
}

async function providersIn(
  root: Rooted,
  located: string,
  binDir: string,
): Promise<Pick<ProviderReport, 'providers' | 'executables'>> {
  const providers = validProviders(located);
  const executables = await Promise.all(
    providers.map(({ name }) => executableAt(root, binDir, name)),
  );
  return {
    providers: providers.map(({ name, apiVersion, matchImages, env, tokenAttributes }) => ({
      name,
      apiVersion,
      matchImages,
      environment: env.map((variable) => variable.name),
      ...(tokenAttributes === undefined ? {} : { tokens: tokensOf(tokenAttributes) }),
    })),
    executables: executables.flat(),
  };
}

function tokensOf(attributes: TokenAttributes): TokenReport {
  return {
    audience: attributes.serviceAccountTokenAudience,
    requiredKeys: attributes.requiredServiceAccountAnnotationKeys,
    optionalKeys: attributes.optionalServiceAccountAnnotationKeys,
  };
}

/** What is wrong with a file that has none is among the problems. */
function validProviders(located: string): readonly CredentialProvider[] {
  try {
    return readConfig(located).config.providers;
  } catch {
    return [];
  }
}

async function executableAt(
  root: Rooted,
  binDir: string,
  name: string,
): Promise<ExecutableReport[]> {
  if (binDir === '') return [];
  try {
    const { size, mode } = await stat(root.locate(join(binDir, name)));
    return [{ name, bytes: size, mode: (mode & 0o7777).toString(8) }];
  } catch {
    return [];
  }
}

interface ToCheck {
  readonly located: string;
  readonly binDir: string;
  readonly words: readonly string[];
  readonly partition: string;
}

function problemsOf(
  root: Rooted,
  { located, binDir, words, partition }: ToCheck,
): ProviderProblem[] {
  const found = checkProviders({
    config: located,
    kubeletFlags: words.slice(1).join(' '),
    binDir: binDir === '' ? undefined : root.locate(binDir),
    partition,
  });
  return found.map(({ code, provider, message, fix }) => {
    // Behind these words the parser of YAML quotes the file, in which environments stand.
    const safe = message.replace(/(error converting YAML to JSON)[\s\S]*/, '$1');
    const about = provider === undefined ? safe : `${provider}: ${safe}`;
    return maskedValue({
      code,
      severity: kinds[code].severity,
      message: root.asOnNode(about),
      fix: root.asOnNode(fix),
    });
  });
}
