import { type Symptom, symptom, vague } from '../symptom.ts';

const diskFull = /no space left on device|disk quota exceeded|\bENOSPC\b/i;

/** What stops the unpacking of a layer that is in order itself. */
const unpackedBadly =
  /no space left on device|disk quota exceeded|\bENOSPC\b|input\/output error|failed to get reader from content store/i;

/** What container runtimes say of themselves, of disks and of content that they can't use. */
export const runtime: readonly Symptom[] = [
  symptom(diskFull, { 'RT-01': 0.97 }),
  // Scanners look for an image at every runtime before they ask its registry.
  vague(
    /(?:containerd|docker|crio|dockershim|cri-dockerd)\.sock[^\n]*(?:refused|no such file|connection error|permission denied|deadline exceeded|endpoint has been started)|connection error[^\n]*containerd\.sock|ImageInspectError|RegistryUnavailable|Cannot connect to the Docker daemon|Docker daemon socket|docker daemon is not running|(?:connect to the )?docker API at|npipe:|pipe[/\\]{1,2}docker/i,
    /unable to inspect the image|no podman socket found/i,
    { 'RT-02': 0.85 },
  ),
  symptom(/hosts\.toml|registry mirrors?\b|from mirror\b|\?ns=[\w.-]+/i, {
    'RT-03': 0.55,
    'RT-08': 0.15,
    'NET-22': 0.1,
  }),
  symptom(
    /failed to (?:load|parse|decode)[^\n]*(?:config\.toml|plugin config|containerd config)|invalid plugin config|failed to load TOML/i,
    { 'RT-05': 0.85 },
  ),
  // What a full disk stops is not broken itself.
  vague(
    /failed to prepare (?:extraction )?snapshot|soci[^\n]*(?:unavailable|refused|timeout)|snapshotter[^\n]*(?:not found|was not found|not loaded)/i,
    diskFull,
    { 'RT-06': 0.75, 'PAUSE-04': 0.08 },
  ),
  symptom(/failed to refresh URL: [^\n]*403|failed to connect to blob/i, {
    'RT-07': 0.4,
    'POD-03': 0.3,
    'LAYER-02': 0.12,
  }),
  // What was unpacked is not kept, or was lost with the machine's power.
  symptom(
    /failed to get reader from content store|content digest [\w:]{1,100}: not found|expected at \/[^\n]{1,300}blob not found/i,
    {
      'RT-08': 0.6,
      'RT-01': 0.15,
      'LAYER-04': 0.1,
    },
  ),
  symptom(/input\/output error|read-only file system/i, {
    'RT-01': 0.6,
    'LIM-08': 0.15,
    'RT-06': 0.1,
  }),
  symptom(/unknown service runtime\.v1/i, { 'RT-05': 0.5, 'RT-02': 0.35 }),
  symptom(/\bref [^\n]*locked[^\n]*unavailable|locked for [^\n]*: unavailable/i, { 'RT-09': 0.92 }),
  symptom(/exec format error|exec user process caused|qemu-[\w-]{1,20}: Could not open/i, {
    'PLAT-02': 0.9,
  }),
  symptom(/image platform \([^)\n]{1,40}\) does not match the expected platform/i, {
    'PLAT-02': 0.7,
    'PLAT-01': 0.15,
  }),
  symptom(/schema ?1|schema version 1|manifest\.v1\+prettyjws/i, { 'PLAT-05': 0.92 }),
  vague(
    /zstd[^\n]*(?:unsupported|unknown|invalid|not supported)|(?:unsupported|invalid) compression|encrypted layer|ocicrypt|failed to (?:extract|unpack) layer/i,
    unpackedBadly,
    { 'PLAT-06': 0.8 },
  ),
  vague(
    /unsupported media ?type|unknown media ?type|encountered unknown type|mediatype[^\n]*(?:unknown|unsupported|not supported)|unrecognized manifest/i,
    /schema ?1|zstd/i,
    { 'PLAT-04': 0.68, 'PLAT-06': 0.22 },
  ),
  vague(
    /unexpected commit digest|wrong diff id calculated|gzip: invalid header|archive\/tar: invalid|failed size validation|failed digest validation|digest (?:mismatch|verification failed)|filesystem layer verification failed/i,
    /zstd/i,
    { 'LAYER-04': 0.92 },
  ),
  symptom(/no progress in \d|cancel pulling image|image-?pull-?progress-?deadline/i, {
    'LAYER-05': 0.92,
  }),
  vague(
    /context canceled/i,
    /no progress|webhook|attestors|failed to verify|waiting for connection|IMDS|no space left|soci|CannotPull/i,
    {
      'LAYER-05': 0.4,
      'RT-09': 0.1,
    },
  ),
];
