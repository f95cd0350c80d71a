import { setTimeout as wait } from 'node:timers/promises';
import type { Cluster } from '../kubernetes/cluster.ts';
import { patiently } from './patience.ts';
import { Turns } from './turns.ts';

/** Requests to the API server at a time. */
const atOnce = 16;

/** The same cluster, with a bound on requests at a time; what is throttled is tried again. */
export function patientCluster(cluster: Cluster): Cluster {
  const turns = new Turns(atOnce);
  const patient = <Api extends object>(api: Api): Api =>
    new Proxy(api, {
      get(target, method) {
        const call: unknown = Reflect.get(target, method);
        if (typeof call !== 'function') return call;
        return (...asked: readonly unknown[]) =>
          turns.take(() =>
            patiently(
              () => Promise.resolve(Reflect.apply(call, target, asked)),
              (milliseconds) => wait(milliseconds),
            ),
          );
      },
    });
  return {
    ...cluster,
    core: patient(cluster.core),
    apps: patient(cluster.apps),
    batch: patient(cluster.batch),
    admission: patient(cluster.admission),
  };
}
