"""Eager tasks, the eager task factory, and what a factory may change."""

import asyncio
import contextvars

from harness import case, create_eager_task, create_task, ending, ends, fail, kind, log, noop, ordered_tasks, pause, run, Loop

value = contextvars.ContextVar("value", default="default")


def loop():
    return asyncio.get_running_loop()


def this():
    return asyncio.current_task()


def state(task):
    return f"done {task.done()} cancelled {task.cancelled()}"


async def answer(name, awaitable=None):
    log(name, "begins")
    if awaitable is not None:
        await awaitable
    log(name, "ends")
    return name


def names():
    return ", ".join(task.get_name() for task in ordered_tasks())


# How many iterations pass.


@case
async def that_does_not_suspend():
    log("before")
    task = create_eager_task(answer("task"))
    log("created", state(task))
    log("result", await task)


@case
async def that_yields():
    log("before")
    task = create_eager_task(answer("task", asyncio.sleep(0)))
    log("created", state(task))
    log("result", await task)


@case
async def that_sleeps():
    log("before")
    task = create_eager_task(answer("task", asyncio.sleep(1)))
    log("created", state(task))
    log("result", await task)


@case
async def that_awaits_a_future():
    pending = loop().create_future()
    task = create_eager_task(answer("task", pending))
    log("created", state(task))
    pending.set_result(None)
    log("result", await task)


@case
async def that_awaits_a_done_future():
    done = loop().create_future()
    done.set_result(None)
    task = create_eager_task(answer("task", done))
    log("created", state(task))


@case
async def that_awaits_a_task():
    other = create_task(answer("other", asyncio.sleep(1)))
    task = create_eager_task(answer("task", other))
    log("created", state(task))
    log("result", await task)


@case
async def that_awaits_coroutines_that_do_not_suspend():
    async def deep(n):
        if n > 0:
            await deep(n - 1)

    task = create_eager_task(answer("task", deep(50)))
    log("created", state(task))


@case
async def that_awaits_the_task_that_made_it():
    async def body():
        log("maker returned", await maker)

    async def making():
        create_eager_task(body())
        await asyncio.sleep(1)
        return "maker"

    maker = create_task(making())
    await maker
    await pause()


@case
async def many_that_do_not_suspend():
    log("before")
    tasks = [create_eager_task(answer(name)) for name in "abc"]
    log("created", ", ".join(state(task) for task in tasks))
    for task in tasks:
        log("result", await task)


@case
async def order_beside_callbacks_and_other_tasks():
    loop().call_soon(log, "callback before")
    other = create_task(answer("other"))
    task = create_eager_task(answer("task", asyncio.sleep(0)))
    loop().call_soon(log, "callback after")
    await other
    await task


@case
async def done_callbacks():
    task = create_eager_task(answer("task"))
    task.add_done_callback(lambda done: log("callback", done.result()))
    log("added")
    await pause()


@case
def outside_of_a_running_loop_it_is_not_eager():
    loop = Loop()
    task = loop.create_eager_task(answer("task"))
    log("created", state(task))
    loop.run_until_complete(task)
    loop.close()


# Who runs.


@case
async def current_task():
    async def body():
        log("inside", this().get_name())
        await asyncio.sleep(0)
        log("inside", this().get_name())

    log("before", this().get_name())
    task = create_eager_task(body(), name="eager")
    log("after", this().get_name())
    await task
    log("after", this().get_name())


@case
async def current_task_in_nested_ones():
    async def inner():
        log("inner", this().get_name())
        await asyncio.sleep(0)
        log("inner", this().get_name())

    async def outer():
        log("outer", this().get_name())
        task = create_eager_task(inner(), name="inner")
        log("outer", this().get_name())
        await task
        log("outer", this().get_name())

    await create_eager_task(outer(), name="outer")
    log("main", this().get_name())


@case
async def current_task_of_one_made_by_a_callback():
    def callback():
        log("callback", this())
        create_eager_task(body(), name="eager")
        log("callback", this())

    async def body():
        log("inside", this().get_name())

    loop().call_soon(callback)
    await pause()


@case
async def current_task_after_a_failure():
    task = create_eager_task(fail(ValueError("lost")))
    log("after", this().get_name(), kind(task.exception()))


@case
async def names_are_numbered_in_the_order_of_creation():
    async def outer():
        log("outer", this().get_name())
        log("inner", create_eager_task(noop()).get_name())

    task = create_eager_task(outer())
    log(task.get_name(), create_task(noop()).get_name(), create_eager_task(noop(), name="x").get_name())
    log(create_eager_task(noop()).get_name())


