import { join } from 'node:path';
import type { Environment } from '../../aws/client/proxy.ts';

/**
 * Where a kubelet without a user's environment keeps logs; it serves that folder to everyone with access to its
 * API.
 */
const nodeFolder = '/var/log/hawser';

/**
 * Where failures are stored: HAWSER_STATE_DIR, the user's own state folder, or the machine's logs when there is
 * no user, as for a kubelet (XDG Base Directory Specification; Filesystem Hierarchy Standard).
 */
export function stateFolder(environment: Environment): string {
  const { HAWSER_STATE_DIR, XDG_STATE_HOME, HOME } = environment;
  if (HAWSER_STATE_DIR) return HAWSER_STATE_DIR;
  if (XDG_STATE_HOME) return join(XDG_STATE_HOME, 'hawser');
  return HOME ? join(HOME, '.local', 'state', 'hawser') : nodeFolder;
}

/** Every place where failures of this machine may be stored: those of this user, and those of its kubelet. */
export function stateFolders(environment: Environment): string[] {
  const ofKubelet = [nodeFolder, '/root/.local/state/hawser'];
  return [...new Set([stateFolder(environment), ...ofKubelet])];
}
