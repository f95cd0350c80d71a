import { createHash } from 'node:crypto';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type CredentialProviderConfig,
  parseCredentialProviderConfig,
} from '../../kubelet/credential-provider-config.ts';

/** The flags of a kubelet that has a credential provider. */
export interface ProviderSetup {
  readonly config: CredentialProviderConfig;
  readonly hash: string;
  readonly binDirectory: string;
}

/**
 * The configuration as EKS nodes have it: every form of a private registry's host; tokens cached as long as the
 * provider says, twelve hours at most (amazon-eks-ami, nodeadm).
 */
const configText = `apiVersion: kubelet.config.k8s.io/v1
kind: CredentialProviderConfig
providers:
  - name: ecr-credential-provider
    matchImages:
      - "*.dkr.ecr.*.amazonaws.com"
      - "*.dkr-ecr.*.on.aws"
      - "*.dkr.ecr.*.amazonaws.com.cn"
      - "*.dkr-ecr.*.on.amazonwebservices.com.cn"
      - "*.dkr.ecr-fips.*.amazonaws.com"
      - "*.dkr-ecr-fips.*.on.aws"
      - "*.dkr.ecr.*.amazonaws.eu"
      - "*.dkr.ecr.*.c2s.ic.gov"
      - "*.dkr.ecr.*.sc2s.sgov.gov"
      - "*.dkr.ecr.*.cloud.adc-e.uk"
      - "*.dkr.ecr.*.csp.hci.ic.gov"
      - "*.dkr.ecr.*.localhost"
    defaultCacheDuration: "12h"
    apiVersion: credentialprovider.kubelet.k8s.io/v1
`;

const hawser = fileURLToPath(new URL('../../../bin/hawser.js', import.meta.url));

/** Writes what a node's disk holds for the kubelet: the provider's configuration and executable. */
export async function layOutNode(folder: string): Promise<ProviderSetup> {
  const binDirectory = join(folder, 'image-credential-provider');
  await mkdir(binDirectory, { recursive: true });
  await writeFile(join(binDirectory, 'config.yaml'), configText);
  const executable = join(binDirectory, 'ecr-credential-provider');
  const script = `#!/bin/sh\nexec '${process.execPath}' '${hawser}' credential-provider "$@"\n`;
  await writeFile(executable, script);
  await chmod(executable, 0o755);
  return {
    config: parseCredentialProviderConfig(configText),
    hash: `sha256:${createHash('sha256').update(configText).digest('hex')}`,
    binDirectory,
  };
}

/** The node's /var/log. */
export function logFolder(folder: string): string {
  return join(folder, 'log');
}

/** The environment of the node's plugins: nothing is inherited from the process. */
export function nodeEnvironment(
  folder: string,
  endpoint: string,
  metadataEndpoint: string,
): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '/usr/bin:/bin',
    HOME: folder,
    HAWSER_STATE_DIR: join(logFolder(folder), 'hawser'),
    AWS_ENDPOINT_URL: endpoint,
    AWS_EC2_METADATA_SERVICE_ENDPOINT: metadataEndpoint,
  };
}
