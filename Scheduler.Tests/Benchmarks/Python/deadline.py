"""Time limits around something that is ready. Arguments: how many, wait_for or timeout. Prints nanoseconds for each."""
import asyncio
import sys
import time


async def wait_for(ready, count):
    for _ in range(count):
        await asyncio.wait_for(ready, 10.0)


async def timeout(ready, count):
    for _ in range(count):
        async with asyncio.timeout(10.0):
            await ready


async def main(count, kind):
    ready = asyncio.get_running_loop().create_future()
    ready.set_result(None)
    start = time.process_time_ns()
    await {"wait_for": wait_for, "timeout": timeout}[kind](ready, count)
    print((time.process_time_ns() - start) / count)


asyncio.run(main(int(sys.argv[1]), sys.argv[2]))
