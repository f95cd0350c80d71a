import {
  count,
  fact,
  flag,
  list,
  moment,
  object,
  oneOf,
  record,
  type Shape,
  text,
} from '../shape.ts';

const kubelet = object({ flags: record(text), settings: fact(record(text)) }, { keys: list(text) });
const tokens = object({ audience: text, requiredKeys: list(text), optionalKeys: list(text) });
const provider = object(
  { name: text, apiVersion: text, matchImages: list(text), environment: list(text) },
  { tokens },
);
const problem = object({
  code: text,
  severity: oneOf('error', 'warning'),
  message: text,
  fix: text,
});
const credentialProvider = object({
  config: text,
  binDir: text,
  providers: list(provider),
  executables: list(object({ name: text, bytes: count, mode: text })),
  problems: list(problem),
});
const host = object({
  url: text,
  capabilities: list(text),
  skipVerify: flag,
  headers: list(text),
});
const containerd = object(
  {
    config: text,
    version: count,
    configPath: text,
    mirrors: list(object({ registry: text, endpoints: list(text) })),
    credentialsFor: list(text),
    registries: list(object({ registry: text, file: text, hosts: list(host) }, { server: text })),
    unread: list(text),
    problems: list(object({ text }, { registry: text })),
  },
  { sandboxImage: text, snapshotter: text },
);
const resolver = object({ nameservers: list(text), search: list(text), options: list(text) });
const proxies = object({}, { http: text, https: text, none: text });
const certificate = object({ issuer: text, trusted: flag }, { error: text });
const endpoint = object(
  {
    service: oneOf('ecr.api', 'ecr.dkr', 's3', 'sts', 'mirror'),
    host: text,
    port: count,
    addresses: list(text),
  },
  {
    mirrorOf: text,
    proxy: text,
    failed: object({ at: oneOf('name', 'proxy', 'tcp', 'tls'), why: text }),
    certificate,
  },
);
const formatIs: Shape = (value, path) =>
  value === 'hawser-node' ? undefined : `${path} is not hawser-node`;
const versionIs: Shape = (value, path) => (value === 1 ? undefined : `${path} is not 1`);

/** The structure of what `hawser collect --node` writes. */
export const nodeReportShape: Shape = object({
  format: formatIs,
  version: versionIs,
  node: text,
  seenAt: moment,
  kubelet: fact(kubelet),
  credentialProvider: fact(credentialProvider),
  containerd: fact(containerd),
  resolver: fact(resolver),
  clock: fact(object({ aheadBy: count, against: text })),
  proxies: object({ kubelet: fact(proxies), containerd: fact(proxies) }),
  metadata: fact(object({ token: flag }, { why: text, region: text, accountId: text })),
  endpoints: list(endpoint),
});

/** @returns what is wrong with a report of a node, naming the field; undefined when nothing is. */
export function nodeReportComplaint(value: unknown): string | undefined {
  return nodeReportShape(value, 'node report');
}
