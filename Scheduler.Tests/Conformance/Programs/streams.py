"""Streams: reads, separators, limits, the end at each point, writes, drain, close, abort. Rules 41 to 47."""

import asyncio
import socket

from harness import Loop, attempt, case, create_task, kind, log, pause

LIMIT = 64


async def pair(limit=2 ** 16):
    """Two streams that are joined, as CoStream.CreatePair makes them; and nothing of their making is left in the loop."""
    here, there = socket.socketpair()
    for sock in (here, there):
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 2 ** 20)
    first = await asyncio.open_connection(sock=here, limit=limit)
    second = await asyncio.open_connection(sock=there, limit=limit)
    await pause(4)
    Loop.current.iteration = 1
    return *first, *second


def text(data):
    if len(data) > 20:
        return f"{len(data)} bytes"
    return data.decode().replace("\r", "\\r").replace("\n", "\\n") or "nothing"


async def line_of(reader):
    """A line without its end, as ReadLine gives it."""
    line = await reader.readline()
    return line.removesuffix(b"\n") or b"empty" if line else b""


async def reading(name, coroutine):
    """Reads, and logs what was read, or how that failed."""
    try:
        log(name, text(await coroutine))
    except asyncio.IncompleteReadError as error:
        log(name, "incomplete", text(error.partial), error.expected)
    except asyncio.LimitOverrunError as error:
        log(name, "overrun", error.consumed)
    except (Exception, asyncio.CancelledError) as error:
        log(name, kind(error))


def read_in_task(name, coroutine):
    return create_task(reading(name, coroutine))


@case
async def read_what_is_there():
    reader, writer, _, peer = await pair()
    peer.write(b"abc")
    await pause(3)
    await reading("two", reader.read(2))
    await reading("rest", reader.read(10))
    await reading("none", reader.read(0))


@case
async def read_waits_for_data():
    reader, writer, _, peer = await pair()
    task = read_in_task("read", reader.read(10))
    await pause()
    log("write")
    peer.write(b"abc")
    await task


@case
async def read_at_the_end():
    reader, writer, _, peer = await pair()
    task = read_in_task("read", reader.read(10))
    await pause()
    peer.write_eof()
    await task
    await reading("again", reader.read(10))
    log("at end", reader.at_eof())


@case
async def read_to_the_end():
    reader, writer, _, peer = await pair()
    task = read_in_task("all", reader.read())
    for part in (b"ab", b"cd", b"ef"):
        peer.write(part)
        await pause(3)
    peer.write_eof()
    await task


@case
async def read_exactly():
    reader, writer, _, peer = await pair()
    peer.write(b"abcdef")
    await pause(3)
    await reading("four", reader.readexactly(4))
    task = read_in_task("three", reader.readexactly(3))
    await pause()
    peer.write(b"ghi")
    await task
    await reading("none", reader.readexactly(0))
    await reading("rest", reader.read(10))
    log("negative", attempt(lambda: reader.readexactly(-1).send(None)))


@case
async def read_exactly_at_the_end():
    reader, writer, _, peer = await pair()
    peer.write(b"abc")
    peer.write_eof()
    await reading("five", reader.readexactly(5))
    await reading("one", reader.readexactly(1))
    log("at end", reader.at_eof())


@case
async def read_exactly_beyond_the_limit():
    reader, writer, _, peer = await pair(LIMIT)
    task = read_in_task("many", reader.readexactly(1000))
    peer.write(b"x" * 1500)
    await task
    await reading("more", reader.readexactly(500))


@case
async def read_until():
    reader, writer, _, peer = await pair()
    peer.write(b"one--two--thr")
    await reading("1", reader.readuntil(b"--"))
    await reading("2", reader.readuntil(b"--"))
    task = read_in_task("3", reader.readuntil(b"--"))
    await pause()
    for part in (b"ee-", b"-fo"):
        peer.write(part)
        await pause(3)
    await task
    peer.write_eof()
    await reading("4", reader.readuntil(b"--"))
    await reading("5", reader.readuntil(b"--"))


@case
async def separator_over_chunks():
    reader, writer, _, peer = await pair()
    task = read_in_task("line", reader.readuntil(b"abcd"))
    for byte in b"xxabcabcdyy":
        peer.write(bytes([byte]))
        await pause(3)
    await task
    await reading("rest", reader.read(10))


