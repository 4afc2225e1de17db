import { spawn, type ChildProcess } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { Readable, Writable } from 'node:stream';

/** Chromium without a window, told what to do by its DevTools protocol over two pipes. */

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** @returns where the browser is; undefined where there is none */
export function browserPath(): string | undefined {
  const directories = (process.env['PATH'] ?? '').split(delimiter);
  return NAMES.flatMap((name) => directories.map((directory) => join(directory, name))).find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- each method of the protocol has a shape of its own
  readonly params?: any;
  // oxlint-disable-next-line typescript/no-explicit-any -- as above
  readonly result?: any;
  readonly error?: { readonly message: string };
}

type Listener = (message: Message) => void;

export interface ViewOptions {
  /** pixels */
  readonly width: number;
  readonly dark?: boolean;
}

/** A page as a browser has it. */
export interface View {
  /** what the page asked for, itself the first */
  readonly requests: readonly string[];
  /** errors and warnings of its console */
  readonly complaints: readonly string[];
  /** The value of an expression of JavaScript in the page; plain data. */
  readonly evaluate: <T>(expression: string) => Promise<T>;
  /** @returns a PNG of the whole page */
  readonly screenshot: () => Promise<Buffer>;
}

export class Browser {
  readonly #process: ChildProcess;
  readonly #profile: string;
  readonly #to: Writable;
  readonly #listeners = new Set<Listener>();
  #next = 1;

  constructor(path: string) {
    this.#profile = mkdtempSync(join(tmpdir(), 'rmqctl-browser-'));
    const options = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'];
    this.#process = spawn(
      path,
      [...options, '--remote-debugging-pipe', `--user-data-dir=${this.#profile}`, 'about:blank'],
      { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'], detached: true },
    );
    this.#process.setMaxListeners(0);
    const [, , , to, from] = this.#process.stdio;
    if (!(to instanceof Writable) || !(from instanceof Readable)) throw new Error('the browser has no pipes');
    this.#to = to;
    this.#listen(from);
  }

  /** Opens a page in a tab of its own and waits until it is loaded. */
  async open(url: string, { width, dark = false }: ViewOptions): Promise<View> {
    const { targetId } = await this.#ask('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await this.#ask('Target.attachToTarget', { targetId, flatten: true });
    const ask = (method: string, params: object = {}) => this.#ask(method, params, sessionId);
    const requests: string[] = [];
    const complaints: string[] = [];
    const loaded = new Promise<void>((resolve) => {
      this.#listeners.add(({ method, params }) => {
        if (method === 'Network.requestWillBeSent') requests.push(params.request.url);
        if (method === 'Log.entryAdded') complaints.push(params.entry.text);
        if (method === 'Runtime.consoleAPICalled') complaints.push(params.type);
        if (method === 'Runtime.exceptionThrown') complaints.push(params.exceptionDetails.text);
        if (method === 'Page.loadEventFired') resolve();
      });
    });
    for (const domain of ['Network', 'Log', 'Runtime', 'Page']) await ask(`${domain}.enable`);
    const screen = { width, height: 900, deviceScaleFactor: 1, mobile: false };
    await ask('Emulation.setDeviceMetricsOverride', screen);
    const features = [{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }];
    await ask('Emulation.setEmulatedMedia', { features });
    await ask('Page.navigate', { url });
    await loaded;
    return {
      requests,
      complaints,
      evaluate: async (expression) =>
        (await ask('Runtime.evaluate', { expression, returnByValue: true })).result.value,
      screenshot: async () => {
        const { data } = await ask('Page.captureScreenshot', { captureBeyondViewport: true });
        return Buffer.from(data, 'base64');
      },
    };
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#process.once('exit', resolve));
    if (this.#process.exitCode === null && this.#process.pid !== undefined) {
      process.kill(-this.#process.pid, 'SIGKILL');
      await ended;
    }
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }

  /** Messages are JSON, each ended by a zero byte. */
  #listen(from: Readable): void {
    let rest = Buffer.alloc(0);
    from.on('data', (chunk: Buffer) => {
      rest = Buffer.concat([rest, chunk]);
      for (let end = rest.indexOf(0); end >= 0; end = rest.indexOf(0)) {
        const message: Message = JSON.parse(rest.subarray(0, end).toString());
        rest = rest.subarray(end + 1);
        for (const listener of this.#listeners) listener(message);
      }
    });
  }

  // oxlint-disable-next-line typescript/no-explicit-any -- each method of the protocol answers in a shape of its own
  #ask(method: string, params: object, sessionId?: string): Promise<any> {
    const id = this.#next;
    this.#next += 1;
    return new Promise((resolve, reject) => {
      const listener: Listener = (message) => {
        if (message.id !== id) return;
        this.#listeners.delete(listener);
        if (message.error === undefined) resolve(message.result);
        else reject(new Error(`${method}: ${message.error.message}`));
      };
      this.#listeners.add(listener);
      this.#process.once('exit', () => reject(new Error(`${method}: the browser has ended`)));
      this.#to.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
  }
}
