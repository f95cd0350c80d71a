import { collectNode } from '../evidence/node/collect-node.ts';
import { tryResult } from '../evidence/node/connect.ts';
import type { LookAtNode } from '../local/cluster/node-view.ts';

/** Looks at an emulated node as `hawser collect --node` does: its disk and metadata are there, its network is emulated. */
export const lookAtNode: LookAtNode = (view, image) =>
  collectNode({
    root: view.root,
    nodeName: view.name,
    image,
    environment: { AWS_EC2_METADATA_SERVICE_ENDPOINT: view.metadataEndpoint },
    now: view.ownTime,
    connect: async (wanted) => {
      const { service, host, port, isPlain } = wanted;
      const program = service === 'ecr.api' || service === 'sts' ? 'kubelet' : 'runtime';
      const url = new URL(`${isPlain === true ? 'http' : 'https'}://${host}:${port}`);
      const failed = view.connect(program, url);
      return tryResult(wanted, failed, {
        issuer: view.issuer,
        clocks: { server: view.time, own: view.ownTime },
      });
    },
  });
