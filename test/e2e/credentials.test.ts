// The built executable as the kubelet's provider, against the local AWS: every way to an identity.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createKubernetesClient } from '../../src/k8s-node/kubernetes-client.ts';
import { type EcrBehindProxy, startEcrBehindProxy } from '../support/ecr-behind-proxy.ts';
import { buildExecutables, noExecutables, providerName } from '../support/executable.ts';
import {
  nodeRole,
  registryHost,
  repositoryName,
  shared,
  shell,
  startTestLocal,
  type TestLocal,
  workloads,
} from '../support/local.ts';

const execVersion = 'credentialprovider.kubelet.k8s.io/v1';
const image = `${registryHost}/${repositoryName}`;
const noAws =
  spawnSync('aws', ['--version']).error !== undefined && 'the aws client is not installed';
const skip = noExecutables || noAws;

describe('the executables', { skip }, () => {
  let local: TestLocal;
  let executables: string;
  let machine: { metadataEndpoint: string };

  before(async () => {
    executables = buildExecutables();
    local = await startTestLocal();
    const aws = (line: string, account = shared) =>
      shell(`aws ${line}`, local.environment(account));
    await aws(`ecr create-repository --repository-name ${repositoryName}`);
    await local.push('v1');
    const policy = {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${workloads}:root` },
          Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
        },
      ],
    };
    await aws(
      `ecr set-repository-policy --repository-name ${repositoryName} --policy-text '${JSON.stringify(policy)}'`,
    );
    machine = (await local.admin('nodes', { name: 'outside', external: true })) as never;
  });
  after(() => local?.close());

  /** Runs the provider with nothing of this process's environment. */
  async function provide(environment: Record<string, string>, fields: object = {}) {
    const request = {
      kind: 'CredentialProviderRequest',
      apiVersion: execVersion,
      image,
      ...fields,
    };
    const text = await shell(
      join(executables, providerName),
      { HOME: local.folder, AWS_ENDPOINT_URL: local.endpoint, ...environment },
      JSON.stringify(request),
    );
    return JSON.parse(text) as {
      cacheDuration: string;
      auth: Record<string, { username: string; password: string }>;
    };
  }

  /** Pulls a manifest with what the provider gave. @returns the status. */
  async function pull({ auth }: Awaited<ReturnType<typeof provide>>): Promise<number> {
    const { username = '', password = '' } = auth[registryHost] ?? {};
    const answer = await fetch(`${local.endpoint}/v2/${image}/manifests/v1`, {
      headers: {
        authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
        accept: 'application/vnd.oci.image.manifest.v1+json',
      },
    });
    await answer.text();
    return answer.status;
  }

  it('get a token as the node, through the instance metadata service', async () => {
    const answer = await provide({ AWS_EC2_METADATA_SERVICE_ENDPOINT: machine.metadataEndpoint });
    assert.match(answer.cacheDuration, /^(6h0m0s|5h59m\d+s)$/);
    assert.equal(await pull(answer), 200);
  });

  it('get a token with static keys, and report when they are refused', async () => {
    const key = JSON.parse(
      await shell(
        'aws iam create-user --user-name ci >/dev/null && aws iam attach-user-policy --user-name ci --policy-arn arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly && aws iam create-access-key --user-name ci',
        local.environment(workloads),
      ),
    ).AccessKey as { AccessKeyId: string; SecretAccessKey: string };
    const keys = { AWS_ACCESS_KEY_ID: key.AccessKeyId, AWS_SECRET_ACCESS_KEY: key.SecretAccessKey };
    assert.equal(await pull(await provide(keys)), 200);
    await assert.rejects(
      provide({ ...keys, AWS_SECRET_ACCESS_KEY: 'wrong' }),
      /exit 1: HW0554 node-identity: [^\n]*signature/,
    );
  });

  it("get a token with a service account's token, for its role alone", async () => {
    const token = await serviceAccountToken();
    const role = await roleForServiceAccount(token);
    const pod = {
      serviceAccountToken: token,
      serviceAccountAnnotations: { 'eks.amazonaws.com/ecr-role-arn': role },
    };
    assert.equal(await pull(await provide({}, pod)), 200);
    const AWS_WEB_IDENTITY_TOKEN_FILE = join(local.folder, 'token');
    writeFileSync(AWS_WEB_IDENTITY_TOKEN_FILE, token);
    assert.equal(
      await pull(await provide({ AWS_ROLE_ARN: role, AWS_WEB_IDENTITY_TOKEN_FILE })),
      200,
    );
    await assert.rejects(
      provide(
        {},
        { ...pod, serviceAccountAnnotations: { 'eks.amazonaws.com/ecr-role-arn': nodeRole } },
      ),
      /HW0556 iam-policy: failed to assume role: AccessDenied[^\n]*audience/,
    );
  });

  async function serviceAccountToken(): Promise<string> {
    const client = createKubernetesClient(local.cluster.server);
    const { status } = await client.request<{ status: { token: string } }>(
      'POST',
      '/api/v1/namespaces/default/serviceaccounts/default/token',
      {
        kind: 'TokenRequest',
        apiVersion: 'authentication.k8s.io/v1',
        spec: { audiences: ['sts.amazonaws.com'] },
      },
    );
    client.close();
    return status.token;
  }

  async function roleForServiceAccount(token: string): Promise<string> {
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    const issuer = String(claims.iss).replace('https://', '');
    const provider = `arn:aws:iam::${workloads}:oidc-provider/${issuer}`;
    const trust = {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Federated: provider },
          Action: 'sts:AssumeRoleWithWebIdentity',
          Condition: { StringEquals: { [`${issuer}:aud`]: 'sts.amazonaws.com' } },
        },
      ],
    };
    await shell(
      `aws iam create-open-id-connect-provider --url ${claims.iss} --client-id-list sts.amazonaws.com &&
       aws iam create-role --role-name pod --assume-role-policy-document '${JSON.stringify(trust)}' &&
       aws iam attach-role-policy --role-name pod --policy-arn arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly`,
      local.environment(workloads),
    );
    return `arn:aws:iam::${workloads}:role/pod`;
  }

  it('report why the node gets no token, if its role may not ask', async () => {
    const { metadataEndpoint } = (await local.admin('nodes', {
      name: 'poor',
      role: 'poor',
      external: true,
    })) as { metadataEndpoint: string };
    await shell(
      'aws iam detach-role-policy --role-name poor --policy-arn arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly && aws iam detach-role-policy --role-name poor --policy-arn arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy',
      local.environment(workloads),
    );
    await assert.rejects(
      provide({ AWS_EC2_METADATA_SERVICE_ENDPOINT: metadataEndpoint }),
      /HW0555 iam-policy: AccessDeniedException: [^\n]*ecr:GetAuthorizationToken/,
    );
  });

  it('ask once for twenty images of a new node', async () => {
    const environment = {
      AWS_EC2_METADATA_SERVICE_ENDPOINT: machine.metadataEndpoint,
      HAWSER_TOKEN_CACHE: join(local.folder, 'tokens'),
    };
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => provide(environment, { image: `${image}${index}` })),
    );
    const passwords = answers.map(({ auth }) => auth[registryHost]?.password);
    assert.equal(new Set(passwords).size, 1);
  });

  describe('behind a proxy and an authority of the network', () => {
    const reached = { image: '111122223333.dkr.ecr.us-west-2.amazonaws.com/app' };
    const keys = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_ENDPOINT_URL: '' };
    let ecr: EcrBehindProxy;
    before(async () => {
      ecr = await startEcrBehindProxy(local.folder);
    });
    after(() => ecr?.close());

    it('get a token', async () => {
      const { auth } = await provide({ ...keys, ...ecr.environment }, reached);
      assert.equal(Object.keys(auth).length, 1);
    });

    it('get one with the authorities of the machine, where none are configured', async () => {
      const environment = { ...keys, ...ecr.environment, AWS_CA_BUNDLE: '' };
      assert.equal(Object.keys((await provide(environment, reached)).auth).length, 1);
    });

    it('trust no other authority', async () => {
      const environment = { ...keys, ...ecr.environment, AWS_CA_BUNDLE: '', SSL_CERT_FILE: '' };
      await assert.rejects(provide(environment, reached), /HW0557 network: [^\n]*certificate/);
    });

    it('name the proxy that refuses', async () => {
      const elsewhere = { image: '111122223333.dkr.ecr.eu-west-1.amazonaws.com/app' };
      await assert.rejects(
        provide({ ...keys, ...ecr.environment }, elsewhere),
        /HW0557 network: [^\n]*the proxy 127\.0\.0\.1:\d+ answered HTTP 403/,
      );
    });
  });

  it('end with one line when given no request', async () => {
    await assert.rejects(
      shell(join(executables, providerName), { HOME: local.folder }, 'garbage'),
      /exit 1: HW0551 credential-provider: stdin is not JSON; fix: [^\n]*$/,
    );
  });
});
