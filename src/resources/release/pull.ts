import { RmqctlError } from '../../errors.ts';
import { sh, type Script } from '../../shell/script.ts';
import { installOwner } from '../file/by-hand.ts';
import type { Supply } from '../resource.ts';
import { freshHome, placed, staging, type Unpacking } from './unpacked.ts';

/** A release that the host itself downloads (`distribution: { via: pull }`). */
export interface Pull {
  readonly url: string;
  /** of the archive, 128 lower-case hex digits */
  readonly sha512: string;
  readonly kind: 'zip' | 'tar.gz';
}

/** The proxies of rmqctl's environment (distribution/download/host-proxies.ts), for a script that downloads something. */
export interface ProxySupply extends Supply {
  readonly kind: 'proxies';
}

/** Programs that can be used, a line "program NAME" each; busybox's wget can not: it takes a URL on the command line alone. */
export const programsProbe = sh`
  for program in curl unzip gzip; do command -v "$program" >/dev/null 2>&1 && echo "program $program"; done
  if wget --version >/dev/null 2>&1; then echo 'program wget'
  elif command -v wget >/dev/null 2>&1; then echo 'program another wget'
  fi`;

/** The programs that a probe's output begins with, and the rest of it. */
export function parsePrograms(output: string): { programs: readonly string[]; rest: string } {
  const found = [...output.matchAll(/^program (.*)\n/gm)];
  return { programs: found.map(([, name = '']) => name), rest: output.replaceAll(/^program .*\n/gm, '') };
}

/** @throws RmqctlError DOWNLOADER_MISSING, UNPACKER_MISSING: before anything is changed */
export function refuseWithoutPrograms({ url, kind }: Pull, programs: readonly string[]): void {
  const push = 'or let rmqctl send the release: `via: push`';
  if (!programs.includes('curl') && !programs.includes('wget')) {
    const other = programs.includes('another wget')
      ? ' (its wget is another, busybox’s for one, and would show the URL to all who list processes)'
      : '';
    throw new RmqctlError(
      'DOWNLOADER_MISSING',
      `there is neither curl nor GNU wget, one of which \`via: pull\` downloads by${other}`,
      { hint: `install curl or GNU wget, ${push}` },
    );
  }
  const unpacker = kind === 'zip' ? 'unzip' : 'gzip';
  if (programs.includes(unpacker)) return;
  throw new RmqctlError('UNPACKER_MISSING', `there is no ${unpacker}, which unpacks ${url}`, {
    hint: kind === 'zip' ? `install unzip, name a .tar.gz, ${push}` : `install gzip, ${push}`,
  });
}

/**
 * Downloads the archive, checks it, and puts the release in it in its home, without its top folder and with the modes of
 * the normal form. The URL goes by standard input: whoever lists processes sees no token in it.
 */
export function unpackPulled(
  { url, sha512, kind }: Pull,
  unpacking: Unpacking,
  { version, made }: { readonly version: string; readonly made: string },
): Script {
  const { directory, file } = staging(unpacking.home);
  const archive = `${directory}/${file}`;
  const fresh = freshHome(unpacking.home);
  const tree = `${fresh}.tree`;
  // a quoted string of curl's configuration (curl(1), --config)
  const config = `url = "${url.replaceAll(/["\\]/g, String.raw`\$&`)}"\n`;
  return sh`
    make_directory ${made} ${directory}
    rm -rf ${archive} ${fresh} ${tree}
    got=yes
    if command -v curl >/dev/null 2>&1; then
      printf %s ${config} | curl -fsSL --retry 2 --connect-timeout 20 -o ${archive} -K - || got=
    else
      # -q would not even say what went wrong
      said=$(printf '%s\n' ${url} | wget -nv --tries=3 --timeout=60 -O ${archive} -i - 2>&1) || { got=; echo "$said"; }
    fi
    [ -n "$got" ] || { rm -f ${archive}; echo "the download failed"; exit 1; }
    printf '%s  %s\n' ${sha512} ${archive} | sha512sum -c - >/dev/null 2>&1 || {
      echo "what was downloaded has the sha512 $(sha512sum <${archive} | cut -d' ' -f1), not the inventory's"
      rm -f ${archive}
      exit 1
    }
    mkdir -p ${tree}
    ${kind === 'zip' ? sh`unzip -q ${archive} -d ${tree}` : sh`tar -xzof ${archive} -C ${tree}`}
    top=
    for jar in ${tree}/lib/rocketmq-broker-*.jar ${tree}/*/lib/rocketmq-broker-*.jar; do
      case $jar in
        */${`rocketmq-broker-${version}`}.jar|*/${`rocketmq-broker-${version}`}-incubating.jar) top=\${jar%/lib/*} ;;
      esac
    done
    [ -n "$top" ] || { rm -rf ${tree} ${archive}; echo ${`the archive holds no RocketMQ ${version}`}; exit 1; }
    mv "$top" ${fresh}
    rm -rf ${tree} ${archive}
    chmod -R u=rwX,go=rX ${fresh}
    chmod 755 ${fresh}/bin/*
    ${placed(unpacking, sh`${sha512}`)}`;
}

/** The same as commands of a person. */
export function pulledByHand({ url, sha512, kind }: Pull, unpacking: Unpacking): Script {
  const { home, marker, label, owner } = unpacking;
  return sh`
    install ${['-d', ...installOwner(owner), home]}
    curl -fL -o release.download ${url}
    echo ${`${sha512}  release.download`} | sha512sum -c -
    mkdir release.tree
    ${kind === 'zip' ? sh`unzip -q release.download -d release.tree` : sh`tar -xzof release.download -C release.tree`}
    top=$(dirname "$(dirname "$(find release.tree -name 'rocketmq-broker-*.jar')")")
    cp -R "$top/." ${home}
    chmod 755 ${home}/bin/*
    rm -rf release.download release.tree
    echo ${label} ${sha512} >${`${home}/${marker}`}
    ${owner === '' ? sh`` : sh`chown -R ${owner} ${home}`}`;
}
