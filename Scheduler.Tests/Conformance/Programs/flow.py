"""Flow control: drain and its marks, and what becomes of unsent bytes at a close, an abort and a half-close. Rules 45 to 47.

How many iterations pass is up to the buffers of the system. So what the cases note is logged at their end.
"""

import asyncio
import socket

from harness import create_task, note, noted_case as case, pause

MUCH = 4_000_000


async def pair(limit=2 ** 16):
    here, there = socket.socketpair()
    first = await asyncio.open_connection(sock=here, limit=limit)
    second = await asyncio.open_connection(sock=there, limit=limit)
    return *first, *second


def unsent(writer):
    return writer.transport.get_write_buffer_size()


async def ending(name, awaitable):
    """Awaits, and notes how that ended; which of a connection's errors it was is up to the system."""
    try:
        await awaitable
        note(name, "ended")
    except ConnectionError:
        note(name, "lost")
    except (Exception, asyncio.CancelledError) as error:
        note(name, type(error).__name__)


def drain_in_task(name, writer):
    return create_task(ending(name, writer.drain()))


@case
async def drain_waits_above_the_high_mark():
    reader, writer, other, peer = await pair()
    writer.write(bytes(MUCH))
    note("much is queued", unsent(writer) > 2 ** 16)
    task = drain_in_task("drain", writer)
    await pause(5)
    note("done", task.done())
    note("received", len(await other.readexactly(MUCH)))
    await task
    note("at most the low mark", unsent(writer) <= 2 ** 14)


@case
async def drain_does_not_wait_between_the_marks():
    reader, writer, other, peer = await pair()
    writer.transport.set_write_buffer_limits(high=2 * MUCH, low=0)
    writer.write(bytes(MUCH))
    note("some is queued", unsent(writer) > 0)
    await ending("drain", writer.drain())
    note("some is queued", unsent(writer) > 0)


@case
async def drain_down_to_nothing():
    reader, writer, other, peer = await pair()
    writer.transport.set_write_buffer_limits(high=0)
    writer.write(bytes(MUCH))
    task = drain_in_task("drain", writer)
    note("received", len(await other.readexactly(MUCH)))
    await task
    note("queued", unsent(writer))


@case
async def marks_that_move_below_what_is_queued():
    reader, writer, other, peer = await pair()
    writer.transport.set_write_buffer_limits(high=2 * MUCH)
    writer.write(bytes(MUCH))
    writer.transport.set_write_buffer_limits(high=0)
    task = drain_in_task("drain", writer)
    await pause(5)
    note("done", task.done())
    note("received", len(await other.readexactly(MUCH)))
    await task


@case
async def several_drains():
    reader, writer, other, peer = await pair()
    writer.write(bytes(MUCH))
    tasks = [drain_in_task(name, writer) for name in "abc"]
    await pause(3)
    tasks[1].cancel()
    await pause(3)
    note("received", len(await other.readexactly(MUCH)))
    await asyncio.gather(*tasks)


