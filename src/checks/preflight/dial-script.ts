import { sh, lines, type Script } from '../../shell/script.ts';
import { programs } from './programs.ts';

/** A place to connect to. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
  /** what a listener of ours says there; absent where an instance runs already, which says nothing */
  readonly word?: string | undefined;
}

/**
 * Connects to places from the host itself, all at once, where its sshd forwards nothing: by bash, Python or Perl. A line each:
 * index, exit status, what was heard, and what the dialler said of a failure.
 */
export function dialScript(places: readonly Endpoint[], seconds: number): Script {
  const { dialPython, dialPerl } = programs();
  return lines([
    sh`
      dial() {
        case $how in
          bash) timeout ${seconds} bash -c 'exec 3<>"/dev/tcp/$0/$1" || exit 1; [ "$2" = 0 ] || head -c "$2" <&3' "$1" "$2" "$3" ;;
          perl) perl -e ${dialPerl} "$1" "$2" ${seconds} "$3" ;;
          *) "$how" -c ${dialPython} "$1" "$2" ${seconds} "$3" ;;
        esac
      }
      tell() {
        said=$(dial "$2" "$3" "$4" 2>&1)
        status=$?
        printf '%s\t%s\t%s\n' "$1" "$status" "$(printf %s "$said" | tail -n 1)"
      }
      how=
      for tool in bash python3 python perl; do
        if [ -z "$how" ] && command -v "$tool" >/dev/null 2>&1; then how=$tool; fi
      done
      [ -n "$how" ] || { echo none; exit 0; }`,
    ...places.map(
      ({ address, port, word = '' }, index) => sh`tell ${index} ${address} ${port} ${word.length} &`,
    ),
    sh`wait`,
  ]);
}
