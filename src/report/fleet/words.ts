import type { FleetAnswer, Group, PullAnswer, Radius } from '../../chain/fleet/answer.ts';

/** `3 pulls`, `1 pull`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}

/** When the pulls of a cause fail: `2 now, 3 when their container starts again`. */
export function whenOf({ now, restart, reschedule }: Radius): string {
  return [
    now > 0 ? `${now} now` : '',
    restart > 0 ? `${restart} at the next restart` : '',
    reschedule > 0 ? `${reschedule} on another node` : '',
  ]
    .filter(Boolean)
    .join(', ');
}

/** `12 pulls of 3 workloads: 2 now, 10 on another node`. */
export function radius(one: Radius): string {
  const when = whenOf(one);
  return `${counted(one.pulls, 'pull')} of ${counted(one.workloads, 'workload')}${when === '' ? '' : `: ${when}`}`;
}

/** The number of pulls, pods and namespaces. */
export function scopeOf({ pulls }: FleetAnswer): string {
  const pods = new Set(pulls.map(({ namespace, pod }) => `${namespace}/${pod}`)).size;
  const namespaces = new Set(pulls.map(({ namespace }) => namespace)).size;
  return `${counted(pulls.length, 'pull')} of ${counted(pods, 'pod')} in ${counted(namespaces, 'namespace')}`;
}

/** A summary: one sentence for each outcome. */
export function summaryOf(answer: FleetAnswer): string[] {
  const { pulls } = answer;
  const failing = (...when: readonly string[]) =>
    pulls.filter(({ fails }) => fails !== undefined && when.includes(fails)).length;
  const now = failing('now');
  const restart = failing('restart');
  const reschedule = failing('reschedule');
  const unseen = pulls.filter(({ verdict }) => verdict === 'unseen').length;
  const holds = pulls.filter(({ verdict }) => verdict === 'holds').length;
  const expiring = expiringOf(answer).length;
  return [
    ...(now > 0 ? [`${counted(now, 'pull')} ${now === 1 ? 'fails' : 'fail'} now.`] : []),
    ...(restart > 0
      ? [
          `${counted(restart, 'container')} ${restart === 1 ? 'runs, and fails' : 'run, and fail'} to pull at the next restart.`,
        ]
      : []),
    ...(reschedule > 0
      ? [
          `${counted(reschedule, 'container')} ${reschedule === 1 ? 'runs, and fails' : 'run, and fail'} to pull on another node.`,
        ]
      : []),
    ...(unseen > 0
      ? [`${counted(unseen, 'pull')} cannot be decided: not every fact was seen.`]
      : []),
    ...(holds > 0
      ? [
          `${counted(holds, 'pull')} ${holds === 1 ? 'works' : 'work'} as far as ${holds === 1 ? 'it was' : 'they were'} checked.`,
        ]
      : []),
    ...(expiring > 0
      ? [
          `${counted(expiring, 'pull')} will lose ${expiring === 1 ? 'its image' : 'their images'} to a lifecycle rule.`,
        ]
      : []),
  ];
}

/** The working pulls whose image a lifecycle rule will expire. */
export function expiringOf({ pulls }: FleetAnswer): PullAnswer[] {
  return pulls.filter(({ expires, verdict }) => expires !== undefined && verdict !== 'broken');
}

/** An image that a rule will expire, as a sentence; each image once. */
export function expiryLines(answer: FleetAnswer): string[] {
  const byImage = Map.groupBy(expiringOf(answer), ({ image }) => image);
  return [...byImage].map(([image, pulls]) => {
    const { at = '', action = 'EXPIRE', rulePriority = 0 } = pulls[0]?.expires ?? {};
    const does = action === 'EXPIRE' ? 'expires' : 'archives';
    return `${image} (${counted(pulls.length, 'pull')}): rule ${rulePriority} of the lifecycle policy ${does} it from ${at} on`;
  });
}

/** The confidence of a group that is not proven. */
export function likelihoodOf({ confidence }: Group): string {
  return confidence === 1 ? '' : ` (${Math.round(confidence * 100)} %)`;
}

export function nameOf({ namespace, pod, container }: PullAnswer): string {
  return `pod ${namespace}/${pod}, container ${container}`;
}
