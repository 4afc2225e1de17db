#!/usr/bin/env node
import module from 'node:module';

// Node 22 and later keep compiled modules between runs, which makes a start faster.
module.enableCompileCache?.();
await import('../dist/cli.js');
