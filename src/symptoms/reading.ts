import { addOnAccounts } from '../names/add-on-registries.ts';
import { parseEcrHost } from '../names/registry-host.ts';
import { type Facts, factsIn } from './facts.ts';
import { imagesIn } from './images.ts';
import { smooth } from './lines.ts';
import { type Part, partsOf } from './parts.ts';

/** A pasted text, and what can be told from it before asking what is wrong. */
export interface Reading {
  /** The image that failed, where others in the text failed as well. */
  readonly image: string | undefined;
  /** The pod that it failed for, where others in the text failed as well. */
  readonly pod: string | undefined;
  /** The text in one style, without colours and escapes, and without its secrets. */
  readonly text: string;
  /** Who was asked for what. */
  readonly told: Facts;
  /** References of the images that it is about, as far as they name a host. */
  readonly images: readonly string[];
  /** Accounts whose private registries it names. */
  readonly registries: readonly string[];
  /** About an image of the registries from which EKS takes its own add-ons. */
  readonly isAddOn: boolean;
  /** About the sandbox ("pause") image. */
  readonly isSandbox: boolean;
  /** About Amazon ECR Public. */
  readonly isPublic: boolean;
  /** About a repository named like those that pull through cache rules fill. */
  readonly isCached: boolean;
  /** The prefix of a cache stands behind another one, so that it may be anybody's own mirror. */
  readonly isNestedCache: boolean;
  /** The download of a layer or configuration had begun: all before it was in order. */
  readonly isLayer: boolean;
  /** Told by a client that runs in a pod, rather than by a node or a machine that builds. */
  readonly isInCluster: boolean;
  /** Told by a client that uses ECR's credential helper for docker, on whatever machine. */
  readonly isHelper: boolean;
  /** Told by a client on a machine where somebody or a build calls it, rather than by a kubelet. */
  readonly isMachine: boolean;
  /** Told by ECS or Lambda, which pull with a role of their own. */
  readonly isTask: boolean;
  readonly isFargate: boolean;
}

/** First path segments that pull through cache rules are given by the console, the guide and custom. */
const prefixes =
  '(?:docker-?hub|docker\\.io|dockerio|ecr-public|public\\.ecr\\.aws|ghcr(?:\\.io)?|quay(?:\\.io)?|kubernetes|k8s|registry\\.k8s\\.io|github|gitlab|chainguard|azure|mcr)/';
const cachePrefix = new RegExp(`\\.amazonaws\\.com(?:\\.cn)?/(?:[\\w.-]+/)?${prefixes}`, 'i');
const nestedCache = new RegExp(
  `\\.amazonaws\\.com(?:\\.cn)?/(?!${prefixes})[\\w.-]+/${prefixes}`,
  'i',
);

const registryHost = /\b(\d{12})\.dkr[.-]ecr(?:-fips)?\.[a-z0-9-]+\.[a-z0-9.-]+/g;

/**
 * Reads a pasted text: `kubectl describe`, events, kubelet or containerd logs, docker's or a build's output.
 * @returns one reading for each image of each pod that failed, where several did; else one of the whole.
 */
export function read(pasted: string): readonly Reading[] {
  return partsOf(smooth(pasted)).map(readPart);
}

function readPart({ image, pod, text }: Part): Reading {
  const told = factsIn(text);
  const images = imagesIn(text);
  const registries = [...text.matchAll(registryHost)]
    .filter(([host]) => parseEcrHost(host.replace(/\.$/, '')) !== undefined)
    .map(([, account = '']) => account);
  return {
    image,
    pod,
    text,
    told,
    images: [...new Set(images)],
    registries: [...new Set(registries)],
    isAddOn: registries.some((account) => addOnAccounts.has(account)),
    isSandbox:
      /sandbox image|RunPodSandbox|FailedCreatePodSandBox|create pod sandbox|\/pause(?:-amd64|-arm64)?[:@]/i.test(
        text,
      ),
    isPublic: isAboutPublic(text, registries),
    isCached: cachePrefix.test(text),
    isNestedCache: nestedCache.test(text),
    isLayer:
      /\/blobs\/|\/layers?\/|httpReadSeeker|starport-layer-bucket|failed to copy:|pulling image configuration|copying config/i.test(
        text,
      ),
    isInCluster: told.puller === 'pod' || /kaniko|\btrivy\b/i.test(text),
    isHelper: /docker-credential-ecr-login|"ecr: Failed|Error retrieving credentials/i.test(text),
    isMachine: told.puller === 'machine',
    isTask: told.puller === 'task',
    isFargate: /fargate/i.test(text),
  };
}

/** Whether a failure is ECR Public's: a private registry may be named as well, as what a build pushes to. */
function isAboutPublic(text: string, registries: readonly string[]): boolean {
  const namesPublic = /\bpublic\.ecr\.aws\b|\becr-public\b/;
  if (registries.length === 0) return namesPublic.test(text);
  const failures = text
    .split('\n')
    .filter((line) => /fail|error|denied|toomany|unexpected/i.test(line));
  return (
    failures.some((line) => namesPublic.test(line)) &&
    !failures.some((line) => /\.dkr[.-]ecr/.test(line))
  );
}
