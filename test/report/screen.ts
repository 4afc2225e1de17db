/** A terminal's screen, as far as the live view needs one: text, wrapping, cursor up, erase downwards. */
export class Screen {
  private cells: string[][] = [[]];
  private row = 0;
  private column = 0;
  private columns: number;

  constructor(columns: number) {
    this.columns = columns;
  }

  write(text: string): void {
    for (const [token] of text.matchAll(/\u001b\[\d*[A-Za-z]|[\s\S]/g)) this.take(token);
  }

  /** What is seen, without empty lines at the end. */
  get lines(): string[] {
    const lines = this.cells.map((cells) => cells.join('').trimEnd());
    while (lines.at(-1) === '') lines.pop();
    return lines;
  }

  /** Makes it narrower: lines that do not fit any more are wrapped, as terminals do. */
  narrow(columns: number): void {
    const above = this.cells.slice(0, this.row).flatMap((line) => this.wrapped(line, columns));
    const here = this.cells.slice(this.row);
    this.cells = [...above, ...here];
    this.row = above.length;
    this.columns = columns;
  }

  private wrapped(line: string[], columns: number): string[][] {
    const rows = Math.max(1, Math.ceil(line.length / columns));
    return Array.from({ length: rows }, (_, at) => line.slice(at * columns, (at + 1) * columns));
  }

  private take(token: string): void {
    if (token === '\n') this.newline();
    else if (token === '\r') this.column = 0;
    else if (token.endsWith('A') && token.length > 1)
      this.row = Math.max(0, this.row - Number(token.slice(2, -1)));
    else if (token === '\u001b[J')
      this.cells = [...this.cells.slice(0, this.row), this.here.slice(0, this.column)];
    else if (!token.startsWith('\u001b')) this.put(token);
  }

  private get here(): string[] {
    return (this.cells[this.row] ??= []);
  }

  private newline(): void {
    this.row += 1;
    this.column = 0;
    this.cells[this.row] ??= [];
  }

  private put(character: string): void {
    if (this.column === this.columns) this.newline();
    this.here[this.column] = character;
    this.column += 1;
  }
}
