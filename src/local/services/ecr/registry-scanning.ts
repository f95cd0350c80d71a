import type { PutRegistryScanningConfigurationRequest } from '@aws-sdk/client-ecr';
import { type Operation, operation } from '../../core/service.ts';
import { keyOf, onRepository } from '../../ecr/repository.ts';
import { defaultScanning, scanningOf } from '../../ecr/scanning-rules.ts';
import type { ScanningConfigurationRecord } from '../../state.ts';
import { apiErrors } from './errors.ts';
import type { Outputs } from './outputs.generated.ts';
import { changeRegistry, forRegistry, named, registryOf } from './requests.ts';

/** How often each kind of scanning can scan (ECR User Guide, "Image scanning"). */
const frequencies: Readonly<Record<string, readonly string[]>> = {
  BASIC: ['SCAN_ON_PUSH', 'MANUAL'],
  ENHANCED: ['CONTINUOUS_SCAN', 'SCAN_ON_PUSH', 'MANUAL'],
};

export const registryScanningOperations: Record<string, Operation> = {
  GetRegistryScanningConfiguration: operation<object, Outputs['GetRegistryScanningConfiguration']>({
    permissions: forRegistry('GetRegistryScanningConfiguration'),
    run: (_input, call) => ({
      registryId: call.caller.accountId,
      scanningConfiguration: registryOf(call).scanning ?? defaultScanning,
    }),
  }),
  PutRegistryScanningConfiguration: operation<
    PutRegistryScanningConfigurationRequest,
    Outputs['PutRegistryScanningConfiguration']
  >({
    permissions: forRegistry('PutRegistryScanningConfiguration'),
    run(input, call) {
      const scanning = checked(input);
      changeRegistry(call, { scanning });
      return { registryScanningConfiguration: scanning };
    },
  }),
  BatchGetRepositoryScanningConfiguration: operation<
    { repositoryNames: string[] },
    Outputs['BatchGetRepositoryScanningConfiguration']
  >({
    permissions: ({ repositoryNames }, call) =>
      repositoryNames.map((repositoryName) =>
        onRepository(
          call.core,
          'ecr:BatchGetRepositoryScanningConfiguration',
          named(call, { repositoryName }),
        ),
      ),
    run({ repositoryNames }, call) {
      const found = repositoryNames.map((repositoryName) => {
        const record = call.core.state.repositories.get(keyOf(named(call, { repositoryName })));
        return { repositoryName, record };
      });
      return {
        scanningConfigurations: found.flatMap(({ record }) =>
          record === undefined ? [] : [scanningOf(call.core.state, record)],
        ),
        failures: found.flatMap(({ repositoryName, record }) =>
          record !== undefined
            ? []
            : [
                {
                  repositoryName,
                  failureCode: 'REPOSITORY_NOT_FOUND',
                  failureReason: 'REPOSITORY_NOT_FOUND',
                },
              ],
        ),
      };
    },
  }),
};

function checked({
  scanType = 'BASIC',
  rules = [],
}: PutRegistryScanningConfigurationRequest): ScanningConfigurationRecord {
  const seen = new Set<string>();
  for (const { scanFrequency = '' } of rules) {
    if (frequencies[scanType]?.includes(scanFrequency) !== true) {
      throw apiErrors.invalidParameter(
        'rules',
        `scanFrequency ${scanFrequency} is not supported when scanType is ${scanType}`,
      );
    }
    if (seen.has(scanFrequency)) {
      throw apiErrors.invalidParameter('rules', `only one rule may have ${scanFrequency}`);
    }
    seen.add(scanFrequency);
  }
  return { scanType, rules: rules as ScanningConfigurationRecord['rules'] };
}
