import type { Site } from '../../hosts/site.ts';
import type { ByHand } from '../../resources/resource.ts';
import type { Release } from '../../rocketmq/releases.ts';
import type { Topology } from '../../model/topology.ts';

/** A step as a person makes it. */
export interface ManualStep extends ByHand {
  readonly summary: string;
  /** from 0; all hosts finish a phase before any begins the next */
  readonly phase: number;
}

interface CommandsContext {
  readonly topology: Topology;
  readonly release: Release;
  readonly site: Site;
  /** what starts in each phase */
  readonly words: readonly string[];
  readonly prelude: string;
  readonly functions: string;
}

/**
 * The text of commands.sh: a host's steps in order, for a person to read and to run.
 * @param steps ordered by their needs
 */
export function commandsFile(steps: readonly ManualStep[], context: CommandsContext): string {
  const last = Math.max(0, ...steps.map(({ phase }) => phase));
  const seen = new Set<string>();
  const sections = Array.from({ length: last + 1 }, (_, phase) => {
    const own = steps.filter((step) => step.phase === phase);
    // what starts comes last, so that it can be awaited together
    const ordered = [...own.filter(({ gate }) => !gate), ...own.filter(({ gate }) => gate)];
    const gates = ordered.flatMap(({ gate }) => (gate === undefined ? [] : [gate.text]));
    if (own.length === 0) return '';
    return paragraphs([
      phase === 0 ? '' : heading(context, phase),
      ...ordered.map((step) => paragraph(step, seen)),
      gates.length === 0 ? '' : ['# wait until they are ready', ...gates].join('\n'),
    ]);
  });
  const body = paragraphs(sections);
  const used = usedFunctions(`${context.functions}\n${context.prelude}`, body);
  return `${paragraphs([opening(context), ...used, body])}\n`;
}

function opening({ topology, release, site }: CommandsContext): string {
  const { cluster, mode } = topology;
  const { name, address } = site.host;
  const archive = `rocketmq-${release.version}.tar`;
  const isPulled = topology.distribution.from === 'archive' && topology.distribution.via === 'pull';
  const copied = `this directory to the host${isPulled ? '' : `, and the release into it (rmqctl fetch ${release.version} -o ${archive})`}`;
  return `#!/bin/sh
# What rmqctl deploys to ${name} (${address}) where nothing is yet: RocketMQ ${release.version}, cluster ${cluster}, mode ${mode}.
# Written by \`rmqctl render\`; change the inventory, not this file.
#
# To do it by hand: copy ${copied};
# there, as ${site.facts.user}: sh commands.sh${topology.hosts.length === 1 ? '' : '. It stops where the other hosts have to be as far, and goes on when you say so'}.
set -eu
cd "$(dirname "$0")"
${isPulled ? '' : `release=\${RELEASE:-${archive}}\n`}umask 022`;
}

function heading({ words, topology }: CommandsContext, phase: number): string {
  const before = words[phase - 1] ?? 'what comes before';
  const when = `when all ${before} of the cluster are ready: ${words[phase] ?? 'the rest'}`;
  // one host has just awaited them itself
  return topology.hosts.length === 1 ? `# --- ${when}` : `# --- ${when}\ngo_on '${when}'`;
}

function paragraph({ summary, first, commands }: ManualStep, seen: Set<string>): string {
  const isNew = first !== undefined && !seen.has(first.text);
  if (isNew) seen.add(first.text);
  return [`# ${summary}`, ...(isNew ? [first.text] : []), commands.text].join('\n');
}

function paragraphs(texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join('\n\n');
}

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
  take(script.replaceAll(/^\s*#.*$/gm, ''));
  return known.filter(({ name }) => used.has(name)).map(({ text }) => text);
}
