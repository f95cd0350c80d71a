import { type Operation, operation } from '../../core/service.ts';
import { ecrErrors } from '../../ecr/errors.ts';
import { apiErrors } from './errors.ts';
import type { Outputs } from './outputs.generated.ts';
import { type Paging, page } from './paging.ts';
import { forRegistry, registryKeyOf } from './requests.ts';

/** Most principals in the list; the number is not published (see docs/fidelity.md). */
const maxExclusions = 100;

interface PrincipalInput {
  readonly principalArn: string;
}

export const pullTimeOperations: Record<string, Operation> = {
  RegisterPullTimeUpdateExclusion: operation<
    PrincipalInput,
    Outputs['RegisterPullTimeUpdateExclusion']
  >({
    permissions: forRegistry('RegisterPullTimeUpdateExclusion'),
    run({ principalArn }, call) {
      const { exclusions } = call.core.state;
      const key = `${registryKeyOf(call)} ${principalArn}`;
      if (exclusions.get(key) !== undefined) throw apiErrors.exclusionExists(principalArn);
      if (exclusions.count(`${registryKeyOf(call)} `) >= maxExclusions) {
        throw ecrErrors.limitExceeded(`pull time update exclusions, at most ${maxExclusions}`);
      }
      exclusions.put(key, { principalArn, createdAt: call.now });
      return { principalArn, createdAt: new Date(call.now) };
    },
  }),
  DeregisterPullTimeUpdateExclusion: operation<
    PrincipalInput,
    Outputs['DeregisterPullTimeUpdateExclusion']
  >({
    permissions: forRegistry('DeregisterPullTimeUpdateExclusion'),
    run({ principalArn }, call) {
      const gone = call.core.state.exclusions.delete(`${registryKeyOf(call)} ${principalArn}`);
      if (!gone) throw apiErrors.exclusionNotFound(principalArn);
      return { principalArn };
    },
  }),
  ListPullTimeUpdateExclusions: operation<Paging, Outputs['ListPullTimeUpdateExclusions']>({
    permissions: forRegistry('ListPullTimeUpdateExclusions'),
    async run(input, call) {
      const { entries, ...next } = await page(
        call.core.state.exclusions,
        `${registryKeyOf(call)} `,
        input,
      );
      const pullTimeUpdateExclusions = entries.map(({ document }) => document.principalArn);
      return { pullTimeUpdateExclusions, ...next };
    },
  }),
};
