"""How many iterations of the loop pass: the table of SEMANTICS.md."""

import asyncio
import socket

from harness import case, create_task, fail, log, noop, pause


def future():
    return asyncio.get_running_loop().create_future()


def done_future(result=None):
    done = future()
    done.set_result(result)
    return done


@case
async def await_done_future():
    done = done_future(42)
    log("before")
    log("result", await done)


@case
async def await_failed_future():
    failed = future()
    failed.set_exception(ValueError("lost"))
    log("before")
    try:
        await failed
    except ValueError as error:
        log("caught", error)


@case
async def await_cancelled_future():
    cancelled = future()
    cancelled.cancel("gone")
    log("before")
    try:
        await cancelled
    except asyncio.CancelledError as error:
        log("caught", error, "cancelling", asyncio.current_task().cancelling())


@case
async def await_coroutine_directly():
    async def answer():
        log("inside")
        return 42

    log("before")
    log("result", await answer())


@case
async def await_five_coroutines_deep():
    async def level(n):
        if n == 0:
            await asyncio.sleep(0)
        else:
            await level(n - 1)
        log("leaving", n)

    log("before")
    await level(4)
    log("after")


@case
async def await_done_task():
    task = create_task(noop())
    await pause()
    log("before", "done", task.done())
    await task
    log("after")


@case
async def sleep_zero():
    log("before")
    await asyncio.sleep(0)
    log("after")


@case
async def sleep_negative():
    log("before")
    await asyncio.sleep(-1)
    log("after")


@case
async def sleep_positive():
    log("before")
    await asyncio.sleep(1)
    log("after")


@case
async def sleep_tiny():
    log("before")
    await asyncio.sleep(1 / 1024)
    log("after")


@case
async def future_set_by_call_soon():
    pending = future()
    asyncio.get_running_loop().call_soon(pending.set_result, 1)
    log("before")
    log("result", await pending)


@case
async def future_set_by_call_later_zero():
    pending = future()
    asyncio.get_running_loop().call_later(0, pending.set_result, 1)
    log("before")
    log("result", await pending)


@case
async def future_set_by_call_at_in_the_past():
    pending = future()
    asyncio.get_running_loop().call_at(-5, pending.set_result, 1)
    log("before")
    log("result", await pending)


@case
async def future_set_by_task():
    pending = future()

    async def setter():
        log("setting")
        pending.set_result(1)

    create_task(setter())
    log("before")
    log("result", await pending)


@case
async def await_new_task():
    log("before")
    await create_task(noop())
    log("after")


@case
async def await_new_failing_task():
    log("before")
    try:
        await create_task(fail(ValueError("lost")))
    except ValueError as error:
        log("caught", error)


@case
async def await_task_that_sleeps_zero():
    log("before")
    await create_task(asyncio.sleep(0))
    log("after")


@case
async def await_task_that_sleeps():
    log("before")
    await create_task(asyncio.sleep(1))
    log("after")


@case
async def cancel_before_start_then_await():
    task = create_task(noop())
    task.cancel()
    log("before")
    try:
        await task
    except asyncio.CancelledError as error:
        log("caught", error)


@case
async def cancel_sleeping_task_then_await():
    task = create_task(asyncio.sleep(10))
    await pause()
    log("before")
    task.cancel()
    try:
        await task
    except asyncio.CancelledError as error:
        log("caught", error)


@case
async def cancel_yielding_task_then_await():
    async def spin():
        while True:
            await asyncio.sleep(0)

    task = create_task(spin())
    await pause()
    log("before")
    task.cancel()
    try:
        await task
    except asyncio.CancelledError as error:
        log("caught", error)


@case
async def task_awaits_task_awaits_noop():
    async def middle():
        await create_task(noop())
        log("middle")

    log("before")
    await create_task(middle())
    log("after")


@case
async def chain_of_five_tasks():
    async def level(n):
        if n > 0:
            await create_task(level(n - 1))
        log("level", n)

    log("before")
    await level(5)
    log("after")


@case
async def two_awaiters_of_one_future():
    pending = future()

    async def waiter(name):
        log(name, "result", await pending)

    tasks = [create_task(waiter(name)) for name in "ab"]
    await pause()
    log("setting")
    pending.set_result(1)
    for task in tasks:
        await task
    log("after")


@case
async def two_tasks_that_end_in_one_iteration():
    first, second = create_task(noop()), create_task(noop())
    log("before")
    await first
    log("first")
    await second
    log("second")


@case
async def try_around_an_await_is_free():
    log("before")
    try:
        await noop()
        raise ValueError("lost")
    except ValueError as error:
        log("caught", error)
    finally:
        log("finally")
    log("after")


@case
async def await_in_finally():
    log("before")
    try:
        await noop()
    finally:
        await asyncio.sleep(0)
        log("cleaned up")
    log("after")


@case
async def recv_with_data_waiting():
    here, there = socket.socketpair()
    with here, there:
        here.setblocking(False)
        there.send(b"data")
        log("before")
        data = await asyncio.get_running_loop().sock_recv(here, 10)
        log("received", len(data))


@case
async def recv_of_data_that_comes():
    loop = asyncio.get_running_loop()
    here, there = socket.socketpair()
    with here, there:
        here.setblocking(False)
        loop.call_soon(there.send, b"data")
        log("before")
        data = await loop.sock_recv(here, 10)
        log("received", len(data))


@case
async def recv_at_the_end_of_the_stream():
    here, there = socket.socketpair()
    with here:
        here.setblocking(False)
        there.close()
        log("before")
        data = await asyncio.get_running_loop().sock_recv(here, 10)
        log("received", len(data))


@case
async def send_with_room():
    loop = asyncio.get_running_loop()
    here, there = socket.socketpair()
    with here, there:
        here.setblocking(False)
        log("before")
        await loop.sock_sendall(here, b"data")
        log("sent")


@case
async def accept_with_somebody_waiting():
    with socket.create_server(("127.0.0.1", 0)) as listener, socket.create_connection(listener.getsockname()):
        listener.setblocking(False)
        log("before")
        connection, _ = await asyncio.get_running_loop().sock_accept(listener)
        log("accepted")
        connection.close()


@case
async def accept_of_somebody_who_comes():
    loop = asyncio.get_running_loop()
    with socket.create_server(("127.0.0.1", 0)) as listener, socket.socket() as client:
        listener.setblocking(False)
        loop.call_soon(client.connect, listener.getsockname())
        log("before")
        connection, _ = await loop.sock_accept(listener)
        log("accepted")
        connection.close()
