import type { Call } from '../../core/call.ts';
import { type Operation, operation, type Permission, type Service } from '../../core/service.ts';
import { AwsError } from '../../protocol/aws-error.ts';
import { loadModel } from '../../protocol/model.ts';
import { ecrQuotas, type Quota } from './ecr-quotas.ts';
import type { Outputs, ServiceQuota } from './outputs.generated.ts';

const services: Readonly<
  Record<string, { readonly name: string; readonly quotas: readonly Quota[] }>
> = {
  ecr: { name: 'Amazon Elastic Container Registry (Amazon ECR)', quotas: ecrQuotas },
};

interface OfService {
  readonly ServiceCode: string;
}

interface OneQuota extends OfService {
  readonly QuotaCode: string;
}

interface Paging {
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

function noSuchResource(): AwsError {
  return new AwsError(
    'NoSuchResourceException',
    'The request failed because the specified quota or service does not exist.',
  );
}

function render(service: string, quota: Quota, call: Call): ServiceQuota {
  const { caller, region } = call;
  return {
    ServiceCode: service,
    ServiceName: services[service]?.name,
    QuotaArn: `arn:aws:servicequotas:${region}:${caller.accountId}:${service}/${quota.code}`,
    QuotaCode: quota.code,
    QuotaName: quota.name,
    Value: valueInForce(quota, call),
    Unit: 'None',
    Adjustable: quota.isAdjustable,
    GlobalQuota: false,
    ...(quota.operation === undefined
      ? {}
      : {
          UsageMetric: {
            MetricNamespace: 'AWS/Usage',
            MetricName: 'CallCount',
            MetricDimensions: {
              Class: 'None',
              Resource: quota.operation,
              Service: 'ECR',
              Type: 'API',
            },
            MetricStatisticRecommendation: 'Sum',
          },
          Period: { PeriodValue: 1, PeriodUnit: 'SECOND' },
        }),
  };
}

function quotasOf(service: string): readonly Quota[] {
  const found = Object.hasOwn(services, service) ? services[service] : undefined;
  if (found === undefined) throw noSuchResource();
  return found.quotas;
}

/** What is in force for the caller: ECR's own value, or what it was raised to. */
function valueInForce({ code, value }: Quota, { core, caller, region }: Call): number {
  return core.state.quotas.get(`${caller.accountId}/${region} ${code}`)?.value ?? value;
}

function quotaOf(service: string, code: string): Quota {
  const quota = quotasOf(service).find((one) => one.code === code);
  if (quota === undefined) throw noSuchResource();
  return quota;
}

function onQuota(name: string) {
  return ({ ServiceCode, QuotaCode }: OneQuota, { caller, region }: Call): Permission[] => [
    {
      action: `servicequotas:${name}`,
      resource: `arn:aws:servicequotas:${region}:${caller.accountId}:${ServiceCode}/${QuotaCode}`,
      accountId: caller.accountId,
    },
  ];
}

function getOne(name: string): Operation {
  return operation<OneQuota, Outputs['GetServiceQuota']>({
    permissions: onQuota(name),
    run({ ServiceCode, QuotaCode }, call) {
      const quota = quotaOf(ServiceCode, QuotaCode);
      const rendered = render(ServiceCode, quota, call);
      return { Quota: name.includes('Default') ? { ...rendered, Value: quota.value } : rendered };
    },
  });
}

/** AWS takes a while to grant an increase, or asks back. Here it is granted at once. */
const requestIncrease = operation<
  OneQuota & { readonly DesiredValue: number },
  Outputs['RequestServiceQuotaIncrease']
>({
  permissions: onQuota('RequestServiceQuotaIncrease'),
  run({ ServiceCode, QuotaCode, DesiredValue }, call) {
    const quota = quotaOf(ServiceCode, QuotaCode);
    if (DesiredValue <= valueInForce(quota, call)) {
      throw new AwsError(
        'IllegalArgumentException',
        'You must provide a quota value greater than the current quota value',
      );
    }
    const { caller, region, core, now } = call;
    core.state.quotas.put(`${caller.accountId}/${region} ${QuotaCode}`, { value: DesiredValue });
    const { QuotaArn, QuotaName, ServiceName } = render(ServiceCode, quota, call);
    const at = new Date(now);
    return {
      RequestedQuota: {
        Id: `${QuotaCode}-${now}`,
        ServiceCode,
        ServiceName,
        QuotaCode,
        QuotaName,
        QuotaArn,
        DesiredValue,
        Status: 'APPROVED',
        Created: at,
        LastUpdated: at,
        Requester: JSON.stringify({ accountId: caller.accountId, callerArn: caller.arn }),
        GlobalQuota: false,
        Unit: 'None',
      },
    };
  },
});

function pageOf<Item>(items: readonly Item[], { MaxResults = 100, NextToken }: Paging) {
  const offset =
    NextToken === undefined ? 0 : Number(Buffer.from(NextToken, 'base64url').toString());
  if (!Number.isSafeInteger(offset) || offset < 0) {
    throw new AwsError('InvalidPaginationTokenException', 'Invalid input was provided.');
  }
  const end = offset + MaxResults;
  return {
    items: items.slice(offset, end),
    NextToken: end < items.length ? Buffer.from(String(end)).toString('base64url') : undefined,
  };
}

function list(name: string): Operation {
  return operation<OfService & Paging, Outputs['ListServiceQuotas']>({
    permissions: (_input, { caller }) => [
      { action: `servicequotas:${name}`, resource: '*', accountId: caller.accountId },
    ],
    run(input, call) {
      const { items, NextToken } = pageOf(quotasOf(input.ServiceCode), input);
      return {
        NextToken,
        Quotas: items.map((quota) => ({
          ...render(input.ServiceCode, quota, call),
          ...(name.includes('Default') ? { Value: quota.value } : {}),
        })),
      };
    },
  });
}

const listServices = operation<Paging, Outputs['ListServices']>({
  permissions: (_input, { caller }) => [
    { action: 'servicequotas:ListServices', resource: '*', accountId: caller.accountId },
  ],
  run(input) {
    const { items, NextToken } = pageOf(Object.entries(services), input);
    return {
      NextToken,
      Services: items.map(([ServiceCode, { name }]) => ({ ServiceCode, ServiceName: name })),
    };
  },
});

/** Service Quotas, 2019-06-24: those of ECR, which are those that the local AWS keeps to. */
export const serviceQuotas: Service = {
  signingName: 'servicequotas',
  model: loadModel(new URL('./model.json', import.meta.url)),
  operations: {
    GetServiceQuota: getOne('GetServiceQuota'),
    RequestServiceQuotaIncrease: requestIncrease,
    GetAWSDefaultServiceQuota: getOne('GetAWSDefaultServiceQuota'),
    ListServiceQuotas: list('ListServiceQuotas'),
    ListAWSDefaultServiceQuotas: list('ListAWSDefaultServiceQuotas'),
    ListServices: listServices,
  },
  invalid: (found) =>
    new AwsError(
      'IllegalArgumentException',
      found.map(({ path, constraint }) => `${path}: ${constraint}`).join('; '),
    ),
  denied: (message) => new AwsError('AccessDeniedException', message),
};