@case
async def several_separators():
    reader, writer, _, peer = await pair()
    peer.write(b"one\r\ntwo\nthree\r\nfour")
    await pause(3)
    for name in "123":
        await reading(name, reader.readuntil((b"\r\n", b"\n")))
    peer.write(b"ab-c--d")
    await pause(3)
    await reading("ends first", reader.readuntil((b"c--", b"-", b"four")))
    await reading("shortest", reader.readuntil((b"b-c", b"-")))


@case
async def separator_beyond_the_limit():
    reader, writer, _, peer = await pair(LIMIT)
    peer.write(b"x" * 70 + b"\n" + b"y" * 5 + b"\n")
    await pause(3)
    await reading("long", reader.readuntil(b"\n"))
    await reading("again", reader.readuntil(b"\n"))
    await reading("by hand", reader.readexactly(71))
    await reading("short", reader.readuntil(b"\n"))


@case
async def no_separator_within_the_limit():
    reader, writer, _, peer = await pair(LIMIT)
    task = read_in_task("long", reader.readuntil(b"\r\n"))
    peer.write(b"x" * 60)
    await pause(3)
    peer.write(b"x" * 10)
    await task
    await reading("kept", reader.read(100))


@case
async def separator_just_within_the_limit():
    reader, writer, _, peer = await pair(LIMIT)
    peer.write(b"x" * 64 + b"\n" + b"y" * 65 + b"\n")
    await pause(3)
    log("length", len(await reader.readuntil(b"\n")))
    await reading("one more", reader.readuntil(b"\n"))


@case
async def lines():
    reader, writer, _, peer = await pair()
    peer.write(b"one\ntwo\n\nlast")
    peer.write_eof()
    for name in "12345":
        await reading(name, line_of(reader))
    log("at end", reader.at_eof())


@case
async def a_line_beyond_the_limit_is_dropped():
    reader, writer, _, peer = await pair(LIMIT)
    peer.write(b"x" * 70 + b"\nnext\n")
    await pause(3)
    try:
        await reader.readline()
    except ValueError:
        log("line", "too long")
    await reading("line", line_of(reader))


@case
async def what_has_come_of_a_long_line_is_dropped():
    reader, writer, _, peer = await pair(LIMIT)
    peer.write(b"x" * 70)
    await pause(3)
    try:
        await reader.readline()
    except ValueError:
        log("line", "too long")
    peer.write(b"rest\nnext\n")
    await pause(3)
    await reading("line", line_of(reader))
    await reading("line", line_of(reader))


@case
async def a_cancelled_read_loses_nothing():
    reader, writer, _, peer = await pair()
    task = read_in_task("cancelled", reader.readexactly(6))
    peer.write(b"abc")
    await pause(4)
    task.cancel()
    await task
    peer.write(b"def")
    await reading("all", reader.readexactly(6))


@case
async def cancelled_in_the_iteration_of_the_data():
    reader, writer, _, peer = await pair()
    task = read_in_task("cancelled", reader.read(6))
    await pause()
    peer.write(b"abc")
    await pause(2)
    task.cancel()
    await task
    await reading("kept", reader.read(6))


@case
async def two_readers():
    reader, writer, _, peer = await pair()
    first = read_in_task("first", reader.read(3))
    second = read_in_task("second", reader.read(3))
    await pause(3)
    peer.write(b"abc")
    await first
    await second


@case
async def read_after_close():
    reader, writer, _, peer = await pair()
    task = read_in_task("waiting", reader.read(3))
    await pause()
    log("close")
    writer.close()
    await task
    await reading("later", reader.read(3))


@case
async def the_peer_closes():
    reader, writer, _, peer = await pair()
    task = read_in_task("read", reader.read(3))
    await pause()
    peer.close()
    await task
    log("closing", writer.is_closing())
    writer.close()
    await writer.wait_closed()
    log("closed")


@case
async def wait_closed():
    reader, writer, _, peer = await pair()

    async def wait(name):
        await writer.wait_closed()
        log(name)

    tasks = [create_task(wait(name)) for name in "ab"]
    await pause()
    log("close")
    writer.close()
    log("closing", writer.is_closing())
    for task in tasks:
        await task
    await wait("later")


@case
async def write_after_the_end():
    reader, writer, _, peer = await pair()
    writer.write(b"abc")
    writer.write_eof()
    log("write", attempt(writer.write, b"def"))
    writer.write_eof()
    log("closing", writer.is_closing())


@case
async def write_after_close():
    reader, writer, other, peer = await pair()
    writer.write(b"abc")
    writer.close()
    writer.close()
    log("write", attempt(writer.write, b"def"))
    await reading("peer", other.read())


