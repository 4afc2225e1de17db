import type { Site } from '../../hosts/site.ts';
import { keyOf } from '../../model/resource-address.ts';
import { kindNamed } from '../../resources/registry.ts';
import { type ByHand, type Resource, subjectOf, type WholeFile } from '../../resources/resource.ts';
import type { Host } from '../../model/host.ts';
import { desire, type DesireContext } from '../desired/desire.ts';
import { type Phases, phasesOf, phasesOfSteps } from '../steps/phases.ts';
import { plan, type Step } from '../steps/plan.ts';

/** Everything a deployment would write to a host, and the commands that would put it there. */
export interface HostRendition {
  readonly host: Host;
  readonly files: readonly WholeFile[];
  /** the text of commands.sh */
  readonly commands: string;
}

interface RenderOptions extends DesireContext {
  /** the shell functions that scripts on hosts use (probes/remote-script.ts) */
  readonly prelude: string;
  /** those of commands.sh (templates/common/by-hand.sh) */
  readonly functions: string;
}

/**
 * What a deployment to hosts with nothing on them would write and run. Pure; host by host, as a thousand of them are more
 * than should be in memory at once.
 * @throws RmqctlError what desire and plan throw
 */
export function* renderHosts(options: RenderOptions, sites: readonly Site[]): Generator<HostRendition> {
  const phases = phasesOf(options.topology, options.roles);
  for (const site of sites) yield renderHost({ ...options, ...phases }, site);
}

function renderHost(options: RenderOptions & Phases, site: Site): HostRendition {
  const resources = desire(options, site);
  const { steps } = plan(resources, new Map(resources.map((each) => [keyOf(each), nothing(each)])));
  const phaseOf = phasesOfSteps(steps, options);
  const manual = steps.map((step): ManualStep => ({
    summary: step.summary,
    phase: phaseOf.get(keyOf(step)) ?? 0,
    ...byHand(step),
  }));
  return {
    host: site.host,
    files: manual.flatMap(({ file }) => (file === undefined ? [] : [file])),
    commands: commandsFile(manual, { ...options, site }),
  };
}

/** What is found of a resource where nothing is. */
function nothing(resource: Resource): unknown {
  const kind = kindNamed(resource.kind);
  const ref = kind.ref(subjectOf(resource));
  return kind.assumed === undefined ? kind.parse('', ref) : kind.assumed(ref);
}

function byHand({ kind, subject, apply, gate }: Step): ByHand {
  return kindNamed(kind).byHand?.(subject) ?? { commands: apply, gate };
}

/** A step as a person makes it. */
interface ManualStep extends ByHand {
  readonly summary: string;
  /** from 0; all hosts finish a phase before any begins the next */
  readonly phase: number;
}

type CommandsContext = RenderOptions & Phases & { readonly site: Site };

/**
 * The text of commands.sh: a host's steps in order, for a person to read and to run.
 * @param steps ordered by their needs
 */
function commandsFile(steps: readonly ManualStep[], context: CommandsContext): string {
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
