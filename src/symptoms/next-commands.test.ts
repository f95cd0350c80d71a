import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { diagnoseText } from './diagnose-text.ts';
import { failed, host } from './testing/texts.ts';

const image = `${host}/team/app:v1`;
const permissions = (text: string) => diagnoseText(text).needs.map(({ permission }) => permission);

describe('what a text cannot decide', () => {
  it('is decided by a command, with the image that the text names', () => {
    assert.equal(
      permissions(`${failed(image)} 403 Forbidden`)[0],
      `hawser doctor POD, or hawser doctor ${image} --as ROLE_ARN`,
    );
  });

  it('is decided for the role that was refused', () => {
    const denial =
      'User: arn:aws:sts::444455556666:assumed-role/node/i-0 is not authorized to perform: ecr:BatchGetImage on resource: arn:aws:ecr:eu-west-1:111122223333:repository/team/app';
    assert.match(
      permissions(`${failed(image)} ${denial}`)[0] ?? '',
      /--as arn:aws:iam::444455556666:role\/node$/,
    );
  });

  it('is seen by the commands of AWS, for this image', () => {
    const shown = permissions(`${failed(image)} ${image}: not found`);
    assert.ok(
      shown.includes(
        'ecr:DescribeImages: aws ecr describe-images --registry-id 111122223333 --region eu-west-1 --repository-name team/app --image-ids imageTag=v1',
      ),
      shown.join('\n'),
    );
  });

  it('has no command for an image that is not ECR’s, and nothing of a text that a shell would read', () => {
    const text =
      'Failed to pull image "$(reboot).dkr.ecr.eu-west-1.amazonaws.com/a;b:v1": not found';
    for (const permission of permissions(text)) assert.doesNotMatch(permission, /[$;`]/);
    const other = permissions('Failed to pull image "ghcr.io/a/b:v1": 403 Forbidden');
    assert.ok(other.every((permission) => !permission.includes('aws ecr')));
  });
});

describe('a denial that is for another registry than the image’s', () => {
  const denial = (region: string, account: string) =>
    `${failed(image)} User: arn:aws:sts::111122223333:assumed-role/node/i-0 is not authorized to perform: ecr:BatchGetImage on resource: arn:aws:ecr:${region}:${account}:repository/team/app because no identity-based policy allows the ecr:BatchGetImage action`;

  it('says so', () => {
    const { causes } = diagnoseText(denial('us-east-1', '444455556666'));
    assert.match(
      causes[0]?.fix ?? '',
      /The refused call is for team\/app of account 444455556666 in us-east-1; the image is of account 111122223333 in eu-west-1\.$/,
    );
    const ids = causes.map(({ catalogue }) => catalogue);
    assert.ok(ids.includes('REF-05') && ids.includes('REF-04'), ids.join(' '));
  });

  it('is none where Region and account are the image’s', () => {
    const [first] = diagnoseText(denial('eu-west-1', '111122223333')).causes;
    assert.equal(first?.catalogue, 'IAM-03');
    assert.doesNotMatch(first?.fix ?? '', /The refused call/);
  });
});
