"""Tasks that hand a lock on to each other. Arguments: hand-overs, tasks. Prints nanoseconds per hand-over."""
import asyncio
import sys
import time


async def worker(lock, times):
    for i in range(times):
        async with lock:
            if i == 0:
                # So that the others come to wait; from then on somebody always does.
                await asyncio.sleep(0)


async def main(handovers, workers):
    lock = asyncio.Lock()
    start = time.process_time_ns()
    tasks = [asyncio.create_task(worker(lock, handovers // workers)) for _ in range(workers)]
    for task in tasks:
        await task
    print((time.process_time_ns() - start) / handovers)


asyncio.run(main(int(sys.argv[1]), int(sys.argv[2])))
