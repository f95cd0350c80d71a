// What a text tells of a request decides: which operation, of which host, about which image, with what answer.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { diagnoseText } from './diagnose-text.ts';
import { digest, failed, host, ids } from './testing/texts.ts';

const rows: readonly (readonly [what: string, text: string, cause: string])[] = [
  [
    'a push by kaniko without credentials',
    `error checking push permissions -- make sure you entered the correct tag name, and that you are authenticated correctly, and try again: checking push permission for "${host}/app:v1": POST https://${host}/v2/app/blobs/uploads/: unexpected status code 401 Unauthorized: Not Authorized`,
    'CI-11',
  ],
  [
    'a push by docker without credentials',
    `The push refers to repository [${host}/app]\nno basic auth credentials`,
    'CI-11',
  ],
  [
    'docker that nobody has logged in',
    `Error response from daemon: Get https://${host}/v2/app/manifests/v1: no basic auth credentials`,
    'NODE-03',
  ],
  [
    'a cache of BuildKit',
    `#19 exporting cache to registry\n#19 ERROR: error writing manifest blob: failed commit on ref "${digest}": unexpected status from PUT request to https://${host}/v2/app/manifests/buildcache: 400 Bad Request`,
    'CI-10',
  ],
  [
    'instance metadata that a client gives up waiting for',
    'get credentials: failed to refresh cached credentials, no EC2 IMDS role found, operation error ec2imds: GetMetadata, canceled, context canceled',
    'ROLE-06',
  ],
  [
    'instance metadata that the plugin gives up waiting for',
    `error execing credential provider plugin ecr-credential-provider for image ${host}/app: no EC2 IMDS role found, operation error ec2imds: GetMetadata, request canceled, context deadline exceeded`,
    'ROLE-06',
  ],
  [
    'instance metadata without a role',
    'no EC2 IMDS role found, operation error ec2imds: GetMetadata, http response error StatusCode: 404, request to EC2 IMDS failed',
    'ROLE-01',
  ],
  [
    'instance metadata that a client in a pod does not reach',
    'kyverno: no EC2 IMDS role found, operation error ec2imds: GetMetadata, canceled, context deadline exceeded',
    'ADM-07',
  ],
  [
    'too many pulls of nobody knows what',
    'Error response from daemon: toomanyrequests: Rate exceeded',
    'LIM-06',
  ],
  [
    'too many pulls from ECR Public in a build for a private registry',
    `failed to solve: public.ecr.aws/docker/library/node:20: toomanyrequests: Rate exceeded\npushing to ${host}/app:v1`,
    'LIM-06',
  ],
  [
    'too many pulls from a private registry',
    `${failed(`${host}/app:v1`)} toomanyrequests: Rate exceeded`,
    'LIM-01',
  ],
  [
    'too many pulls from Docker Hub',
    'toomanyrequests: You have reached your pull rate limit.',
    'LIM-05',
  ],
  [
    'a token that Windows does not keep',
    'Error saving credentials: error storing credentials - err: exit status 1, out: `The stub received bad data.`',
    'TOK-06',
  ],
  [
    'a token that macOS does not keep',
    'error storing credentials - err: exit status 1, out: `The specified item already exists in the keychain.`',
    'TOK-06',
  ],
  [
    'another registry that gives nobody a token (403)',
    `${failed('ghcr.io/acme/app:v1')} failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://ghcr.io/token?scope=x: 403 Forbidden`,
    'POD-11',
  ],
  [
    'another registry that gives nobody a token (401), beside talk of AWS',
    `${failed('ghcr.io/acme/app:v1')} failed to authorize: failed to fetch anonymous token: unexpected status: 401 Unauthorized\nprovider ecr-credential-provider for *.amazonaws.com`,
    'POD-11',
  ],
  [
    'a full disk under a layer',
    `Failed to pull image "${host}/app:v1": failed to extract layer ${digest}: context canceled: write /var/lib/containerd/x: no space left on device: unknown`,
    'RT-01',
  ],
  [
    'a right that is not a pull’s',
    'User: arn:aws:sts::444455556666:assumed-role/flux/x is not authorized to perform: ecr:ListImages on resource: arn:aws:ecr:eu-west-1:444455556666:repository/app',
    'IAM-19',
  ],
  [
    'a secret that is no cache’s',
    'User: arn:aws:sts::444455556666:assumed-role/task/x is not authorized to perform: secretsmanager:GetSecretValue on resource: arn:aws:secretsmanager:us-east-1:444455556666:secret:db-x',
    'IAM-19',
  ],
  [
    'a token that ran out before a push',
    `The push refers to repository [${host}/app]\ndenied: Your authorization token has expired. Reauthenticate and try again.`,
    'CI-11',
  ],
  [
    'a push to a repository that is not there',
    `The push refers to repository [${host}/app]\nname unknown: The repository with name 'app' does not exist in the registry with id '111122223333'`,
    'REPO-01',
  ],
  [
    'another registry that denies, by the name of the image alone',
    'docker pull ghcr.io/acme/app:v1\nError response from daemon: denied: denied',
    'POD-11',
  ],
  [
    'a push that docker tells of by its body',
    `The push refers to repository [${host}/app]\nerror parsing HTTP 403 response body: unexpected end of JSON input: ""`,
    'CI-05',
  ],
  [
    'a push that a builder tries again',
    'retrying push: received unexpected HTTP status: 403 Forbidden',
    'CI-05',
  ],
  [
    'a push by skopeo that is denied',
    `level=fatal msg="writing manifest: uploading manifest v1 to ${host}/app: denied"`,
    'CI-05',
  ],
  [
    'a push by skopeo without credentials',
    `level=fatal msg="trying to reuse blob ${digest} at destination: checking whether a blob ${digest} exists in ${host}/app: authentication required"`,
    'CI-11',
  ],
  [
    'another registry that knows nobody',
    'Error response from daemon: Head "https://ghcr.io/v2/a/b/manifests/1": unauthorized',
    'POD-11',
  ],
  [
    'an account of 11 digits, in a name that does not resolve',
    `${failed('12345678901.dkr.ecr.eu-west-1.amazonaws.com/app:v1')} dial tcp: lookup 12345678901.dkr.ecr.eu-west-1.amazonaws.com on 10.0.0.2:53: no such host`,
    'REF-06',
  ],
  [
    'an account of 11 digits that is refused',
    `${failed('11122223333.dkr.ecr.eu-west-1.amazonaws.com/app:v1')} 403 Forbidden`,
    'REF-06',
  ],
  [
    'a Region that there is not',
    'dial tcp: lookup 111122223333.dkr.ecr.eu-wset-1.amazonaws.com on 10.0.0.2:53: no such host',
    'DNS-08',
  ],
  [
    'a Region that is written as none is',
    'dial tcp: lookup 111122223333.dkr.ecr.us-east1.amazonaws.com on 10.0.0.2:53: no such host',
    'DNS-08',
  ],
  [
    'a suffix of China outside of it',
    'dial tcp: lookup 111122223333.dkr.ecr.us-east-1.amazonaws.com.cn on 10.0.0.2:53: no such host',
    'REF-07',
  ],
  [
    'a port, with which no credential provider is asked',
    `${failed('111122223333.dkr.ecr.eu-west-1.amazonaws.com:443/app:v1')} no basic auth credentials`,
    'REF-09',
  ],
];

