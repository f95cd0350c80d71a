import { KubeletConfigError } from '../../kubelet/errors.ts';
import { CredentialError } from '../errors.ts';
import { checkAnnotations } from './annotations.ts';
import { checkExecutable } from './executable.ts';
import type { Finding } from './finding.ts';
import { binDirFlag, checkFlags, configFlag, parseKubeletFlags } from './flags.ts';
import { checkPatterns } from './patterns.ts';
import { type ReadConfig, readConfig } from './read-config.ts';
import { parseVersion } from './version.ts';
import { checkKubelet, checkUpstream } from './versions.ts';

export interface CheckOptions {
  /** The configuration: a file, or a folder of files; that of the flags when absent. */
  readonly config?: string | undefined;
  /** The kubelet's command line. */
  readonly kubeletFlags?: string | undefined;
  readonly binDir?: string | undefined;
  /** Such as `v1.34.2-eks-ecaa3a6`. */
  readonly kubeletVersion?: string | undefined;
  /** Release of ecr-credential-provider, if that is the plugin. */
  readonly pluginVersion?: string | undefined;
  readonly partition: string;
}

/** Our provider, under whatever name it was installed. */
const ours = /hawser/;

/**
 * Finds the mistakes in a node's credential provider configuration, as far as files, flags and versions show
 * them.
 * @throws CredentialError `configuration` when there is nothing to read.
 */
export function checkProviders(options: CheckOptions): Finding[] {
  const flags =
    options.kubeletFlags === undefined ? undefined : parseKubeletFlags(options.kubeletFlags);
  const kubelet = parseVersion(options.kubeletVersion);
  const plugin = parseVersion(options.pluginVersion);
  const found = flags === undefined ? [] : checkFlags(flags, kubelet);
  const path = options.config ?? flags?.get(configFlag);
  if (!path) {
    if (flags !== undefined) return found;
    throw new CredentialError(
      'configuration',
      'neither --config FILE nor a --kubelet-flags file that names one was given',
    );
  }
  let read: ReadConfig;
  try {
    read = readConfig(path);
  } catch (error) {
    if (!(error instanceof KubeletConfigError)) throw error;
    const fix =
      'correct the field that the message names; hawser render credential-provider-config prints a complete file';
    return [...found, { code: 'HW0571', message: error.message, fix }];
  }
  const { config } = read;
  const inFile =
    flags === undefined && read.flags !== undefined ? checkFlags(read.flags, kubelet) : [];
  const binDir = options.binDir ?? flags?.get(binDirFlag);
  return [
    ...found,
    ...inFile,
    ...read.findings,
    ...checkPatterns(config.providers, options.partition),
    ...config.providers.flatMap((provider) => [
      ...(binDir ? checkExecutable(provider.name, binDir) : []),
      ...checkKubelet(provider, kubelet),
      ...checkAnnotations(provider),
      ...(ours.test(provider.name) ? [] : checkUpstream(provider, plugin)),
    ]),
  ];
}
