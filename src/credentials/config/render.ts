import { stringify } from 'yaml';
import { CredentialError } from '../errors.ts';
import { parseHostMap } from '../registry.ts';
import { matchImagesOf } from './match-images.ts';
import {
  executableName,
  podExecutableName,
  providerConfig,
  type RenderOptions,
} from './provider-config.ts';

type Renderer = (options: RenderOptions) => string;

/** A kind of node: where its kubelet looks for files, and how it is configured. */
const renderers: Readonly<Record<string, Renderer>> = {
  al2023: nodeadm,
  hybrid: (options) =>
    file(options, `${hawserFolder}/config.yaml`, [
      'Add to spec.kubelet.flags of the NodeConfig that nodeadm init receives:',
      ...flags(hawserFolder),
    ]),
  bottlerocket,
  'self-managed': (options) =>
    file(options, '/etc/kubernetes/credential-provider/config.yaml', [
      'Start the kubelet with:',
      ...flags('/etc/kubernetes/credential-provider'),
    ]),
  k3s: (options) => file(options, `${rancher}/config.yaml`, rancherNotes),
  rke2: (options) => file(options, `${rancher}/config.yaml`, rancherNotes),
  talos,
};

/** The kinds of nodes that `--for` accepts. */
export const nodeKinds: readonly string[] = Object.keys(renderers);

/**
 * Renders the configuration for which the kubelets of a kind of node use our provider.
 * @throws CredentialError `configuration`
 */
export function renderProviderConfig(kind: string, options: RenderOptions): string {
  parseHostMap(options.maps);
  const render = Object.hasOwn(renderers, kind) ? renderers[kind] : undefined;
  if (render !== undefined) return render(options);
  const names = nodeKinds.join(', ');
  throw new CredentialError('configuration', `${JSON.stringify(kind)} is not one of ${names}`);
}

const rancher = '/var/lib/rancher/credentialprovider';
const rancherNotes = [`Used at the next start if both this file and ${rancher}/bin exist.`];
const hawserFolder = '/etc/hawser/credential-provider';
const binDirectory = `${hawserFolder}/bin`;
const configPath = `${hawserFolder}/config.yaml`;

function flags(folder: string): string[] {
  return [
    `  --image-credential-provider-config=${folder}/config.yaml`,
    `  --image-credential-provider-bin-dir=${folder}/bin`,
  ];
}

function file(options: RenderOptions, path: string, notes: readonly string[]): string {
  const folder = path.replace(/\/[^/]+$/, '');
  const head = [`${path}, with ${executableName} in ${folder}/bin`, ...notes, ...podNotes(options)];
  return `${comment(head)}${yaml(providerConfig(options))}`;
}

/**
 * User data of a launch template. nodeadm rewrites its own configuration at each run; the flags here come after
 * its own, and the kubelet uses the last one.
 */
function nodeadm(options: RenderOptions): string {
  const node = {
    apiVersion: 'node.eks.aws/v1alpha1',
    kind: 'NodeConfig',
    spec: { kubelet: { flags: flags(hawserFolder).map((flag) => flag.trim()) } },
  };
  const script = [
    '#!/bin/sh',
    'set -eu',
    `install -d ${binDirectory}`,
    `# Put the executable there: ${executableName}-linux-x64 or -arm64, checked with SHA256SUMS.`,
    `test -x ${binDirectory}/${executableName}`,
    ...(options.tokenAttributes
      ? [`ln -sf ${executableName} ${binDirectory}/${podExecutableName}`]
      : []),
    `cat > ${configPath} <<'CONFIG'`,
    `${yaml(providerConfig(options))}CONFIG`,
  ].join('\n');
  return [
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary="HAWSER"',
    ...podNotes(options).map((note, index) => `X-Hawser-Note-${index + 1}: ${note.trim()}`),
    '',
    '--HAWSER',
    'Content-Type: text/x-shellscript; charset="us-ascii"',
    '',
    script,
    '',
    '--HAWSER',
    'Content-Type: application/node.eks.aws',
    '',
    yaml(node).trimEnd(),
    '',
    '--HAWSER--',
    '',
  ].join('\n');
}

/** Bottlerocket runs only the provider that it ships; only its list of hosts has to be extended. */
function bottlerocket(options: RenderOptions): string {
  if (options.tokenAttributes || options.maps.length > 0 || options.cache) {
    throw new CredentialError(
      'configuration',
      'Bottlerocket runs its own provider, which does not support tokenAttributes, mirrors or a token cache',
    );
  }
  const matchImages = matchImagesOf(options.partition);
  return [
    '# User data for Bottlerocket, whose root file system is read-only: its own provider, with every host of the partition.',
    '[settings.kubernetes.credential-providers.ecr-credential-provider]',
    'enabled = true',
    'cache-duration = "6h"',
    `image-patterns = [\n${matchImages.map((pattern) => `  ${JSON.stringify(pattern)},\n`).join('')}]`,
    '',
  ].join('\n');
}

/** Talos has the configuration in the machine configuration, and the executable in a system extension. */
function talos(options: RenderOptions): string {
  const head = [
    'A patch of the machine configuration: talosctl patch machineconfig --patch @FILE',
    `A system extension installs ${executableName} in /usr/local/lib/kubelet/credentialproviders.`,
    'The kubelet runs in a container with glibc: executables linked with musl do not start in it.',
    ...podNotes(options),
  ];
  const patch = { machine: { kubelet: { credentialProviderConfig: providerConfig(options) } } };
  return `${comment(head)}${yaml(patch)}`;
}

function podNotes({ tokenAttributes }: RenderOptions): string[] {
  if (!tokenAttributes) return [];
  return [
    `${podExecutableName} is the same executable: a symbolic link to ${executableName}.`,
    'Kubernetes 1.34 or newer. The kubelets need the audience (NodeRestriction checks it):',
    '  hawser render credential-provider-rbac | kubectl apply -f -',
  ];
}

/** Without anchors and aliases: not every reader of these files supports them. */
function yaml(value: object): string {
  return stringify(value, { aliasDuplicateObjects: false });
}

function comment(lines: readonly string[]): string {
  return lines.map((line) => `# ${line}\n`).join('');
}
