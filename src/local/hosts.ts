import { ecrHostName } from '../names/registry-host.ts';

/**
 * What to add to a machine so that real registry names reach the local AWS: lines for the hosts file,
 * the CA, and mirror entries for containerd and for podman, skopeo and buildah.
 * @param authority file of the local CA's certificate; undefined where none is known.
 * @param repositories keys of the repositories there are, `account/region/name`.
 */
export function renderHosts(
  endpoint: string,
  authority: string | undefined,
  repositories: readonly string[],
): string {
  const registries = new Set(
    repositories.map((key) => {
      const [account = '', region = ''] = key.split('/');
      return ecrHostName(account, region);
    }),
  );
  const hosts =
    registries.size === 0 ? [ecrHostName('000000000000', 'us-east-1')] : [...registries];
  return [
    '# /etc/hosts (with hawser local up --tls, which serves these names on port 443)',
    ...hosts.map((host) => `127.0.0.1 ${host}`),
    '',
    `# CA to trust: ${authority ?? 'ca.pem in the data folder, once hawser local up --tls has made it (--data names the folder)'}`,
    '#   SSL_CERT_FILE (Go programs), AWS_CA_BUNDLE (aws), NODE_EXTRA_CA_CERTS (Node)',
    '',
    '# containerd: one file for each registry, below the registry config_path',
    ...hosts.flatMap((host) => [
      `# /etc/containerd/certs.d/${host}/hosts.toml`,
      `server = "https://${host}"`,
      `[host."${endpoint}"]`,
      '  capabilities = ["pull", "resolve", "push"]',
      '',
    ]),
    '# podman, skopeo, buildah (pulls only; they push to the name as it stands):',
    '# /etc/containers/registries.conf.d/hawser.conf',
    ...hosts.flatMap((host) => [
      '[[registry]]',
      `prefix = "${host}"`,
      `location = "${new URL(endpoint).host}/${host}"`,
      'insecure = true',
      '',
    ]),
  ].join('\n');
}
