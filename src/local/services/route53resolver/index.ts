import { randomBytes } from 'node:crypto';
import type { Call } from '../../core/call.ts';
import { operation, type Permission, type Service } from '../../core/service.ts';
import { networkKey } from '../../network-state.ts';
import { AwsError } from '../../protocol/aws-error.ts';
import { loadModel } from '../../protocol/model.ts';
import type { ResolverAssociationRecord, ResolverRuleRecord } from '../../state.ts';
import { allIn, findIn } from '../../vpc/lookups.ts';
import type { Outputs, ResolverRule, ResolverRuleAssociation } from './outputs.generated.ts';

function placeOf({ caller, region }: Call) {
  return { accountId: caller.accountId, region };
}

function arnOf({ accountId, region }: ReturnType<typeof placeOf>, id: string): string {
  return `arn:aws:route53resolver:${region}:${accountId}:resolver-rule/${id}`;
}

function onRule(action: string) {
  return (
    { ResolverRuleId = '*' }: { readonly ResolverRuleId?: string },
    call: Call,
  ): Permission[] => [
    {
      action: `route53resolver:${action}`,
      resource: arnOf(placeOf(call), ResolverRuleId),
      accountId: call.caller.accountId,
    },
  ];
}

function onAll(action: string) {
  return (_input: object, { caller }: Call): Permission[] => [
    { action: `route53resolver:${action}`, resource: '*', accountId: caller.accountId },
  ];
}

const notFound = (what: string, id: string): AwsError =>
  new AwsError(
    'ResourceNotFoundException',
    `[RSLVR-00703] ${what} with ID "${id}" does not exist.`,
  );

function render(rule: ResolverRuleRecord): ResolverRule {
  const time = new Date(rule.createdAt).toISOString();
  return {
    Id: rule.id,
    CreatorRequestId: rule.creatorRequestId,
    Arn: arnOf(rule, rule.id),
    DomainName: `${rule.domainName}.`,
    Status: 'COMPLETE',
    RuleType: rule.ruleType,
    Name: rule.name,
    TargetIps: rule.targetIps.map(({ ip, port }) => ({ Ip: ip, Port: port })),
    ...(rule.endpointId === undefined ? {} : { ResolverEndpointId: rule.endpointId }),
    OwnerId: rule.accountId,
    ShareStatus: 'NOT_SHARED',
    CreationTime: time,
    ModificationTime: time,
  };
}

function renderAssociation(one: ResolverAssociationRecord): ResolverRuleAssociation {
  return {
    Id: one.id,
    ResolverRuleId: one.ruleId,
    Name: one.name,
    VPCId: one.vpcId,
    Status: 'COMPLETE',
  };
}

function requireRule(call: Call, id: string): ResolverRuleRecord {
  const found = call.core.state.resolverRules.get(networkKey({ ...placeOf(call), id }));
  if (found === undefined) throw notFound('Resolver rule', id);
  return found;
}

interface CreateRule {
  readonly CreatorRequestId: string;
  readonly Name?: string;
  readonly RuleType: string;
  readonly DomainName?: string;
  readonly TargetIps?: readonly { readonly Ip?: string; readonly Port?: number }[];
  readonly ResolverEndpointId?: string;
}

interface OneRule {
  readonly ResolverRuleId: string;
}

interface Filter {
  readonly Name?: string;
  readonly Values?: readonly string[];
}

