import { image, type Speaker, sentence } from './speaker.ts';

/** Clients in a pod of the cluster, which pull with credentials of their own, not with the node's. */
export const controllers: Speaker = {
  name: 'a controller in the cluster',
  puller: 'pod',
  known:
    /kyverno|image-reflector|source-controller|image-automation|\bflux\b|fluxcd|\bratify\b|argocd|argo-cd|image[_-]updater|trivy-operator|vulnerabilityreport|Scan job container|\bkargo\b|controllerKind|reconciler (?:kind|group|error)|Could not get tags|error listing tags|kube-image-keeper|kuik|\bkeel\b|external-secrets|notation-aws|registry endpoint credentials|\bimage_(?:alias|name)=|chart pull error|scan failed: |translating TaskSpec|ComparisonError|failed to pull OCI chart|repo-server|failed to download chart for remote reference/i,
  sentences: [
    sentence(`retrieving information about image[^\\n]{0,200}?image_name=${image}`, 'resolve'),
    sentence('(?:could not get tags|error listing tags)', 'resolve'),
    sentence(`failed to fetch image reference: ${image}`, 'manifest'),
    sentence('chart pull error', 'manifest'),
  ],
};
