// What is quoted of a text holds no secret, wherever people write theirs.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { diagnoseText } from './diagnose-text.ts';
import { asShown } from './shown.ts';

const values = ['S3cretOf2Day9x', 'Zq7mKp2Rt5Yb7Nc4Hd6J', 'hunter2'];
const failed = 'no basic auth credentials';
const forms = [
  'export DOCKER_PASSWORD=@',
  'DOCKER_PASSWORD="@":',
  'docker login -p @ x.dkr.ecr.us-east-1.amazonaws.com: 403 Forbidden',
  'docker login --password=@',
  'docker login --password @',
  '--docker-password=@',
  '--docker-password @',
  '--from-literal=password=@',
  'AWS_SECRET_ACCESS_KEY=@',
  'GITHUB_TOKEN=@',
  'X-Auth-Token: @',
  'http://user:@@proxy:3128',
  'http://@@proxy:3128',
  'API_KEY=@',
  'apikey: @',
  'client_secret=@',
  'PGPASSWORD=@',
  'mysql -p@',
  'curl -u AWS:@ https://x',
  'curl --user AWS:@ https://x',
  'echo @ | docker login --password-stdin x',
  'session=@',
  'credentials=@',
  'password%3D@',
  'NPM_AUTH=@',
  'setx DOCKER_PASS @',
  '$env:DOCKER_PASSWORD = "@"',
  'ENV DOCKER_PASSWORD @',
  'dbPassword: @',
  'spring.datasource.password=@',
  'PASSWORD => @',
  'password is @',
  'identitytoken @',
];

describe('what is shown of a text', () => {
  for (const form of forms) {
    it(`has nothing of ${form}`, () => {
      for (const value of values) {
        const text = `${form.replace(/@(?=@)|@(?!proxy)/, value)} ${failed}`;
        assert.ok(text.includes(value), text);
        const told = JSON.stringify(diagnoseText(text)) + asShown(text);
        assert.ok(!told.includes(value), told.slice(0, 400));
      }
    });
  }

  it('has what a diagnosis is read for', () => {
    for (const text of [
      'failed to fetch oauth token: unexpected status from GET request: 403 Forbidden',
      'error getting credentials - err: exit status 1, out: ``',
      'Unable to retrieve some image pull secrets (regcred)',
      'User: arn:aws:sts::111122223333:assumed-role/AmazonEC2ContainerRegistryReadOnly/i-0123456789abcdef0',
      'authorization token has expired. Reauthenticate and try again.',
      'secret "regcred" not found',
      'pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
    ]) {
      assert.equal(asShown(text), text);
    }
  });
});
