import { matchesImage } from '../../kubelet/match-images.ts';
import type { NodeReport } from '../world.ts';
import { endpointFindings } from './endpoint-findings.ts';
import type { NodeFinding } from './finding.ts';

/** Seconds: what is signed further off is refused (IAM User Guide, "Elements of an AWS API request signature"). */
const mostSkew = 300;

/** Findings of `hawser credential-provider check`, by the known cause that each is a case of. */
const problemCauses: Readonly<Record<string, string>> = {
  HW0571: 'HW0404',
  HW0572: 'HW0403',
  HW0574: 'HW0404',
  HW0575: 'HW0404',
  HW0576: 'HW0402',
  HW0577: 'HW0404',
  HW0580: 'HW0404',
  HW0582: 'HW0404',
  HW0583: 'HW0404',
};

/**
 * What is wrong on a node by its own report, in the order in which a pull meets it.
 * @param host registry whose images are pulled, without port; undefined for any.
 */
export function nodeFindings(report: NodeReport, host?: string): NodeFinding[] {
  return [
    ...providerFindings(report, host),
    ...metadataFindings(report),
    ...clockFindings(report),
    ...endpointFindings(report),
    ...containerdFindings(report, host),
  ];
}

function providerFindings(report: NodeReport, host: string | undefined): NodeFinding[] {
  const { kubelet, credentialProvider } = report;
  if (kubelet.state === 'known' && credentialProvider.state === 'absent') {
    const text = `the kubelet of ${report.node} was started without --image-credential-provider-config, or names a file that is not there`;
    return [{ code: 'HW0402', breaks: true, confidence: 1, text }];
  }
  if (credentialProvider.state !== 'known') return [];
  const { problems, providers, config } = credentialProvider.value;
  const found = problems.flatMap(({ code, severity, message, fix }): NodeFinding[] => {
    const cause = severity === 'error' ? problemCauses[code] : undefined;
    return cause === undefined
      ? []
      : [{ code: cause, breaks: true, confidence: 0.9, text: message, fix }];
  });
  const matches = providers.some(({ matchImages }) =>
    matchImages.some((pattern) => host !== undefined && matchesImage(pattern, host)),
  );
  if (host === undefined || providers.length === 0 || matches) return found;
  const text = `no entry of ${config} has a pattern in matchImages that matches ${host}`;
  return [...found, { code: 'HW0404', breaks: true, confidence: 0.9, text }];
}

function metadataFindings({ metadata, node }: NodeReport): NodeFinding[] {
  if (metadata.state !== 'unseen') return [];
  const text = `${node} gets no token from the instance metadata service; ${metadata.need.permission} would show one`;
  return [{ code: 'HW0606', breaks: false, confidence: 0.6, text }];
}

function clockFindings({ clock, node }: NodeReport): NodeFinding[] {
  if (clock.state !== 'known' || Math.abs(clock.value.aheadBy) <= mostSkew) return [];
  const { aheadBy, against } = clock.value;
  const seconds = Math.abs(aheadBy);
  const text = `the clock of ${node} is ${seconds} seconds ${aheadBy > 0 ? 'ahead of' : 'behind'} that of ${against}`;
  return [{ code: 'HW0801', breaks: true, confidence: 0.95, text }];
}

function containerdFindings({ containerd }: NodeReport, host: string | undefined): NodeFinding[] {
  if (containerd.state !== 'known') return [];
  const { config, problems, credentialsFor } = containerd.value;
  const concerns = (registry: string) => host === undefined || registry.split(':')[0] === host;
  return [
    ...problems
      .filter(({ registry }) => registry === undefined || concerns(registry))
      .map(({ text }) => ({
        code: 'HW1905',
        breaks: true,
        confidence: 0.9,
        text: `${config}: ${text}`,
      })),
    ...credentialsFor.filter(concerns).map((registry) => ({
      code: 'HW1904',
      breaks: false,
      confidence: 0.6,
      text: `${config} holds credentials for ${registry}`,
    })),
  ];
}
