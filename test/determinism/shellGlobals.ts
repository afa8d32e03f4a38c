/** What the planner takes from its platform and a shell does not have: a channel whose messages arrive as soon as nothing else is to be done. */
class Port {
  onmessage: (() => void) | null = null;
  other: Port | null = null;

  postMessage(): void {
    void Promise.resolve().then(() => this.other?.onmessage?.());
  }

  close(): void {
    this.onmessage = null;
  }
}

class Channel {
  readonly port1 = new Port();
  readonly port2 = new Port();

  constructor() {
    this.port1.other = this.port2;
    this.port2.other = this.port1;
  }
}

Object.assign(globalThis, { MessageChannel: Channel });