describe('a text that tells of a request', () => {
  for (const [what, text, cause] of rows) {
    it(`tells of ${what}`, () =>
      assert.equal(ids(text)[0], cause, ids(text).slice(0, 4).join(' ')));
  }

  for (const [request, action] of [
    [`HEAD request to https://${host}/v2/app/blobs/${digest}`, 'BatchCheckLayerAvailability'],
    [`POST request to https://${host}/v2/app/blobs/uploads/`, 'InitiateLayerUpload'],
    [`PATCH request to https://${host}/v2/app/blobs/uploads/1a2b`, 'UploadLayerPart'],
    [`PUT request to https://${host}/v2/app/blobs/uploads/1a2b`, 'CompleteLayerUpload'],
    [`PUT request to https://${host}/v2/app/manifests/v1`, 'PutImage'],
    [`HEAD request to https://${host}/v2/app/manifests/v1`, 'BatchGetImage'],
  ] as const) {
    it(`names ${action} where that is what a refused push lacks`, () => {
      const [first] = diagnoseText(
        `ERROR: failed to push ${host}/app:v1: unexpected status from ${request}: 403 Forbidden`,
      ).causes;
      assert.equal(first?.catalogue, 'CI-05');
      assert.match(first.fix, new RegExp(`^Allow ecr:${action} on the repository`));
    });
  }

  it('names what is to be allowed where it is not a pull’s', () => {
    const [first] = diagnoseText(
      'User: arn:aws:iam::444455556666:user/x is not authorized to perform: eks:DescribeCluster on resource: c',
    ).causes;
    assert.equal(
      first?.fix,
      'Allow eks:DescribeCluster on c to arn:aws:iam::444455556666:user/x; a pull itself does not take it.',
    );
  });

  it('says how a cache of BuildKit is pushed', () => {
    const [first] = diagnoseText(rows[3]?.[1] ?? '').causes;
    assert.match(first?.fix ?? '', /image-manifest=true,oci-mediatypes=true/);
  });

  it('says how long a token Windows keeps', () => {
    const [first] = diagnoseText('The stub received bad data').causes;
    assert.match(first?.fix ?? '', /2,560 bytes/);
  });
});