@case
async def all_tasks():
    async def body():
        log("inside", names())
        await asyncio.sleep(0)
        log("inside", names())

    task = create_eager_task(body(), name="eager")
    log("after", names())
    await task
    log("done", names())


@case
async def all_tasks_when_it_does_not_suspend():
    async def body():
        log("inside", names())

    create_eager_task(body(), name="eager")
    log("after", names())


@case
async def deep_nesting():
    async def level(n):
        if n < 5:
            child = create_eager_task(level(n + 1))
            log("level", n, state(child))
            await child
        else:
            await asyncio.sleep(0)
        log("leaving", n)

    await create_eager_task(level(0))


# Failures.


@case
async def that_fails_at_once():
    task = create_eager_task(fail(ValueError("lost")))
    log("created", state(task))
    await ending("task", task)


@case
async def that_fails_later():
    async def body():
        await asyncio.sleep(0)
        raise ValueError("lost")

    task = create_eager_task(body())
    log("created", state(task))
    await ending("task", task)


@case
async def that_fails_unseen():
    create_eager_task(fail(ValueError("lost")))
    await pause()
    log("main ends")


@case
async def that_raises_a_cancel_at_once():
    task = create_eager_task(fail(asyncio.CancelledError("own")))
    log("created", state(task))
    await ending("task", task)


@case
async def that_fails_in_its_cleanup():
    async def body():
        try:
            raise ValueError("first")
        finally:
            log("cleaning up")
            raise KeyError("second")

    task = create_eager_task(body())
    log("created", state(task), kind(task.exception()))


@case
async def that_awaits_itself():
    async def body():
        await this()

    task = create_eager_task(body())
    log("created", state(task))
    await pause()
    log("later", state(task), kind(task.exception()))


@case
def that_is_interrupted():
    kept = []

    async def interrupted():
        # CPython would report as well that nobody retrieved it.
        kept.append(this())
        raise KeyboardInterrupt("by a coroutine")

    async def main():
        try:
            create_eager_task(interrupted())
        finally:
            log("main is left")
        log("never")

    ends(lambda: run(main()))


@case
async def failure_in_the_cleanup_of_its_maker():
    async def eager():
        raise KeyError("eager")

    async def maker():
        try:
            raise ValueError("maker")
        finally:
            task = create_eager_task(eager())
            log("in the finally", state(task), kind(task.exception()))

    await ending("maker", maker())


@case
async def success_in_the_cleanup_of_its_maker():
    async def maker():
        try:
            raise ValueError("maker")
        finally:
            task = create_eager_task(answer("eager"))
            log("in the finally", state(task))

    await ending("maker", create_task(maker()))


# Cancels.


@case
async def cancels_itself_and_then_suspends():
    async def body():
        log("cancel", this().cancel("own"))
        await asyncio.sleep(1)
        log("never")

    task = create_eager_task(body())
    log("created", state(task), "cancelling", task.cancelling())
    await ending("task", task)


@case
async def cancels_itself_and_then_yields():
    async def body():
        this().cancel("own")
        await asyncio.sleep(0)
        log("never")

    task = create_eager_task(body())
    log("created", state(task))
    await ending("task", task)


@case
async def cancels_itself_and_then_returns():
    async def body():
        this().cancel("own")
        return "lost"

    task = create_eager_task(body())
    log("created", state(task))
    await ending("task", task)


@case
async def cancels_itself_takes_it_back_and_returns():
    async def body():
        this().cancel("own")
        log("uncancel", this().uncancel())
        return "kept"

    task = create_eager_task(body())
    log("created", state(task))
    await ending("task", task)


@case
async def cancelled_right_after_its_creation():
    async def body():
        try:
            await asyncio.sleep(1)
        finally:
            log("finally")

    task = create_eager_task(body())
    log("cancel", task.cancel("maker"))
    await ending("task", task)


@case
async def cancelled_when_it_is_done():
    task = create_eager_task(answer("task"))
    log("cancel", task.cancel("maker"))
    await ending("task", task)


@case
async def cancels_its_maker():
    async def body(maker):
        maker.cancel("by the eager one")

    async def making():
        create_eager_task(body(this()))
        log("made, cancelling", this().cancelling())
        await asyncio.sleep(0)
        log("never")

    await ending("maker", create_task(making()))


# Contexts.


@case
async def values_it_sets_stay_with_it():
    async def body():
        log("inside", value.get())
        value.set("eager's")
        await asyncio.sleep(0)
        log("inside", value.get())

    value.set("maker's")
    task = create_eager_task(body())
    log("after", value.get())
    value.set("changed")
    await task
    log("after", value.get())


