import { load } from 'js-yaml';
import { absent, type Fact, known } from '../../chain/fact.ts';
import type { KubeletReport } from '../../chain/world.ts';
import { parseKubeletFlags } from '../../credentials/check/flags.ts';
import { look } from './look.ts';
import type { NodeProcess } from './processes.ts';
import type { Rooted } from './rooted.ts';

/** Flags whose values say how images are pulled, and hold no secrets. Of others only the names are told. */
const shown: ReadonlySet<string> = new Set([
  'cloud-provider',
  'config',
  'config-dir',
  'container-runtime-endpoint',
  'feature-gates',
  'hostname-override',
  'image-credential-provider-bin-dir',
  'image-credential-provider-config',
  'image-service-endpoint',
  'kubeconfig',
  'max-parallel-image-pulls',
  'pod-infra-container-image',
  'registry-burst',
  'registry-qps',
  'serialize-image-pulls',
]);

/** Fields of a KubeletConfiguration that decide about pulls. */
const settings: readonly string[] = [
  'containerRuntimeEndpoint',
  'featureGates',
  'imageGCHighThresholdPercent',
  'imageGCLowThresholdPercent',
  'imageMaximumGCAge',
  'imagePullCredentialsVerificationPolicy',
  'imageServiceEndpoint',
  'maxParallelImagePulls',
  'registryBurst',
  'registryPullQPS',
  'serializeImagePulls',
];

/** How the kubelet was started: its flags, and the settings of pulls in the file that they name. */
export async function readKubelet(
  root: Rooted,
  process: Fact<NodeProcess>,
): Promise<Fact<KubeletReport>> {
  if (process.state !== 'known') return process;
  const flags = flagsOf(process.value);
  const file = flags.get('config');
  const keys = await staticKeys(root, process.value);
  return known({
    ...(keys.length === 0 ? {} : { keys }),
    flags: Object.fromEntries(
      [...flags].map(([name, value]) => [name, shown.has(name) ? value : '(not shown)']),
    ),
    settings: file
      ? await look(`the settings in ${file}`, async () => settingsIn(await root.read(file)))
      : absent,
  });
}

/** Where the credential provider finds keys before it asks for those of the node's role; of the keys nothing is kept. */
async function staticKeys(root: Rooted, { pid }: NodeProcess): Promise<string[]> {
  const has = async (path: string, what: RegExp) =>
    what.test(await root.read(path).catch(() => ''));
  return [
    ...((await has(`/proc/${pid}/environ`, /(^|\0)AWS_ACCESS_KEY_ID=[^\0]/))
      ? ['the environment of the kubelet']
      : []),
    ...((await has('/root/.aws/credentials', /^\s*aws_access_key_id\s*=\s*\S/m))
      ? ['/root/.aws/credentials']
      : []),
  ];
}

export function flagsOf({ words }: NodeProcess): ReadonlyMap<string, string> {
  return parseKubeletFlags(words.slice(1).join(' '));
}

function settingsIn(text: string): Record<string, string> {
  // A message of the parser quotes the file, in which anything may stand.
  const fields = parsed(text);
  return Object.fromEntries(
    settings.flatMap((name) => (fields[name] === undefined ? [] : [[name, inWords(fields[name])]])),
  );
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const value = load(text, { maxAliases: 0 });
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // Told below, without a quotation.
  }
  throw new Error('it is not a YAML or JSON object');
}

function inWords(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
