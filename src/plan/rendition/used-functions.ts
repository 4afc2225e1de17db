/**
 * The shell functions that a script calls, and those that these call.
 * @param library functions as paragraphs, each with its comment above it
 * @returns their paragraphs in the order of the library
 */
export function usedFunctions(library: string, script: string): string[] {
  const known = library.split(/\n{2,}/).flatMap(
    (text) =>
      /^(\w+)\(\) \{$/m
        .exec(text)
        ?.slice(1)
        .map((name) => ({ name, text: text.trim() })) ?? [],
  );
  const used = new Set<string>();
  const take = (code: string): void => {
    const words = new Set(code.match(/\w+/g));
    for (const { name, text } of known) {
      if (used.has(name) || !words.has(name)) continue;
      used.add(name);
      take(text);
    }
  };
  take(withoutComments(script));
  return known.filter(({ name }) => used.has(name)).map(({ text }) => text);
}

function withoutComments(script: string): string {
  return script.replaceAll(/^\s*#.*$/gm, '');
}
