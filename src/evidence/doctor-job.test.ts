import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { doctorJob } from './doctor-job.ts';
import { doctorPermissions } from './permissions.ts';

interface KubernetesObject {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly roleRef?: { readonly name: string };
  readonly subjects?: readonly { readonly name: string; readonly namespace: string }[];
  readonly spec?: {
    readonly template: {
      readonly spec: {
        readonly serviceAccountName: string;
        readonly containers: readonly {
          readonly image: string;
          readonly args: readonly string[];
        }[];
      };
    };
  };
}

describe('the Job of the doctor', () => {
  const role = 'arn:aws:iam::111122223333:role/hawser';
  const objects = doctorJob({
    image: 'hawser:1',
    namespace: 'ops',
    role,
  }) as readonly KubernetesObject[];
  const [account, clusterRole, binding, job] = objects;

  it('runs as a service account that has the ClusterRole of --permissions, and nothing else', () => {
    assert.deepEqual(
      objects.map(({ kind }) => kind),
      ['ServiceAccount', 'ClusterRole', 'ClusterRoleBinding', 'Job'],
    );
    assert.deepEqual(clusterRole, doctorPermissions().rbac);
    assert.equal(binding?.roleRef?.name, clusterRole?.metadata.name);
    assert.deepEqual(binding?.subjects, [
      { kind: 'ServiceAccount', name: account?.metadata.name, namespace: 'ops' },
    ]);
    assert.equal(job?.spec?.template.spec.serviceAccountName, account?.metadata.name);
  });

  it('examines every pod with the image that is named, and with the role where one is', () => {
    const [container] = job?.spec?.template.spec.containers ?? [];
    assert.deepEqual(
      [container?.image, container?.args.slice(0, 2)],
      ['hawser:1', ['doctor', '--all']],
    );
    assert.deepEqual(account?.metadata.annotations, { 'eks.amazonaws.com/role-arn': role });
    const [plain] = doctorJob({
      image: 'hawser:1',
      namespace: 'ops',
    }) as readonly KubernetesObject[];
    assert.equal(plain?.metadata.annotations, undefined);
  });
});
