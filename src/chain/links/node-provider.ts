import { matchesImage } from '../../kubelet/match-images.ts';
import { ecrHostName, parseEcrHost } from '../../names/registry-host.ts';
import { problemCauses } from '../node-report/problem-causes.ts';
import type { Finding } from '../proof.ts';
import type { Subject } from '../subject.ts';
import type { NodeReport, ProviderProblem } from '../world.ts';
import { setImage } from './fixes.ts';
import { foundOnNode } from './found-on-node.ts';

/** What of its files keeps a kubelet from getting credentials for the image: HW0403, HW0404, HW0405, HW0108. */
export function providerFiles(subject: Subject, report: NodeReport): Finding[] {
  const { credentialProvider: seen } = report;
  if (seen.state !== 'known') return [];
  const { problems, providers, config } = seen.value;
  const found = problems.flatMap((problem) => ofProblem(report, problem));
  const host = subject.place?.host ?? '';
  const matches = (name: string) =>
    providers.some(({ matchImages }) => matchImages.some((one) => matchesImage(one, name)));
  if (providers.length === 0 || matches(host)) return found;
  const text = `no entry of ${config} on ${report.node} has a pattern in matchImages that matches ${host}`;
  return [...found, withoutPattern(subject, report, { host, text, config, matches })];
}

function ofProblem(report: NodeReport, { code, severity, message, fix }: ProviderProblem) {
  const cause = severity === 'error' ? problemCauses[code] : undefined;
  if (cause === undefined) return [];
  const text = `the credential provider of ${report.node}: ${message}`;
  return [foundOnNode(report, cause, text, `${sentence(fix)} Then restart the kubelet.`)];
}

interface NoPattern {
  readonly host: string;
  readonly text: string;
  readonly config: string;
  readonly matches: (host: string) => boolean;
}

function withoutPattern(
  subject: Subject,
  report: NodeReport,
  { host, text, config, matches }: NoPattern,
): Finding {
  const add = `Add a pattern that matches ${host} to matchImages in ${config}, and restart the kubelet.`;
  const registry = parseEcrHost(host);
  if (registry !== undefined && (registry.dualStack || registry.fips)) {
    const usual = ecrHostName(registry.registryId, registry.region);
    if (matches(usual)) {
      const right = subject.image?.replace(host, usual);
      return foundOnNode(report, 'HW0108', `${text}; one matches ${usual}`, {
        text: `Change the image to ${right}. Or, to keep the host: ${lower(add)}`,
        ...(right === undefined ? {} : { changes: setImage(subject, right) }),
      });
    }
  }
  if (isBottlerocket(subject)) {
    const fix =
      'Leave settings.kubernetes.credential-providers.ecr-credential-provider.image-patterns to its default, or name every form of host in it: apiclient set with the whole list, then the kubelet restarts by itself.';
    return foundOnNode(report, 'HW0405', text, fix);
  }
  return foundOnNode(report, 'HW0404', text, add);
}

/** Settings make its files: what is edited there does not last. */
export function isBottlerocket({ node }: Subject): boolean {
  return node.state === 'known' && /^Bottlerocket OS\b/.test(node.value.system ?? '');
}

function sentence(text: string): string {
  const upper = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(upper) ? upper : `${upper}.`;
}

function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
