import type { NodeReport } from '../world.ts';
import { endpointFindings } from './endpoint-findings.ts';
import type { NodeFinding } from './finding.ts';

/**
 * What a node's own report makes likely, beside what the links prove from it, in the order in which a pull meets it.
 * @param host registry whose images are pulled, without port; undefined for any.
 */
export function nodeFindings(report: NodeReport, host?: string): NodeFinding[] {
  return [
    ...(holdsCredentials(report, host) ? [] : providerFindings(report)),
    ...metadataFindings(report),
    ...endpointFindings(report),
    ...containerdFindings(report, host),
  ];
}

/** Without a provider, containerd may bring credentials of its own configuration. */
function holdsCredentials({ containerd }: NodeReport, host: string | undefined): boolean {
  return (
    containerd.state === 'known' &&
    containerd.value.credentialsFor.some((registry) => registry.split(':')[0] === host)
  );
}

function providerFindings({ kubelet, credentialProvider, node }: NodeReport): NodeFinding[] {
  if (kubelet.state !== 'known' || credentialProvider.state !== 'absent') return [];
  const text = `the kubelet of ${node} was started without --image-credential-provider-config, or names a file that is not there`;
  return [{ code: 'HW0402', breaks: true, confidence: 1, text }];
}

/** What EC2 does not say is on may be off, as well as blocked. */
function metadataFindings({ metadata, node }: NodeReport): NodeFinding[] {
  if (metadata.state !== 'known' || metadata.value.token) return [];
  const text = `${node} gets no token from the instance metadata service: ${metadata.value.why}`;
  return [{ code: 'HW0606', breaks: false, confidence: 0.6, text }];
}

function containerdFindings({ containerd }: NodeReport, host: string | undefined): NodeFinding[] {
  if (containerd.state !== 'known') return [];
  const { config, credentialsFor } = containerd.value;
  return credentialsFor
    .filter((registry) => host === undefined || registry.split(':')[0] === host)
    .map((registry) => ({
      code: 'HW1904',
      breaks: false,
      confidence: 0.6,
      text: `${config} holds credentials for ${registry}`,
    }));
}
