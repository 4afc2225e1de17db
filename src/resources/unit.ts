import { lines, sh } from '../shell/script.ts';
import { file } from './file.ts';
import { defineKind } from './resource.ts';

/** A systemd unit: a file that systemd has to hear of when it goes. Its service reloads it when it starts. */
export const unit = defineKind({
  ...file,
  kind: 'unit',
  remove(ref, found) {
    const change = file.remove?.(ref, found);
    return change && { ...change, apply: lines([change.apply, sh`systemctl daemon-reload`]) };
  },
});
