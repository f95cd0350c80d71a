import type { Call } from '../../core/call.ts';
import { type Operation, operation } from '../../core/service.ts';
import { alreadyExists, noSuchEntity } from './errors.ts';
import type { Outputs } from './outputs.generated.ts';

interface OnAlias {
  readonly AccountAlias: string;
}

const on = (action: string) => (_input: object, call: Call) => [
  { action: `iam:${action}`, resource: '*', accountId: call.caller.accountId },
];

function aliasesOf({ core, caller }: Call): string[] {
  return core.state.accountAliases
    .list()
    .filter(({ document }) => document.accountId === caller.accountId)
    .map(({ key }) => key);
}

/** The name of an account in the address of its sign-in page; an account has one at most. */
export const accountAliasOperations: Record<string, Operation> = {
  CreateAccountAlias: operation<OnAlias, Outputs['CreateAccountAlias']>({
    permissions: on('CreateAccountAlias'),
    run({ AccountAlias: alias }, call) {
      const { accountAliases } = call.core.state;
      const owner = accountAliases.get(alias)?.accountId;
      if (owner !== undefined && owner !== call.caller.accountId) {
        throw alreadyExists(`The account alias ${alias} already exists.`);
      }
      for (const before of aliasesOf(call)) accountAliases.delete(before);
      accountAliases.put(alias, { accountId: call.caller.accountId });
      return {};
    },
  }),
  DeleteAccountAlias: operation<OnAlias, Outputs['DeleteAccountAlias']>({
    permissions: on('DeleteAccountAlias'),
    run({ AccountAlias: alias }, call) {
      if (!aliasesOf(call).includes(alias)) {
        throw noSuchEntity(`The account alias ${alias} cannot be found.`);
      }
      call.core.state.accountAliases.delete(alias);
      return {};
    },
  }),
  ListAccountAliases: operation<object, Outputs['ListAccountAliases']>({
    permissions: on('ListAccountAliases'),
    run: (_input, call) => ({
      AccountAliases: aliasesOf(call),
      IsTruncated: false,
      Marker: undefined,
    }),
  }),
};
