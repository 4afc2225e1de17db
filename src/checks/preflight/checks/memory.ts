import { memoryDemands } from '../../../rocketmq/heap.ts';
import { roughly } from '../../../std/size.ts';
import type { HostCheck } from '../check.ts';
import { fail, pass, warn } from '../../finding.ts';

const SMALLER =
  'give smaller sizes in `heap`, or fewer instances a host: half is best left to the page cache';

export const memory: HostCheck = {
  id: 'memory',
  asks: 'whether heap and direct memory of all instances fit into the memory, and leave half of it to the page cache',
  judge({ topology, host }, { facts }) {
    const counted = host.memory ?? facts.memory;
    const demands = memoryDemands(topology, host.name, counted);
    const sum = demands.reduce((total, { bytes }) => total + bytes, 0);
    const heaps = `heap and direct memory come to ${roughly(sum)} of ${roughly(facts.memory)}`;
    if (sum > facts.memory) return fail(`${heaps}: more than there is`, SMALLER);
    // a machine shows some per cent less than it was meant to have
    if (host.memory !== undefined && host.memory * 0.9 > facts.memory) {
      const claim = `the inventory says ${roughly(host.memory)}, the host has ${roughly(facts.memory)}`;
      return warn(claim, 'correct `memory:` of the host, from which heaps are sized, or leave it out');
    }
    if (sum > facts.memory / 2 && demands.some(({ given }) => given))
      return warn(`${heaps}: more than half`, SMALLER);
    return pass(heaps);
  },
};
