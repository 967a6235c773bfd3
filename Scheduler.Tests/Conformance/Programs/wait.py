"""wait: what is done and what is pending, and when."""

import asyncio

from harness import case, create_task, log, noop, pause


def future():
    return asyncio.get_running_loop().create_future()


async def ends(name, iterations=0):
    await pause(iterations)
    log(name, "ends")


async def fails(name, iterations=0):
    await pause(iterations)
    log(name, "fails")
    raise OSError(name)


async def sleeps(name, seconds=10):
    try:
        await asyncio.sleep(seconds)
        log(name, "slept")
    except asyncio.CancelledError:
        log(name, "cancelled")
        raise


async def wait(tasks, **options):
    """asyncio.wait, with the names of what is done and of what is pending in the order of the tasks."""
    done, pending = await asyncio.wait(tasks, **options)
    log("done", *[i for i, task in enumerate(tasks) if task in done], "pending", *[i for i, task in enumerate(tasks) if task in pending])


@case
async def done_task():
    task = create_task(noop())
    await pause()
    log("before")
    await wait([task])


@case
async def done_future():
    done = future()
    done.set_result(1)
    log("before")
    await wait([done])


@case
async def new_task():
    log("before")
    await wait([create_task(noop())])


@case
async def two_tasks():
    await wait([create_task(ends("a", 2)), create_task(ends("b"))])


@case
async def first_completed():
    tasks = [create_task(ends("a", 3)), create_task(ends("b")), create_task(ends("c", 1))]
    await wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    await wait(tasks)


@case
async def first_completed_of_done_ones():
    a, b = create_task(noop()), create_task(noop())
    await pause()
    await wait([a, b, future()], return_when=asyncio.FIRST_COMPLETED)


@case
async def first_completed_while_others_end_meanwhile():
    tasks = [create_task(ends("a")), create_task(ends("b", 1)), create_task(ends("c", 2)), create_task(ends("d", 3))]
    await wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    await pause(3)


@case
async def first_exception():
    tasks = [create_task(ends("a")), create_task(fails("b", 2)), create_task(sleeps("c"))]
    await wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    tasks[2].cancel()
    await wait(tasks)


@case
async def first_exception_is_no_cancel():
    tasks = [create_task(sleeps("a")), create_task(ends("b", 3))]
    asyncio.get_running_loop().call_soon(tasks[0].cancel)
    await wait(tasks, return_when=asyncio.FIRST_EXCEPTION)


@case
async def first_exception_without_any():
    await wait([create_task(ends("a", 1)), create_task(ends("b"))], return_when=asyncio.FIRST_EXCEPTION)


@case
async def failed_before():
    failed = create_task(fails("a"))
    await pause()
    await wait([failed, create_task(sleeps("b", 1))], return_when=asyncio.FIRST_EXCEPTION)


@case
async def exception_that_nobody_looks_at():
    await wait([create_task(fails("a"))])


@case
async def timeout():
    tasks = [create_task(sleeps("a", 1)), create_task(sleeps("b", 3))]
    await wait(tasks, timeout=2)
    await wait(tasks, timeout=5)
    log("after")


@case
async def timeout_of_zero():
    await wait([create_task(ends("a", 1)), create_task(sleeps("b", 1))], timeout=0)


@case
async def negative_timeout():
    await wait([create_task(ends("a", 1)), create_task(sleeps("b", 1))], timeout=-1)


@case
async def timeout_together_with_the_completion():
    await wait([create_task(sleeps("a", 1))], timeout=1)


@case
async def timeout_leaves_no_timer():
    await wait([create_task(ends("a"))], timeout=100)
    await asyncio.sleep(1)
    log("after")


@case
async def future_set_by_a_callback():
    pending = future()
    asyncio.get_running_loop().call_later(1, pending.set_result, 1)
    await wait([pending])


@case
async def cancel_leaves_the_tasks_running():
    tasks = [create_task(sleeps("a", 1)), create_task(sleeps("b", 2))]
    waiter = create_task(wait(tasks))
    await pause()
    log("cancel", waiter.cancel("stop"))
    try:
        await waiter
    except asyncio.CancelledError as error:
        log("caught", error)
    await wait(tasks)


@case
async def cancel_at_each_iteration():
    for iterations in range(8):
        tasks = [create_task(ends("a", 1)), create_task(ends("b", 2))]
        waiter = create_task(wait(tasks))
        await pause(iterations)
        log("-", iterations, "cancel", waiter.cancel())
        try:
            await waiter
        except asyncio.CancelledError:
            log("cancelled")
        await asyncio.gather(*tasks)


@case
async def timeout_at_each_iteration():
    for iterations in range(6):
        tasks = [create_task(pause(iterations)), create_task(sleeps("b", 1))]
        await wait(tasks, timeout=0)
        await asyncio.gather(*tasks)


@case
async def same_task_twice():
    task = create_task(ends("a", 1))
    done, pending = await asyncio.wait([task, task])
    log(len(done), len(pending))


@case
async def two_wait_for_the_same_tasks():
    tasks = [create_task(ends("a", 1)), create_task(ends("b", 2))]
    await asyncio.gather(wait(tasks), wait(tasks, return_when=asyncio.FIRST_COMPLETED))


@case
async def slow_consumer():
    tasks = [create_task(sleeps(name, seconds)) for name, seconds in (("a", 1), ("b", 2), ("c", 3))]
    pending = set(tasks)
    while pending:
        done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
        log("done", *[i for i, task in enumerate(tasks) if task in done])
        await asyncio.sleep(1.5)


@case
async def nothing_to_wait_for():
    try:
        await asyncio.wait([])
    except ValueError:
        log("ValueError")
