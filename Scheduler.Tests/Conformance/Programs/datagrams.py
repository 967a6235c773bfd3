"""Datagrams: order, errors, the end; the operations on sockets. Rule 53.

A protocol here keeps what it is called with, for whoever receives. How many iterations pass before an endpoint is there is asyncio's affair, so they
are noted from where the case begins to count.
"""

import asyncio
import os
import socket
import tempfile

from harness import Loop, create_task, note, noted_case as case, pause

LOCAL = ("127.0.0.1", 0)


class Protocol(asyncio.DatagramProtocol):
    def __init__(self):
        self.events = asyncio.Queue()
        self.closed = asyncio.get_running_loop().create_future()

    def datagram_received(self, data, addr):
        self.events.put_nowait((data, addr))

    def error_received(self, exc):
        self.events.put_nowait(exc)

    def connection_lost(self, exc):
        self.closed.set_result(exc)

    async def receive(self):
        event = await self.events.get()
        if isinstance(event, Exception):
            raise event
        return event


async def open_endpoint(local=None, remote=None, **options):
    loop = asyncio.get_running_loop()
    endpoint = await loop.create_datagram_endpoint(Protocol, local, remote, **options)
    # The endpoint begins to read an iteration later.
    await pause()
    return endpoint


def address(transport):
    return transport.get_extra_info("sockname")


class Count:
    """How many iterations have passed."""

    def __init__(self):
        self.begun = Loop.current.iteration

    def __str__(self):
        return str(Loop.current.iteration - self.begun)


async def received(name, protocol, count=None):
    """Receives, and notes what."""
    try:
        data, _ = await protocol.receive()
        text = data.decode()
    except OSError as error:
        text = type(error).__name__
    note(name, text or "nothing", *([] if count is None else [str(count)]))


def nobody():
    """An address where nobody listens for datagrams, as nobody else can take it."""
    taken = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    taken.bind(LOCAL)
    return taken, taken.getsockname()


@case
async def a_conversation():
    here, server = await open_endpoint(LOCAL)
    there, client = await open_endpoint(remote=address(here))
    there.sendto(b"hello")
    data, sender = await server.receive()
    note(data.decode(), sender == address(there))
    here.sendto(b"HELLO", sender)
    data, sender = await client.receive()
    note(data.decode(), sender == address(here))
    here.close()
    there.close()


@case
async def one_in_each_iteration():
    here, protocol = await open_endpoint(LOCAL)
    count = Count()
    for text in b"a", b"b", b"c":
        here.sendto(text, address(here))
    for _ in range(3):
        await received("got", protocol, count)
    here.close()


@case
async def what_has_arrived_costs_none():
    here, protocol = await open_endpoint(LOCAL)
    for text in b"a", b"b", b"c":
        here.sendto(text, address(here))
    await pause(6)
    count = Count()
    for _ in range(3):
        await received("got", protocol, count)
    here.close()


@case
async def an_empty_datagram():
    here, protocol = await open_endpoint(LOCAL)
    here.sendto(b"", address(here))
    here.sendto(b"x", address(here))
    await received("got", protocol)
    await received("got", protocol)
    here.close()


@case
async def receivers_in_turn():
    here, protocol = await open_endpoint(LOCAL)
    tasks = [create_task(received(name, protocol)) for name in ("one", "two", "three")]
    await pause()
    for text in b"a", b"b", b"c":
        here.sendto(text, address(here))
    for task in tasks:
        await task
    here.close()


@case
async def a_cancelled_receive_loses_nothing():
    here, protocol = await open_endpoint(LOCAL)
    tasks = [create_task(received(name, protocol)) for name in ("one", "two")]
    await pause()
    here.sendto(b"a", address(here))
    await pause()
    tasks[0].cancel()
    await tasks[1]
    here.close()


@case
async def port_unreachable_is_heard_of_by_who_receives():
    taken, remote = nobody()
    with taken:
        here, protocol = await open_endpoint(remote=remote)
        for _ in range(2):
            count = Count()
            here.sendto(b"anybody?")
            await received("got", protocol, count)
        here.close()