@case
async def a_peer_that_does_not_read_is_not_sent_more():
    reader, writer, other, peer = await pair(limit=64)
    writer.write(bytes(MUCH))
    task = drain_in_task("drain", writer)
    await pause(50)
    note("done", task.done())
    note("much is queued", unsent(writer) > MUCH // 4)
    left = MUCH
    while left:
        left -= len(await other.read(100_000))
    await task


@case
async def close_with_unsent_bytes():
    reader, writer, other, peer = await pair()
    writer.write(bytes(MUCH))
    writer.close()
    writer.close()
    note("closing", writer.is_closing(), "queued", unsent(writer) > 0)
    task = create_task(ending("wait closed", writer.wait_closed()))
    await pause(5)
    note("closed", task.done())
    note("received", len(await other.read()))
    await task
    note("queued", unsent(writer))


@case
async def drain_of_what_is_sent_while_closing():
    reader, writer, other, peer = await pair()
    writer.write(bytes(MUCH))
    task = drain_in_task("before", writer)
    await pause()
    writer.close()
    later = drain_in_task("after", writer)
    await pause(3)
    note("received", len(await other.read()))
    await task
    await later


@case
async def abort_with_unsent_bytes():
    reader, writer, other, peer = await pair()
    writer.write(bytes(MUCH))
    writer.transport.abort()
    note("closing", writer.is_closing(), "queued", unsent(writer))
    await ending("wait closed", writer.wait_closed())
    note("all has come", len(await other.read()) == MUCH)


@case
async def abort_after_close():
    reader, writer, other, peer = await pair()
    writer.write(bytes(MUCH))
    writer.close()
    note("queued", unsent(writer) > 0)
    writer.transport.abort()
    note("queued", unsent(writer))
    await ending("wait closed", writer.wait_closed())
    writer.transport.abort()
    writer.close()
    note("all has come", len(await other.read()) == MUCH)


@case
async def abort_while_a_drain_waits():
    reader, writer, other, peer = await pair()
    writer.write(bytes(MUCH))
    task = drain_in_task("waiting", writer)
    await pause(3)
    writer.transport.abort()
    await task
    await ending("later", writer.drain())


@case
async def half_close_with_unsent_bytes():
    reader, writer, other, peer = await pair()
    writer.write(bytes(MUCH))
    writer.write_eof()
    note("closing", writer.is_closing(), "queued", unsent(writer) > 0)
    note("received", len(await other.read()))
    peer.write(b"still here")
    peer.write_eof()
    note("answer", (await reader.read()).decode())
    writer.close()
    await ending("wait closed", writer.wait_closed())


@case
async def drain_after_the_end():
    reader, writer, other, peer = await pair()
    writer.write(bytes(MUCH))
    writer.write_eof()
    task = drain_in_task("drain", writer)
    note("received", len(await other.read()))
    await task
    await ending("again", writer.drain())


@case
async def close_after_the_end():
    reader, writer, other, peer = await pair()
    writer.write(bytes(MUCH))
    writer.write_eof()
    writer.close()
    note("received", len(await other.read()))
    await ending("wait closed", writer.wait_closed())


@case
async def both_directions_end_by_themselves():
    reader, writer, other, peer = await pair()
    writer.write(b"one")
    writer.write_eof()
    note("received", (await other.read()).decode())
    note("ends", reader.at_eof(), other.at_eof())
    peer.write(b"two")
    peer.write_eof()
    note("received", (await reader.read()).decode())
    note("ends", reader.at_eof(), other.at_eof())
    note("closing", writer.is_closing(), peer.is_closing())


@case
async def the_peer_leaves_while_a_drain_waits():
    reader, writer, other, peer = await pair()
    writer.write(bytes(MUCH))
    task = drain_in_task("drain", writer)
    await pause(3)
    peer.transport.abort()
    await task
    await ending("later", writer.drain())
    note("closing", writer.is_closing(), "queued", unsent(writer))
    await ending("wait closed", writer.wait_closed())


@case
async def writes_to_a_peer_that_has_left():
    reader, writer, other, peer = await pair()
    peer.close()
    await ending("peer", peer.wait_closed())
    writer.write(b"one")
    writer.write(b"two")
    await pause(5)
    note("closing", writer.is_closing())
    writer.write(b"three")
    await ending("drain", writer.drain())
    await ending("wait closed", writer.wait_closed())


@case
async def an_error_is_everybodys():
    reader, writer, other, peer = await pair()
    peer.close()
    await peer.wait_closed()
    writer.write(b"one")
    writer.write(b"two")
    await pause(5)
    await ending("read", reader.read(10))
    await ending("read exactly", reader.readexactly(10))
    await ending("read until", reader.readuntil(b"\n"))
    await ending("read to the end", reader.read())
    for name in ("drain", "again"):
        await ending(name, writer.drain())
    for name in ("wait closed", "again"):
        await ending(name, writer.wait_closed())


@case
async def a_connection_that_breaks_off_has_no_end():
    reader, writer, other, peer = await pair()
    writer.write(bytes(MUCH))
    await pause(3)
    peer.transport.abort()
    await ending("read", reader.read(10))
    note("at end", reader.at_eof(), "closing", writer.is_closing())


@case
async def an_end_stays_one_when_the_connection_breaks():
    reader, writer, other, peer = await pair()
    peer.close()
    await peer.wait_closed()
    await pause(3)
    note("at end", reader.at_eof())
    writer.write(b"one")
    writer.write(b"two")
    await pause(5)
    await ending("read", reader.read(10))
    note("at end", reader.at_eof(), "closing", writer.is_closing())


@case
async def what_had_come_before_the_error():
    reader, writer, other, peer = await pair()
    peer.write(b"before")
    await pause(5)
    peer.close()
    await peer.wait_closed()
    writer.write(b"one")
    writer.write(b"two")
    await pause(5)
    await ending("read", reader.read(10))


@case
async def many_small_writes():
    reader, writer, other, peer = await pair()

    async def send():
        for number in range(2000):
            writer.write(f"{number:>99}\n".encode())
            await writer.drain()
        writer.close()

    task = create_task(send())
    count = 0
    async for line in other:
        in_order = int(line) == count
        count += 1
        if not in_order:
            break
    note("lines", count, "in order", in_order)
    await task


@case
async def all_at_once_and_byte_by_byte():
    reader, writer, other, peer = await pair(limit=64)
    writer.writelines([b"a" * 100_000, b"b", b"", b"c" * 100_000])
    writer.write_eof()
    counts = dict.fromkeys("abc", 0)
    while data := await other.read(999):
        for letter in counts:
            counts[letter] += data.count(letter.encode())
    note(*counts.values())
