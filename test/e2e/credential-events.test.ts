// A provider that is told to: kubectl shows why a pull fails, whatever the kubelet makes of it.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { buildExecutables, noExecutables, providerName } from '../support/executable.ts';
import { registryHost, shell, startTestLocal, type TestLocal } from '../support/local.ts';

const noKubectl =
  spawnSync('kubectl', ['version', '--client']).error !== undefined && 'kubectl is not installed';

describe('failures as Kubernetes events', { skip: noExecutables || noKubectl }, () => {
  let local: TestLocal;
  let provider: string;
  let node: string;

  before(async () => {
    provider = join(buildExecutables(), providerName);
    local = await startTestLocal();
    node = (await kubectl('get nodes -o name')).trim().replace('node/', '');
    await kubectl('create deployment web --image=registry.k8s.io/pause:3.9');
  });
  after(() => local?.close());

  const kubectl = (args: string) => shell(`kubectl ${args}`, local.environment('111122223333'), '');

  /** Runs the provider where there are no credentials. @returns its stderr. */
  async function fail(fields: object, environment: Record<string, string> = {}): Promise<string> {
    const request = {
      kind: 'CredentialProviderRequest',
      apiVersion: 'credentialprovider.kubelet.k8s.io/v1',
      image: `${registryHost}/app`,
      ...fields,
    };
    const flags = `--event --kubeconfig ${local.folder}/kubeconfig --node-name ${node}`;
    const nobody = { HOME: local.folder, AWS_EC2_METADATA_DISABLED: 'true', ...environment };
    const text = JSON.stringify(request);
    return shell(`${provider} ${flags} 2>&1 >/dev/null || true`, nobody, text);
  }
  const events = async () => {
    const list = await kubectl(
      'get events -A -o json --field-selector reason=CredentialProviderFailed',
    );
    return JSON.parse(list).items as {
      involvedObject: { kind: string; name: string };
      count: number;
      message: string;
    }[];
  };

  it('are one event of the node for many runs at once, with the reason and the fix', async () => {
    await Promise.all(Array.from({ length: 8 }, () => fail({})));
    assert.match(await fail({}), /^HW0553 [^\n]*instance metadata service$/);
    const [event, ...others] = await events();
    assert.deepEqual(others, []);
    assert.match(event?.message ?? '', /app: HW0553 node-identity: .*; fix: give the node /);
    assert.partialDeepStrictEqual(event, { involvedObject: { kind: 'Node', name: node } });
    const described = await kubectl(`describe node ${node}`);
    assert.match(described, /Warning +CredentialProviderFailed .*HW0553 node-identity/);
  });

  it('are reported by the doctor for a pod that needs an image of that registry', async () => {
    await kubectl(`run app --image=${registryHost}/app`);
    await kubectl('wait pod app --for=condition=PodScheduled');
    const { links } = await local.doctor('app');
    const kubelet = links.find(({ link }) => link === 'node-kubelet');
    assert.match(kubelet?.fact ?? '', /it last failed to get credentials .*: HW0553 .*; fix: /);
  });

  it('are of the pod that asks for itself, and do not contain its token', async () => {
    const [pod] = JSON.parse(await kubectl('get pods -o json')).items;
    const { namespace, name, uid } = pod.metadata;
    const bound = `--bound-object-kind Pod --bound-object-name ${name} --bound-object-uid ${uid}`;
    const token = (
      await kubectl(`create token default -n ${namespace} --audience sts.amazonaws.com ${bound}`)
    ).trim();
    writeFileSync(join(local.folder, 'sa-token'), token);
    const serviceAccountAnnotations = {
      'eks.amazonaws.com/ecr-role-arn': 'arn:aws:iam::111122223333:role/nobody',
    };
    await fail(
      { serviceAccountToken: token, serviceAccountAnnotations },
      { AWS_ENDPOINT_URL: local.endpoint },
    );
    const described = await kubectl(`describe pod ${name}`);
    assert.match(described, /Warning +CredentialProviderFailed .*HW0556 iam-policy/);
    const written = JSON.stringify(await events());
    assert.ok(!written.includes(token.split('.')[2] ?? 'x'));
  });
});
