import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parse as parseToml } from 'smol-toml';
import { readDocument } from '../../files/input.ts';
import { bottlerocketProviders } from '../../kubelet/bottlerocket.ts';
import {
  type CredentialProvider,
  type CredentialProviderConfig,
  mergeConfigs,
  parseCredentialProviderConfig,
} from '../../kubelet/credential-provider-config.ts';
import { KubeletConfigError } from '../../kubelet/errors.ts';
import { CredentialError } from '../errors.ts';
import { embeddedConfig } from './embedded.ts';
import type { Finding } from './finding.ts';
import { configFlag } from './flags.ts';

export interface ReadConfig {
  /** Flags of the kubelet in the same file, as in the user data of a node. */
  readonly flags?: ReadonlyMap<string, string>;
  readonly config: CredentialProviderConfig;
  /** Findings about the files themselves. */
  readonly findings: readonly Finding[];
}

/**
 * Reads as the kubelet does: a file, or the files of a folder in the order of their names. A TOML file is read
 * as Bottlerocket's settings; from user data and Talos's machine configuration the configuration is extracted.
 * @throws KubeletConfigError for what the kubelet would not start with; CredentialError `configuration`
 */
export function readConfig(path: string): ReadConfig {
  try {
    if (!statSync(path).isDirectory()) return readFile(path);
    const names = readdirSync(path).filter((name) => /\.(json|ya?ml)$/.test(name));
    if (names.length === 0) throw new KubeletConfigError(`no configuration files found in ${path}`);
    const read = names.sort().map((name) => readFile(join(path, name)));
    return {
      config: mergeConfigs(read.map(({ config }) => config)),
      findings: read.flatMap(({ findings }) => findings),
    };
  } catch (cause) {
    if (cause instanceof KubeletConfigError) throw cause;
    const { line, message } = cause as Error & { readonly line?: number };
    const [why] = message.split('\n');
    const where = line === undefined ? '' : ` (line ${line})`;
    throw new CredentialError('configuration', `cannot read ${path}: ${why}${where}`, { cause });
  }
}

function readFile(path: string): ReadConfig {
  const text = readDocument(path);
  if (path.endsWith('.toml') || isToml(text)) {
    const config = bottlerocketProviders(parseToml(text));
    return { config, findings: config.providers.flatMap(notOnBottlerocket) };
  }
  const { text: whole, path: target, flags } = embeddedConfig(text) ?? { text };
  const [first = '', ...others] = documentsOf(whole);
  const ignored = others.filter((one) => /^(?!\s*#)\s*\S/m.test(one));
  return {
    config: parseCredentialProviderConfig(first),
    ...(flags === undefined ? {} : { flags }),
    findings: [
      ...elsewhere(target, flags),
      ...(ignored.length === 0
        ? []
        : [
            {
              code: 'HW0582',
              message: `${path} holds ${ignored.length + 1} documents: the kubelet reads the first one only`,
              fix: 'put all providers into the list of one CredentialProviderConfig, or each document into a file of a folder (1.34 or newer)',
            } as const,
          ]),
    ],
  };
}

/**
 * The only executable that Bottlerocket has; none can be installed (Bottlerocket, settings reference,
 * kubernetes).
 */
const onBottlerocket = 'ecr-credential-provider';

/** The settings accept any name, and the kubelet does not start if there is no executable of that name. */
function notOnBottlerocket({ name }: CredentialProvider): Finding[] {
  if (name === onBottlerocket) return [];
  return [
    {
      code: 'HW0572',
      provider: name,
      message: `Bottlerocket has no executable ${name}: the kubelet does not start, or pulls without credentials`,
      fix: `name the table [settings.kubernetes.credential-providers.${onBottlerocket}]`,
    },
  ];
}

/** User data that writes one file, and starts the kubelet with another. */
function elsewhere(
  path: string | undefined,
  flags: ReadonlyMap<string, string> | undefined,
): readonly Finding[] {
  const told = flags?.get(configFlag);
  if (
    path === undefined ||
    !told ||
    told === path ||
    path.startsWith(`${told.replace(/\/$/, '')}/`)
  ) {
    return [];
  }
  return [
    {
      code: 'HW0576',
      message: `the user data writes ${path}, and starts the kubelet with --${configFlag}=${told}`,
      fix: 'name the same file in both',
    },
  ];
}

/** Settings begin with the name of a table; neither YAML nor JSON has such a line. */
function isToml(text: string): boolean {
  return /^\s*\[settings[.\]]/m.test(text);
}

/** The documents of a YAML stream. A marker before the first one does not begin another. */
function documentsOf(text: string): string[] {
  const documents = text.split(/^---(?=\s|$)/m);
  return /^(?!\s*#)\s*\S/m.test(documents[0] ?? '') ? documents : documents.slice(1);
}
