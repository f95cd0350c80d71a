import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import {
  CreateRepositoryCommand,
  type ECRClient,
  PutLifecyclePolicyCommand,
  StartLifecyclePolicyPreviewCommand,
} from '@aws-sdk/client-ecr';
import { account, type LocalEcr, region, startLocalEcr } from '../../../test/support/local-ecr.ts';

const arn = `arn:aws:ecr:${region}:${account}:repository/app`;
const rule = {
  rulePriority: 3,
  description: 'keep two',
  selection: {
    tagStatus: 'tagged',
    tagPatternList: ['v*'],
    countType: 'imageCountMoreThan',
    countNumber: 2,
  },
  action: { type: 'expire' },
};
const on = {
  repositoryName: 'app',
  lifecyclePolicyText: JSON.stringify({ rules: [rule] }, undefined, 2),
};

interface LifecycleEvent {
  readonly serviceEventDetails: {
    readonly lifecycleEventPolicy: { policyId: string; lastEvaluatedAt: number };
    readonly lifecycleEventImageActions: readonly {
      lifecycleEventImage: { digest: string; tagList: string[]; tagStatus: string };
      rulePriority: number;
    }[];
  };
}

describe('a lifecycle policy on the trail', () => {
  let local: LocalEcr;
  let ecr: ECRClient;
  let trail: CloudTrailClient;
  const digests: string[] = [];
  before(async () => {
    local = await startLocalEcr();
    ecr = local.client();
    const credentials = { accessKeyId: account, secretAccessKey: 'test' };
    trail = new CloudTrailClient({ endpoint: local.endpoint, region, credentials });
    await ecr.send(new CreateRepositoryCommand({ repositoryName: 'app' }));
    for (let index = 0; index < 22; index++) {
      digests.push((await local.push('app', `v${index}`)).manifest.digest);
    }
  });
  after(async () => {
    trail.destroy();
    await local.close();
  });

  /** Newest first. */
  async function eventsOf(AttributeValue: string): Promise<LifecycleEvent[]> {
    const LookupAttributes = [{ AttributeKey: 'EventName' as const, AttributeValue }];
    const { Events = [] } = await trail.send(new LookupEventsCommand({ LookupAttributes }));
    return Events.map(({ CloudTrailEvent = '' }) => JSON.parse(CloudTrailEvent));
  }

  const imagesOf = (events: readonly LifecycleEvent[]) =>
    events.map(({ serviceEventDetails }) => serviceEventDetails.lifecycleEventImageActions.length);

  it('records a DryRunEvent for each part of a preview', async () => {
    await ecr.send(new StartLifecyclePolicyPreviewCommand(on));
    assert.deepEqual(imagesOf(await eventsOf('DryRunEvent')), [2, 9, 9]);
    assert.deepEqual(await eventsOf('PolicyExecutionEvent'), []);
  });

  it('records a PolicyExecutionEvent for each part of a run, by the service itself', async () => {
    await ecr.send(new PutLifecyclePolicyCommand(on));
    await local.advance('25h');
    const events = await eventsOf('PolicyExecutionEvent');
    assert.deepEqual(imagesOf(events), [2, 9, 9]);
    const [, , oldest] = events;
    const { serviceEventDetails, eventID, eventTime, ...record } = { ...oldest } as LifecycleEvent &
      Record<string, unknown>;
    assert.deepEqual(record, {
      eventVersion: '1.11',
      userIdentity: { accountId: account, invokedBy: 'AWS Internal' },
      eventSource: 'ecr.amazonaws.com',
      eventName: 'PolicyExecutionEvent',
      awsRegion: region,
      sourceIPAddress: 'AWS Internal',
      userAgent: 'AWS Internal',
      requestParameters: null,
      responseElements: null,
      readOnly: true,
      resources: [{ accountId: account, ARN: arn, type: 'AWS::ECR::Repository' }],
      eventType: 'AwsServiceEvent',
      managementEvent: true,
      recipientAccountId: account,
      eventCategory: 'Management',
    });
    const { lifecycleEventPolicy, ...details } = serviceEventDetails;
    assert.match(lifecycleEventPolicy.policyId, /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
    assert.deepEqual(
      { ...lifecycleEventPolicy, policyId: '' },
      {
        lifecycleEventRules: [
          {
            rulePriority: 3,
            description: 'keep two',
            lifecycleEventSelection: {
              tagStatus: 'Tagged',
              tagPrefixList: [],
              tagPatternList: ['v*'],
              countType: 'Image count more than',
              countNumber: 2,
            },
            action: 'expire',
          },
        ],
        lastEvaluatedAt: 0,
        policyVersion: 1,
        policyId: '',
      },
    );
    const [first] = details.lifecycleEventImageActions;
    assert.deepEqual(
      [first?.rulePriority, first?.lifecycleEventImage.digest, first?.lifecycleEventImage.tagList],
      [3, digests[0], ['v0']],
    );
  });

  it('records an event even when there was nothing to do', async () => {
    await local.advance('25h');
    const [latest] = await eventsOf('PolicyExecutionEvent');
    assert.deepEqual(imagesOf(latest === undefined ? [] : [latest]), [0]);
    assert.ok(Number(latest?.serviceEventDetails.lifecycleEventPolicy.lastEvaluatedAt) > 0);
  });
});
