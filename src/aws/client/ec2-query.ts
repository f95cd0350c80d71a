import { callService } from './call.ts';
import type { Credentials } from './credentials/source.ts';
import { endpointOf } from './endpoint.ts';
import type { Environment } from './proxy.ts';
import { itemsAt, parseXml, textAt, type XmlElement } from './xml.ts';

/** Region, endpoint and credentials of a call. */
export interface QueryContext {
  readonly region: string;
  readonly credentials: Credentials;
  readonly environment: Environment;
}

/** Maximum pages of a list. With 1000 items each, this exceeds every quota of a VPC. */
const mostPages = 50;

/**
 * Calls an operation of EC2 (Query protocol, version 2016-11-15). The SDK's client has 28 MB, too much for a few read-only calls.
 * @throws CallError with EC2's code, such as `UnauthorizedOperation`
 */
export async function callEc2(
  action: string,
  parameters: Readonly<Record<string, string>>,
  { region, credentials, environment }: QueryContext,
): Promise<XmlElement> {
  const { body } = await callService({
    service: 'ec2',
    region,
    endpoint: endpointOf('ec2', region, { fips: false, dualStack: false }, environment),
    contentType: 'application/x-www-form-urlencoded; charset=utf-8',
    body: new URLSearchParams({ Action: action, Version: '2016-11-15', ...parameters }).toString(),
    environment,
    signal: AbortSignal.timeout(30_000),
    credentials,
  });
  return parseXml(body);
}

/** Fetches all pages of a list. @param set the element of the answer that holds the items, such as `subnetSet`. */
export async function listEc2(
  action: string,
  set: string,
  parameters: Readonly<Record<string, string>>,
  context: QueryContext,
): Promise<XmlElement[]> {
  const items: XmlElement[] = [];
  let token: string | undefined;
  for (let page = 0; page < mostPages; page++) {
    const next: Record<string, string> = token === undefined ? {} : { NextToken: token };
    const answer = await callEc2(action, { ...parameters, ...next }, context);
    items.push(...itemsAt(answer, set));
    token = textAt(answer, 'nextToken');
    if (token === undefined) return items;
  }
  throw new RangeError(`${action} has more than ${mostPages} pages`);
}
