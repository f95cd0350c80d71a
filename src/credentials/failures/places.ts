import { join } from 'node:path';
import type { Environment } from '../../aws/client/proxy.ts';

/** Where a kubelet without a user's environment keeps logs; it serves that folder to whoever may ask it. */
const nodeFolder = '/var/log/hawser';

/**
 * Where failures are kept: HAWSER_STATE_DIR, the user's own state folder, or with the machine's logs when
 * there is no user, as for a kubelet (XDG Base Directory Specification; Filesystem Hierarchy Standard).
 */
export function stateFolder(environment: Environment): string {
  const { HAWSER_STATE_DIR, XDG_STATE_HOME, HOME } = environment;
  if (HAWSER_STATE_DIR) return HAWSER_STATE_DIR;
  if (XDG_STATE_HOME) return join(XDG_STATE_HOME, 'hawser');
  return HOME ? join(HOME, '.local', 'state', 'hawser') : nodeFolder;
}

/** Every place where failures of this machine may be: those of this user, and those of its kubelet. */
export function stateFolders(environment: Environment): string[] {
  const ofKubelet = [nodeFolder, '/root/.local/state/hawser'];
  return [...new Set([stateFolder(environment), ...ofKubelet])];
}
