"""Sockets: readiness, order, cancels. Rules 1 and 6."""

import asyncio
import socket

from harness import Loop, case, create_task, log, pause, run, while_it_waits


def pair():
    here, there = socket.socketpair()
    here.setblocking(False)
    there.setblocking(False)
    return here, there


def loop():
    return asyncio.get_running_loop()


async def readable(sock):
    """Waits until a socket is readable, as a coroutine over add_reader does."""
    ready = loop().create_future()
    loop().add_reader(sock, lambda: ready.done() or ready.set_result(None))
    try:
        await ready
    finally:
        loop().remove_reader(sock)


async def writable(sock):
    ready = loop().create_future()
    loop().add_writer(sock, lambda: ready.done() or ready.set_result(None))
    try:
        await ready
    finally:
        loop().remove_writer(sock)


@case
async def readable_with_data_waiting():
    here, there = pair()
    with here, there:
        there.send(b"x")
        log("before")
        await readable(here)
        log("readable")


@case
async def writable_at_once():
    here, there = pair()
    with here, there:
        log("before")
        await writable(here)
        log("writable")


@case
async def readable_is_level_triggered():
    here, there = pair()
    with here, there:
        there.send(b"xyz")
        for _ in range(3):
            await readable(here)
            log("read", len(here.recv(1)))


@case
async def reader_before_writer():
    here, there = pair()

    async def wait_for(name, ready):
        await ready(here)
        log(name)

    with here, there:
        there.send(b"x")
        writer = create_task(wait_for("writer", writable))
        reader = create_task(wait_for("reader", readable))
        await writer
        await reader


@case
async def ready_then_io_then_timers():
    here, there = pair()

    async def body():
        await readable(here)
        log("task after the socket")

    with here, there:
        there.send(b"x")
        task = create_task(body())
        await asyncio.sleep(0)
        loop().call_later(0, lambda: loop().call_soon(log, "after the timer"))
        loop().call_soon(lambda: loop().call_soon(log, "after the callback"))
        await task
        await pause()


@case
async def recv_in_pieces():
    here, there = pair()
    with here, there:
        there.send(b"abcdef")
        for size in (1, 2, 10):
            log("received", len(await loop().sock_recv(here, size)))


@case
async def recv_waits_without_moving_time():
    here, there = pair()

    async def sender():
        await asyncio.sleep(5)
        log("sending")
        there.send(b"data")

    with here, there:
        create_task(sender())
        log("received", len(await loop().sock_recv(here, 10)))


@case
async def two_sides_talk():
    here, there = pair()

    async def echo():
        for _ in range(3):
            await loop().sock_sendall(there, await loop().sock_recv(there, 100))

    with here, there:
        task = create_task(echo())
        for n in range(1, 4):
            await loop().sock_sendall(here, b"x" * n)
            log("echoed", len(await loop().sock_recv(here, 100)))
        await task
        log("end")


@case
async def recv_is_cancelled_and_no_data_is_lost():
    here, there = pair()
    with here, there:
        task = create_task(loop().sock_recv(here, 10))
        await pause()
        task.cancel("enough")
        try:
            await task
        except asyncio.CancelledError as error:
            log("caught", error)
        there.send(b"data")
        log("received", len(await loop().sock_recv(here, 10)))


@case
async def recv_is_cancelled_while_data_comes():
    here, there = pair()
    with here, there:
        task = create_task(loop().sock_recv(here, 10))
        await pause()
        there.send(b"data")
        task.cancel("just now")
        try:
            await task
        except asyncio.CancelledError as error:
            log("caught", error)
        log("received", len(await loop().sock_recv(here, 10)))


@case
async def end_of_the_stream_wakes_the_reader():
    here, there = pair()
    with here:
        task = create_task(loop().sock_recv(here, 10))
        await pause()
        there.close()
        log("received", len(await task))


@case
async def accept_is_cancelled():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        task = create_task(loop().sock_accept(listener))
        await pause()
        task.cancel()
        try:
            await task
        except asyncio.CancelledError as error:
            log("caught", error)


@case
async def connect_and_accept():
    with socket.create_server(("127.0.0.1", 0)) as listener, socket.socket() as client:
        listener.setblocking(False)
        client.setblocking(False)
        await loop().sock_connect(client, listener.getsockname())
        connection, _ = await loop().sock_accept(listener)
        with connection:
            await loop().sock_sendall(client, b"data")
            log("received", len(await loop().sock_recv(connection, 10)))


@case
async def connect_to_nobody():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = listener.getsockname()
    with socket.socket() as client:
        client.setblocking(False)
        try:
            await loop().sock_connect(client, address)
        except OSError as error:
            log("caught", type(error).__name__)


@case
def send_of_more_than_fits():
    total = 4_000_000
    here, there = pair()

    async def drain():
        left = total
        while left:
            left -= len(await loop().sock_recv(there, 1_000_000))

    async def main():
        task = create_task(drain())
        await loop().sock_sendall(here, bytes(total))
        await task

    # How often it has to wait is up to the system.
    with here, there:
        run(main())
    log("all received")


@case
def posted_during_a_wait_runs_before_what_is_readable():
    here, there = pair()
    own = Loop()

    def meanwhile():
        there.send(b"x")
        own.call_soon_threadsafe(log, "posted")

    async def main():
        own.call_later(1, log, "timer")
        await readable(here)
        log("readable")

    while_it_waits(own, meanwhile)
    with here, there:
        own.run_until_complete(main())
        own.close()
