import type { Settings } from '../../core/call.ts';
import { type Denial, operation } from '../../core/service.ts';
import { AwsError } from '../../protocol/aws-error.ts';
import { seal, unseal } from '../../seal.ts';
import type { Outputs } from './outputs.generated.ts';

const purpose = 'authorization-message';

interface Sealed {
  readonly accountId: string;
  readonly decoded: object;
}

interface Item {
  readonly key?: string;
  readonly value?: string;
  readonly values?: { readonly items: readonly Item[] };
}

/**
 * The details of a denial, as EC2 encodes them in its message, for callers who may decode them. Source of the
 * members: STS API reference, DecodeAuthorizationMessage.
 */
export function encodedMessage({ call, permission, decision }: Denial): string {
  const { caller, core } = call;
  const context = { ...call.context, ...core.authorizer.contextOf(caller), ...permission.context };
  const decoded = {
    allowed: false,
    explicitDeny: decision.decision === 'explicitDeny',
    matchedStatements: {
      items: decision.deciding.map(({ policyType, sid }) => ({
        ...(sid === undefined ? {} : { statementId: sid }),
        effect: 'DENY',
        policyType,
      })),
    },
    failures: { items: [] },
    context: {
      principal: { id: caller.userId, name: caller.name ?? '', arn: caller.arn },
      action: permission.action,
      resource: permission.resource,
      conditions: { items: Object.entries(context).map(conditionItem) },
    },
  };
  const sealed: Sealed = { accountId: caller.accountId, decoded };
  return seal(core.settings.sealingKey, purpose, sealed);
}

function conditionItem([key, value]: readonly [string, string | readonly string[]]): Item {
  const values = typeof value === 'string' ? [value] : value;
  return { key, values: { items: values.map((text) => ({ value: text })) } };
}

/** `DecodeAuthorizationMessage`: for messages that were encoded here, for the same account. */
export const decodeAuthorizationMessage = operation<
  { EncodedMessage: string },
  Outputs['DecodeAuthorizationMessage']
>({
  permissions: (_input, { caller }) => [
    { action: 'sts:DecodeAuthorizationMessage', resource: '*', accountId: caller.accountId },
  ],
  run({ EncodedMessage }, { core, caller }) {
    const found = open(core, EncodedMessage);
    if (found?.accountId !== caller.accountId) {
      throw new AwsError('InvalidAuthorizationMessageException', 'Message is not valid');
    }
    return { DecodedMessage: JSON.stringify(found.decoded) };
  },
});

function open({ settings }: Settings, message: string): Sealed | undefined {
  return unseal<Sealed>(settings.sealingKey, purpose, message);
}
