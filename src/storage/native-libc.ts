import { platform } from 'node:process';
import type { KoffiFunc } from 'koffi';

/**
 * A function of Linux's C library that Node has no call for.
 * @param prototype in C, with koffi's annotations of inputs and outputs.
 * @returns undefined where it is not available: on other systems, and on processors that koffi has no library
 * for.
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
