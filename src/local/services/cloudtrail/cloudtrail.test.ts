import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  CloudTrailClient,
  LookupEventsCommand,
  type LookupEventsCommandInput,
} from '@aws-sdk/client-cloudtrail';
import {
  CreateRepositoryCommand,
  DescribeRepositoriesCommand,
  ListImagesCommand,
} from '@aws-sdk/client-ecr';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import {
  account,
  type LocalEcr,
  region,
  startLocalEcr,
} from '../../../../test/support/local-ecr.ts';
import { userWith } from '../../../../test/support/user-with.ts';

describe('CloudTrail', () => {
  let local: LocalEcr;
  let trail: CloudTrailClient;
  const credentials = { accessKeyId: account, secretAccessKey: 'test' };
  before(async () => {
    local = await startLocalEcr();
    trail = new CloudTrailClient({ endpoint: local.endpoint, region, credentials, maxAttempts: 1 });
    await local.client().send(new CreateRepositoryCommand({ repositoryName: 'team/app' }));
    await local.push('team/app', 'v1');
  });
  after(async () => {
    trail.destroy();
    await local.close();
  });

  const lookup = async (
    AttributeKey: NonNullable<LookupEventsCommandInput['LookupAttributes']>[number]['AttributeKey'],
    AttributeValue: string,
  ) => {
    const LookupAttributes = [{ AttributeKey, AttributeValue }];
    const { Events = [] } = await trail.send(new LookupEventsCommand({ LookupAttributes }));
    return Events;
  };

  it('records a push as API operations, newest first', async () => {
    const events = await lookup('ResourceName', 'team/app');
    const names = events.map(({ EventName }) => EventName);
    assert.equal(names[0], 'PutImage');
    assert.equal(names.at(-1), 'CreateRepository');
    assert.ok(names.includes('InitiateLayerUpload') && names.includes('CompleteLayerUpload'));
    const { Resources, Username, EventSource } = events[0] ?? {};
    assert.deepEqual(Resources, [
      {
        ResourceType: 'AWS::ECR::Repository',
        ResourceName: `arn:aws:ecr:${region}:${account}:repository/team/app`,
      },
    ]);
    assert.deepEqual([Username, EventSource], ['root', 'ecr.amazonaws.com']);
  });

  it('records denials by the API and by the registry, with their messages', async () => {
    const allow = [{ Action: 'ecr:GetAuthorizationToken', Resource: '*' }];
    const user = await userWith(local.endpoint, allow, 'puller');
    const client = local.client({ credentials: user });
    await assert.rejects(client.send(new ListImagesCommand({ repositoryName: 'team/app' })), {
      name: 'AccessDeniedException',
    });
    const registry = await local.repository('team/app', { credentials: user });
    assert.equal((await registry.request('GET', 'manifests/v1')).status, 403);
    const told = (await lookup('Username', 'puller')).map(({ CloudTrailEvent = '' }) => {
      const { eventName, errorCode, errorMessage, userIdentity } = JSON.parse(CloudTrailEvent);
      return [
        eventName,
        errorCode,
        /perform: (ecr:\w+)/.exec(errorMessage ?? '')?.[1],
        userIdentity.type,
      ];
    });
    assert.deepEqual(told, [
      ['BatchGetImage', 'AccessDenied', 'ecr:BatchGetImage', 'IAMUser'],
      ['GetAuthorizationToken', undefined, undefined, 'IAMUser'],
      ['ListImages', 'AccessDenied', 'ecr:ListImages', 'IAMUser'],
    ]);
  });

  it('is paginated', async () => {
    const client = local.client();
    for (let index = 0; index < 5; index++) await client.send(new DescribeRepositoriesCommand());
    const LookupAttributes = [
      { AttributeKey: 'EventName' as const, AttributeValue: 'DescribeRepositories' },
    ];
    const ids = new Set<string | undefined>();
    let NextToken: string | undefined;
    let pages = 0;
    do {
      const page = await trail.send(
        new LookupEventsCommand({
          LookupAttributes,
          MaxResults: 2,
          ...(NextToken === undefined ? {} : { NextToken }),
        }),
      );
      for (const { EventId } of page.Events ?? []) ids.add(EventId);
      NextToken = page.NextToken;
      pages += 1;
    } while (NextToken !== undefined);
    assert.deepEqual([ids.size, pages], [5, 3]);
    await assert.rejects(trail.send(new LookupEventsCommand({ NextToken: 'x' })), {
      name: 'InvalidNextTokenException',
    });
  });

  it('contains no secret', async () => {
    const secrets = new SecretsManagerClient({ endpoint: local.endpoint, region, credentials });
    await secrets.send(new CreateSecretCommand({ Name: 'quiet', SecretString: 'hush-hush' }));
    secrets.destroy();
    const { Events } = await trail.send(new LookupEventsCommand({}));
    assert.doesNotMatch(JSON.stringify(Events), /hush-hush/);
    const [created] = await lookup('EventName', 'CreateSecret');
    const { requestParameters } = JSON.parse(created?.CloudTrailEvent ?? '');
    assert.equal(requestParameters.name, 'quiet');
  });

  it('is split by Region', async () => {
    const far = new CloudTrailClient({
      endpoint: local.endpoint,
      region: 'us-west-2',
      credentials,
    });
    const { Events } = await far.send(new LookupEventsCommand({}));
    assert.deepEqual(Events, []);
    far.destroy();
  });
});
