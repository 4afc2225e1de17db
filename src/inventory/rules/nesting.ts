import { knownVersion, releaseOf } from '../../rocketmq/releases.ts';
import { groupBy } from '../../std/group-by.ts';
import { plainPath } from '../../std/plain-path.ts';
import { findingAt, type RuleFinding } from '../diagnostic.ts';
import type { Path } from '../path.ts';
import { quoted } from '../schema/quoted.ts';
import type { Rule, RuleContext } from '../rule.ts';
import { isInside, systemDirectory } from './paths.ts';
import { storeOf } from '../../model/paths.ts';

/** A directory, its purpose in words, and its path in the inventory. */
interface Place {
  readonly path: string;
  readonly whose: string;
  readonly at: Path;
}

function homeOf({ inventory: { paths, version } }: RuleContext): Place[] {
  if (paths?.home !== undefined)
    return [{ path: plainPath(paths.home), whose: 'the home', at: ['paths', 'home'] }];
  if (!knownVersion(version)) return [];
  return [{ path: releaseOf(version).defaultHome, whose: 'the home', at: [] }];
}

function commonPlaces(context: RuleContext): Place[] {
  const { paths } = context.inventory;
  if (paths?.logs === undefined) return homeOf(context);
  return [...homeOf(context), { path: plainPath(paths.logs), whose: 'the logs', at: ['paths', 'logs'] }];
}

function nested(one: Place, other: Place): RuleFinding[] {
  const [inner, outer] = isInside(one.path, other.path) ? [one, other] : [other, one];
  if (!isInside(inner.path, outer.path) || systemDirectory(outer.path) !== undefined) return [];
  const at = one.at.length > 0 ? one.at : other.at;
  return [
    findingAt('PATH_NESTED', at, {
      inner: inner.whose,
      innerPath: quoted(inner.path),
      relation: inner.path === outer.path ? 'is also' : 'is inside',
      outer: outer.whose,
      outerPath: quoted(outer.path),
    }),
  ];
}

function pairs<T>(items: readonly T[]): [T, T][] {
  return items.flatMap((item, index) => items.slice(0, index).map((earlier): [T, T] => [item, earlier]));
}

/** Home, store and logs are three directories, none inside another. */
export const commonNesting: Rule = (context) => {
  const store = context.inventory.paths?.store;
  const places = commonPlaces(context);
  const stores =
    store === undefined ? [] : [{ path: plainPath(store), whose: 'the store', at: ['paths', 'store'] }];
  return pairs([...places, ...stores]).flatMap(([one, other]) => nested(one, other));
};

/** A store inside another is cleaned, counted and lost with it; inside a commit log a broker does not start at all. */
export const storeNesting: Rule = (context) => {
  const { inventory, drafts } = context;
  const common = inventory.paths?.store;
  const placeOf = (draft: (typeof drafts)[number]): Place[] => {
    const path = common === undefined ? draft.store : storeOf(draft, common);
    const at = draft.store === undefined ? draft.hostAt : [...draft.at, 'store'];
    return path === undefined ? [] : [{ path: plainPath(path), whose: `the store of \`${draft.name}\``, at }];
  };
  const brokers = drafts.filter(({ broker }) => broker !== undefined);
  const own = brokers.filter(({ store }) => store !== undefined).flatMap(placeOf);
  const onHosts = [...groupBy(brokers, ({ host }) => host).values()];
  return [
    ...own.flatMap((store) => commonPlaces(context).flatMap((place) => nested(store, place))),
    ...onHosts.flatMap((onHost) =>
      pairs(onHost.flatMap(placeOf)).flatMap(([one, other]) => nested(one, other)),
    ),
  ];
};
