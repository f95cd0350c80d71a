import { platform } from 'node:process';
import type { KoffiFunc } from 'koffi';

/**
 * A function of Linux's C library for which Node has no call of its own.
 * @param prototype in C, with koffi's words for what goes in and out.
 * @returns undefined where there is none to be had: other systems, and processors that koffi has no library for.
 */
export async function libcFunction<Call extends (...args: never[]) => unknown>(
  prototype: string,
): Promise<KoffiFunc<Call> | undefined> {
  if (platform !== 'linux') return undefined;
  try {
    const { default: koffi } = await import('koffi');
    return koffi.load(null).func(prototype) as KoffiFunc<Call>;
  } catch {
    return undefined;
  }
}
