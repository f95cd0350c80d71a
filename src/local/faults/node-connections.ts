import { partitionOf } from '../../names/partitions.ts';
import type { Fault } from './fault.ts';
import { changeSetup } from './machine.ts';

const hour = 3_600_000;

/** Faults in what is between a node's programs and the hosts that they need, and in the clock by which they sign. */
export const nodeConnectionFaults: readonly Fault[] = [
  {
    cause: 'HW0506',
    needs: ['node'],
    inject(changes, target, { state }) {
      changeSetup(changes, state, target, (setup, { region }) => ({
        ...setup,
        firewall: [
          ...(setup.firewall ?? []),
          { host: `api.ecr.${region}.${partitionOf(region).dnsSuffix}`, does: 'drop' },
        ],
      }));
    },
  },
  {
    cause: 'HW0606',
    needs: ['node'],
    inject(changes, target, { state }) {
      changeSetup(changes, state, target, (setup) => ({
        ...setup,
        firewall: [...(setup.firewall ?? []), { host: '169.254.169.254', does: 'reject' }],
      }));
    },
  },
  {
    cause: 'HW0801',
    needs: ['node'],
    inject(changes, target, { state }) {
      changeSetup(changes, state, target, (setup) => ({ ...setup, clockAheadBy: -hour }));
    },
  },
  {
    cause: 'HW1016',
    needs: ['node'],
    inject(changes, target, { state }) {
      changeSetup(changes, state, target, (setup) => ({
        ...setup,
        runtimeEnvironment: { ...setup.runtimeEnvironment, HTTPS_PROXY: 'http://10.0.0.250:3128' },
      }));
    },
  },
  {
    cause: 'HW1017',
    needs: ['node'],
    inject(changes, target, { state }) {
      changeSetup(changes, state, target, (setup) => ({
        ...setup,
        tlsOpenedBy: 'O=Example Corp, CN=Example Corp Inspection CA',
      }));
    },
  },
];
