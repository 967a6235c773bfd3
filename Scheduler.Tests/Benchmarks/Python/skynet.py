"""A tree in which each node adds up its ten children. Arguments: leaves, tasks or direct. Prints nanoseconds per leaf."""
import asyncio
import sys
import time


async def node(first, size):
    if size == 1:
        return first
    part = size // 10
    children = [asyncio.create_task(node(first + i * part, part)) for i in range(10)]
    total = 0
    for child in children:
        total += await child
    return total


async def direct_node(first, size):
    if size == 1:
        return first
    part = size // 10
    total = 0
    for i in range(10):
        total += await direct_node(first + i * part, part)
    return total


async def main(leaves, kind):
    start = time.process_time_ns()
    await {"tasks": node, "direct": direct_node}[kind](0, leaves)
    print((time.process_time_ns() - start) / leaves)


asyncio.run(main(int(sys.argv[1]), sys.argv[2]))