@case
async def half_close():
    reader, writer, other, peer = await pair()

    async def echo():
        data = await other.read()
        peer.write(data.upper())
        peer.close()

    task = create_task(echo())
    writer.write(b"abc")
    writer.write_eof()
    await reading("echo", reader.read())
    await task


@case
async def drain_below_the_mark():
    reader, writer, _, peer = await pair()
    writer.write(b"abc")
    log("before")
    await writer.drain()
    log("drained")


@case
async def drain_while_closing():
    reader, writer, _, peer = await pair()
    writer.close()
    log("before")
    try:
        await writer.drain()
        log("drained")
    except ConnectionResetError:
        log("lost")
    await pause()
    try:
        await writer.drain()
        log("drained")
    except ConnectionResetError:
        log("lost")


@case
async def marks():
    reader, writer, _, peer = await pair()
    limits = writer.transport.set_write_buffer_limits
    log("wrong", attempt(lambda: limits(high=10, low=20)))
    log("negative", attempt(lambda: limits(high=10, low=-1)))
    log("right", attempt(lambda: limits(high=10)))
    log("both", attempt(lambda: limits(high=0, low=0)))


@case
async def abort_wakes_the_reader():
    reader, writer, _, peer = await pair()
    task = read_in_task("read", reader.read(3))
    await pause()
    log("abort")
    writer.transport.abort()
    log("closing", writer.is_closing())
    await task
    await writer.wait_closed()
    log("closed")


@case
async def the_end_with_data_unread():
    reader, writer, _, peer = await pair()
    peer.write(b"abc")
    peer.write_eof()
    await pause(4)
    log("at end", reader.at_eof())
    await reading("data", reader.read(10))
    log("at end", reader.at_eof())


@case
async def the_end_while_each_kind_of_read_waits():
    kinds = (
        ("read", lambda reader: reader.read(9)), ("exactly", lambda reader: reader.readexactly(9)),
        ("until", lambda reader: reader.readuntil(b"--")), ("line", line_of), ("all", lambda reader: reader.read()))
    pairs = [await pair() for _ in kinds]
    for (name, read), (reader, writer, _, peer) in zip(kinds, pairs):
        task = read_in_task(name, read(reader))
        await pause()
        peer.write_eof()
        await task
        log("at end", reader.at_eof())


@case
async def the_end_after_a_part_for_each_kind_of_read():
    kinds = (
        ("exactly", lambda reader: reader.readexactly(9)), ("until", lambda reader: reader.readuntil(b"--")),
        ("line", line_of), ("all", lambda reader: reader.read()))
    pairs = [await pair() for _ in kinds]
    for (name, read), (reader, writer, _, peer) in zip(kinds, pairs):
        task = read_in_task(name, read(reader))
        await pause()
        peer.write(b"ab")
        await pause(4)
        peer.write(b"c-")
        peer.write_eof()
        await task
        await reading("again", read(reader))


@case
async def the_end_after_each_byte():
    pairs = [await pair() for _ in range(len(b"ab--c-d") + 1)]
    for count, (reader, writer, _, peer) in enumerate(pairs):
        peer.write(b"ab--c-d"[:count])
        peer.write_eof()
        await pause(4)
        await reading("1", reader.readuntil(b"--"))
        await reading("2", reader.readuntil(b"--"))


@case
async def reads_of_nothing_at_the_end():
    reader, writer, _, peer = await pair()
    peer.write(b"abc")
    peer.write_eof()
    await pause(4)
    await reading("none", reader.read(0))
    await reading("all", reader.read(-1))
    await reading("none", reader.read(0))
    await reading("exactly none", reader.readexactly(0))
    await reading("all", reader.read(-1))


@case
async def no_separator_at_all():
    reader, writer, _, peer = await pair()
    log("empty", attempt(lambda: reader.readuntil(b"").send(None)))
    log("none", attempt(lambda: reader.readuntil(()).send(None)))
    log("one is empty", attempt(lambda: reader.readuntil((b"-", b"")).send(None)))


@case
async def several_separators_over_chunks():
    reader, writer, _, peer = await pair()
    task = read_in_task("1", reader.readuntil((b"\n", b"\r\n\r\n", b"END")))
    for part in (b"ab\r", b"c\r\n"):
        peer.write(part)
        await pause(3)
    await task
    task = read_in_task("2", reader.readuntil((b"END", b"\r\n\r\n")))
    for part in (b"x\r\n", b"\rE", b"N", b"D\r\n\r", b"\n"):
        peer.write(part)
        await pause(3)
    await task
    await reading("3", reader.readuntil((b"END", b"\r\n\r\n")))


