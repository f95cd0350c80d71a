// What operations return, by AWS's model. Written by scripts/generate-output-types.ts.

/** An operation that returns nothing. */
export type Nothing = Readonly<Record<string, never>>;

/** Outputs by operation. */
export interface Outputs {
  readonly GetAWSDefaultServiceQuota: GetAWSDefaultServiceQuotaResponse;
  readonly GetServiceQuota: GetServiceQuotaResponse;
  readonly ListAWSDefaultServiceQuotas: ListAWSDefaultServiceQuotasResponse;
  readonly ListServiceQuotas: ListServiceQuotasResponse;
  readonly ListServices: ListServicesResponse;
  readonly RequestServiceQuotaIncrease: RequestServiceQuotaIncreaseResponse;
}

export interface GetAWSDefaultServiceQuotaResponse {
  readonly Quota: ServiceQuota | undefined;
}

export interface GetServiceQuotaResponse {
  readonly Quota: ServiceQuota | undefined;
}

export interface ListAWSDefaultServiceQuotasResponse {
  readonly NextToken: string | undefined;
  readonly Quotas: readonly ServiceQuota[] | undefined;
}

export interface ListServiceQuotasResponse {
  readonly NextToken: string | undefined;
  readonly Quotas: readonly ServiceQuota[] | undefined;
}

export interface ListServicesResponse {
  readonly NextToken: string | undefined;
  readonly Services: readonly ServiceInfo[] | undefined;
}

export interface RequestServiceQuotaIncreaseResponse {
  readonly RequestedQuota: RequestedServiceQuotaChange | undefined;
}

export interface ServiceQuota {
  readonly ServiceCode?: string | undefined;
  readonly ServiceName?: string | undefined;
  readonly QuotaArn?: string | undefined;
  readonly QuotaCode?: string | undefined;
  readonly QuotaName?: string | undefined;
  readonly Value?: number | undefined;
  readonly Unit?: string | undefined;
  readonly Adjustable?: boolean | undefined;
  readonly GlobalQuota?: boolean | undefined;
  readonly UsageMetric?: MetricInfo | undefined;
  readonly Period?: QuotaPeriod | undefined;
  readonly ErrorReason?: ErrorReason | undefined;
  readonly QuotaAppliedAtLevel?: string | undefined;
  readonly QuotaContext?: QuotaContextInfo | undefined;
  readonly Description?: string | undefined;
}

export interface RequestedServiceQuotaChange {
  readonly Id?: string | undefined;
  readonly RequestType?: string | undefined;
  readonly CaseId?: string | undefined;
  readonly ServiceCode?: string | undefined;
  readonly ServiceName?: string | undefined;
  readonly QuotaCode?: string | undefined;
  readonly QuotaName?: string | undefined;
  readonly DesiredValue?: number | undefined;
  readonly Status?: string | undefined;
  readonly Created?: Date | undefined;
  readonly LastUpdated?: Date | undefined;
  readonly Requester?: string | undefined;
  readonly QuotaArn?: string | undefined;
  readonly GlobalQuota?: boolean | undefined;
  readonly Unit?: string | undefined;
  readonly QuotaRequestedAtLevel?: string | undefined;
  readonly QuotaContext?: QuotaContextInfo | undefined;
}

export interface MetricInfo {
  readonly MetricNamespace?: string | undefined;
  readonly MetricName?: string | undefined;
  readonly MetricDimensions?: Readonly<Record<string, string>> | undefined;
  readonly MetricStatisticRecommendation?: string | undefined;
}

export interface QuotaPeriod {
  readonly PeriodValue?: number | undefined;
  readonly PeriodUnit?: string | undefined;
}

export interface ErrorReason {
  readonly ErrorCode?: string | undefined;
  readonly ErrorMessage?: string | undefined;
}

export interface QuotaContextInfo {
  readonly ContextScope?: string | undefined;
  readonly ContextScopeType?: string | undefined;
  readonly ContextId?: string | undefined;
  readonly AdjustableAtLevel?: string | undefined;
}

export interface ServiceInfo {
  readonly ServiceCode?: string | undefined;
  readonly ServiceName?: string | undefined;
}
