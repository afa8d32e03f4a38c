import { expect, test, vi } from 'vitest';
import { exitCode } from '../../cli/exitCode.ts';
import { listenForInterrupt } from '../../cli/interrupt.ts';

test('the first Ctrl-C is noted, the second ends the process, and none counts once nobody listens', () => {
  const exit = vi.spyOn(process, 'exit').mockImplementation((() => undefined) as never);
  const listeners = new Set<() => void>();
  const press = (): void => listeners.forEach((listener) => listener());
  const interrupt = listenForInterrupt({
    onInterrupt: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  });
  try {
    expect(interrupt.pressed).toBe(false);
    press();
    expect(interrupt.pressed).toBe(true);
    expect(exit).not.toHaveBeenCalled();
    press();
    expect(exit).toHaveBeenCalledExactlyOnceWith(exitCode.stopped);
    interrupt.stopListening();
    press();
    expect(exit).toHaveBeenCalledOnce();
  } finally {
    exit.mockRestore();
  }
});
