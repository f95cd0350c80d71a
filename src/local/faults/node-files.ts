import { parseEcrHost } from '../../names/registry-host.ts';
import { containerdConfig, paths, providerConfig } from '../node-files.ts';
import type { Fault, Target } from './fault.ts';
import { changeInstance, changeSetup, instanceOf, restarted, withFile } from './machine.ts';

/** Patterns that node images from before 2025 did not have (amazon-eks-ami). */
const newerPatterns = /^ *- "[^"]*(?:on\.aws|ecr-fips)[^"]*"\n/gm;

/** Faults in the files of a node, which its kubelet and its container runtime read. */
export const nodeFileFaults: readonly Fault[] = [
  {
    cause: 'HW0108',
    needs: ['node', 'pod'],
    inject(changes, target, { state }) {
      changeSetup(changes, state, target, (setup) =>
        restarted(
          withFile(setup, {
            path: paths.providerConfig,
            text: providerConfig.replace(newerPatterns, ''),
          }),
        ),
      );
      changes.changePod(target.pod, (spec) => {
        for (const container of spec.containers) container.image = dualStack(container.image);
      });
    },
  },
  {
    cause: 'HW0403',
    needs: ['node'],
    inject(changes, target, { state }) {
      changeSetup(changes, state, target, (setup) =>
        withFile(setup, { path: paths.provider, mode: 0o644 }),
      );
    },
  },
  {
    cause: 'HW0404',
    needs: ['node'],
    inject(changes, target, { state }) {
      const text = providerConfig.replaceAll(
        '*.dkr.ecr.*.amazonaws.com"',
        '*.dkr.ecr.*.amazonaws.co"',
      );
      changeSetup(changes, state, target, (setup) =>
        restarted(withFile(setup, { path: paths.providerConfig, text })),
      );
    },
  },
  {
    cause: 'HW0405',
    needs: ['node'],
    inject(changes, target, { state }) {
      changeInstance(changes, instanceOf(state, target), (record) => ({
        ...record,
        credentialProvider: false,
        setup: { ...record.setup, system: 'Bottlerocket OS 1.49.0 (aws-k8s-1.34)' },
      }));
    },
  },
  {
    cause: 'HW1022',
    needs: ['node', 'repository'],
    inject(changes, target, { state }) {
      changeSetup(changes, state, target, (setup) =>
        withFile(setup, hostsFile(target, 'http://10.0.0.251:5000')),
      );
    },
  },
  {
    cause: 'HW1903',
    needs: ['node', 'repository'],
    inject(changes, target, { state }) {
      changeSetup(changes, state, target, (setup) =>
        withFile(setup, hostsFile(target, `https://${hostOf(target)}.example`)),
      );
    },
  },
  {
    cause: 'HW1905',
    needs: ['node'],
    inject(changes, target, { state }) {
      changeSetup(changes, state, target, (setup, { containerdVersion = '2.1.5' }) =>
        restarted(
          withFile(setup, {
            path: paths.containerdConfig,
            // As a template that was filled in wrongly leaves it.
            text: `${containerdConfig(containerdVersion)}\n[plugins."io.containerd.cri.v1.runtime"\n`,
          }),
        ),
      );
    },
  },
];

function hostOf({ repository }: Target): string {
  const [account, region] = repository.split('/');
  return `${account}.dkr.ecr.${region}.amazonaws.com`;
}

function hostsFile(target: Target, server: string) {
  const path = `${paths.registries}/${hostOf(target)}/hosts.toml`;
  return { path, text: `server = "${server}"\n` };
}

/** The same registry under the name that has addresses of both kinds. */
function dualStack(image: string): string {
  const [host = '', ...rest] = image.split('/');
  const registry = parseEcrHost(host);
  if (registry === undefined) return image;
  return [`${registry.registryId}.dkr-ecr.${registry.region}.on.aws`, ...rest].join('/');
}
