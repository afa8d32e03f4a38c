import type { Behaviour, Scenario } from '../scenario/schema.ts';

/** A scenario without what is sent and returned: up to megabytes that the page never shows, and that would hold it up on their way there. */
export function withoutPayloads(scenario: Scenario): Scenario {
  return {
    ...scenario,
    functions: mapped(scenario.functions, (settings) => ({
      ...settings,
      behaviour: withoutResponse(settings.behaviour),
      versions: mapped(settings.versions, ({ behaviour, ...version }) => (behaviour === undefined ? version : { ...version, behaviour: withoutResponse(behaviour) })),
    })),
    traffic: scenario.traffic.map(({ payload: _payload, payloadText: _payloadText, ...entry }) => entry),
  };
}

function withoutResponse({ response: _response, responseText: _responseText, ...behaviour }: Behaviour): Behaviour {
  return behaviour;
}

function mapped<Value>(record: Readonly<Record<string, Value>>, change: (value: Value) => Value): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}
