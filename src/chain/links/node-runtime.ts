import type { Finding } from '../proof.ts';
import type { Subject } from '../subject.ts';
import type { NodeReport } from '../world.ts';
import { foundOnNode } from './found-on-node.ts';

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
