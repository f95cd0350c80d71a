/** A configuration that a kubelet would not start with, with the kubelet's text. */
export class KubeletConfigError extends Error {
  override readonly name = 'KubeletConfigError';
  readonly code = 'PROVIDER_CONFIG';
}
