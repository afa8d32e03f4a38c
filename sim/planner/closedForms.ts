import exp from '@stdlib/math-base-special-exp';
import ln from '@stdlib/math-base-special-ln';

/**
 * Textbook formulas of queues with Poisson arrivals and exponential service: what a plan starts from, and what its answer is held
 * against. Rates are per second and times in seconds; `load` is arrivals × mean duration, in environments.
 */

/** Erlang B: the share of arrivals that find all `servers` busy, where those that do go away. By the recursion, which is exact to rounding. */
export function erlangB(servers: number, load: number): number {
  let blocked = 1;
  for (let server = 1; server <= servers; server++) blocked = (load * blocked) / (server + load * blocked);
  return blocked;
}

/** The fewest servers that turn away at most the share `most` (above 0). */
export function erlangBMinServers(load: number, most: number): number {
  let servers = 0;
  let blocked = 1;
  while (blocked > most) {
    servers++;
    blocked = (load * blocked) / (servers + load * blocked);
  }
  return servers;
}

/** The greatest load of which at most the share `most` is turned away; to the last digit, by halves. */
export function erlangBMaxLoad(servers: number, most: number): number {
  let [low, high] = [0, servers];
  while (erlangB(servers, high) <= most) high *= 2;
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return low;
    if (erlangB(servers, middle) <= most) low = middle;
    else high = middle;
  }
}

/** Erlang C: the share of arrivals that have to wait, where all do until they are served. 1 from full load on. */
export function erlangC(servers: number, load: number): number {
  if (load >= servers) return 1;
  const blocked = erlangB(servers, load);
  return blocked / (1 - (load / servers) * (1 - blocked));
}

/** A queue without limits: arrivals and services a second, and servers. */
export interface Queue {
  arrivals: number;
  /** Of one server. */
  services: number;
  servers: number;
}

/** M/M/c: utilisation, the share that waits, means of wait and sojourn, and of how many wait and are there. */
export function mmc({ arrivals, services, servers }: Queue): { utilisation: number; waits: number; meanWait: number; meanWaiting: number; meanSojourn: number; meanPresent: number } {
  const waits = erlangC(servers, arrivals / services);
  const meanWait = waits / (servers * services - arrivals);
  return {
    utilisation: arrivals / services / servers,
    waits,
    meanWait,
    meanWaiting: arrivals * meanWait,
    meanSojourn: meanWait + 1 / services,
    meanPresent: arrivals * (meanWait + 1 / services),
  };
}

/** M/M/c: the share of arrivals that wait longer than `seconds`. */
export function waitTail({ arrivals, services, servers }: Queue, seconds: number): number {
  if (arrivals >= servers * services) return 1;
  return erlangC(servers, arrivals / services) * exp(-(servers * services - arrivals) * seconds);
}

/** M/M/c: the wait that the share `probability` of arrivals does not exceed. */
export function waitQuantile({ arrivals, services, servers }: Queue, probability: number): number {
  const waits = erlangC(servers, arrivals / services);
  return waits <= 1 - probability ? 0 : ln(waits / (1 - probability)) / (servers * services - arrivals);
}

/** M/M/c: the fewest servers with which at most the share `most` waits longer than `seconds`. */
export function mmcMinServers(arrivals: number, services: number, seconds: number, most: number): number {
  const load = arrivals / services;
  let servers = Math.floor(load) + 1;
  while (waitTail({ arrivals, services, servers }, seconds) > most) servers++;
  return servers;
}

/** M/M/c/K: at most `places` are there, in service or waiting; whoever comes when it is full goes away. */
export function mmck({ arrivals, services, servers }: Queue, places: number): { blocked: number; meanWaiting: number; meanPresent: number; meanWait: number; throughput: number } {
  const load = arrivals / services;
  // Weights relative to an empty system, rescaled as they grow, so that none overflows.
  let [weight, total, waiting, present] = [1, 1, 0, 0];
  for (let count = 1; count <= places; count++) {
    weight *= load / Math.min(count, servers);
    total += weight;
    waiting += Math.max(0, count - servers) * weight;
    present += count * weight;
    if (weight > 1e200) [weight, total, waiting, present] = [1, total / weight, waiting / weight, present / weight];
  }
  const blocked = weight / total;
  const throughput = arrivals * (1 - blocked);
  return { blocked, meanWaiting: waiting / total, meanPresent: present / total, meanWait: waiting / total / throughput, throughput };
}

/** M/G/1, by Pollaczek and Khinchine; `meanSquare` is the mean of the squared duration. */
export function mg1(arrivals: number, meanDuration: number, meanSquare: number): { utilisation: number; meanWait: number; meanWaiting: number; meanSojourn: number; meanPresent: number } {
  const utilisation = arrivals * meanDuration;
  const meanWait = (arrivals * meanSquare) / (2 * (1 - utilisation));
  return { utilisation, meanWait, meanWaiting: arrivals * meanWait, meanSojourn: meanWait + meanDuration, meanPresent: arrivals * (meanWait + meanDuration) };
}

/** M/M/c+D: whoever has waited `patience` seconds is discarded, as `MaximumEventAgeInSeconds` does under `fifo`. */
export function mmcWithPatience({ arrivals, services, servers }: Queue, patience: number): { discarded: number; waits: number; meanBusy: number } {
  const load = arrivals / services;
  // Of the wait that an arrival is offered: its weight at nothing, relative to all servers but one being busy.
  let [allBut, fewer] = [1, 1];
  for (let count = servers - 1; count >= 1; count--) {
    allBut *= count / load;
    fewer += allBut;
  }
  const drift = arrivals - servers * services;
  // Above full load the weight of long waits grows without bounds, so there all weights are relative to the longest.
  const scale = drift > 0 ? exp(-drift * patience) : 1;
  const longest = drift > 0 ? 1 : exp(drift * patience);
  const within = drift === 0 ? arrivals * patience : (arrivals * (longest - scale)) / drift;
  const beyond = (arrivals * longest) / (servers * services);
  const total = fewer * scale + within + beyond;
  const discarded = beyond / total;
  return { discarded, waits: (within + beyond) / total, meanBusy: load * (1 - discarded) };
}

/** Spillover of provisioned concurrency, as Hayward and Wilkinson have it: Poisson arrivals, what finds all `provisioned` busy runs on demand. */
export function provisionedSpillover(provisioned: number, load: number): { spills: number; meanOnDemand: number; varianceOnDemand: number; meanProvisioned: number; utilisation: number } {
  const spills = erlangB(provisioned, load);
  const meanOnDemand = load * spills;
  const meanProvisioned = load - meanOnDemand;
  return {
    spills,
    meanOnDemand,
    varianceOnDemand: meanOnDemand * (1 - meanOnDemand + load / (provisioned + 1 + meanOnDemand - load)),
    meanProvisioned,
    utilisation: meanProvisioned / provisioned,
  };
}
