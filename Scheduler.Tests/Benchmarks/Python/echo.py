"""An echo server. Arguments: 'streams' or 'protocol', and then, if it is to run on that loop, 'uvloop'. Prints where it listens."""
import asyncio
import sys


async def echo(reader, writer):
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    except ConnectionError:
        pass
    finally:
        writer.close()


class Echo(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        self.transport.write(data)

    def pause_writing(self):
        self.transport.pause_reading()

    def resume_writing(self):
        self.transport.resume_reading()


async def main(kind):
    if kind == 'streams':
        server = await asyncio.start_server(echo, '127.0.0.1', 0, backlog=1024)
    else:
        server = await asyncio.get_running_loop().create_server(Echo, '127.0.0.1', 0, backlog=1024)
    host, port = server.sockets[0].getsockname()
    print(f'listening on {host}:{port}', flush=True)
    await server.serve_forever()


if sys.argv[2:] == ['uvloop']:
    import uvloop
    uvloop.install()

asyncio.run(main(sys.argv[1]))
