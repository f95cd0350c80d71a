// Texts of public reports and others of their kind, by their facts: who was asked for what, and what came of it.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { diagnoseText } from './diagnose-text.ts';
import { requestsIn } from './requests.ts';
import { withoutSecrets } from './secrets.ts';

const host = '111122223333.dkr.ecr.eu-west-1.amazonaws.com';
const ids = (text: string) => diagnoseText(text).causes.map(({ catalogue }) => catalogue);

describe('what was asked of whom', () => {
  const rows: readonly (readonly [string, string, readonly string[]])[] = [
    [
      'an upload that ECR ends, for want of a repository',
      `#12 error: failed to do request: Post "https://${host}/v2/charts/app/blobs/uploads/": EOF`,
      ['REPO-01'],
    ],
    [
      'a plus in a tag',
      `HEAD https://${host}/v2/app/manifests/1.0.0+abc: unexpected status code 400 Bad Request (HEAD responses have no body, use GET for details)`,
      ['REF-01'],
    ],
    [
      'a manifest that ECR does not take',
      `Error: PUT "https://${host}/v2/charts/app/manifests/1": response status code 405: unsupported: Invalid parameter at 'ImageManifest' failed to satisfy constraint: 'Invalid JSON syntax'`,
      ['CI-10'],
    ],
    [
      'a mirror whose registry wants credentials',
      `Failed to pull image "registry.corp.example/app:v1": failed to pull and unpack image "registry.corp.example/app:v1": failed to resolve reference "registry.corp.example/app:v1": pulling from host ${host} failed with status code [manifests v1]: 401 Unauthorized`,
      ['RT-03', 'REF-09'],
    ],
    [
      'a layer of another registry that S3 refuses',
      'Failed to pull image "registry.k8s.io/coredns:v1": failed to copy: httpReadSeeker: failed open: unexpected status code https://registry.k8s.io/v2/coredns/blobs/sha256:817b: 403 Forbidden',
      ['EPP-03'],
    ],
    [
      'session tags that a trust policy does not take',
      'AccessDenied: User: arn:aws:sts::111122223333:assumed-role/runner/i-1 is not authorized to perform: sts:TagSession on resource: arn:aws:iam::444455556666:role/automation',
      ['CI-02'],
    ],
    [
      'the upstream secret of a cache rule',
      'User: arn:aws:sts::111122223333:assumed-role/x/y is not authorized to perform: secretsmanager:GetSecretValue on resource: ecr-pullthroughcache/docker-hub',
      ['PTC-07'],
    ],
    [
      'a token of another Region',
      `aws ecr get-login-password --region us-east-1 | docker login --username AWS --password-stdin 111122223333.dkr.ecr.us-west-2.amazonaws.com\nError response from daemon: login attempt to https://111122223333.dkr.ecr.us-west-2.amazonaws.com/v2/ failed with status: 400 Bad Request`,
      ['TOK-02'],
    ],
    [
      'a token that the registry calls invalid',
      `Error: GET https://${host}/v2/app/manifests/v1: DENIED: Your Authorization Token is invalid.`,
      ['TOK-02'],
    ],
    [
      'podman on another architecture',
      'Error: choosing image instance: no image found in image index for architecture "arm64", variant "v8", OS "linux"',
      ['PLAT-01'],
    ],
    [
      'our own provider',
      'E1128 kubelet: "Failed to provide credentials for image" err="failed to get credential from external registry credential provider: error execing credential provider plugin: exit status 1: HW0555 iam-policy: AccessDeniedException: no; fix: allow it"',
      ['IAM-01'],
    ],
    [
      'a task of ECS without a way out',
      'ResourceInitializationError: unable to pull secrets or registry auth: The task cannot pull registry auth from Amazon ECR: There is a connection issue between the task and Amazon ECR.',
      ['NET-01', 'NET-07'],
    ],
  ];
  for (const [what, text, wanted] of rows) {
    it(`tells of ${what}`, () => {
      const [first = ''] = ids(text);
      assert.ok(wanted.includes(first), ids(text).slice(0, 4).join(' '));
    });
  }

  it('keeps ECR out of what another registry refuses', () => {
    const found = diagnoseText(
      'Failed to pull image "ghcr.io/acme/app:v1": failed to resolve reference "ghcr.io/acme/app:v1": unexpected status from HEAD request to https://ghcr.io/v2/acme/app/manifests/v1: 403 Forbidden',
    );
    const links = new Set(found.causes.map(({ link }) => link));
    for (const link of ['iam-policy', 'repository-policy', 'repository', 'kms'] as const) {
      assert.ok(!links.has(link), link);
    }
  });

  it('keeps what only pulls meet out of a push', () => {
    const text = `denied: User: arn:aws:iam::111122223333:user/ci is not authorized to perform: ecr:InitiateLayerUpload on resource: arn:aws:ecr:eu-west-1:111122223333:repository/app\nThe push refers to repository [${host}/app]\nno basic auth credentials`;
    assert.equal(ids(text)[0], 'CI-05');
    assert.ok(!ids(text).some((id) => /^(NODE|CRED|ROLE)-/.test(id)), ids(text).join(' '));
  });

  it('is read from URLs, images and the words around them', () => {
    const told = requestsIn(
      `failed to do request: Head "https://${host}/v2/app/manifests/v1": EOF; Pulling image "reg.example:5000/app:v1"`,
    );
    assert.deepEqual([...told.contacted], [host]);
    assert.deepEqual([...told.named], ['reg.example:5000']);
    assert.deepEqual([told.operation, told.isForeign, told.isMirrored], ['pull', false, true]);
  });

  it('is not drowned by what a kubelet says at every start', () => {
    const boot = [
      'I1128 02:00:00.000000 1 factory.go:219] Registration of the crio container factory failed: Get "http://%2Fvar%2Frun%2Fcrio%2Fcrio.sock/info": dial unix /var/run/crio/crio.sock: connect: no such file or directory',
      'E1128 02:00:00.000000 1 kubelet.go:2301] "Skipping pod synchronization" err="[container runtime status check may not have completed yet, PLEG is not healthy: pleg has yet to be successful]"',
    ].join('\n');
    const text = `${boot}\nFailed to pull image "${host}/app:v1": failed to resolve reference: ${host}/app:v1: not found`;
    assert.match(ids(text)[0] ?? '', /^IMG-/);
  });
});

