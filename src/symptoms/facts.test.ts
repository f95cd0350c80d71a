// Each program's sentences give the same kind of facts, whatever is behind them.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Facts, factsIn } from './facts.ts';
import { digest, host } from './testing/texts.ts';

interface Row {
  readonly speaker: string;
  readonly text: string;
  readonly tells: Partial<Pick<Facts, 'puller' | 'operation' | 'phase'>>;
  readonly said?: Readonly<Record<string, unknown>>;
}

const rows: readonly Row[] = [
  {
    speaker: 'kubelet',
    text: `Failed to pull image "${host}/app:v1": denied`,
    tells: { puller: 'node', operation: 'pull', phase: 'resolve' },
    said: { image: `${host}/app:v1` },
  },
  {
    speaker: 'containerd',
    text: `failed to resolve reference "${host}/app:v1": pulling from host ${host} failed with status code [manifests v1]: 401 Unauthorized`,
    tells: { operation: 'pull', phase: 'manifest' },
    said: { host, status: 401 },
  },
  {
    speaker: 'containerd',
    text: `failed to resolve image: unexpected status code [manifests v1]: 403 Forbidden`,
    tells: { phase: 'manifest' },
    said: { status: 403 },
  },
  {
    speaker: 'containerd',
    text: `failed to copy: httpReadSeeker: failed open: unexpected status code https://${host}/v2/app/blobs/${digest}: 403 Forbidden`,
    tells: { phase: 'layer' },
    said: { host, path: `/v2/app/blobs/${digest}`, status: 403 },
  },
  {
    speaker: 'CRI-O',
    text: `error creating pod sandbox with name "k8s": Error determining manifest MIME type for docker://${host}/pause:3.1: unauthorized`,
    tells: { puller: 'node', phase: 'manifest' },
    said: { image: `${host}/pause:3.1` },
  },
  {
    speaker: 'podman, buildah or skopeo',
    text: `Error: initializing source docker://${host}/app:v1: reading manifest v1 in ${host}/app: unauthorized`,
    tells: { puller: 'machine', operation: 'pull', phase: 'manifest' },
    said: { image: `${host}/app` },
  },
  {
    speaker: 'podman, buildah or skopeo',
    text: `Error: trying to reuse blob ${digest} at destination: checking whether a blob ${digest} exists in ${host}/app: authentication required`,
    tells: { puller: 'machine', operation: 'push', phase: 'push' },
  },
  {
    speaker: 'dockerd',
    text: `Error response from daemon: manifest for ${host}/app:v1 not found: manifest unknown`,
    tells: { puller: 'machine', operation: 'pull', phase: 'manifest' },
    said: { image: `${host}/app:v1` },
  },
  {
    speaker: 'BuildKit',
    text: `#9 ERROR: failed commit on ref "manifest-${digest}": unexpected status: 400 Bad Request`.replace(
      '#9 ERROR',
      'failed to solve',
    ),
    tells: { puller: 'machine', operation: 'push', phase: 'push' },
    said: { status: 400 },
  },
  {
    speaker: 'oras, helm or another client of artifacts',
    text: `Error: PUT "https://${host}/v2/charts/app/manifests/1": response status code 405: unsupported`,
    tells: { operation: 'push', phase: 'push' },
    said: { method: 'PUT', path: '/v2/charts/app/manifests/1', status: 405 },
  },
  {
    speaker: 'crane, ko or kaniko',
    text: `HEAD https://${host}/v2/app/blobs/${digest}: unexpected status code 401 Unauthorized (HEAD responses have no body, use GET for details)`,
    tells: { puller: 'machine', operation: 'push' },
    said: { method: 'HEAD', status: 401 },
  },
  {
    speaker: 'nerdctl or finch',
    text: `$ nerdctl pull ${host}/app:v1\nFATA[0000] invalid reference format`,
    tells: { puller: 'machine' },
    said: { image: `${host}/app:v1` },
  },
  {
    speaker: 'SOCI snapshotter',
    text: `soci-snapshotter-grpc: unable to fetch referrers: GET "https://${host}/v2/app/referrers/${digest}?artifactType=x": credential required for basic auth`,
    tells: { puller: 'node', phase: 'referrers' },
    said: { method: 'GET', host },
  },
  {
    speaker: 'ECS',
    text: `CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref ${host}/app:v1: not found`,
    tells: { puller: 'task', operation: 'pull' },
    said: { image: `${host}/app:v1` },
  },
  {
    speaker: 'AWS CLI or SDK',
    text: 'operation error ECR: GetAuthorizationToken, https response error StatusCode: 400, api error AccessDeniedException: no',
    tells: { phase: 'login' },
    said: { status: 400 },
  },
  {
    speaker: 'GitLab runner',
    text: `WARNING: Failed to pull image with policy "always": Error response from daemon: Head https://${host}/v2/app/manifests/v1: no basic auth credentials (docker.go:147:0s)`,
    tells: { puller: 'machine' },
  },
  {
    speaker: 'GitHub Actions',
    text: 'Error: Could not assume role with OIDC: Not authorized to perform sts:AssumeRoleWithWebIdentity',
    tells: { puller: 'machine' },
  },
  {
    speaker: 'Terraform',
    text: 'Error: Error pushing docker image: Error response from daemon: Bad parameters and missing X-Registry-Auth: EOF',
    tells: { puller: 'machine', operation: 'push' },
  },
  {
    speaker: 'nginx or Envoy',
    text: `upstream prematurely closed connection while reading upstream, request: "GET /v2/app/blobs/${digest} HTTP/1.1", upstream: "http://10.0.0.1/", host: "registry.corp"`,
    tells: { phase: 'layer' },
    said: { method: 'GET', host: 'registry.corp' },
  },
  {
    speaker: 'a controller in the cluster',
    text: `Could not get tags from registry: Get "https://${host}/v2/app/tags/list": no basic auth credentials`,
    tells: { puller: 'pod', phase: 'resolve' },
  },
  {
    speaker: 'Lambda',
    text: `The image manifest or layer media type for the source image ${host}/fn:latest is not supported.`,
    tells: { puller: 'task' },
    said: { image: `${host}/fn:latest is not supported`.split(' ', 1)[0] },
  },
];

describe('the facts of a text', () => {
  for (const { speaker, text, tells, said } of rows) {
    it(`are read in the words of ${speaker}: ${text.slice(0, 40)}`, () => {
      const facts = factsIn(text);
      assert.ok(facts.speakers.includes(speaker), facts.speakers.join());
      for (const [name, value] of Object.entries(tells)) {
        assert.equal(facts[name as keyof Facts], value, name);
      }
      if (said === undefined) return;
      const fits = facts.said.some((one) =>
        Object.entries(said).every(([name, value]) => one[name as keyof typeof one] === value),
      );
      assert.ok(fits, JSON.stringify(facts.said));
    });
  }

  it('tell whose credentials are in question by who speaks most surely', () => {
    const dockershim = `Failed to pull image "${host}/app:v1": rpc error: code = Unknown desc = Error response from daemon: no basic auth credentials`;
    assert.equal(factsIn(dockershim).puller, 'node');
    assert.equal(factsIn(`kyverno: ${dockershim}`).puller, 'pod');
  });

  it('have no speaker where nobody is known', () => {
    const { speakers, puller, said, phase } = factsIn('it does not work');
    assert.deepEqual([speakers, puller, said, phase], [[], undefined, [], undefined]);
  });
});
