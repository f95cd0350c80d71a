import type { Call } from '../../core/call.ts';
import { type Operation, operation, type Permission } from '../../core/service.ts';
import { apiErrors } from './errors.ts';
import type { Outputs } from './outputs.generated.ts';
import { changeRegistry, forRegistry, registryOf } from './requests.ts';

/** The settings and their values, the default first (ECR API, PutAccountSetting). */
const settings: Readonly<Record<string, readonly string[]>> = {
  BASIC_SCAN_TYPE_VERSION: ['AWS_NATIVE'],
  REGISTRY_POLICY_SCOPE: ['V2'],
  BLOB_MOUNTING: ['DISABLED', 'ENABLED'],
};

interface SettingInput {
  readonly name: string;
  readonly value?: string;
}

/** The setting's name is a condition key of its own. */
const forSetting =
  (action: string) =>
  (input: SettingInput, call: Call): readonly Permission[] =>
    forRegistry(action)(input, call).map((permission) => ({
      ...permission,
      context: { 'ecr:AccountSetting': input.name },
    }));

export const accountSettingOperations: Record<string, Operation> = {
  GetAccountSetting: operation<SettingInput, Outputs['GetAccountSetting']>({
    permissions: forSetting('GetAccountSetting'),
    run({ name }, call) {
      const [usual] = valuesOf(name);
      return { name, value: registryOf(call).settings?.[name] ?? usual };
    },
  }),
  PutAccountSetting: operation<SettingInput, Outputs['PutAccountSetting']>({
    permissions: forSetting('PutAccountSetting'),
    run({ name, value = '' }, call) {
      const possible = valuesOf(name);
      if (!possible.includes(value)) {
        throw apiErrors.invalidParameter('value', `must be one of [${possible.join(', ')}]`);
      }
      changeRegistry(call, { settings: { ...registryOf(call).settings, [name]: value } });
      return { name, value };
    },
  }),
};

function valuesOf(name: string): readonly string[] {
  const found = Object.hasOwn(settings, name) ? settings[name] : undefined;
  if (found !== undefined) return found;
  throw apiErrors.invalidParameter('name', `must be one of [${Object.keys(settings).join(', ')}]`);
}
