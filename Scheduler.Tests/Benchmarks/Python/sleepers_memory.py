"""What a sleeping task keeps in memory. Argument: tasks. Prints bytes per task."""
import asyncio
import sys
import tracemalloc

import virtual_time


async def main(sleepers):
    tracemalloc.start()
    tasks = [asyncio.create_task(asyncio.sleep(1 + i)) for i in range(sleepers)]
    await asyncio.sleep(0)
    print(tracemalloc.get_traced_memory()[0] / sleepers)
    tracemalloc.stop()
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)


virtual_time.run(main(int(sys.argv[1])))
