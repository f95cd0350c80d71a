import { OciError } from './errors.ts';
import type { Descriptor } from './manifest.ts';

/** Operating system, CPU architecture and its variant, in Go's words (`linux`, `arm64`, `v8`). */
export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
}

const sameArchitecture: Readonly<Record<string, Platform['architecture']>> = {
  i386: '386',
  x86_64: 'amd64',
  'x86-64': 'amd64',
  aarch64: 'arm64',
};

const sameArmVariant: Readonly<Record<string, string>> = {
  '': 'v7',
  5: 'v5',
  6: 'v6',
  7: 'v7',
  8: 'v8',
};

/**
 * Normalises a platform to the form that containerd compares (`platforms.Normalize`): `aarch64` is arm64, arm64
 * v8 loses its variant, arm without a variant is v7.
 */
export function normalizePlatform(platform: Platform): Platform {
  const os = platform.os.toLowerCase() === 'macos' ? 'darwin' : platform.os.toLowerCase();
  const { architecture, variant } = normalizeArchitecture(
    platform.architecture.toLowerCase(),
    (platform.variant ?? '').toLowerCase(),
  );
  return variant === '' ? { os, architecture } : { os, architecture, variant };
}

function normalizeArchitecture(name: string, variant: string): Required<Omit<Platform, 'os'>> {
  if (name === 'armhf') return { architecture: 'arm', variant: 'v7' };
  if (name === 'armel') return { architecture: 'arm', variant: 'v6' };
  const architecture = sameArchitecture[name] ?? name;
  if (architecture === '386') return { architecture, variant: '' };
  if (architecture === 'amd64') return { architecture, variant: variant === 'v1' ? '' : variant };
  if (architecture === 'arm64') {
    return { architecture, variant: variant === '8' || variant === 'v8' ? '' : variant };
  }
  if (architecture === 'arm') return { architecture, variant: sameArmVariant[variant] ?? variant };
  return { architecture, variant };
}

/** @returns a platform as text, such as `linux/arm64` or `linux/arm/v7`. */
export function formatPlatform(platform: Platform): string {
  const { os, architecture, variant } = normalizePlatform(platform);
  return [os, architecture, ...(variant === undefined ? [] : [variant])].join('/');
}

/**
 * Parses `os/architecture[/variant]`.
 * @throws OciError PLATFORM_INVALID
 */
export function parsePlatform(text: string): Platform {
  const [os, architecture, variant, ...rest] = text.split('/');
  if (!os || !architecture || variant === '' || rest.length > 0) {
    throw new OciError(
      'PLATFORM_INVALID',
      `${JSON.stringify(text)}: unknown operating system or architecture: invalid argument`,
      'Write a platform as os/architecture, such as linux/arm64.',
    );
  }
  return normalizePlatform({ os, architecture, ...(variant === undefined ? {} : { variant }) });
}

/**
 * The platforms that a machine can run, best first: containerd's `platforms.Default()`. An arm machine runs
 * lower variants too, an amd64 machine lower micro-architecture levels, arm64 v8 also 32-bit arm.
 */
export function runnablePlatforms(machine: Platform): Platform[] {
  const own = normalizePlatform(machine);
  const older = (architecture: string, from: number, to: number): Platform[] =>
    Array.from({ length: Math.max(0, from - to + 1) }, (_, step) =>
      normalizePlatform({ os: own.os, architecture, variant: `v${from - step}` }),
    );
  const level = Number(/^v(\d+)/.exec(own.variant ?? '')?.[1] ?? 0);
  if (own.architecture === 'arm') return older('arm', level || 7, 5);
  if (own.architecture === 'arm64') return [own, ...older('arm', 8, 5)];
  if (own.architecture === 'amd64') {
    return [
      ...(level > 1 ? older('amd64', level, 2) : []),
      { os: own.os, architecture: 'amd64' },
      { os: own.os, architecture: '386' },
    ];
  }
  return [own];
}

/** Whether a machine runs images of a platform. */
export function runsOn(platform: Platform, machine: Platform): boolean {
  return runnablePlatforms(machine).map(formatPlatform).includes(formatPlatform(platform));
}

/**
 * Chooses the manifest of an index that a machine runs, as containerd does: the best platform for the machine,
 * and of equal ones the first. A descriptor without a platform matches any machine, after those with one;
 * attestations (`unknown/unknown`) are never chosen.
 * @throws OciError PLATFORM_NO_MATCH with containerd's message.
 */
export function choosePlatform<Entry extends Pick<Descriptor, 'platform'>>(
  manifests: readonly Entry[],
  machine: Platform,
): Entry {
  const wanted = runnablePlatforms(machine).map(formatPlatform);
  const rank = (entry: Entry): number =>
    entry.platform === undefined ? wanted.length : wanted.indexOf(formatPlatform(entry.platform));
  const best = manifests
    .map((entry) => ({ entry, rank: rank(entry) }))
    .filter(({ rank }) => rank !== -1)
    .sort((a, b) => a.rank - b.rank)[0];
  if (best === undefined) throw noMatch(machine, manifests);
  return best.entry;
}

/** containerd's error when an image has no manifest for this machine. */
export function noMatch(
  machine: Platform,
  offered: readonly Pick<Descriptor, 'platform'>[],
): OciError {
  const names = offered.flatMap(({ platform }) => (platform ? [formatPlatform(platform)] : []));
  const known = [...new Set(names)].filter((name) => name !== 'unknown/unknown');
  return new OciError(
    'PLATFORM_NO_MATCH',
    'no match for platform in manifest: not found',
    `The node is ${formatPlatform(machine)}, the image has ${known.join(', ') || 'no platform'}: build it for the node's platform, or schedule the pod on a node whose platform the image has.`,
  );
}
