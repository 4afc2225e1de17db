import { disguises, redacted } from '../../redaction/redact.ts';

/** What a run must not show: the secrets of its inventory, and its own passwords. */
export class Concealed {
  readonly #inventory: string[] = [];
  readonly #own: string[];
  #hidden: readonly string[];

  /** @param own passwords that the environment gives to rmqctl itself */
  constructor(own: readonly string[]) {
    this.#own = [...own];
    this.#hidden = disguises(own);
  }

  /** From now on these values of an inventory are not shown. */
  hide(secrets: readonly string[]): void {
    this.#inventory.push(...secrets);
    this.#hidden = disguises([...this.#inventory, ...this.#own]);
  }

  /** From now on this answer to a question is not shown. */
  hideOwn(answer: string): void {
    this.#own.push(answer);
    this.hide([]);
  }

  /** The secrets of the inventory, so far: a plan depends on these. */
  ofInventory(): readonly string[] {
    return this.#inventory;
  }

  /** Plain data without any of them. */
  redact<Data>(data: Data): Data {
    return redacted(data, this.#hidden);
  }
}
