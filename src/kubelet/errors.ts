/** A configuration that a kubelet would not start with, in the kubelet's own words. */
export class KubeletConfigError extends Error {
  override readonly name = 'KubeletConfigError';
  readonly code = 'PROVIDER_CONFIG';
}
