import { ecrImageNamed } from '../../names/ecr-image.ts';
import type { Finding } from '../proof.ts';
import type { Subject } from '../subject.ts';
import type { NodeFacts } from '../world.ts';
import { lastWords, type StateCheck } from './node-state.ts';

/**
 * The image of the pod's sandbox, which the runtime fetches without the kubelet's credentials: HW2001, HW2002, HW2003. The
 * kubelet says which one it is.
 */
export const sandboxImage: StateCheck = (subject, node) => {
  const said = lastWords(subject).find((line) => /failed to get sandbox image "/.test(line));
  const [, image = ''] = /failed to get sandbox image "([^"]+)"/.exec(said ?? '') ?? [];
  const place = image === '' ? undefined : ecrImageNamed(image);
  if (said === undefined || place === undefined) return [];
  return [findingOf(subject, node, image, place.region)];
};

function findingOf(_subject: Subject, node: NodeFacts, image: string, region: string): Finding {
  const { name } = node;
  const own = regionOf(node);
  if (own !== undefined && own !== region) {
    return {
      code: 'HW2002',
      deciding: {
        text: `node ${name} is in ${own}, and its sandbox image is ${image}, of the registry in ${region}: nothing is pulled before a sandbox is there`,
      },
      fix: {
        text: `Name the sandbox image of ${own} in containerd's configuration of ${name} (sandbox_image; from version 3 on pinned_images.sandbox), and build node images for each Region.`,
      },
    };
  }
  const other = kubeletsOwn(node);
  if (other !== undefined && other !== image) {
    return {
      code: 'HW2003',
      deciding: {
        text: `the kubelet of ${name} keeps ${other} from its garbage collection, and containerd's sandbox image is ${image}, which is gone`,
      },
      fix: {
        text: `Give --pod-infra-container-image=${image} to the kubelet of ${name}, so that both name the same image, and replace the node.`,
      },
    };
  }
  return {
    code: 'HW2001',
    deciding: {
      text: `node ${name} no longer has the sandbox image ${image}, and containerd has no credentials to fetch it: nothing is pulled before a sandbox is there`,
    },
    fix: {
      text: `Replace the node. To keep it, import ${image} with ctr -n k8s.io images pull as user AWS with a token of ${region}, and label it io.cri-containerd.pinned=pinned. Newer node images of EKS bring an image that is pinned.`,
    },
  };
}

/** The Region in the id of the machine, such as `aws:///us-east-1a/i-0abc`. */
function regionOf({ providerId }: NodeFacts): string | undefined {
  return /^aws:\/\/\/([a-z]+(?:-[a-z]+)+-\d+)[a-z]*\//.exec(providerId)?.[1];
}

/** The image that the kubelet was told of, as far as its report shows. */
function kubeletsOwn({ report }: NodeFacts): string | undefined {
  if (report?.kubelet.state !== 'known') return undefined;
  return report.kubelet.value.flags['pod-infra-container-image'];
}