@case
async def a_separator_in_the_separator():
    reader, writer, _, peer = await pair()
    task = read_in_task("1", reader.readuntil(b"aab"))
    for byte in b"aaaabaab":
        peer.write(bytes([byte]))
        await pause(3)
    await task
    await reading("2", reader.readuntil((b"ab", b"aab", b"b")))


@case
async def several_separators_and_the_limit():
    reader, writer, _, peer = await pair(LIMIT)
    peer.write(b"x" * 62 + b"--" + b"x" * 65 + b"!" + b"x" * 85)
    await pause(3)
    await reading("1", reader.readuntil((b"--", b"!")))
    await reading("2", reader.readuntil((b"--", b"!")))
    await reading("skipped", reader.readexactly(66))
    await reading("3", reader.readuntil((b"--", b"-----------------")))
    await reading("4", reader.readuntil(b"x" * 70))


@case
async def the_end_beyond_the_limit():
    reader, writer, _, peer = await pair(LIMIT)
    peer.write(b"x" * 70)
    peer.write_eof()
    await pause(4)
    await reading("until", reader.readuntil(b"\n"))
    await reading("part", reader.readexactly(60))
    await reading("until", reader.readuntil(b"\n"))


@case
async def a_last_line_beyond_the_limit():
    reader, writer, _, peer = await pair(LIMIT)
    peer.write(b"x" * 70)
    peer.write_eof()
    await pause(4)
    try:
        await reader.readline()
    except ValueError:
        log("line", "too long")
    log("at end", reader.at_eof())
    await reading("line", line_of(reader))


@case
async def a_line_that_comes_in_pieces():
    reader, writer, _, peer = await pair()
    task = read_in_task("line", line_of(reader))
    for part in (b"on", b"e", b"\ntw"):
        peer.write(part)
        await pause(3)
    await task
    peer.write(b"o\n\n")
    await reading("line", line_of(reader))
    await reading("line", line_of(reader))


@case
async def lines_in_a_loop():
    reader, writer, _, peer = await pair()

    async def read():
        async for line in reader:
            log("line", text(line.removesuffix(b"\n")) if line != b"\n" else "empty")
        log("over")

    task = create_task(read())
    for part in (b"one\ntwo\n", b"\nthr", b"ee\nfour"):
        peer.write(part)
        await pause(4)
    peer.write_eof()
    await task


@case
async def one_reader_after_the_other():
    reader, writer, _, peer = await pair()
    first = read_in_task("first", reader.readexactly(3))
    await pause()
    peer.write(b"abcdef")
    await pause(3)
    second = read_in_task("second", reader.readexactly(3))
    await first
    await second


@case
async def each_kind_of_read_beside_a_waiting_one():
    reader, writer, _, peer = await pair()
    task = read_in_task("waiting", reader.readexactly(3))
    await pause()
    peer.write(b"a")
    await pause(3)
    await reading("exactly", reader.readexactly(5))
    await reading("until", reader.readuntil(b"--"))
    await reading("line", reader.readline())
    peer.write(b"bc")
    await task


@case
async def a_read_given_up_by_a_time_limit():
    reader, writer, _, peer = await pair()
    peer.write(b"abc")
    for name in "12":
        try:
            async with asyncio.timeout(1):
                await reader.readexactly(5)
        except TimeoutError:
            log(name, "too late")
        peer.write(b"d")
    await reading("all", reader.readexactly(5))


@case
async def the_peer_closes_with_its_last_words():
    reader, writer, _, peer = await pair()
    task = read_in_task("line", line_of(reader))
    await pause()
    peer.write(b"bye\n")
    peer.close()
    await task
    await reading("rest", reader.read())
    log("closing", writer.is_closing(), "at end", reader.at_eof())
    writer.write(b"anybody?")
    writer.close()
    await pause(4)
    log("closing", writer.is_closing())


@case
async def both_sides_close():
    reader, writer, other, peer = await pair()
    writer.write(b"from here")
    peer.write(b"from there")
    await pause(4)
    writer.close()
    peer.close()
    await writer.wait_closed()
    await peer.wait_closed()
    await reading("here", reader.read())
    await reading("there", other.read())


@case
async def a_word_to_each_other():
    reader, writer, other, peer = await pair()

    async def answer():
        for _ in range(3):
            await reading("there", line_of(other))
            peer.write(b"pong\n")
            await peer.drain()

    task = create_task(answer())
    for _ in range(3):
        writer.write(b"ping\n")
        await reading("here", line_of(reader))
    await task
