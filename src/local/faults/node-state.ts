import { kubeletSettings, paths, sandboxImage } from '../node-files.ts';
import type { NodeSetup } from '../records/node-setup.ts';
import type { State } from '../state.ts';
import type { Changes, Fault, Target } from './fault.ts';
import { changeSetup, restarted, withFile } from './machine.ts';

/** Registry of the images that EKS's node images name, in most Regions. */
const eks = '602401143452';
const pause = (region: string) => `${eks}.dkr.ecr.${region}.amazonaws.com/eks/pause:3.10`;

/** Faults in what a node is able to do: its kubelet, its runtime, its disk, the image of its sandboxes. */
export const nodeStateFaults: readonly Fault[] = [
  setting('HW0401', { kubeletStopped: true }),
  {
    cause: 'HW0408',
    needs: ['node'],
    inject(changes, target, { state }) {
      const limits = { registryPullQPS: 1, registryBurst: 1 };
      const text = JSON.stringify({
        kind: 'KubeletConfiguration',
        apiVersion: 'kubelet.config.k8s.io/v1beta1',
        ...kubeletSettings,
        ...limits,
      });
      changeSetup(changes, state, target, (setup) =>
        restarted(withFile(setup, { path: paths.kubeletConfig, text })),
      );
    },
  },
  setting('HW0411', { imageDisk: { capacityBytes: 1_000_000, usedBytes: 950_000 } }),
  setting('HW1901', { imageDisk: { capacityBytes: 500, usedBytes: 410 } }),
  setting('HW1902', { runtimeStopped: true }),
  {
    cause: 'HW2001',
    needs: ['node'],
    inject(changes, target, { state }) {
      nameSandbox(changes, target, state, pause);
    },
  },
  {
    cause: 'HW2002',
    needs: ['node'],
    inject(changes, target, { state }) {
      nameSandbox(changes, target, state, (own) =>
        pause(own === 'us-west-2' ? 'us-east-1' : 'us-west-2'),
      );
    },
  },
  {
    cause: 'HW2003',
    needs: ['node'],
    inject(changes, target, { state }) {
      nameSandbox(changes, target, state, pause, { podInfraImage: sandboxImage });
    },
  },
];

/** A fault that is a setting of the machine. */
function setting(cause: string, changed: NodeSetup): Fault {
  return {
    cause,
    needs: ['node'],
    inject(changes, target, { state }) {
      changeSetup(changes, state, target, (setup) => ({ ...setup, ...changed }));
    },
  };
}

/** Has containerd take an image for its sandboxes that the node does not have. */
function nameSandbox(
  changes: Changes,
  target: Target,
  state: State,
  image: (region: string) => string,
  more: NodeSetup = {},
): void {
  changeSetup(changes, state, target, (setup, { region }) =>
    restarted({ ...setup, ...more, sandboxImage: image(region) }),
  );
}