describe('the secrets of a text', () => {
  const value = 'Zq3vXw9Lk2Pm8Rt5Yb7Nc4Hd6Jf1Gs0A';
  const forms = [
    `token ghp_${value}`,
    `remote: github_pat_${value}_${value}`,
    `docker login -u me --password dckr_pat_${value}`,
    `CI_JOB_TOKEN glpat-${value}`,
    `X-Amz-Security-Token: ${value}`,
    `x-aws-ec2-metadata-token: ${value}==`,
    `Cookie: session=${value}; other=1`,
    `Set-Cookie: sid=${value}; Path=/`,
    `client-key-data: ${value}`,
    `{\\"identitytoken\\":\\"${value}\\"}`,
    `{"auths":{"x":{"password":"${value}"}}}`,
    `password: ${value}`,
    `AWS_SESSION_TOKEN=${value}`,
    `-----BEGIN RSA PRIVATE KEY-----\n${value}\n-----END RSA PRIVATE KEY-----`,
    `https://user:${value}@registry.example/v2/`,
    `secret key ${value}WxYz1234`,
    `eyJhbGciOiJSUzI1NiJ9.${value}.${value}`,
  ];
  for (const form of forms) {
    it(`do not come out of ${form.slice(0, 28).replaceAll(/\s/g, ' ')}…`, () => {
      const told = JSON.stringify(diagnoseText(`403 Forbidden ${form}`)) + withoutSecrets(form);
      assert.ok(!told.includes(value), told.slice(0, 300));
    });
  }

  it('do not come out of the lines that one was broken into', () => {
    const long = value.repeat(6);
    const lines = long.match(/.{1,64}/g) ?? [];
    const told = withoutSecrets(`.dockerconfigjson: ${lines.join('\n')}\nnext: line`);
    for (const line of lines) assert.ok(!told.includes(line), told);
    assert.match(told, /next: line$/);
  });

  it('do not come out half where a text is cut', () => {
    const text = `${value.repeat(40_000)} 403 Forbidden`;
    assert.ok(!JSON.stringify(diagnoseText(text)).includes(value.slice(8, 24)));
  });

  it('leave what a diagnosis is read for', () => {
    const text = `arn:aws:sts::111122223333:assumed-role/node/i-0123456789abcdef0 sha256:${'ab12'.repeat(16)} ${host}/team/platform/base-images:v1`;
    assert.equal(withoutSecrets(text), text);
  });
});

describe('a text that was made to be slow', () => {
  const megabyte = 1 << 20;
  for (const [what, piece] of [
    ['dots and letters', 'a.'],
    ['beginnings of tokens', 'eyJ-'],
    ['question marks', '?'],
    ['backslashes', '\\'],
    ['dashes', 'a-'],
    ['beginnings of lookups', 'lookup '],
    ['beginnings of URLs', '://a:'],
    ['blanks', ' '],
    ['quotes', '"auth":"'],
    ['beginnings of keys', '-----BEGIN PRIVATE KEY-----'],
    ['removed lines', `${'aB3'.repeat(30)}\nQQQQ\n`],
  ] as const) {
    it(`of ${what} is read in time that grows with its length`, () => {
      const text = piece.repeat(Math.ceil(megabyte / piece.length));
      const started = process.cpuUsage();
      diagnoseText(text);
      const { user } = process.cpuUsage(started);
      // Seconds where it used to be hours: a bound on the work, not on the machine.
      assert.ok(user < 20_000_000, `${user / 1_000_000} s`);
    });
  }
});

describe('a certificate that the node does not trust', () => {
  const confidence = (registry: string) =>
    diagnoseText(
      `Failed to pull image "${registry}/app:v1": tls: failed to verify certificate: x509: certificate signed by unknown authority`,
    ).causes.find(({ catalogue }) => catalogue === 'NET-17')?.confidence ?? 0;

  it('tells less of a registry of one’s own, which may have its own authority', () => {
    assert.ok(confidence('harbor.corp.example') < 0.6);
    assert.ok(confidence(host) > 0.8);
    assert.ok(confidence('quay.io') > 0.8);
  });
});
