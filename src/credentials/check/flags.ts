import type { Finding } from './finding.ts';
import type { Version } from './version.ts';

/** Flags of a kubelet's command line: `--name=value` or `--name value`. */
export function parseKubeletFlags(text: string): ReadonlyMap<string, string> {
  const words = text.split(/\s+/).filter(Boolean);
  const flags = new Map<string, string>();
  words.forEach((word, index) => {
    const [, name, value] = /^--([^=]+)(?:=(.*))?$/s.exec(word) ?? [];
    if (name === undefined) return;
    const next = words[index + 1];
    const given = value ?? (next !== undefined && !next.startsWith('--') ? next : '');
    flags.set(name, given.replace(/^(["'])(.*)\1$/, '$2'));
  });
  return flags;
}

export const configFlag = 'image-credential-provider-config';
export const binDirFlag = 'image-credential-provider-bin-dir';

/** The flags without which no provider runs, and the removed ones that keep a newer kubelet from starting. */
export function checkFlags(
  flags: ReadonlyMap<string, string>,
  kubelet: Version | undefined,
): Finding[] {
  const absent = [configFlag, binDirFlag].filter((name) => !flags.get(name));
  const found: Finding[] =
    absent.length === 0
      ? []
      : [
          {
            code: 'HW0576',
            message: `the kubelet is not started with ${absent.map((name) => `--${name}`).join(' and ')}: it runs no credential provider${absent.length === 1 ? '' : ', and since 1.27 it has no built-in one'}`,
            fix: 'give the kubelet both flags and restart it',
          },
        ];
  const gone: readonly [string, number][] = [
    ['KubeletCredentialProviders', 28],
    ['DisableKubeletCloudCredentialProviders', 31],
  ];
  for (const [gate, minor] of gone) {
    if (kubelet === undefined || kubelet.minor < minor) continue;
    if (!flags.get('feature-gates')?.includes(`${gate}=`)) continue;
    found.push({
      code: 'HW0576',
      message: `the feature gate ${gate} was removed in 1.${minor}: the kubelet does not start with it`,
      fix: `remove ${gate} from --feature-gates`,
    });
  }
  return found;
}
