import { connectionRows, listeningRows, parseSockets, type Socket } from '../hosts/sockets.ts';
import type { Probe } from './probe.ts';

export const listeners: Probe<readonly Socket[]> = {
  id: 'listeners',
  script: listeningRows(),
  parse: parseSockets,
};

/** The established connections of a host with this port at one of their ends. */
export function connectionsOn(port: number): Probe<readonly Socket[]> {
  return { id: 'connections', script: connectionRows(port), parse: parseSockets };
}
