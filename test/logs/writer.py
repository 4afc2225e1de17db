"""Writes numbered log lines as a broker does: stamps in GMT+8, a stack trace now and then, rolled into otherdays/.

writer.py LOG FIRST COUNT LINES_A_SECOND ROLL_AT [plain]: COUNT lines from number FIRST on, a new file each ROLL_AT lines
(0: never); rolled ones are compressed, as logback does it, unless `plain`.
"""
import gzip
import os
import shutil
import sys
import threading
import time

log, first, count, rate, roll_at = sys.argv[1], *map(int, sys.argv[2:6])
compress = 'plain' not in sys.argv[6:]
otherdays = os.path.join(os.path.dirname(log), 'otherdays')
stem = os.path.basename(log)[: -len('.log')]
KEPT = 50
pending = []


def rolled(index):
    return os.path.join(otherdays, f'{stem}.{index}.log' + ('.gz' if compress else ''))


def roll():
    os.makedirs(otherdays, exist_ok=True)
    for thread in pending:
        thread.join()
    pending.clear()
    for index in range(KEPT - 1, 0, -1):
        if os.path.exists(rolled(index)):
            os.rename(rolled(index), rolled(index + 1))
    if not compress:
        os.rename(log, rolled(1))
        return
    temporary = f'{log}{time.time_ns()}.tmp'
    os.rename(log, temporary)
    thread = threading.Thread(target=press, args=(temporary,))
    thread.start()
    pending.append(thread)


def press(temporary):
    with open(temporary, 'rb') as source, gzip.open(rolled(1), 'wb', 1) as target:
        shutil.copyfileobj(source, target)
    os.remove(temporary)


file = open(log, 'a')
began = time.monotonic()
BATCH = max(1, rate // 20)
for start in range(0, count, BATCH):
    stamp = time.strftime('%Y-%m-%d %H:%M:%S', time.gmtime(time.time() + 8 * 3600))
    for number in range(first + start, first + min(start + BATCH, count)):
        file.write(f'{stamp} INFO SendMessageThread_{number % 16} - number {number} {"x" * 60}\n')
        if number % 1000 == 999:
            file.write('java.lang.IllegalStateException: not now\n\tat org.apache.rocketmq.Test.run(Test.java:1)\n')
        if roll_at and number % roll_at == roll_at - 1:
            file.close()
            roll()
            file = open(log, 'a')
    file.flush()
    ahead = (start + BATCH) / rate - (time.monotonic() - began)
    if ahead > 0:
        time.sleep(ahead)
file.close()
for thread in pending:
    thread.join()
print('wrote', count)
