import { describeSecret } from '../../aws/client/secrets-manager.ts';
import type { Fact } from '../../chain/fact.ts';
import { type UpstreamSecretFacts, upstreamSecretAt } from '../../chain/world.ts';
import { defaultSecretKey } from '../../ecr/upstreams.ts';
import { parseArn } from '../../names/arn.ts';
import { observe } from '../observe.ts';
import { once } from '../once.ts';
import type { Access } from './accounts.ts';

/** Looks at a secret that a cache rule names: not at its value, which nobody but ECR has to read. */
export function observeUpstreamSecret(
  access: Access,
  arn: string,
): Promise<Fact<UpstreamSecretFacts>> {
  return once(access, `secret ${arn}`, () => {
    const look = { ...upstreamSecretAt(arn), absentOn: ['ResourceNotFoundException'] };
    return observe(look, async () => {
      const { region = '' } = parseArn(arn) ?? {};
      const { environment } = access;
      const credentials = await access.credentials();
      const context = { region, environment, credentials };
      const { name, kmsKeyId: key, isDeleted } = await describeSecret(arn, context);
      const isDefault = key === undefined || key.endsWith(defaultSecretKey);
      return { name, isDeleted, ...(isDefault ? {} : { key }) };
    });
  });
}