@case
async def port_unreachable_is_heard_of_by_the_next_send():
    taken, remote = nobody()
    with taken:
        here, protocol = await open_endpoint(remote=remote)
        count = Count()
        here.sendto(b"anybody?")
        here.sendto(b"anybody else?")
        await received("got", protocol, count)
        here.sendto(b"again?")
        await received("got", protocol, count)
        here.close()


@case
async def port_unreachable_is_no_affair_of_who_is_not_connected():
    taken, remote = nobody()
    with taken:
        here, protocol = await open_endpoint(LOCAL)
        here.sendto(b"anybody?", remote)
        here.sendto(b"myself", address(here))
        await received("got", protocol)
        here.close()


@case
async def a_datagram_that_is_too_long():
    here, protocol = await open_endpoint(LOCAL)
    count = Count()
    here.sendto(bytes(65508), address(here))
    await received("got", protocol, count)
    here.sendto(bytes(65507), address(here))
    data, _ = await protocol.receive()
    note(len(data))
    here.close()


@case
async def another_address_than_the_one_connected_to():
    other, _ = await open_endpoint(LOCAL)
    here, protocol = await open_endpoint(LOCAL, address(other))
    try:
        here.sendto(b"x", address(here))
    except ValueError as error:
        note(type(error).__name__)
    here.sendto(b"x", address(other))
    here.close()
    other.close()


@case
async def who_may_broadcast_is_not_connected():
    other, _ = await open_endpoint(LOCAL)
    stranger, _ = await open_endpoint(LOCAL)
    here, protocol = await open_endpoint(LOCAL, address(other), allow_broadcast=True)
    stranger.sendto(b"stranger", address(here))
    await received("got", protocol)
    for transport in here, other, stranger:
        transport.close()


@case
async def closing():
    here, protocol = await open_endpoint(LOCAL)
    count = Count()
    here.close()
    note("closing", here.is_closing())
    await protocol.closed
    note("closed", str(count))
    here.close()


@case
async def what_is_queued_is_sent_before_the_end():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "socket")
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as peer:
            peer.bind(path)
            peer.setblocking(False)
            here, protocol = await open_endpoint(remote=path, family=socket.AF_UNIX)
            sent = 0
            while here.get_write_buffer_size() == 0:
                here.sendto(b"%5d" % sent)
                sent += 1
            here.sendto(b"%5d" % sent)
            here.sendto(b"")
            note("queued", here.get_write_buffer_size())
            here.close()
            note("closing", here.is_closing())
            arrived = []
            while len(arrived) < sent + 2:
                try:
                    arrived.append(peer.recv(100))
                except BlockingIOError:
                    await asyncio.sleep(0)
            await protocol.closed
            note("in order", arrived == [b"%5d" % number for number in range(sent + 1)] + [b""])


@case
async def recvfrom_and_sendto():
    loop = asyncio.get_running_loop()
    with socket.socket(type=socket.SOCK_DGRAM) as here, socket.socket(type=socket.SOCK_DGRAM) as there:
        for sock in here, there:
            sock.setblocking(False)
            sock.bind(LOCAL)
        count = Count()
        note("sent", await loop.sock_sendto(here, b"hello", there.getsockname()), str(count))
        room = bytearray(100)
        size, sender = await loop.sock_recvfrom_into(there, room)
        note(room[:size].decode(), sender == here.getsockname(), str(count))

        async def answer():
            note("sent", await loop.sock_sendto(there, b"", here.getsockname()), str(count))

        task = create_task(answer())
        size, sender = await loop.sock_recvfrom_into(here, room)
        note(size, sender == there.getsockname(), str(count))
        await task


@case
async def sendfile():
    loop = asyncio.get_running_loop()
    here, there = socket.socketpair()
    with here, there, tempfile.TemporaryFile() as file:
        here.setblocking(False)
        there.setblocking(False)
        file.write(b"0123456789")
        file.flush()
        for offset, count in (0, None), (3, None), (2, 4), (8, 5), (10, None), (20, 1):
            file.seek(1)
            sent = await loop.sock_sendfile(here, file, offset, count)
            data = await loop.sock_recv(there, 100) if sent else b"nothing"
            note(sent, data.decode(), "at", file.tell())
        for offset, count in (-1, None), (0, 0), (0, -1):
            try:
                await loop.sock_sendfile(here, file, offset, count)
            except ValueError as error:
                note(type(error).__name__)
