import type { Capture, EventRecord } from '../engines/result.ts';
import type { TargetSettings } from '../scenario/sinks.ts';

/** Something that was sent for an event, as far as its life-line tells. */
export interface Sending {
  route: 'deadLetterQueue' | 'onFailure' | 'onSuccess';
  destination: string;
  delivered: boolean;
  /** Sent for the event's second delivery, which lives by itself. [DUP-01] */
  copy: boolean;
}

/** What a life-line says was sent, and where to by the settings of the function; nothing is written for it yet. [DLQ-06, DST-03] */
export function sendingsOf(lifeLine: EventRecord['lifeLine'], { DeadLetterConfig, EventInvokeConfig }: TargetSettings): Sending[] {
  const { OnSuccess, OnFailure } = EventInvokeConfig.DestinationConfig;
  const sendings: Sending[] = [];
  for (const copy of [false, true]) {
    let dropped = false;
    for (const step of lifeLine) {
      if ((step.copy === true) !== copy) continue;
      if (step.what === 'dropped') dropped = true;
      const delivered = step.what !== 'deliveryFailed';
      if (step.what === 'sentToDeadLetterQueue' || (!delivered && step.clause === 'DLQ-08')) {
        sendings.push({ route: 'deadLetterQueue', destination: DeadLetterConfig.TargetArn ?? '', delivered, copy });
      } else if (step.what === 'sentToDestination' || !delivered) {
        const route = dropped ? 'onFailure' : 'onSuccess';
        sendings.push({ route, destination: (dropped ? OnFailure : OnSuccess).Destination ?? '', delivered, copy });
      }
    }
  }
  return sendings;
}

/** What took a discarded event; null: nothing did. [DST-15] */
export function captureOf(sendings: readonly Sending[]): Capture | null {
  const took = (route: Sending['route']): boolean => sendings.some((one) => one.route === route && one.delivered && !one.copy);
  if (took('deadLetterQueue')) return took('onFailure') ? 'both' : 'deadLetterQueue';
  return took('onFailure') ? 'onFailure' : null;
}
