import { millisecond, second } from '../kernel/time.ts';

/** The parts of an instant in UTC, each padded with zeros: 4 digits for the year, 3 for the millisecond, 2 for the others. */
export interface DateParts {
  year: string;
  month: string;
  day: string;
  hour: string;
  minute: string;
  second: string;
  millisecond: string;
}

/** `2019-11-14T18:16:05.568Z` of whole microseconds since 1970, cut to the millisecond, for the years 1970 to 9999. */
export function isoMilliseconds(instant: number): string {
  const parts = dateParts(instant);
  return `${toTheSecond(parts)}.${parts.millisecond}Z`;
}

/** `2019-11-14T18:16:05Z` of whole microseconds since 1970, cut to the second, for the years 1970 to 9999. */
export const isoSeconds = (instant: number): string => `${toTheSecond(dateParts(instant))}Z`;

const toTheSecond = ({ year, month, day, hour, minute, second }: DateParts): string => `${year}-${month}-${day}T${hour}:${minute}:${second}`;

/** The parts of an instant (whole microseconds since 1970, in the years 1970 to 9999; from 2255 on a double holds not every one of them). */
export function dateParts(instant: number): DateParts {
  const microsecond = instant % second;
  const seconds = (instant - microsecond) / second;
  const ofDay = seconds % 86_400;
  const { year, month, day } = dateOf((seconds - ofDay) / 86_400);
  return {
    year: padded(year, 4),
    month: padded(month, 2),
    day: padded(day, 2),
    hour: padded(Math.floor(ofDay / 3_600), 2),
    minute: padded(Math.floor(ofDay / 60) % 60, 2),
    second: padded(ofDay % 60, 2),
    millisecond: padded(Math.floor(microsecond / millisecond), 3),
  };
}

const padded = (number: number, digits: number): string => String(number).padStart(digits, '0');

/** The Gregorian date of a day (0 = 1 January 1970), with years that begin in March so that the leap day comes last. */
function dateOf(daysSince1970: number): { year: number; month: number; day: number } {
  const days = daysSince1970 + daysBefore1970;
  const cycle = Math.floor(days / daysInCycle);
  const ofCycle = days % daysInCycle;
  // A leap day ends every 4th year but the 100th, and the cycle of 400 years; taken out, every year has 365 days.
  const leapDays = Math.floor(ofCycle / 1_460) - Math.floor(ofCycle / 36_524) + Math.floor(ofCycle / (daysInCycle - 1));
  const yearOfCycle = Math.floor((ofCycle - leapDays) / 365);
  const ofYear = ofCycle - (365 * yearOfCycle + Math.floor(yearOfCycle / 4) - Math.floor(yearOfCycle / 100));
  // From March on, five months always have 153 days.
  const marchMonth = Math.floor((5 * ofYear + 2) / 153);
  const day = ofYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  return { year: 400 * cycle + yearOfCycle + (month <= 2 ? 1 : 0), month, day };
}

/** Days in 400 years, after which the calendar repeats. */
const daysInCycle = 146_097;

/** From 1 March of the year 0 to 1 January 1970. */
const daysBefore1970 = 719_468;
