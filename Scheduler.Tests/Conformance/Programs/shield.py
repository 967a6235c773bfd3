"""shield: a cancel from outside stays outside."""

import asyncio

from harness import case, create_task, log, noop, pause


def future():
    return asyncio.get_running_loop().create_future()


async def value(name, iterations=0):
    await pause(iterations)
    log(name, "ends")
    return name


async def fails(name, iterations=0):
    await pause(iterations)
    log(name, "fails")
    raise OSError(name)


async def settle(awaitable):
    try:
        log("result", await awaitable)
    except (Exception, asyncio.CancelledError) as error:
        log("caught", error)


@case
async def new_task():
    log("before")
    await asyncio.shield(create_task(noop()))
    log("after")


@case
async def coroutine():
    log("before")
    log("result", await asyncio.shield(value("a", 1)))


@case
async def done_task():
    task = create_task(value("a"))
    await pause()
    log("before", "same", asyncio.shield(task) is task)
    log("result", await asyncio.shield(task))


@case
async def failure():
    await settle(asyncio.shield(fails("a", 1)))


@case
async def failed_future():
    failed = future()
    failed.set_exception(OSError("lost"))
    await settle(asyncio.shield(failed))


@case
async def inner_cancel():
    inner = create_task(value("a", 5))
    asyncio.get_running_loop().call_soon(inner.cancel, "stop")
    outer = asyncio.shield(inner)
    try:
        await outer
    except asyncio.CancelledError:
        log("cancelled", outer.cancelled(), inner.cancelled())


@case
async def outer_cancel_leaves_the_inner_running():
    inner = create_task(value("inner", 4))
    outer = asyncio.shield(inner)
    await pause()
    log("cancel", outer.cancel("stop"))
    await settle(outer)
    await settle(inner)


@case
async def cancel_of_the_awaiting_task():
    inner = create_task(value("inner", 4))

    async def waiter():
        try:
            await asyncio.shield(inner)
        except asyncio.CancelledError as error:
            log("waiter", error)
            raise

    task = create_task(waiter())
    await pause()
    log("cancel", task.cancel("stop"))
    await settle(task)
    await settle(inner)


@case
async def later_failure_of_the_inner_is_reported():
    outer = asyncio.shield(fails("inner", 6))
    await pause()
    outer.cancel()
    await settle(outer)
    await pause(8)


@case
async def failure_together_with_the_outer_cancel():
    for iterations in range(6):
        inner = create_task(fails("inner", 2))
        outer = asyncio.shield(inner)
        await pause(iterations)
        log("-", iterations, "cancel", outer.cancel())
        await settle(outer)
        await pause(6)


@case
async def cancel_at_each_iteration():
    for iterations in range(7):
        inner = create_task(value("inner", 2))

        async def waiter():
            log("waiter", await asyncio.shield(inner))

        task = create_task(waiter())
        await pause(iterations)
        log("-", iterations, "cancel", task.cancel())
        await settle(task)
        await settle(inner)


@case
async def nested():
    inner = create_task(value("inner", 3))
    middle = asyncio.shield(inner)
    outer = asyncio.shield(middle)
    await pause()
    outer.cancel()
    await settle(outer)
    log("middle done", middle.done())
    await settle(middle)


@case
async def in_a_gather():
    inner = create_task(value("inner", 3))
    both = asyncio.gather(asyncio.shield(inner), value("b", 9))
    await pause()
    both.cancel()
    await settle(both)
    await settle(inner)


@case
async def around_a_gather():
    inner = asyncio.gather(value("a", 3), value("b", 2))
    outer = asyncio.shield(inner)
    await pause()
    outer.cancel()
    await settle(outer)
    log(*await inner)


@case
async def with_wait_for():
    inner = create_task(asyncio.sleep(5))
    try:
        await asyncio.wait_for(asyncio.shield(inner), 1)
    except TimeoutError:
        log("timeout", inner.done())
    await inner
    log("after")


@case
async def outer_that_nobody_awaits():
    asyncio.shield(create_task(value("a")))
    await asyncio.sleep(1)
    log("after")
