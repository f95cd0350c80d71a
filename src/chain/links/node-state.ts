import type { Finding } from '../proof.ts';
import type { Subject } from '../subject.ts';
import type { NodeCondition, NodeFacts } from '../world.ts';

/** What the cluster's API shows of a node for certain. */
export type StateCheck = (subject: Subject, node: NodeFacts) => readonly Finding[];

/** Nothing is pulled on a node whose kubelet is silent, or holds pods off: HW0401, HW0411. */
export const nodeState: StateCheck = (_subject, { name, conditions = [] }) => [
  ...conditions.filter(stops).map((condition) =>
    found('HW0401', `node ${name} is not ready: ${inWords(condition)}`, {
      text: `Look at the kubelet of ${name} (journalctl -u kubelet), or replace the node: drain it, and terminate its instance.`,
    }),
  ),
  ...conditions.filter(isFull).map((condition) =>
    found('HW0411', `the disk of node ${name} is full: ${inWords(condition)}`, {
      text: `Free space on ${name} (crictl rmi --prune), or give its node group larger disks: while the condition holds, the kubelet deletes images and admits no pods.`,
    }),
  ),
];

/** The runtime behind the kubelet does not answer: HW1902. */
export const silentRuntime: StateCheck = (subject, { name, conditions = [] }) => {
  const told = conditions.find(isOfRuntime);
  const said =
    told === undefined ? lastWords(subject).find((line) => socket.test(line)) : undefined;
  if (told === undefined && said === undefined) return [];
  const why = told === undefined ? said : inWords(told);
  return [
    found('HW1902', `the container runtime of node ${name} does not answer its kubelet: ${why}`, {
      text: `On ${name}: systemctl restart containerd, and journalctl -u containerd says why it ended. Or replace the node.`,
    }),
  ];
};

/** No room for the image: HW1901. Without a look at the disk, a text alone tells of it. */
export const fullDisk: StateCheck = (subject, { name, imageDisk }) => {
  const said = lastWords(subject).find((line) => /no space left on device/.test(line));
  if (said === undefined || imageDisk?.state !== 'known') return [];
  const { availableBytes, capacityBytes } = imageDisk.value;
  // Who freed space since then waits for the next try only.
  if (availableBytes > plenty * capacityBytes) return [];
  const left = `${availableBytes} of ${capacityBytes} bytes are left for images`;
  return [
    found('HW1901', `node ${name} has no room for the image, and ${left}: ${said}`, {
      text: `Free space on ${name} (crictl rmi --prune), or give its node group larger disks.`,
    }),
  ];
};

/** Share of the disk that the kubelet's garbage collection leaves free (imageGCLowThresholdPercent is 80). */
const plenty = 0.2;

/** The kubelet refused to start the pull: HW0408. */
export const pullLimit: StateCheck = (subject, { name, settings }) => {
  if (!lastWords(subject).some((line) => /pull QPS exceeded/.test(line))) return [];
  const { registryPullQPS, registryBurst } = settings?.state === 'known' ? settings.value : {};
  const limits =
    registryPullQPS === undefined
      ? ''
      : ` (registryPullQPS ${registryPullQPS}, registryBurst ${registryBurst})`;
  return [
    found(
      'HW0408',
      `the kubelet of ${name} starts no more pulls at the moment: pull QPS exceeded${limits}`,
      {
        text: `Nothing is lost: the kubelet tries again. To avoid it, raise registryPullQPS and registryBurst in the kubelet's configuration of ${name} (0 for no limit), or start fewer pods at once.`,
      },
    ),
  ];
};

/** What the kubelet last said of the container, and of its pod. */
export function lastWords({ container, pod }: Subject): string[] {
  const { waiting, running } = container ?? {};
  if (running === true) return [];
  const own = waiting === undefined ? [] : [waiting.message];
  // Where a pod has no sandbox yet, nothing is said of its containers.
  const isPulled = waiting !== undefined && waiting.reason !== 'ContainerCreating';
  const events = isPulled || pod.state !== 'known' ? [] : (pod.value.events ?? []);
  return [...own, ...events];
}

const socket = /containerd\.sock|crio\.sock|containerd: .*connection refused/;

/** Whether the kubelet does nothing more. Without a network it pulls on, for the pods that bring one. */
function stops(condition: NodeCondition): boolean {
  if (condition.type !== 'Ready' || condition.status === 'True') return false;
  return !isOfRuntime(condition) && !/network/i.test(condition.message);
}

function isOfRuntime({ type, status, message }: NodeCondition): boolean {
  return (
    type === 'Ready' &&
    status !== 'True' &&
    /container runtime (is down|not ready|status)/i.test(message)
  );
}

function isFull({ type, status }: NodeCondition): boolean {
  return type === 'DiskPressure' && status === 'True';
}

function inWords({ reason, message }: NodeCondition): string {
  return `${reason}: ${message}`;
}

function found(code: string, text: string, fix: Finding['fix']): Finding {
  return { code, deciding: { text }, fix };
}