interface List {
  readonly Filters?: readonly Filter[];
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

/** One page of those that pass all filters. @throws AwsError for a filter that the kind has not. */
function page<Item>(
  items: readonly Item[],
  { Filters = [], MaxResults = 100, NextToken = '' }: List,
  values: (item: Item) => Readonly<Record<string, string>>,
) {
  const passing = items.filter((item) =>
    Filters.every(({ Name = '', Values = [] }) => {
      const value = values(item)[Name];
      if (value === undefined) {
        throw new AwsError('InvalidParameterException', `The filter '${Name}' is invalid`);
      }
      return Values.includes(value);
    }),
  );
  const offset = NextToken === '' ? 0 : Number(NextToken);
  if (!Number.isSafeInteger(offset) || offset < 0) {
    throw new AwsError('InvalidNextTokenException', 'The NextToken is invalid.');
  }
  const end = offset + MaxResults;
  return {
    items: passing.slice(offset, end),
    NextToken: end < passing.length ? String(end) : undefined,
    MaxResults,
  };
}

/** Route 53 Resolver, 2018-04-01: forwarding rules, and the VPCs in which they hold. */
export const route53Resolver: Service = {
  signingName: 'route53resolver',
  model: loadModel(new URL('./model.json', import.meta.url)),
  operations: {
    CreateResolverRule: operation<CreateRule, Outputs['CreateResolverRule']>({
      permissions: (_input, call) => onRule('CreateResolverRule')({}, call),
      run(input, call) {
        const rule: ResolverRuleRecord = {
          ...placeOf(call),
          id: `rslvr-rr-${randomBytes(9).toString('hex').slice(0, 17)}`,
          name: input.Name ?? '',
          domainName: (input.DomainName ?? '').toLowerCase().replace(/\.$/, ''),
          ruleType: input.RuleType,
          targetIps: (input.TargetIps ?? []).map(({ Ip = '', Port = 53 }) => ({
            ip: Ip,
            port: Port,
          })),
          ...(input.ResolverEndpointId === undefined
            ? {}
            : { endpointId: input.ResolverEndpointId }),
          creatorRequestId: input.CreatorRequestId,
          createdAt: call.now,
        };
        call.core.state.resolverRules.put(networkKey(rule), rule);
        return { ResolverRule: render(rule) };
      },
    }),
    GetResolverRule: operation<OneRule, Outputs['GetResolverRule']>({
      permissions: onRule('GetResolverRule'),
      run: ({ ResolverRuleId }, call) => ({
        ResolverRule: render(requireRule(call, ResolverRuleId)),
      }),
    }),
    DeleteResolverRule: operation<OneRule, Outputs['DeleteResolverRule']>({
      permissions: onRule('DeleteResolverRule'),
      run({ ResolverRuleId }, call) {
        const rule = requireRule(call, ResolverRuleId);
        const { resolverAssociations, resolverRules } = call.core.state;
        const isUsed = allIn(resolverAssociations, rule).some(({ ruleId }) => ruleId === rule.id);
        if (isUsed) {
          throw new AwsError(
            'ResourceInUseException',
            `[RSLVR-00705] Resolver rule "${rule.id}" is associated with VPCs.`,
          );
        }
        resolverRules.delete(networkKey(rule));
        return { ResolverRule: render(rule) };
      },
    }),
    ListResolverRules: operation<List, Outputs['ListResolverRules']>({
      permissions: onAll('ListResolverRules'),
      run(input, call) {
        const all = allIn(call.core.state.resolverRules, placeOf(call));
        const { items, ...more } = page(all, input, ({ name, domainName, ruleType }) => ({
          Name: name,
          DomainName: `${domainName}.`,
          Type: ruleType,
          TYPE: ruleType,
        }));
        return { ...more, ResolverRules: items.map(render) };
      },
    }),
    AssociateResolverRule: operation<
      OneRule & { readonly VPCId: string; readonly Name?: string },
      Outputs['AssociateResolverRule']
    >({
      permissions: onRule('AssociateResolverRule'),
      run({ ResolverRuleId, VPCId, Name = '' }, call) {
        const place = placeOf(call);
        const { resolverAssociations, network } = call.core.state;
        requireRule(call, ResolverRuleId);
        if (findIn(network.vpcs, place, VPCId) === undefined) throw notFound('VPC', VPCId);
        const made: ResolverAssociationRecord = {
          ...place,
          id: `rslvr-rrassoc-${randomBytes(9).toString('hex').slice(0, 17)}`,
          name: Name,
          ruleId: ResolverRuleId,
          vpcId: VPCId,
        };
        resolverAssociations.put(networkKey(made), made);
        return { ResolverRuleAssociation: renderAssociation(made) };
      },
    }),
    DisassociateResolverRule: operation<
      OneRule & { readonly VPCId: string },
      Outputs['DisassociateResolverRule']
    >({
      permissions: onRule('DisassociateResolverRule'),
      run({ ResolverRuleId, VPCId }, call) {
        const { resolverAssociations } = call.core.state;
        const found = allIn(resolverAssociations, placeOf(call)).find(
          ({ ruleId, vpcId }) => ruleId === ResolverRuleId && vpcId === VPCId,
        );
        if (found === undefined) throw notFound('Resolver rule association', ResolverRuleId);
        resolverAssociations.delete(networkKey(found));
        return { ResolverRuleAssociation: renderAssociation(found) };
      },
    }),
    ListResolverRuleAssociations: operation<List, Outputs['ListResolverRuleAssociations']>({
      permissions: onAll('ListResolverRuleAssociations'),
      run(input, call) {
        const all = allIn(call.core.state.resolverAssociations, placeOf(call));
        const { items, ...more } = page(all, input, ({ vpcId, ruleId, name }) => ({
          VPCId: vpcId,
          ResolverRuleId: ruleId,
          Name: name,
        }));
        return { ...more, ResolverRuleAssociations: items.map(renderAssociation) };
      },
    }),
  },
  invalid: (found) =>
    new AwsError(
      'InvalidParameterException',
      found.map(({ path, constraint }) => `${path}: ${constraint}`).join('; '),
    ),
  denied: (message) => new AwsError('AccessDeniedException', message),
};
