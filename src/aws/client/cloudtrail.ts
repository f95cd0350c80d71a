import { callService } from './call.ts';
import type { QueryContext } from './ec2-query.ts';
import { endpointOf } from './endpoint.ts';

const plain = { fips: false, dualStack: false };
/** Most events that one call of LookupEvents gives, and calls for one name: two a second are allowed in a Region. */
const perPage = 50;

/**
 * The latest management events of a name, as CloudTrail recorded them, the newest first (CloudTrail API Reference,
 * LookupEvents: of the last 90 days).
 * @param pages how many times fifty at most.
 * @throws CallError
 */
export async function lookupEvents(
  name: string,
  pages: number,
  { region, credentials, environment }: QueryContext,
): Promise<object[]> {
  const events: object[] = [];
  let next: object = {};
  for (let page = 0; page < pages; page++) {
    const { body } = await callService({
      service: 'cloudtrail',
      region,
      endpoint: endpointOf('cloudtrail', region, plain, environment),
      contentType: 'application/x-amz-json-1.1',
      target: 'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents',
      body: JSON.stringify({
        LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: name }],
        MaxResults: perPage,
        ...next,
      }),
      environment,
      signal: AbortSignal.timeout(30_000),
      credentials,
    });
    const answer = JSON.parse(body) as Answer;
    events.push(...(answer.Events ?? []).flatMap(({ CloudTrailEvent }) => parsed(CloudTrailEvent)));
    if (typeof answer.NextToken !== 'string' || answer.NextToken === '') break;
    next = { NextToken: answer.NextToken };
  }
  return events;
}

interface Answer {
  readonly Events?: readonly { readonly CloudTrailEvent?: string }[];
  readonly NextToken?: string;
}

function parsed(text: string | undefined): object[] {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return typeof value === 'object' && value !== null ? [value] : [];
  } catch {
    return [];
  }
}
