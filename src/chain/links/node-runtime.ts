import type { Finding } from '../proof.ts';
import type { Subject } from '../subject.ts';
import type { NodeReport } from '../world.ts';
import { foundOnNode } from './found-on-node.ts';
import { lastWords } from './node-state.ts';

/** What containerd does not read of its own files: HW1905. */
export function runtimeFiles({ place }: Subject, report: NodeReport): Finding[] {
  const { containerd, node } = report;
  if (containerd.state !== 'known' || place === undefined) return [];
  const { config, problems } = containerd.value;
  return problems
    .filter(({ registry }) => registry === undefined || registry === place.host)
    .map(({ text, registry }) =>
      foundOnNode(
        report,
        'HW1905',
        registry === undefined ? `${config} on ${node}: ${text}` : `on ${node}, ${text}`,
        registry === undefined
          ? `Correct ${config}: containerd config dump names the line; on nodes of EKS, what the user data merges into it. Then systemctl restart containerd.`
          : 'Correct the file, or take it away: it is read at each pull.',
      ),
    );
}

/** Whether containerd's own configuration holds credentials for the image's registry. */
export function bringsCredentials({ place, node }: Subject): boolean {
  const report = node.state === 'known' ? node.value.report : undefined;
  if (report?.containerd.state !== 'known' || place === undefined) return false;
  return report.containerd.value.credentialsFor.includes(place.host);
}

/** Credentials in containerd's configuration, which it takes where the kubelet brings none, and ECR refuses: HW1904. */
export function oldCredentials(subject: Subject, report: NodeReport): Finding[] {
  const { containerd, node } = report;
  if (containerd.state !== 'known' || !bringsCredentials(subject)) return [];
  const said = lastWords(subject).find((line) => /403 Forbidden|token has expired/.test(line));
  const { credentialProvider } = subject.node.state === 'known' ? subject.node.value : {};
  const isAsked = credentialProvider?.state === 'known' && credentialProvider.value.configured;
  if (said === undefined || isAsked) return [];
  const { config } = containerd.value;
  const text = `${config} on ${node} holds credentials for ${subject.place?.host}, the kubelet brings none, and the registry refuses them: ${said}`;
  return [foundOnNode(report, 'HW1904', text, withProvider(config))];
}

function withProvider(config: string): string {
  return `Take the auth table out of ${config}: a token of ECR lasts twelve hours. Start the kubelet with --image-credential-provider-config and --image-credential-provider-bin-dir instead (EKS AMIs do), and restart containerd.`;
}
