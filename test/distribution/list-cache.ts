import { readdir } from 'node:fs/promises';
import { lookUp, type CacheEntry } from '../../src/distribution/cache.ts';

/** Every entry of the cache, by id. */
export async function listCache(cacheDir: string): Promise<ReadonlyMap<string, CacheEntry>> {
  const names = await readdir(cacheDir).catch(() => []);
  const ids = names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -'.json'.length));
  const entries = new Map<string, CacheEntry>();
  for (const id of ids.sort()) {
    const entry = await lookUp(cacheDir, id);
    if (entry !== undefined) entries.set(id, entry);
  }
  return entries;
}
