import type { RmqctlEvent, SummaryEvent } from '../../model/events.ts';

/** Keeps what a Markdown page tells of; progress and output are no part of it. */
export class MarkdownRecord {
  readonly #events: RmqctlEvent[] = [];

  emit(event: RmqctlEvent): void {
    if (event.event !== 'progress' && event.event !== 'output') this.#events.push(event);
  }

  /** The page, of a run whose topology is known by a Mermaid flowchart. What draws it is loaded only now. */
  async page(summary: SummaryEvent, mermaid: string | undefined): Promise<string> {
    const { markdown } = await import('./markdown.ts');
    return markdown({ events: this.#events, summary, mermaid });
  }
}
