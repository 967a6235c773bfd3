"""Servers: starting, serving, handlers and their ends, closing, clients; Unix sockets. Rules 44 and 47 to 50.

How many iterations pass is up to the system, so what the cases note is logged at their end.
"""

import asyncio
import os
import socket
import tempfile

from harness import create_task, note, noted_case as case, pause

LOCAL = "127.0.0.1"


async def ending(name, awaitable):
    """Awaits, and notes how that ended."""
    try:
        await awaitable
        note(name, "ended")
    except ConnectionError:
        note(name, "lost")
    except OSError:
        note(name, "failed")
    except (Exception, asyncio.CancelledError) as error:
        note(name, type(error).__name__)


async def until(condition):
    while not condition():
        await asyncio.sleep(0)


def port_of(server):
    return server.sockets[0].getsockname()[1]


async def serve(handler, **options):
    server = await asyncio.start_server(handler, LOCAL, 0, **options)
    return server, port_of(server)


async def shout(reader, writer):
    async for line in reader:
        writer.write(line.upper())
    writer.close()


async def ask(reader, writer, question):
    writer.write(question.encode() + b"\n")
    return (await reader.readline()).decode().strip() or "nothing"


async def hang_up(writer):
    writer.close()
    await writer.wait_closed()


@case
async def a_conversation():
    server, port = await serve(shout)
    reader, writer = await asyncio.open_connection(LOCAL, port)
    note(await ask(reader, writer, "hello"), await ask(reader, writer, "again"))
    note("peer", writer.get_extra_info("peername")[1] == port)
    writer.write_eof()
    note("rest", len(await reader.read()))
    await hang_up(writer)
    server.close()
    await server.wait_closed()
    note("serving", server.is_serving())


@case
async def several_clients_at_once():
    server, port = await serve(shout)
    clients = [await asyncio.open_connection(LOCAL, port) for _ in range(5)]
    for number, (reader, writer) in reversed(list(enumerate(clients))):
        note(await ask(reader, writer, f"client {number}"))
    for _, writer in clients:
        await hang_up(writer)
    server.close()
    await server.wait_closed()


@case
async def a_handler_that_fails():
    async def handler(reader, writer):
        line = await reader.readline()
        if line == b"fail\n":
            raise ValueError("on demand")
        writer.write(line)
        writer.close()

    server, port = await serve(handler)
    first = await asyncio.open_connection(LOCAL, port)
    second = await asyncio.open_connection(LOCAL, port)
    note(await ask(*first, "fail"))
    note(await ask(*second, "well"))
    await hang_up(first[1])
    await hang_up(second[1])
    server.close()
    await server.wait_closed()


@case
async def a_handler_that_is_cancelled():
    tasks = []

    async def handler(reader, writer):
        tasks.append(asyncio.current_task())
        writer.write(b"hello\n")
        await asyncio.Future()

    server, port = await serve(handler)
    reader, writer = await asyncio.open_connection(LOCAL, port)
    note((await reader.readline()).decode().strip())
    tasks[0].cancel()
    note("rest", len(await reader.read()))
    await hang_up(writer)
    server.close()
    await server.wait_closed()


@case
async def a_handler_that_fails_at_once():
    def handler(reader, writer):
        raise ValueError("no coroutine")

    server, port = await serve(handler)
    reader, writer = await asyncio.open_connection(LOCAL, port)
    await pause(10)
    note("serving", server.is_serving())
    await hang_up(writer)


@case
async def close_leaves_connections_alone():
    server, port = await serve(shout)
    reader, writer = await asyncio.open_connection(LOCAL, port)
    note(await ask(reader, writer, "before"))
    server.close()
    server.close()
    note("serving", server.is_serving())
    await ending("another", asyncio.open_connection(LOCAL, port))
    note(await ask(reader, writer, "after"))
    task = create_task(ending("wait closed", server.wait_closed()))
    await pause(5)
    note("closed", task.done())
    await hang_up(writer)
    await task
    await ending("again", server.wait_closed())


@case
async def wait_closed_before_the_close():
    server, port = await serve(shout)
    task = create_task(ending("wait closed", server.wait_closed()))
    await pause(5)
    note("closed", task.done())
    server.close()
    await task


@case
async def a_cancelled_wait_closed():
    server, port = await serve(shout)
    task = create_task(ending("wait closed", server.wait_closed()))
    await pause()
    task.cancel()
    await task
    note("serving", server.is_serving())
    server.close()
    await server.wait_closed()


@case
async def clients_that_are_closed():
    connected = []

    async def handler(reader, writer):
        connected.append(writer)
        writer.write(b"x" * 1000)
        await ending("handler", reader.readexactly(1))

    server, port = await serve(handler)
    reader, writer = await asyncio.open_connection(LOCAL, port)
    await until(lambda: connected)
    server.close_clients()
    note("received", len(await reader.read()))
    note("serving", server.is_serving())
    await hang_up(writer)
    server.close()
    await server.wait_closed()


@case
async def clients_that_are_aborted():
    connected = []

    async def handler(reader, writer):
        writer.write(bytes(8_000_000))
        connected.append(writer)
        await ending("handler", reader.readexactly(1))

    server, port = await serve(handler)
    reader, writer = await asyncio.open_connection(LOCAL, port)
    await until(lambda: connected)
    server.abort_clients()
    count = 0
    try:
        while data := await reader.read(100_000):
            count += len(data)
    except ConnectionError:
        pass
    note("all has come", count == 8_000_000)
    writer.close()
    server.close()
    await server.wait_closed()


