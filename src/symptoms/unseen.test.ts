// Messages as outsiders bring them: of tools and versions, cut short or in capitals, and of things that are no pulls.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ids } from './testing/texts.ts';
import { unseen } from './testing/unseen-texts.ts';
import { moreUnseen } from './testing/unseen-texts-more.ts';

describe('what settled a message comes first', () => {
  for (const [causes, text] of [...unseen, ...moreUnseen]) {
    const [line = ''] = text.trim().split('\n');
    it(line.slice(0, 100), () => {
      assert.ok(causes.split(' ').includes(ids(text)[0] ?? ''), ids(text).join(' '));
    });
  }
});

describe('what is no failure of an image has no cause', () => {
  const texts = [
    'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "6d11": plugin type="aws-cni" name="aws-cni" failed (add): add cmd: failed to assign an IP address to container',
    'Error: container has runAsNonRoot and image will run as root (pod: "web_default", container: web)',
    '0/3 nodes are available: 3 Insufficient cpu.',
    'Error: configmap "app" not found',
    'Back-off restarting failed container web in pod web-1',
    'error[E0432]: unresolved import: not found in this scope',
    'npm ERR! 404 Not Found - GET https://registry.npmjs.org/foo - Not found',
    'FATAL: password authentication failed for user "postgres"',
    'error: You must be logged in to the server (Unauthorized)',
    'Error: creating S3 Bucket: AccessDenied: Access Denied',
    'ErrImagePull',
    'ImagePullBackOff',
    'Back-off pulling image "111122223333.dkr.ecr.us-east-2.amazonaws.com/app:v1"',
  ];
  for (const text of texts) {
    it(text.slice(0, 100), () => {
      assert.deepEqual(ids(text), []);
    });
  }
});

describe('words that a display cut short', () => {
  const image = '111122223333.dkr.ecr.us-east-2.amazonaws.com/app:v1';
  const rows: readonly (readonly [string, string])[] = [
    [`${image}: not fou…`, `${image}: not found`],
    [
      `Failed to pull image "${image}": no basic auth cre...`,
      `Failed to pull image "${image}": no basic auth credentials`,
    ],
    [
      'User: arn:aws:sts::111122223333:assumed-role/node/i-0abc is not authorized to perform: ecr:BatchGetIm…',
      'User: arn:aws:sts::111122223333:assumed-role/node/i-0abc is not authorized to perform: ecr:BatchGetImage',
    ],
    [
      `FAILED TO PULL IMAGE "${image.toUpperCase()}": NO BASIC AUTH CREDENTIALS`,
      `failed to pull image "${image}": no basic auth credentials`,
    ],
  ];
  for (const [shown, whole] of rows) {
    it(shown.slice(-50), () => {
      assert.notDeepEqual(ids(whole), []);
      assert.deepEqual(ids(shown), ids(whole));
    });
  }

  it('are not guessed where they may be the beginning of several', () => {
    assert.deepEqual(
      ids(
        'User: arn:aws:sts::111122223333:assumed-role/a/b is not authorized to perform: ecr:Batch…',
      )[0],
      'IAM-19',
    );
  });
});
