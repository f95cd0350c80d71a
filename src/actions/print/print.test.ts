// Each change as a command, an API call, Terraform and a diff.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { advice, type Change } from '../change.ts';
import { apiCallOf } from './api.ts';
import { diffOf } from './diff.ts';
import { commandOf, commandsOf } from './shell.ts';
import { terraformOf } from './terraform.ts';

const facts = { reason: 'it is broken', reversibility: 'reversible' } as const;
const inAccount = { ...facts, account: '111122223333' };
const inRegistry = { ...inAccount, region: 'cn-north-1' };
const inNamespace = { ...facts, namespace: 'shop' };
const document = { Version: '2012-10-17', Statement: [{ Sid: "It's", Effect: 'Allow' }] };
const text = `'${JSON.stringify(document).replace("'", `'\\''`)}'`;
const deployment = { kind: 'Deployment', name: 'web' };
const pod = { kind: 'Pod', name: 'web' };

const printed: readonly (readonly [Change, string | undefined, string | undefined])[] = [
  [
    {
      ...inAccount,
      kind: 'attach-role-policy',
      roleName: 'node',
      policyArn: 'arn:aws-cn:iam::aws:policy/P',
    },
    'aws iam attach-role-policy --role-name node --policy-arn arn:aws-cn:iam::aws:policy/P',
    'AttachRolePolicy',
  ],
  [
    { ...inAccount, kind: 'put-role-policy', roleName: 'node', policyName: 'a b', document },
    `aws iam put-role-policy --role-name node --policy-name 'a b' --policy-document ${text}`,
    'PutRolePolicy',
  ],
  [
    {
      ...inAccount,
      kind: 'set-managed-policy',
      policyArn: 'arn:p',
      document,
      before: { Statement: [] },
    },
    `aws iam create-policy-version --policy-arn arn:p --set-as-default --policy-document ${text}`,
    'CreatePolicyVersion',
  ],
  [
    {
      ...inAccount,
      kind: 'set-trust-policy',
      roleName: 'node',
      document,
      before: { Statement: [] },
    },
    `aws iam update-assume-role-policy --role-name node --policy-document ${text}`,
    'UpdateAssumeRolePolicy',
  ],
  [
    { ...inAccount, kind: 'add-role-to-instance-profile', profileName: 'p', roleName: 'node' },
    'aws iam add-role-to-instance-profile --instance-profile-name p --role-name node',
    'AddRoleToInstanceProfile',
  ],
  [
    {
      ...inAccount,
      kind: 'associate-instance-profile',
      region: 'us-west-2',
      instanceId: 'i-1',
      profileArn: 'arn:x',
    },
    'aws ec2 associate-iam-instance-profile --region us-west-2 --instance-id i-1 --iam-instance-profile Arn=arn:x',
    'AssociateIamInstanceProfile',
  ],
  [
    { ...inRegistry, kind: 'set-repository-policy', repository: 'a/b', document },
    `aws ecr set-repository-policy --region cn-north-1 --registry-id 111122223333 --repository-name a/b --policy-text ${text}`,
    'SetRepositoryPolicy',
  ],
  [
    { ...inRegistry, kind: 'put-registry-policy', document },
    `aws ecr put-registry-policy --region cn-north-1 --policy-text ${text}`,
    'PutRegistryPolicy',
  ],
  [
    { ...inRegistry, kind: 'create-repository', repository: 'a/b' },
    'aws ecr create-repository --region cn-north-1 --registry-id 111122223333 --repository-name a/b',
    'CreateRepository',
  ],
  [
    { ...inRegistry, kind: 'restore-image', repository: 'a', image: { imageTag: 'v1' } },
    'aws ecr update-image-storage-class --region cn-north-1 --registry-id 111122223333 --repository-name a --image-id imageTag=v1 --target-storage-class STANDARD',
    'UpdateImageStorageClass',
  ],
  [{ ...inRegistry, kind: 'push-image', repository: 'a', reference: 'v1' }, undefined, undefined],
  [
    { ...inNamespace, kind: 'set-image', workload: deployment, container: 'app', image: 'r/a:1' },
    'kubectl --namespace shop set image deployment/web app=r/a:1',
    'PATCH',
  ],
  [
    { ...inNamespace, kind: 'undo-rollout', workload: deployment },
    'kubectl --namespace shop rollout undo deployment/web',
    undefined,
  ],
  [
    {
      ...inNamespace,
      kind: 'set-pull-policy',
      workload: deployment,
      container: 'app',
      before: 'Never',
      policy: 'Always',
    },
    `kubectl --namespace shop patch deployment/web --type strategic --patch '{"spec":{"template":{"spec":{"containers":[{"name":"app","imagePullPolicy":"Always"}]}}}}'`,
    'PATCH',
  ],
  [
    {
      ...inNamespace,
      kind: 'set-pull-policy',
      workload: pod,
      container: 'app',
      before: 'Never',
      policy: 'Always',
    },
    `kubectl --namespace shop get pod web -o json | sed 's/"imagePullPolicy": "Never"/"imagePullPolicy": "Always"/' | kubectl replace --force -f -`,
    undefined,
  ],
  [
    {
      ...inAccount,
      ...inNamespace,
      kind: 'renew-pull-secret',
      secret: 'ecr',
      registry: 'host',
      region: 'us-east-1',
    },
    'kubectl --namespace shop create secret docker-registry ecr --docker-server=host --docker-username=AWS --docker-password="$(aws ecr get-login-password --region us-east-1)" --dry-run=client -o json | kubectl --namespace shop replace --force -f -',
    undefined,
  ],
  [{ ...facts, kind: 'configure-kubelet', node: 'n', flags: ['--x'] }, undefined, undefined],
  [advice('ask'), undefined, undefined],
];

describe('a change', () => {
  for (const [change, command, operation] of printed) {
    const where = 'workload' in change ? ` of a ${change.workload.kind}` : '';
    it(`${change.kind}${where} prints as a command and as a call`, () => {
      assert.equal(commandOf(change), command);
      const call = apiCallOf(change);
      assert.equal(call && ('operation' in call ? call.operation : call.method), operation);
    });
  }

  it('of a template is sent to the path of its kind', () => {
    const call = apiCallOf({
      ...inNamespace,
      kind: 'set-image',
      workload: deployment,
      container: 'app',
      image: 'i',
    });
    assert.deepEqual(call, {
      service: 'kubernetes',
      method: 'PATCH',
      path: '/apis/apps/v1/namespaces/shop/deployments/web',
      contentType: 'application/strategic-merge-patch+json',
      body: { spec: { template: { spec: { containers: [{ name: 'app', image: 'i' }] } } } },
    });
  });

  it('is one line with the next change, and none with advice', () => {
    const undo: Change = { ...inNamespace, kind: 'undo-rollout', workload: deployment };
    assert.equal(commandsOf([undo, undo])?.split(' && ').length, 2);
    assert.equal(commandsOf([undo, advice('x')]), undefined);
    assert.equal(commandsOf([]), undefined);
  });

  it('prints as Terraform where there is a resource for it', () => {
    const policy = { Statement: [{ Resource: '${aws:username}' }] };
    const change: Change = {
      ...inRegistry,
      kind: 'set-repository-policy',
      repository: 'team/app',
      document: policy,
    };
    assert.equal(
      terraformOf(change),
      [
        'resource "aws_ecr_repository_policy" "team_app" {',
        '  repository = "team/app"',
        '  policy     = jsonencode({',
        '    "Statement": [',
        '      {',
        '        "Resource": "$${aws:username}"',
        '      }',
        '    ]',
        '  })',
        '}',
      ].join('\n'),
    );
    assert.equal(terraformOf(advice('x')), undefined);
  });

  it('of a policy prints as a diff', () => {
    const before = { Statement: [{ Sid: 'A' }] };
    const after = { Statement: [{ Sid: 'A' }, { Sid: 'B' }] };
    const change: Change = {
      ...inRegistry,
      kind: 'put-registry-policy',
      document: after,
      before,
    };
    assert.deepEqual(
      diffOf(change)?.filter((line) => !line.startsWith(' ')),
      ['+     },', '+     {', '+       "Sid": "B"'],
    );
    const { before: _, ...made } = change;
    assert.ok(diffOf(made)?.every((line) => line.startsWith('+')));
    assert.equal(diffOf(advice('x')), undefined);
  });
});
