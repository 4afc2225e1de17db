import { expect, test } from 'vitest';
import { installJava } from '../../src/hosts/java-package.ts';

const on = (id: string, version: string, like: readonly string[] = [], root = true) => ({
  os: { id, version, like },
  root,
});

test.each([
  [on('debian', '12'), 'apt-get install -y openjdk-17-jdk-headless'],
  [on('debian', '13'), 'apt-get install -y openjdk-21-jdk-headless'],
  [on('debian', ''), 'apt-get install -y openjdk-21-jdk-headless'], // testing and unstable have no version
  [on('ubuntu', '24.04', ['debian']), 'apt-get install -y openjdk-17-jdk-headless'],
  [on('linuxmint', '22', ['ubuntu', 'debian']), 'apt-get install -y openjdk-17-jdk-headless'],
  [on('centos', '7', ['rhel', 'fedora']), 'yum install -y java-1.8.0-openjdk-devel'],
  [on('rocky', '9.4', ['rhel', 'centos', 'fedora']), 'dnf install -y java-17-openjdk-devel'],
  [on('rhel', '10.0', ['centos', 'fedora']), 'dnf install -y java-21-openjdk-devel'],
  [on('eurolinux', '9', ['rhel', 'fedora', 'centos']), 'dnf install -y java-17-openjdk-devel'],
  [on('fedora', '42'), 'dnf install -y java-21-openjdk-devel'],
  [on('amzn', '2', ['centos', 'rhel', 'fedora']), 'yum install -y java-17-amazon-corretto-devel'],
  [on('opensuse-leap', '15.6', ['suse', 'opensuse']), 'zypper install -y java-17-openjdk-devel'],
  [on('manjaro', '', ['arch']), 'pacman -S --noconfirm jdk17-openjdk'],
  [on('alpine', '3.20.1'), 'apk add openjdk17'],
  [on('Darwin', '', [], false), 'brew install openjdk@17 && export JAVA_HOME="$(brew --prefix openjdk@17)"'],
  [on('plan9', '4'), 'a JDK 17, by this system’s package manager'],
])('Java is installed on $os.id $os.version $os.like', (facts, command) => {
  expect(installJava(facts)).toBe(command);
});

test('an ordinary user is told to become root', () => {
  expect(installJava(on('debian', '12', [], false))).toBe('sudo apt-get install -y openjdk-17-jdk-headless');
});

test('a package that is too old for what needs it is not named', () => {
  expect(installJava(on('centos', '7', ['rhel', 'fedora']), 17)).toBe(
    'a JDK 17 from elsewhere: the packages of centos 7 have none',
  );
});
