// What operations return, by AWS's model. Written by scripts/generate-output-types.ts.

/** An operation that returns nothing. */
export type Nothing = Readonly<Record<string, never>>;

/** Outputs by operation. */
export interface Outputs {
  readonly AssociateResolverRule: AssociateResolverRuleResponse;
  readonly CreateResolverRule: CreateResolverRuleResponse;
  readonly DeleteResolverRule: DeleteResolverRuleResponse;
  readonly DisassociateResolverRule: DisassociateResolverRuleResponse;
  readonly GetResolverRule: GetResolverRuleResponse;
  readonly ListResolverRuleAssociations: ListResolverRuleAssociationsResponse;
  readonly ListResolverRules: ListResolverRulesResponse;
}

export interface AssociateResolverRuleResponse {
  readonly ResolverRuleAssociation: ResolverRuleAssociation | undefined;
}

export interface CreateResolverRuleResponse {
  readonly ResolverRule: ResolverRule | undefined;
}

export interface DeleteResolverRuleResponse {
  readonly ResolverRule: ResolverRule | undefined;
}

export interface DisassociateResolverRuleResponse {
  readonly ResolverRuleAssociation: ResolverRuleAssociation | undefined;
}

export interface GetResolverRuleResponse {
  readonly ResolverRule: ResolverRule | undefined;
}

export interface ListResolverRuleAssociationsResponse {
  readonly NextToken: string | undefined;
  readonly MaxResults: number | undefined;
  readonly ResolverRuleAssociations: readonly ResolverRuleAssociation[] | undefined;
}

export interface ListResolverRulesResponse {
  readonly NextToken: string | undefined;
  readonly MaxResults: number | undefined;
  readonly ResolverRules: readonly ResolverRule[] | undefined;
}

export interface ResolverRuleAssociation {
  readonly Id?: string | undefined;
  readonly ResolverRuleId?: string | undefined;
  readonly Name?: string | undefined;
  readonly VPCId?: string | undefined;
  readonly Status?: string | undefined;
  readonly StatusMessage?: string | undefined;
}

export interface ResolverRule {
  readonly Id?: string | undefined;
  readonly CreatorRequestId?: string | undefined;
  readonly Arn?: string | undefined;
  readonly DomainName?: string | undefined;
  readonly Status?: string | undefined;
  readonly StatusMessage?: string | undefined;
  readonly RuleType?: string | undefined;
  readonly Name?: string | undefined;
  readonly TargetIps?: readonly TargetAddress[] | undefined;
  readonly ResolverEndpointId?: string | undefined;
  readonly OwnerId?: string | undefined;
  readonly ShareStatus?: string | undefined;
  readonly CreationTime?: string | undefined;
  readonly ModificationTime?: string | undefined;
  readonly DelegationRecord?: string | undefined;
}

export interface TargetAddress {
  readonly Ip?: string | undefined;
  readonly Port?: number | undefined;
  readonly Ipv6?: string | undefined;
  readonly Protocol?: string | undefined;
  readonly ServerNameIndication?: string | undefined;
}
