import type { OutputEvent } from '../model/events.ts';
import type { LogRecord } from './record.ts';
import { stampWriter } from './stamp.ts';

/** Records as events for programs: one each, as it was written. */
export function recordEvents(records: readonly LogRecord[]): OutputEvent[] {
  return records.map(({ source, time, lines }) => ({
    event: 'output',
    host: source.host,
    instance: source.instance,
    time: new Date(time).toISOString(),
    text: lines.join('\n'),
  }));
}

/**
 * Records for people, whose stamps are written in the reader's time zone or in UTC; consecutive records of an instance are one
 * event.
 */
export function recordTexts(utc: boolean): (records: readonly LogRecord[]) => OutputEvent[] {
  const write = stampWriter(utc);
  return (records) => {
    const events: OutputEvent[] = [];
    let texts: string[] = [];
    for (const [index, record] of records.entries()) {
      texts.push(readable(record, write));
      const { instance, host } = record.source;
      if (records[index + 1]?.source.instance === instance) continue;
      events.push({ event: 'output', host, instance, text: texts.join('\n') });
      texts = [];
    }
    return events;
  };
}

function readable({ lines, stampLength, time }: LogRecord, write: (time: number) => string): string {
  if (stampLength === 0) return lines.join('\n');
  const [first = '', ...rest] = lines;
  // seconds are rewritten; milliseconds, where there are any, are the same in every zone
  return [`${write(time)}${first.slice('yyyy-MM-dd HH:mm:ss'.length)}`, ...rest].join('\n');
}
