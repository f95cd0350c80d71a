import { absent, type Fact, known, unseen } from '../../chain/fact.ts';
import { maskedValue } from './masked.ts';

/**
 * Looks at something of the node: what is not there is absent, what may not be read or is damaged is unseen, with what
 * would show it.
 */
export async function look<Value>(
  fact: string,
  read: () => Promise<Value> | Value,
): Promise<Fact<Value>> {
  try {
    return known(await read());
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return absent;
    return unseen(
      fact,
      ['EACCES', 'EPERM'].includes(code)
        ? 'root on the node (CAP_DAC_READ_SEARCH and CAP_SYS_PTRACE in a container)'
        : `it, as it should be: ${maskedValue(message.split('\n')[0] ?? '')}`,
    );
  }
}
