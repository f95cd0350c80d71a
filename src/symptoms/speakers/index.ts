import { aws } from './aws.ts';
import { github, gitlab, jib, pulumi, renovate, terraform } from './builds.ts';
import { containerd } from './containerd.ts';
import { containersImage } from './containers-image.ts';
import { controllers } from './controllers.ts';
import { crio } from './crio.ts';
import { buildkit, docker } from './docker.ts';
import { kubelet } from './kubelet.ts';
import { commandLine, goContainerRegistry, nerdctl, ociClients } from './oci-clients.ts';
import { proxies } from './proxies.ts';
import { soci } from './soci.ts';
import type { Speaker } from './speaker.ts';
import { ecs, lambda, services } from './tasks.ts';

/** Those whose words are known, first those that tell most surely whose credentials are in question. */
export const speakers: readonly Speaker[] = [
  controllers,
  ecs,
  lambda,
  services,
  gitlab,
  soci,
  kubelet,
  crio,
  nerdctl,
  github,
  terraform,
  pulumi,
  jib,
  renovate,
  buildkit,
  docker,
  containersImage,
  goContainerRegistry,
  ociClients,
  containerd,
  aws,
  proxies,
  commandLine,
];
