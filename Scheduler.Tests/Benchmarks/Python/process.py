"""Programs that do nothing, started and waited for one after the other. Argument: how many. Prints nanoseconds of the clock for each."""
import asyncio
import sys
import time


async def main(runs):
    start = time.perf_counter_ns()
    for _ in range(runs):
        process = await asyncio.create_subprocess_exec("/bin/true")
        await process.wait()
    print((time.perf_counter_ns() - start) / runs)


asyncio.run(main(int(sys.argv[1])))
