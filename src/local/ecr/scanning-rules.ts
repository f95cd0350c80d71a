import type { RepositoryRecord, ScanningConfigurationRecord, State } from '../state.ts';
import { matchesFilters } from './filters.ts';

/** The configuration of a registry that has set none. */
export const defaultScanning: ScanningConfigurationRecord = { scanType: 'BASIC', rules: [] };

/** How one repository is scanned: by the registry's rules or, with basic scanning, by its own setting. */
export function scanningOf(state: State, repository: RepositoryRecord) {
  const { registryId, region, name } = repository;
  const { rules, scanType } =
    state.registries.get(`${registryId}/${region}`)?.scanning ?? defaultScanning;
  const rule = rules.find(({ repositoryFilters }) => matchesFilters(repositoryFilters, name));
  const own = scanType === 'BASIC' && repository.scanOnPush ? 'SCAN_ON_PUSH' : 'MANUAL';
  const scanFrequency = rule?.scanFrequency ?? own;
  const appliedScanFilters = rule?.repositoryFilters.filter((filter) =>
    matchesFilters([filter], name),
  );
  return {
    repositoryArn: repository.arn,
    repositoryName: name,
    scanOnPush: scanFrequency !== 'MANUAL',
    scanFrequency,
    appliedScanFilters: appliedScanFilters ?? [],
  };
}
