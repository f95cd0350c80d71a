/** A configuration that a kubelet would not start with, with the kubelet's text. */
export class KubeletConfigError extends Error {
  override readonly name = 'KubeletConfigError';
  readonly code = 'PROVIDER_CONFIG';
  readonly hint =
    'Correct what the text names, or write the file with hawser render credential-provider-config.';
}
