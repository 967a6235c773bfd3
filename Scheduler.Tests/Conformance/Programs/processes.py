"""Processes: their outputs, ends and signals, who waits for them, and input that nobody reads. Rule 52.

How many iterations pass is up to the system, so what the cases note is logged at their end.
"""

import asyncio
import signal
import time

from harness import create_task, note, noted_case as case, pause

PIPE = asyncio.subprocess.PIPE
EXEC = asyncio.create_subprocess_exec


def shell(command):
    return asyncio.create_subprocess_shell(command, stdin=PIPE, stdout=PIPE, stderr=PIPE)


def text(data):
    return data.decode().replace("\n", "\\n") or "nothing" if data is not None and len(data) < 50 else f"{len(data)} bytes"


async def waiting(name, process):
    try:
        note(name, await process.wait(), process.returncode)
    except asyncio.CancelledError:
        note(name, "cancelled", process.returncode is None)


async def communicating(name, process, data=None):
    output, error = await process.communicate(data)
    note(name, text(output), text(error), process.returncode)


def sending(name, send):
    try:
        send()
        note(name, "sent")
    except ProcessLookupError:
        note(name, "refused")


@case
async def communicate_feeds_and_reads():
    process = await shell("cat; echo moaned >&2; exit 3")
    note("before", process.returncode is None)
    await communicating("all", process, b"said")
    note("stdin closing", process.stdin.is_closing(), "stdout at its end", process.stdout.at_eof())
    await communicating("again", process)


@case
async def communicate_of_much():
    await communicating("much", await shell("cat"), b"x" * 3000000)


@case
async def communicate_after_a_part_was_read():
    process = await shell("echo one; echo two; cat")
    note("line", text(await process.stdout.readline()))
    await communicating("rest", process, b"three")


@case
async def communicate_with_those_who_wait():
    process = await shell("cat")
    first = create_task(waiting("first", process))
    second = create_task(waiting("second", process))
    await pause(1)
    await communicating("all", process, b"x")
    await first
    await second
    await waiting("late", process)


@case
async def input_that_nobody_reads():
    for command in ["exit 4", "exec <&-; exit 4", "head -c 10 > /dev/null; exit 4"]:
        await communicating("unread", await shell(command), b"x" * 1000000)


@case
async def input_after_the_end():
    process = await shell("exit 0")
    await process.stdout.read()
    await process.stderr.read()
    await waiting("wait", process)
    while not process.stdin.is_closing():
        await pause(1)
    await pause(3)
    process.stdin.write(b"late")
    try:
        await process.stdin.drain()
        note("drained")
    except ConnectionError:
        note("lost")


@case
async def signals_are_negative_codes():
    for number in [signal.SIGKILL, signal.SIGTERM, signal.SIGSEGV, signal.SIGUSR1, signal.SIGHUP]:
        process = await shell("exec sleep 1000")
        process.send_signal(number)
        await process.stdout.read()
        await process.stderr.read()
        await waiting(int(number), process)


@case
async def signals_around_the_end():
    process = await EXEC("true")
    time.sleep(0.3)
    note("noticed", process.returncode is not None)
    sending("kill", process.kill)
    sending("terminate", process.terminate)
    await waiting("wait", process)
    await pause(3)
    sending("late kill", process.kill)
    sending("late terminate", process.terminate)


@case
async def cancel_of_one_who_waits():
    process = await EXEC("cat", stdin=PIPE)
    first = create_task(waiting("first", process))
    second = create_task(waiting("second", process))
    await pause(1)
    first.cancel()
    await first
    process.stdin.close()
    await second


@case
async def output_that_is_closed_early():
    process = await shell("echo last; exec >&- 2>&-; read code; exit $code")
    note("output", text(await process.stdout.read()))
    note("running", process.returncode is None)
    process.stdin.write(b"6\n")
    await waiting("wait", process)


@case
async def output_after_the_end():
    process = await shell("echo 1; echo 2; exit 5")
    await waiting("wait", process)
    note(text(await process.stdout.readline()), text(await process.stdout.read()), text(await process.stdout.read()))


@case
async def nothing_is_redirected():
    process = await EXEC("true")
    note(process.stdin is None, process.stdout is None, process.stderr is None)
    output, error = await process.communicate()
    note(len(output or b""), len(error or b""), process.returncode)


@case
async def what_cannot_be_started():
    for program in ["no-such-program-at-all", "/no/such/program", "/etc/passwd", "/usr/bin"]:
        try:
            await EXEC(program)
            note("started")
        except FileNotFoundError:
            note("not found")
        except PermissionError:
            note("no right")


@case
async def a_conversation():
    process = await shell("while read line; do echo \"<$line>\"; done; exit 9")
    for word in ["one", "two"]:
        process.stdin.write(word.encode() + b"\n")
        note(text(await process.stdout.readline()))
    process.stdin.write_eof()
    note(text(await process.stdout.read()))
    await process.stderr.read()
    await waiting("wait", process)
