// The rooms of src/: what is in them and what they may import. The parts of src/local are in local-parts.ts. The tests of
// this folder hold both, and scripts/generate-house-docs.ts writes the tables of docs/house.md from them.

export interface Room {
  /** Folder below src/, or below src/local/. */
  readonly name: string;
  readonly about: string;
  readonly mayImport: readonly string[] | 'everything';
  /** Whether it takes time and facts as arguments: no I/O, no clock, no environment, no chance. */
  readonly pure?: true;
}

/** Every room may import `names` as well. */
export const rooms: readonly Room[] = [
  { name: 'cli', about: 'one file a verb: flags, one call, print', mayImport: 'everything' },
  {
    name: 'tour',
    about: 'what `npm start` shows',
    mayImport: ['local', 'evidence', 'chain', 'report', 'ecr', 'oci', 'oci/client'],
  },
  {
    name: 'report',
    about: 'a proof, or what a text makes likely, as text, SARIF, JUnit, Markdown',
    mayImport: ['chain', 'symptoms', 'iam', 'text'],
  },
  {
    name: 'evidence',
    about:
      'looks at AWS, Kubernetes and nodes, into a bundle or a pasted text, and returns a world, a proof or suspicions',
    mayImport: [
      'chain',
      'causes',
      'symptoms',
      'iam',
      'ecr',
      'oci',
      'oci/client',
      'aws',
      'credentials',
      'credentials/failures',
      'files',
      'kubelet',
      'network',
    ],
  },
  {
    name: 'probe',
    about: 'pulls as a role without deploying anything (`hawser verify`)',
    mayImport: ['chain', 'causes', 'symptoms', 'ecr', 'oci', 'oci/client', 'aws', 'credentials'],
  },
  {
    name: 'plan',
    about:
      'looks at the accounts of a spec, says what would change and whether its pulls work then, and makes it so',
    mayImport: ['spec', 'evidence', 'chain', 'actions', 'ecr'],
  },
  {
    name: 'local',
    about: 'the local AWS',
    mayImport: [
      'clock',
      'distribution',
      'http',
      'jwt',
      'k8s-api',
      'k8s-node',
      'chain',
      'iam',
      'ecr',
      'kubelet',
      'log',
      'oci',
      'oci/client',
      'aws',
      'files',
      'storage',
      'text',
    ],
  },
  {
    name: 'distribution',
    about:
      'the registry protocol: routes, ranges, uploads, pages, errors, over a backend that knows no HTTP',
    mayImport: ['http', 'log', 'oci'],
  },
  {
    name: 'credentials',
    about:
      "the kubelet's credential provider, the docker helper, `hawser login`, the check of a node's configuration",
    mayImport: ['aws', 'ecr', 'files', 'kubelet', 'oci', 'text', 'credentials/failures'],
  },
  {
    name: 'credentials/failures',
    about: 'what these keep of failures, for the doctor',
    mayImport: ['aws', 'files'],
  },
  {
    name: 'chain',
    about: 'world, pull, links, proof',
    mayImport: ['causes', 'symptoms', 'actions', 'pull', 'iam', 'ecr', 'kubelet', 'network', 'oci'],
    pure: true,
  },
  {
    name: 'spec',
    about:
      'the file that declares a chain: read with its line numbers, checked, and compiled into the graph of resources',
    mayImport: ['ecr'],
    pure: true,
  },
  {
    name: 'render',
    about: "a spec's graph in the languages of other tools: Terraform, plain policies",
    mayImport: ['spec', 'actions'],
    pure: true,
  },
  {
    name: 'network',
    about:
      'whether an interface of a VPC reaches a host of AWS: names, routes, gateways, security groups, network ACLs, endpoints',
    mayImport: [],
    pure: true,
  },
  {
    name: 'symptoms',
    about: 'texts to suspicions: events and logs, and the causes that fit their words',
    mayImport: ['causes'],
    pure: true,
  },
  {
    name: 'causes',
    about: 'the known causes by link: code, title, fix, what proves them or rules them out',
    mayImport: [],
    pure: true,
  },
  {
    name: 'public',
    about: 'what the package exports, by name',
    mayImport: ['pull', 'iam'],
    pure: true,
  },
  {
    name: 'actions',
    about:
      'changes as data, and what prints them: commands of aws and kubectl, API calls, Terraform, a diff',
    mayImport: [],
    pure: true,
  },
  {
    name: 'pull',
    about:
      'decides whole pulls by every policy, what is unseen included, and finds the least repair',
    mayImport: ['actions', 'iam'],
    pure: true,
  },
  {
    name: 'names',
    about:
      'ARNs, partitions, registries, repositories, image references and digests, parsed and printed; the registries of EKS add-ons',
    mayImport: [],
    pure: true,
  },
  {
    name: 'iam',
    about: 'policies: parse, validate, compile, evaluate, explain',
    mayImport: [],
    pure: true,
  },
  {
    name: 'ecr',
    about: "ECR's rules: mutability, lifecycle, upstreams",
    mayImport: ['oci'],
    pure: true,
  },
  {
    name: 'oci',
    about: 'digests of content, manifests, platforms',
    mayImport: ['text'],
    pure: true,
  },
  { name: 'oci/client', about: 'the distribution client', mayImport: ['oci'] },
  {
    name: 'kubelet',
    about:
      "the kubelet's own rules that both node and credentials need: its provider configuration, how it matches images",
    mayImport: [],
    pure: true,
  },
  {
    name: 'k8s-api',
    about: 'the API server of the emulated cluster, with its controllers',
    mayImport: ['clock', 'http', 'jwt', 'kubelet', 'log', 'storage', 'text'],
  },
  {
    name: 'k8s-node',
    about:
      'the virtual kubelet and the scheduler; they speak the Kubernetes API only, so they serve a real cluster too',
    mayImport: ['clock', 'k8s-api', 'kubelet', 'oci', 'oci/client'],
  },
  { name: 'clock', about: 'time that can be moved, asked for and waited for', mayImport: [] },
  { name: 'http', about: 'what every server needs: bodies within limits', mayImport: [] },
  { name: 'jwt', about: 'signed tokens and the keys that check them', mayImport: [] },
  {
    name: 'aws',
    about: "SigV4, and a light client with AWS's credential chain",
    mayImport: ['files'],
  },
  { name: 'storage', about: 'facts in SQLite, content in files', mayImport: ['log'] },
  {
    name: 'files',
    about: 'reads files that others name, within limits and without waiting; replaces them at once',
    mayImport: [],
  },
  {
    name: 'log',
    about: 'lines for people, on stderr or where a test or `local up` takes them',
    mayImport: ['text'],
  },
  { name: 'text', about: 'makes text safe to print on a terminal', mayImport: [], pure: true },
];
