/** The groups of nodes that reach each other, by Tarjan's algorithm; single nodes only where they point to themselves. */
export function cycles(edges: ReadonlyMap<string, readonly string[]>): string[][] {
  const found: string[][] = [];
  const order = new Map<string, { index: number; low: number; open: boolean }>();
  const stack: string[] = [];
  const visit = (node: string): { index: number; low: number; open: boolean } => {
    const state = { index: order.size, low: order.size, open: true };
    order.set(node, state);
    stack.push(node);
    for (const next of edges.get(node) ?? []) {
      const other = order.get(next);
      if (other === undefined) state.low = Math.min(state.low, visit(next).low);
      else if (other.open) state.low = Math.min(state.low, other.index);
    }
    if (state.low === state.index) {
      const group = stack.splice(stack.indexOf(node));
      for (const member of group) order.get(member)!.open = false;
      if (group.length > 1 || edges.get(node)?.includes(node) === true) found.push(group.toSorted());
    }
    return state;
  };
  for (const node of edges.keys()) if (!order.has(node)) visit(node);
  return found;
}

/** Everything that can be reached from the given nodes, those included. */
export function reachable(
  edges: ReadonlyMap<string, readonly string[]>,
  from: readonly string[],
): Set<string> {
  const seen = new Set(from);
  for (const node of seen) for (const next of edges.get(node) ?? []) seen.add(next);
  return seen;
}
