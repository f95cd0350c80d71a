import type { Room } from './house.ts';

/** The parts of `local`. `local` itself stands for the files that lie beside them. */
export const localParts: readonly Room[] = [
  {
    name: 'local',
    about: 'the store, the world, tokens, certificates, and how all parts are put together',
    mayImport: 'everything',
  },
  {
    name: 'admin',
    about: '`/_hawser/…`',
    mayImport: [
      'local',
      'core',
      'ecr',
      'faults',
      'front-door',
      'image-use',
      'issuers',
      'usage',
      'verify',
    ],
  },
  {
    name: 'cluster',
    about: 'machines, their metadata, their kubelets: how node and cloud are put together',
    mayImport: ['local', 'core', 'eks', 'faults', 'net', 'records', 'services/iam', 'vpc'],
  },
  {
    name: 'core',
    about: 'what a call brings, and what makes a service',
    mayImport: [
      'local',
      'ecr',
      'events',
      'front-door',
      'identity',
      'image-use',
      'limits',
      'protocol',
      'trail',
      'usage',
    ],
  },
  {
    name: 'ecr',
    about:
      'ECR apart from its API: repositories, images, layers, uploads, lifecycle runs, replication, pull through caches; both doors stand on it',
    mayImport: [
      'local',
      'core',
      'events',
      'identity',
      'image-use',
      'protocol',
      'services/iam',
      'services/secretsmanager',
      'services/sts',
      'usage',
    ],
  },
  {
    name: 'eks',
    about: 'the clusters that EKS knows of',
    mayImport: ['local', 'records', 'vpc'],
  },
  {
    name: 'events',
    about: 'the event bus, its patterns and deliveries',
    mayImport: ['local', 'protocol'],
  },
  {
    name: 'faults',
    about: 'one fault for each cause',
    mayImport: [
      'local',
      'core',
      'ecr',
      'eks',
      'identity',
      'limits',
      'records',
      'services/iam',
      'services/secretsmanager',
      'vpc',
    ],
  },
  {
    name: 'front-door',
    about: 'one request to an AWS API: body, service, caller, input, permission, operation, answer',
    mayImport: ['core', 'events', 'identity', 'protocol', 'trail', 'usage', 'net'],
  },
  {
    name: 'identity',
    about: 'who signed, and may they: SigV4, the convention for root, the policies in force',
    mayImport: ['local', 'core', 'services/iam', 'net'],
  },
  {
    name: 'image-use',
    about: 'which images pods use, and what was taken away from them',
    mayImport: ['local', 'core', 'ecr', 'registry'],
  },
  {
    name: 'issuers',
    about: 'identity providers that the local AWS stands in for',
    mayImport: ['local', 'core'],
  },
  { name: 'limits', about: "ECR's request quotas", mayImport: ['records'] },
  {
    name: 'net',
    about:
      'what becomes of the traffic of emulated machines: a packet walk that shares no rule with the doctor',
    mayImport: ['local', 'records', 'vpc'],
  },
  {
    name: 'protocol',
    about: "JSON 1.1 and Query/XML, driven by AWS's own service models",
    mayImport: [],
  },
  { name: 'records', about: 'the documents in the store', mayImport: [] },
  {
    name: 'registry',
    about: 'ECR as a backend of the registry protocol: the other door to the same store',
    mayImport: [
      'local',
      'core',
      'ecr',
      'front-door',
      'identity',
      'protocol',
      'trail',
      'usage',
      'net',
    ],
  },
  { name: 'services/cloudtrail', about: 'LookupEvents', mayImport: ['core', 'protocol', 'trail'] },
  {
    name: 'services/cloudwatch',
    about: 'metrics and alarms',
    mayImport: ['local', 'core', 'protocol', 'services/iam', 'usage'],
  },
  {
    name: 'services/ec2',
    about: 'networks, and the little of machines that nodes and the doctor ask for',
    mayImport: ['local', 'core', 'protocol', 'records', 'services/sts', 'vpc'],
  },
  {
    name: 'services/ecr',
    about: "the operations of ECR's API, by kind of resource",
    mayImport: ['local', 'core', 'ecr', 'protocol'],
  },
  {
    name: 'services/eks',
    about: 'clusters, nodegroups, Fargate profiles, who may do what in them',
    mayImport: ['local', 'core', 'eks', 'protocol', 'vpc'],
  },
  {
    name: 'services/events',
    about: 'EventBridge: rules and targets',
    mayImport: ['local', 'core', 'events', 'protocol', 'services/iam'],
  },
  {
    name: 'services/iam',
    about: 'users, roles, policies, keys, providers',
    mayImport: ['local', 'core', 'protocol'],
  },
  {
    name: 'services/kms',
    about: 'keys, as far as repositories need them: state, policy, grants',
    mayImport: ['local', 'core', 'protocol'],
  },
  {
    name: 'services/organizations',
    about: 'who is in an organization, and its policies',
    mayImport: ['local', 'core', 'protocol'],
  },
  {
    name: 'services/route53',
    about: 'private hosted zones and their records',
    mayImport: ['local', 'core', 'protocol', 'vpc'],
  },
  {
    name: 'services/route53resolver',
    about: 'Resolver rules, and the VPCs in which they hold',
    mayImport: ['local', 'core', 'protocol', 'vpc'],
  },
  {
    name: 'services/secretsmanager',
    about: 'secrets, as pull through caches need them',
    mayImport: ['local', 'core', 'protocol', 'services/iam'],
  },
  {
    name: 'services/service-quotas',
    about: "ECR's quotas as Service Quotas tells them",
    mayImport: ['core', 'ecr', 'limits', 'protocol'],
  },
  {
    name: 'services/sts',
    about: 'sessions and who one is',
    mayImport: ['local', 'core', 'protocol', 'services/iam'],
  },
  {
    name: 'trail',
    about: 'what is remembered of every request',
    mayImport: ['events', 'identity', 'protocol'],
  },
  {
    name: 'usage',
    about: 'what is counted of every request',
    mayImport: ['local', 'core', 'limits'],
  },
  {
    name: 'verify',
    about: 'recomputes everything in a data folder, and says what is lost',
    mayImport: ['local', 'ecr'],
  },
  {
    name: 'vpc',
    about:
      'networks: addresses, what comes with a VPC and with a machine, and where one leads to the other',
    mayImport: ['local', 'records'],
  },
];
