import { declared, qualified, undeclared, type Declared } from './declared.ts';
import { pathText, shown } from './issue.ts';
import { isRecord, listAt, recordAt, type Broken } from './rule.ts';
import { latest } from './versions.ts';

/** Whether what traffic, faults, aliases and Lambda destinations refer to by name is there. */
export function* references(scenario: Record<string, unknown>): Iterable<Broken> {
  const functions = recordAt(scenario, 'functions');
  const destinations = recordAt(scenario, 'destinations');
  const anyFunction = declared('function', '"functions"', functions);
  const anyDestination = declared('destination', '"destinations"', destinations);
  const qualifiers = new Map<string, Declared>();
  const qualifiersOf = (name: string): Declared => {
    const known = qualifiers.get(name);
    if (known !== undefined) return known;
    const settings = recordAt(functions, name);
    const own = declared(
      `version or alias of ${shown(name)}`,
      pathText(['functions', name]),
      recordAt(settings, 'versions'),
      recordAt(settings, 'aliases'),
      { [latest]: settings },
    );
    qualifiers.set(name, own);
    return own;
  };
  // A qualifier is judged only where its function is there.
  const unknownQualifier = (path: readonly PropertyKey[], qualifier: unknown, name: unknown): Iterable<Broken> =>
    typeof name !== 'string' || !anyFunction.has(name)
      ? []
      : undeclared(path, qualifier, qualifiersOf(name), {
          sentence: `The function ${shown(name)} has no version or alias named ${shown(qualifier)}.`,
        });

  for (const [name, settings] of Object.entries(functions)) {
    if (!isRecord(settings)) continue;
    const under = pathText(['functions', name, 'versions']);
    const versions = declared(`version of ${shown(name)}`, under, recordAt(settings, 'versions'), { [latest]: settings });
    for (const [alias, value] of Object.entries(recordAt(settings, 'aliases'))) {
      if (!isRecord(value)) continue;
      yield* undeclared(['functions', name, 'aliases', alias, 'FunctionVersion'], value['FunctionVersion'], versions);
    }
  }
  for (const [name, value] of Object.entries(destinations)) {
    if (!isRecord(value) || value['type'] !== 'Lambda') continue;
    const path = ['destinations', name];
    const isNamed = Object.hasOwn(value, 'function');
    const invoked = isNamed ? value['function'] : name;
    if (isNamed) yield* undeclared([...path, 'function'], invoked, anyFunction);
    else
      yield* undeclared(path, invoked, anyFunction, {
        sentence: `There is no function named ${shown(name)}, and this destination does not say with "function" which one it invokes.`,
      });
    yield* unknownQualifier([...path, 'qualifier'], value['qualifier'], invoked);
  }
  for (const [index, entry] of listAt(scenario, 'traffic').entries()) {
    if (!isRecord(entry)) continue;
    const both = qualified(entry['to'], functions);
    yield* undeclared(['traffic', index, 'to'], entry['to'], anyFunction, {
      advice: both === null ? null : `Write "to": ${shown(both.function)} with "qualifier": ${shown(both.qualifier)}.`,
    });
    yield* unknownQualifier(['traffic', index, 'qualifier'], entry['qualifier'], entry['to']);
  }
  for (const [index, entry] of listAt(scenario, 'faults').entries()) {
    if (!isRecord(entry)) continue;
    yield* undeclared(['faults', index, 'function'], entry['function'], anyFunction);
    yield* undeclared(['faults', index, 'destination'], entry['destination'], anyDestination);
  }
}
