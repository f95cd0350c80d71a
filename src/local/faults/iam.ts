import { accountOf } from '../../names/arn.ts';
import { parseRepositoryKey, repositoryArn } from '../../names/repository.ts';
import { LocalError } from '../errors.ts';
import { managedDocument } from '../services/iam/policy-documents.ts';
import { nameKey, type PolicyRecord, type RoleRecord } from '../state.ts';
import type { Changes, Fault, Target } from './fault.ts';

const version = '2012-10-17';
const pull = ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];
export const tokenAlone = { Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' };

function policy(...Statement: readonly object[]): string {
  return JSON.stringify({ Version: version, Statement });
}

/** Where the record of a role stands. @throws LocalError `CANNOT_BREAK` for what is no ARN of one. */
export function roleKeyOf(role: string): string {
  const match = /^arn:aws[a-z-]*:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(role);
  if (match === null) throw new LocalError('CANNOT_BREAK', `"${role}" is not the ARN of a role`);
  return nameKey(match[1] ?? '', match[2] ?? '');
}

export function changeRole(
  changes: Changes,
  { role }: Target,
  to: (record: RoleRecord) => RoleRecord,
): void {
  changes.change<RoleRecord>('iam.roles', roleKeyOf(role), `role ${role}`, to);
}

/** Leaves the role with these statements only. */
export function onlyPolicies(
  changes: Changes,
  target: Target,
  ...statements: readonly object[]
): void {
  changeRole(changes, target, (record) => ({
    ...record,
    attached: [],
    inline: { pull: policy(...statements) },
  }));
}

/** Leaves the role with one policy only. */
function onlyPolicy(document: (target: Target) => string): Fault['inject'] {
  return (changes, target) =>
    changeRole(changes, target, (record) => ({
      ...record,
      attached: [],
      inline: { pull: document(target) },
    }));
}

function arnOf({ repository }: Target): string {
  return repositoryArn(parseRepositoryKey(repository));
}

/** Leaves the role what `AmazonEC2ContainerRegistryReadOnly` would: pulling, and no import through a cache rule. */
export function pullOnlyWhatIsThere(changes: Changes, target: Target): void {
  onlyRights(changes, target, []);
}

/** Leaves the role a pull's own rights, and some more. */
export function onlyRights(changes: Changes, target: Target, more: readonly string[]): void {
  const document = policy(tokenAlone, {
    Effect: 'Allow',
    Action: [...pull, ...more],
    Resource: '*',
  });
  changeRole(changes, target, (record) => ({
    ...record,
    attached: [],
    inline: { pull: document },
  }));
}

/** Leaves the role these managed policies, and nothing of its own. */
export function withPolicies(changes: Changes, target: Target, attached: readonly string[]): void {
  changeRole(changes, target, (record) => ({ ...record, attached, inline: {} }));
}
/** Leaves the role a pull's rights, and no token. */
export const withoutToken = onlyPolicy(() =>
  policy({ Effect: 'Allow', Action: pull, Resource: '*' }),
);

/** Faults in what the role's own policies say. */
export const iamFaults: readonly Fault[] = [
  { cause: 'HW0701', needs: ['role'], inject: withoutToken },
  {
    cause: 'HW0702',
    needs: ['role', 'repository'],
    inject: onlyPolicy((target) =>
      policy({
        Effect: 'Allow',
        Action: ['ecr:GetAuthorizationToken', ...pull],
        Resource: arnOf(target),
      }),
    ),
  },
  { cause: 'HW0703', needs: ['role'], inject: onlyPolicy(() => policy(tokenAlone)) },
  {
    cause: 'HW0704',
    needs: ['role'],
    inject: onlyPolicy(() =>
      policy(tokenAlone, { Effect: 'Allow', Action: 'ecr:BatchGetImage', Resource: '*' }),
    ),
  },
  {
    cause: 'HW0705',
    needs: ['role', 'repository'],
    inject: onlyPolicy((target) => {
      const { region } = parseRepositoryKey(target.repository);
      const elsewhere = region === 'us-west-2' ? 'us-east-1' : 'us-west-2';
      const Resource = arnOf(target).replace(`:${region}:`, `:${elsewhere}:`);
      return policy(tokenAlone, { Effect: 'Allow', Action: pull, Resource });
    }),
  },
  {
    cause: 'HW0706',
    needs: ['role', 'repository'],
    inject: onlyPolicy((target) => {
      const Resource = `${arnOf(target)}/*`;
      return policy(tokenAlone, { Effect: 'Allow', Action: pull, Resource });
    }),
  },
  {
    cause: 'HW0712',
    needs: ['role', 'repository'],
    inject: onlyPolicy((target) =>
      policy(tokenAlone, {
        Sid: 'ProductionOnly',
        Effect: 'Allow',
        Action: pull,
        Resource: arnOf(target),
        Condition: { StringEquals: { 'aws:ResourceTag/stage': 'production' } },
      }),
    ),
  },
  {
    cause: 'HW0708',
    needs: ['role', 'repository'],
    inject(changes, target) {
      const deny = { Sid: 'KeepOut', Effect: 'Deny', Action: 'ecr:*', Resource: arnOf(target) };
      changeRole(changes, target, (record) => ({
        ...record,
        inline: { ...record.inline, 'keep-out': policy(deny) },
      }));
    },
  },
  {
    cause: 'HW0709',
    needs: ['role'],
    inject(changes, target, { state }) {
      const accountId = accountOf(target.role) ?? '';
      const arn = `arn:aws:iam::${accountId}:policy/boundary-without-ecr`;
      const now = Date.now();
      const boundary: PolicyRecord = {
        accountId,
        name: 'boundary-without-ecr',
        path: '/',
        id: 'ANPABOUNDARYWITHOUTEC',
        arn,
        createdAt: now,
        updatedAt: now,
        defaultVersion: 'v1',
        nextVersion: 2,
        versions: [
          {
            id: 'v1',
            createdAt: now,
            document: policy({
              Effect: 'Allow',
              Action: ['ec2:*', 'ecr:GetAuthorizationToken'],
              Resource: '*',
            }),
          },
        ],
        tags: {},
      };
      if (managedDocument(state, arn) === undefined) changes.put('iam.policies', arn, boundary);
      changeRole(changes, target, (record) => ({ ...record, boundary: arn }));
    },
  },
  {
    cause: 'HW0604',
    needs: ['role'],
    inject(changes, target) {
      const trust = policy({
        Effect: 'Allow',
        Principal: { Service: 'lambda.amazonaws.com' },
        Action: 'sts:AssumeRole',
      });
      changeRole(changes, target, (record) => ({ ...record, trust }));
    },
  },
];