@case
async def values_set_without_a_suspension_stay_with_it():
    async def body():
        value.set("eager's")

    value.set("maker's")
    create_eager_task(body())
    log("after", value.get())


@case
async def values_of_a_context_that_is_given():
    async def body():
        log("inside", value.get())
        value.set("eager's")
        await asyncio.sleep(0)
        log("inside", value.get())

    value.set("given")
    context = contextvars.copy_context()
    value.set("maker's")
    task = create_eager_task(body(), context=context)
    log("after", value.get())
    await task
    log("after", value.get())


@case
async def values_of_nested_ones():
    async def inner():
        log("inner", value.get())
        value.set("inner's")

    async def outer():
        value.set("outer's")
        create_eager_task(inner())
        log("outer", value.get())

    value.set("main's")
    create_eager_task(outer())
    log("main", value.get())


@case
async def values_of_one_made_by_a_callback():
    async def body():
        log("inside", value.get())
        value.set("eager's")

    def callback():
        value.set("callback's")
        create_eager_task(body())
        log("callback", value.get())

    value.set("main's")
    loop().call_soon(callback)
    await pause()
    log("main", value.get())


@case
async def values_set_before_a_failure():
    async def body():
        value.set("eager's")
        raise ValueError("lost")

    value.set("maker's")
    task = create_eager_task(body())
    log("after", value.get(), kind(task.exception()))


# What holds inside.


@case
async def timeout_inside():
    async def body():
        async with asyncio.timeout(1):
            await asyncio.sleep(10)

    task = create_eager_task(body())
    await ending("task", task)


@case
async def timeout_inside_that_is_left_at_once():
    async def body():
        async with asyncio.timeout(1):
            return "early"

    task = create_eager_task(body())
    log("created", state(task))
    await asyncio.sleep(5)
    log("after", task.result())


@case
async def timeout_of_its_maker():
    async def maker():
        async with asyncio.timeout(1):
            await create_eager_task(answer("task", asyncio.sleep(10)))

    await ending("maker", maker())


@case
async def group_inside():
    async def body():
        async with asyncio.TaskGroup() as group:
            group.create_task(answer("child"))
        return "done"

    task = create_eager_task(body())
    log("created", state(task))
    await ending("task", task)


@case
async def wait_for_inside():
    async def body():
        return await asyncio.wait_for(answer("inner"), 1)

    task = create_eager_task(body())
    log("created", state(task))
    await ending("task", task)


# The factory.


def eager():
    loop().set_task_factory(asyncio.eager_task_factory)


@case
async def factory_that_makes_all_eager():
    eager()
    task = create_task(answer("task"))
    log("created", state(task))
    other = create_task(answer("other", asyncio.sleep(0)), name="named")
    log("created", state(other), other.get_name())
    await other
    loop().set_task_factory(None)
    task = create_task(answer("late"))
    log("created", state(task))
    await task


@case
async def factory_and_a_context():
    async def body():
        log("inside", value.get())

    value.set("given")
    context = contextvars.copy_context()
    value.set("main's")
    eager()
    create_task(body())
    create_task(body(), context=context)


@case
async def factory_and_wait_for():
    eager()
    await ending("in time", asyncio.wait_for(answer("a"), 1))
    await ending("no time", asyncio.wait_for(answer("b"), 0))
    await ending("no time for a sleep", asyncio.wait_for(answer("c", asyncio.sleep(1)), 0))


@case
async def factory_that_wraps():
    async def wrapped(coroutine):
        log("begins")
        result = await coroutine
        log("ends")
        return result

    def factory(loop, coroutine, **options):
        return asyncio.Task(wrapped(coroutine), loop=loop, **options)

    loop().set_task_factory(factory)
    log("result", await create_task(answer("task", asyncio.sleep(0))))
    loop().set_task_factory(None)


@case
async def factory_that_fails():
    def factory(loop, coroutine, **options):
        coroutine.close()
        raise ValueError("no tasks today")

    loop().set_task_factory(factory)
    try:
        create_task(noop())
    except ValueError as error:
        log("raised", error)
    log(names())
    loop().set_task_factory(None)


@case
def left_behind_at_the_end():
    async def linger(name):
        try:
            await asyncio.sleep(100)
        finally:
            log(name, "cleaned up")

    async def outer():
        create_eager_task(linger("inner"))
        await linger("outer")

    async def main():
        create_eager_task(outer())
        create_eager_task(linger("last"))
        log("main ends")

    ends(lambda: run(main()))
