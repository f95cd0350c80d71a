import { callService } from './call.ts';
import type { QueryContext } from './ec2-query.ts';
import { endpointOf } from './endpoint.ts';
import { CallError } from './errors.ts';

/**
 * The value of a quota that is in force (Service Quotas API Reference, GetServiceQuota).
 * @throws CallError, with `NoSuchResourceException` for a quota that the Region does not have.
 */
export async function getServiceQuota(
  serviceCode: string,
  quotaCode: string,
  { region, credentials, environment }: QueryContext,
): Promise<number> {
  const { body } = await callService({
    service: 'servicequotas',
    region,
    endpoint: endpointOf('servicequotas', region, { fips: false, dualStack: false }, environment),
    contentType: 'application/x-amz-json-1.1',
    target: 'ServiceQuotasV20190624.GetServiceQuota',
    body: JSON.stringify({ ServiceCode: serviceCode, QuotaCode: quotaCode }),
    environment,
    signal: AbortSignal.timeout(30_000),
    credentials,
  });
  const { Quota } = Object(parse(body)) as { Quota?: { Value?: unknown } };
  if (typeof Quota?.Value === 'number') return Quota.Value;
  throw new CallError('NOT_AWS', 'the answer of Service Quotas has no value');
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