@case
async def served_later():
    server, port = await serve(shout, start_serving=False)
    note("serving", server.is_serving())
    await ending("too early", asyncio.open_connection(LOCAL, port))
    await server.start_serving()
    await server.start_serving()
    note("serving", server.is_serving())
    reader, writer = await asyncio.open_connection(LOCAL, port)
    note(await ask(reader, writer, "hello"))
    await hang_up(writer)
    server.close()
    note("serving", server.is_serving())


@case
async def served_until_it_is_cancelled():
    server, port = await serve(shout)
    task = create_task(ending("serve forever", server.serve_forever()))
    reader, writer = await asyncio.open_connection(LOCAL, port)
    note(await ask(reader, writer, "hello"))
    note("serving", server.is_serving())
    await ending("twice", server.serve_forever())
    task.cancel()
    await pause(3)
    note("serving", server.is_serving(), "done", task.done())
    await hang_up(writer)
    await task
    await ending("once more", server.serve_forever())


@case
async def served_until_it_is_closed():
    server, port = await serve(shout, start_serving=False)
    task = create_task(ending("serve forever", server.serve_forever()))
    await until(server.is_serving)
    server.close()
    await task
    note("serving", server.is_serving())


@case
async def a_block_that_ends():
    server, port = await serve(shout)
    async with server:
        reader, writer = await asyncio.open_connection(LOCAL, port)
        note(await ask(reader, writer, "hello"))
        await hang_up(writer)
    note("serving", server.is_serving())


@case
async def a_client_that_hangs_up():
    async def handler(reader, writer):
        note("handler", len(await reader.read()))
        writer.close()
        await ending("handler", writer.wait_closed())

    server, port = await serve(handler)
    reader, writer = await asyncio.open_connection(LOCAL, port)
    await hang_up(writer)
    server.close()
    await server.wait_closed()


@case
async def a_client_that_resets():
    async def handler(reader, writer):
        writer.write(b"hello\n")
        await ending("handler", reader.readexactly(10))
        await ending("drain", writer.drain())
        writer.close()
        await ending("wait closed", writer.wait_closed())

    server, port = await serve(handler)
    with socket.create_connection((LOCAL, port)) as client:
        await pause(10)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    server.close()
    await server.wait_closed()


@case
async def a_client_that_ends_its_direction():
    async def handler(reader, writer):
        data = await reader.read()
        await pause(5)
        writer.write(data.upper())
        writer.write_eof()
        note("at end", reader.at_eof(), "closing", writer.is_closing())
        writer.close()

    server, port = await serve(handler)
    reader, writer = await asyncio.open_connection(LOCAL, port)
    writer.write(b"hello")
    writer.write_eof()
    note((await reader.read()).decode())
    await hang_up(writer)
    server.close()
    await server.wait_closed()


@case
async def the_limit_of_its_streams():
    async def handler(reader, writer):
        try:
            await reader.readuntil(b"\n")
        except asyncio.LimitOverrunError as error:
            note("overrun", error.consumed)
        writer.close()

    server, port = await serve(handler, limit=100)
    reader, writer = await asyncio.open_connection(LOCAL, port)
    writer.write(b"x" * 200 + b"\n")
    await reader.read()
    await hang_up(writer)
    server.close()
    await server.wait_closed()


@case
async def a_connection_from_an_address_of_its_own():
    peers = []

    async def handler(reader, writer):
        peers.append(writer.get_extra_info("peername")[0])
        await shout(reader, writer)

    server, port = await serve(handler)
    reader, writer = await asyncio.open_connection(LOCAL, port, local_addr=("127.0.0.2", 0))
    note(await ask(reader, writer, "hello"), *peers)
    await hang_up(writer)
    server.close()
    await server.wait_closed()


@case
async def nobody_listens():
    with socket.create_server((LOCAL, 0)) as listener:
        port = listener.getsockname()[1]
    await ending("open", asyncio.open_connection(LOCAL, port))


@case
async def an_address_in_use():
    server, port = await serve(shout)
    await ending("start", asyncio.start_server(shout, LOCAL, port))
    server.close()
    await server.wait_closed()
    again = await asyncio.start_server(shout, LOCAL, port)
    note("serving", again.is_serving())
    again.close()


@case
async def an_opening_that_is_cancelled():
    with socket.create_server((LOCAL, 0)) as listener:
        task = create_task(ending("open", asyncio.open_connection(*listener.getsockname())))
        await pause(1)
        task.cancel()
        await task


@case
async def on_a_path():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "socket")
        server = await asyncio.start_unix_server(shout, path)
        note("there", os.path.exists(path))
        reader, writer = await asyncio.open_unix_connection(path)
        note(await ask(reader, writer, "hello"))
        server.close()
        note("there", os.path.exists(path))
        await hang_up(writer)
        await server.wait_closed()
        await ending("open", asyncio.open_unix_connection(path))


@case
async def on_a_path_where_another_was():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "socket")
        with socket.socket(socket.AF_UNIX) as left_over:
            left_over.bind(path)
        server = await asyncio.start_unix_server(shout, path)
        reader, writer = await asyncio.open_unix_connection(path)
        note(await ask(reader, writer, "hello"))
        await hang_up(writer)
        server.close()
        await server.wait_closed()


@case
async def on_a_path_that_another_takes():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "socket")
        first = await asyncio.start_unix_server(shout, path)
        second = await asyncio.start_unix_server(shout, path)
        reader, writer = await asyncio.open_unix_connection(path)
        first.close()
        note("there", os.path.exists(path))
        note(await ask(reader, writer, "hello"))
        await hang_up(writer)
        second.close()
        note("there", os.path.exists(path))


@case
async def on_a_path_of_a_file():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "file")
        with open(path, "w") as file:
            file.write("text")
        await ending("start", asyncio.start_unix_server(shout, path))
        note("there", os.path.exists(path))
        await ending("open", asyncio.open_unix_connection(path))
