const watched: readonly [name: string, object: object][] = [
  ['Object.prototype', Object.prototype],
  ['Array.prototype', Array.prototype],
  ['Function.prototype', Function.prototype],
  ['String.prototype', String.prototype],
  ['Number.prototype', Number.prototype],
  ['Map.prototype', Map.prototype],
  ['Promise.prototype', Promise.prototype],
  ['Object', Object],
  ['Array', Array],
  ['Function', Function],
];

type Properties = Map<PropertyKey, PropertyDescriptor>;
const propertiesOf = (object: object): Properties => new Map(Reflect.ownKeys(object).map((key) => [key, Object.getOwnPropertyDescriptor(object, key) ?? {}]));
const before = watched.map(([, object]) => propertiesOf(object));
const counts = watched.map(([, object]) => Reflect.ownKeys(object).length);

/** What of the things that all code shares is not as it was when this was loaded; null: nothing. Looks for what is new or missing only, which is soon done. */
export function newProperties(): string | null {
  for (const [place, [name, object]] of watched.entries()) if (Reflect.ownKeys(object).length !== counts[place]) return name;
  return scriptRan() ? 'globalThis' : null;
}

/** The same, for what was replaced, too. */
export function changedProperties(): string | null {
  for (const [place, [name, object]] of watched.entries()) {
    const now = propertiesOf(object);
    const then = before[place];
    if (then === undefined || now.size !== then.size) return name;
    for (const [key, { value, get, set }] of then) {
      const property = now.get(key);
      if (property === undefined || !Object.is(property.value, value) || property.get !== get || property.set !== set) return `${name}.${String(key)}`;
    }
  }
  return scriptRan() ? 'globalThis' : null;
}

/** Every hostile name that would run as a script sets this. */
const scriptRan = (): boolean => '__hit' in globalThis || 'polluted' in globalThis;
