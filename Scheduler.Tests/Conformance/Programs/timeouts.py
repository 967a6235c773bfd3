"""Blocks with a deadline: rules 19 to 23."""

import asyncio
import math

from harness import case, create_task, ending, fail, kind, log, pause


def future():
    return asyncio.get_running_loop().create_future()


def loop():
    return asyncio.get_running_loop()


def this():
    return asyncio.current_task()


async def sleep_within(delay, seconds, name="block"):
    """Sleeps under a timeout, and logs what the block knows."""
    async with asyncio.timeout(delay) as timeout:
        try:
            await asyncio.sleep(seconds)
            log(name, "slept, expired", timeout.expired())
        finally:
            log(name, "is left")


async def slow_cleanup(seconds, cleanup, name="body"):
    try:
        await asyncio.sleep(seconds)
    finally:
        await asyncio.sleep(cleanup)
        log(name, "cleaned up, cancelling", this().cancelling())


async def swallow(seconds, name="body"):
    try:
        await asyncio.sleep(seconds)
    except asyncio.CancelledError as error:
        log(name, "swallowed", error, "cancelling", this().cancelling())
    return 7


# How many iterations pass.


@case
async def zero_around_nothing():
    async def body():
        async with asyncio.timeout(0) as timeout:
            log("inside, expired", timeout.expired())
        log("outside, expired", timeout.expired())

    log("before")
    await ending("body", body())
    await pause()
    log("after, cancelling", this().cancelling())


@case
async def zero_around_a_bare_yield():
    log("before")
    await ending("block", sleep_within(0, 0))


@case
async def zero_around_two_bare_yields():
    async def body():
        async with asyncio.timeout(0):
            await asyncio.sleep(0)
            log("once")
            await asyncio.sleep(0)
            log("never")

    log("before")
    await ending("body", body())


@case
async def zero_around_a_longer_sleep():
    log("before")
    await ending("block", sleep_within(0, 10))


@case
async def negative_delay():
    log("before")
    await ending("block", sleep_within(-1, 10))


@case
async def zero_around_a_pending_future():
    async def body():
        async with asyncio.timeout(0):
            await pending

    pending = future()
    log("before")
    await ending("body", body())
    log("future cancelled", pending.cancelled())


@case
async def zero_around_a_done_future():
    async def body():
        async with asyncio.timeout(0):
            return await done

    done = future()
    done.set_result(3)
    log("before")
    await ending("body", body())


@case
async def zero_around_an_unstarted_task():
    async def child():
        log("never")

    async def body():
        async with asyncio.timeout(0):
            await create_task(child())

    log("before")
    await ending("body", body())


@case
async def zero_around_a_started_task():
    async def body():
        async with asyncio.timeout(0):
            await child

    child = create_task(slow_cleanup(10, 2, "child"))
    await pause()
    log("before")
    await ending("body", body())


@case
async def in_time():
    log("before")
    await ending("block", sleep_within(2, 1))
    await asyncio.sleep(3)
    log("after, cancelling", this().cancelling())


@case
async def too_late():
    log("before")
    await ending("block", sleep_within(1, 10))
    await asyncio.sleep(20)
    log("after, cancelling", this().cancelling())


@case
async def no_deadline():
    await ending("block", sleep_within(None, 10))


@case
async def infinite_delay():
    await ending("block", sleep_within(math.inf, 10))


@case
async def expires_among_bare_yields():
    async def body():
        async with asyncio.timeout(1):
            loop().call_later(1, log, "callback at the same time")
            while True:
                await asyncio.sleep(0)
                if loop().time() < 1:
                    await asyncio.sleep(0.5)
                log("spinning")

    await ending("body", body())


# What it tells.


@case
async def when_and_expired():
    async def body():
        async with asyncio.timeout(2) as timeout:
            log("when", timeout.when(), "expired", timeout.expired())
            try:
                await asyncio.sleep(5)
            except asyncio.CancelledError:
                log("when", timeout.when(), "expired", timeout.expired())
        log("when", timeout.when(), "expired", timeout.expired())

    await asyncio.sleep(1)
    await ending("body", body())


@case
async def when_and_expired_in_time():
    async def body():
        async with asyncio.timeout(2) as timeout:
            await asyncio.sleep(1)
        log("when", timeout.when(), "expired", timeout.expired())
        await asyncio.sleep(5)
        log("when", timeout.when(), "expired", timeout.expired())

    await ending("body", body())


@case
async def when_without_a_deadline():
    async def body():
        async with asyncio.timeout(None) as timeout:
            log("when", timeout.when(), "expired", timeout.expired())
            await asyncio.sleep(1)

    await ending("body", body())


@case
async def cause_of_the_timeout():
    try:
        await sleep_within(1, 10)
    except TimeoutError as error:
        log("caught, caused by", kind(error.__cause__))


@case
async def timeout_at_a_moment():
    async def body(when):
        async with asyncio.timeout_at(when) as timeout:
            log("when", timeout.when())
            await asyncio.sleep(5)
            log("slept")

    await asyncio.sleep(1)
    await ending("at 3", body(3))
    await ending("at 1, which has passed", body(1))
    await ending("at 3, which is now", body(3))
    await ending("never", body(None))


# Several.


@case
async def one_after_the_other():
    for delay in (1, 3, 1):
        await ending(f"{delay} s", sleep_within(delay, 2))
    log("cancelling", this().cancelling())


@case
async def two_tasks_with_their_own():
    a = create_task(ending("a", sleep_within(1, 10, "a")))
    b = create_task(ending("b", sleep_within(2, 10, "b")))
    await a
    await b


async def nested(outer_delay, inner_delay, seconds=10):
    async with asyncio.timeout(outer_delay) as outer:
        try:
            async with asyncio.timeout(inner_delay) as inner:
                await asyncio.sleep(seconds)
                log("slept")
        except (TimeoutError, asyncio.CancelledError) as error:
            log("inner raised", error, "cancelling", this().cancelling())
            log("expired", outer.expired(), inner.expired())
            raise


@case
async def nested_and_the_inner_expires():
    await ending("outer", nested(2, 1))
    await asyncio.sleep(5)
    log("after, cancelling", this().cancelling())


@case
async def nested_and_the_outer_expires():
    await ending("outer", nested(1, 2))
    await asyncio.sleep(5)
    log("after, cancelling", this().cancelling())


@case
async def nested_and_both_expire_in_one_iteration():
    await ending("outer", nested(1, 1))
    await asyncio.sleep(5)
    log("after, cancelling", this().cancelling())


@case
async def nested_zero_in_zero():
    await ending("outer", nested(0, 0))


@case
async def nested_zero_in_longer():
    await ending("outer", nested(1, 0))


@case
async def nested_longer_in_zero():
    await ending("outer", nested(0, 1))


@case
async def nested_zero_in_zero_around_a_bare_yield():
    await ending("outer", nested(0, 0, 0))


@case
async def nested_three_that_expire_in_one_iteration():
    async def level(n):
        try:
            if n == 3:
                await asyncio.sleep(10)
            else:
                async with asyncio.timeout_at(1):
                    await level(n + 1)
        except (TimeoutError, asyncio.CancelledError) as error:
            log("level", n, "raises", error, "cancelling", this().cancelling())
            raise

    await ending("body", level(0))
    log("cancelling", this().cancelling())


@case
async def nested_and_the_outer_expires_while_the_inner_cleans_up():
    async def body():
        async with asyncio.timeout(2) as outer:
            try:
                async with asyncio.timeout(1) as inner:
                    await slow_cleanup(10, 5)
            except (TimeoutError, asyncio.CancelledError) as error:
                log("inner raised", error, "expired", outer.expired(), inner.expired())
                raise

    await ending("body", body())
    log("cancelling", this().cancelling())


@case
async def nested_and_the_inner_expires_while_the_outer_cleans_up():
    async def body():
        async with asyncio.timeout(1) as outer:
            try:
                async with asyncio.timeout(2) as inner:
                    await slow_cleanup(10, 5)
            except (TimeoutError, asyncio.CancelledError) as error:
                log("inner raised", error, "expired", outer.expired(), inner.expired())
                raise

    await ending("body", body())
    log("cancelling", this().cancelling())


@case
async def nested_and_the_outer_expires_one_iteration_after_the_inner():
    async def body():
        async with asyncio.timeout(None) as outer:
            loop().call_at(1, lambda: loop().call_soon(outer.reschedule, 0))
            try:
                async with asyncio.timeout(1) as inner:
                    await asyncio.sleep(10)
            except (TimeoutError, asyncio.CancelledError) as error:
                log("inner raised", error, "expired", outer.expired(), inner.expired())
                raise

    await ending("body", body())


@case
async def nested_and_the_outer_expires_when_the_inner_error_is_handled():
    async def body():
        async with asyncio.timeout(2):
            await ending("inner", sleep_within(1, 10, "inner"))
            await asyncio.sleep(10)

    await ending("body", body())
    log("cancelling", this().cancelling())


@case
async def nested_in_a_finally():
    async def body():
        async with asyncio.timeout(1):
            try:
                await asyncio.sleep(10)
            finally:
                await ending("clean-up", sleep_within(1, 10, "clean-up"))

    await ending("body", body())
    log("cancelling", this().cancelling())


# Another deadline.


async def rescheduled(change, seconds=10, delay=2):
    """Sleeps under a timeout that somebody changes after a second."""
    async with asyncio.timeout(delay) as timeout:
        loop().call_at(1, lambda: (change(timeout), log("when", timeout.when())))
        await asyncio.sleep(seconds)
        log("slept, expired", timeout.expired())


@case
async def rescheduled_to_earlier():
    await ending("body", rescheduled(lambda timeout: timeout.reschedule(1.5)))


@case
async def rescheduled_to_later():
    await ending("body", rescheduled(lambda timeout: timeout.reschedule(4)))


@case
async def rescheduled_to_later_than_the_end():
    await ending("body", rescheduled(lambda timeout: timeout.reschedule(40)))
    await asyncio.sleep(100)
    log("after")


@case
async def rescheduled_to_the_past():
    await ending("body", rescheduled(lambda timeout: timeout.reschedule(0.5)))


@case
async def rescheduled_to_now():
    await ending("body", rescheduled(lambda timeout: timeout.reschedule(1)))


@case
async def rescheduled_to_never():
    await ending("body", rescheduled(lambda timeout: timeout.reschedule(None)))


@case
async def rescheduled_to_infinity():
    await ending("body", rescheduled(lambda timeout: timeout.reschedule(math.inf)))


@case
async def rescheduled_from_never():
    await ending("body", rescheduled(lambda timeout: timeout.reschedule(3), delay=None))


@case
async def rescheduled_to_the_same():
    await ending("body", rescheduled(lambda timeout: timeout.reschedule(2)))


@case
async def rescheduled_to_the_past_and_back():
    def change(timeout):
        timeout.reschedule(0)
        timeout.reschedule(3)

    await ending("body", rescheduled(change))


@case
async def rescheduled_to_the_past_twice():
    def change(timeout):
        timeout.reschedule(0)
        timeout.reschedule(0.5)

    await ending("body", rescheduled(change))


@case
async def rescheduled_to_the_past_then_to_never():
    def change(timeout):
        timeout.reschedule(0)
        timeout.reschedule(None)

    await ending("body", rescheduled(change))


@case
async def rescheduled_to_the_past_to_later_and_to_the_past():
    def change(timeout):
        timeout.reschedule(0)
        timeout.reschedule(3)
        timeout.reschedule(0)
        loop().call_soon(log, "queued behind it")

    await ending("body", rescheduled(change))


@case
async def rescheduled_before_any_suspension():
    async def body():
        async with asyncio.timeout(0) as timeout:
            timeout.reschedule(1)
            await asyncio.sleep(0)
            log("still there")
            await asyncio.sleep(5)

    await ending("body", body())


@case
async def rescheduled_in_the_iteration_of_its_expiry_just_before():
    async def body():
        loop().call_at(1, lambda: (timeout.reschedule(3), log("rescheduled")))
        async with asyncio.timeout(1) as timeout:
            await asyncio.sleep(10)

    await ending("body", body())


@case
async def rescheduled_in_the_iteration_of_its_expiry_just_after():
    async def body():
        async with asyncio.timeout(1) as timeout:
            loop().call_at(1, reschedule, timeout)
            await asyncio.sleep(10)

    def reschedule(timeout):
        try:
            timeout.reschedule(3)
        except RuntimeError as error:
            log("refused with", kind(error), "when", timeout.when())

    await ending("body", body())


@case
async def rescheduled_after_its_end():
    async with asyncio.timeout(1) as timeout:
        await asyncio.sleep(0)
    try:
        timeout.reschedule(3)
    except RuntimeError as error:
        log("refused with", kind(error), "when", timeout.when(), "expired", timeout.expired())


@case
async def rescheduled_after_its_expiry():
    async def body():
        async with asyncio.timeout(1) as timeout:
            try:
                await asyncio.sleep(10)
            except asyncio.CancelledError:
                try:
                    timeout.reschedule(3)
                except RuntimeError as error:
                    log("refused with", kind(error), "when", timeout.when())
                raise

    await ending("body", body())


@case
async def rescheduled_again_and_again():
    async def body():
        async with asyncio.timeout(1) as timeout:
            for _ in range(3):
                await asyncio.sleep(0.75)
                timeout.reschedule(loop().time() + 1)
                log("when", timeout.when())
            await asyncio.sleep(5)

    await ending("body", body())


@case
async def rescheduled_by_another_task():
    async def other(timeout):
        await asyncio.sleep(1)
        timeout.reschedule(loop().time() + 2)
        log("when", timeout.when())

    async def body():
        async with asyncio.timeout(2) as timeout:
            create_task(other(timeout))
            await asyncio.sleep(10)

    await ending("body", body())


# A cancel from elsewhere as well.


async def cancelled_while_sleeping(setup, seconds=10, delay=1):
    async def body():
        async with asyncio.timeout(delay) as timeout:
            try:
                await asyncio.sleep(seconds)
            except asyncio.CancelledError as error:
                log("caught", error, "expired", timeout.expired(), "cancelling", this().cancelling())
                raise

    task = create_task(ending("body", body()), name="sleeper")
    setup(task)
    await task
    log("cancelled", task.cancelled(), "cancelling", task.cancelling())


@case
async def cancelled_before_the_expiry():
    await cancelled_while_sleeping(lambda task: loop().call_at(0.5, task.cancel, "outside"))


@case
async def cancelled_in_the_iteration_of_the_expiry_just_before():
    await cancelled_while_sleeping(lambda task: loop().call_at(1, task.cancel, "outside"))


@case
async def cancelled_in_the_iteration_of_the_expiry_just_after():
    await cancelled_while_sleeping(
        lambda task: loop().call_later(0.5, lambda: loop().call_at(1, task.cancel, "outside")))


@case
async def cancelled_twice_in_the_iteration_of_the_expiry():
    def setup(task):
        loop().call_at(1, task.cancel, "before")
        loop().call_later(0.5, lambda: loop().call_at(1, task.cancel, "after"))

    await cancelled_while_sleeping(setup)


@case
async def cancelled_in_the_iteration_after_the_expiry():
    def setup(task):
        loop().call_at(1, lambda: loop().call_soon(task.cancel, "outside"))

    await cancelled_while_sleeping(setup)


@case
async def cancelled_and_uncancelled_in_the_iteration_of_the_expiry():
    def setup(task):
        loop().call_at(1, task.cancel, "outside")
        loop().call_at(1, task.uncancel)

    await cancelled_while_sleeping(setup)


@case
async def cancelled_during_the_cleanup_after_the_expiry():
    async def body():
        async with asyncio.timeout(1):
            await slow_cleanup(10, 5)

    task = create_task(ending("body", body()))
    loop().call_at(3, task.cancel, "outside")
    await task
    log("cancelling", task.cancelling())


@case
async def expires_during_the_cleanup_after_a_cancel():
    async def body():
        async with asyncio.timeout(3):
            await slow_cleanup(10, 5)

    task = create_task(ending("body", body()))
    loop().call_at(1, task.cancel, "outside")
    await task
    log("cancelling", task.cancelling())


@case
async def cancelled_before_the_block_around_zero():
    async def body():
        this().cancel("earlier")
        async with asyncio.timeout(0) as timeout:
            await asyncio.sleep(10)

    task = create_task(ending("body", body()))
    await task
    log("cancelling", task.cancelling())


@case
async def cancelled_before_the_block_and_swallowed_inside():
    async def body():
        this().cancel("earlier")
        async with asyncio.timeout(1):
            await swallow(10)
            await asyncio.sleep(10)

    task = create_task(ending("body", body()))
    await task
    log("cancelling", task.cancelling())


@case
async def swallowed_a_cancel_before_the_block():
    async def body():
        this().cancel("earlier")
        await swallow(10)
        await sleep_within(1, 10)

    task = create_task(ending("body", body()))
    await task
    log("cancelling", task.cancelling())


@case
async def cancels_its_own_task_inside():
    async def body():
        async with asyncio.timeout(1):
            this().cancel("own")
            await asyncio.sleep(10)

    task = create_task(ending("body", body()))
    await task
    log("cancelling", task.cancelling())


@case
async def uncancels_inside():
    async def body():
        async with asyncio.timeout(1):
            try:
                await asyncio.sleep(10)
            finally:
                log("uncancel", this().uncancel())

    await ending("body", body())


@case
async def cancel_that_nobody_asked_for_inside():
    async def body():
        async with asyncio.timeout(1):
            raise asyncio.CancelledError("own")

    await ending("body", body())


@case
async def cancelled_future_inside():
    async def body():
        async with asyncio.timeout(1):
            await pending

    pending = future()
    loop().call_at(0.5, pending.cancel, "the future")
    await ending("body", body())


@case
async def cancelled_future_in_the_iteration_of_the_expiry():
    async def body():
        async with asyncio.timeout(1) as timeout:
            try:
                await pending
            finally:
                log("expired", timeout.expired())

    pending = future()
    loop().call_at(1, pending.cancel, "the future")
    await ending("body", body())


# A body that has its own mind.


@case
async def swallows_the_expiry():
    async def body():
        async with asyncio.timeout(1) as timeout:
            await swallow(10)
            log("expired", timeout.expired())
        log("outside, expired", timeout.expired(), "cancelling", this().cancelling())
        return 5

    await ending("body", body())


@case
async def swallows_the_expiry_and_goes_on_inside():
    async def body():
        async with asyncio.timeout(1) as timeout:
            await swallow(10)
            await asyncio.sleep(5)
            log("slept, expired", timeout.expired())

    await ending("body", body())
    log("cancelling", this().cancelling())


@case
async def swallows_the_expiry_and_is_cancelled_later():
    async def body():
        async with asyncio.timeout(1):
            await swallow(10)
            await asyncio.sleep(5)

    task = create_task(ending("body", body()))
    loop().call_at(3, task.cancel, "outside")
    await task
    log("cancelling", task.cancelling())


@case
async def swallows_the_expiry_and_fails_later():
    async def body():
        async with asyncio.timeout(1):
            await swallow(10)
            await asyncio.sleep(1)
            raise ValueError("later")

    await ending("body", body())
    log("cancelling", this().cancelling())


@case
async def raises_the_cancel_anew():
    async def body():
        async with asyncio.timeout(1) as timeout:
            try:
                await asyncio.sleep(10)
            except asyncio.CancelledError as error:
                caught = error
            log("expired", timeout.expired())
            raise caught

    await ending("body", body())
    log("cancelling", this().cancelling())


@case
async def raises_the_cancel_anew_through_two():
    async def body():
        async with asyncio.timeout(2) as outer:
            async with asyncio.timeout(1) as inner:
                try:
                    await asyncio.sleep(10)
                except asyncio.CancelledError as error:
                    caught = error
                log("expired", outer.expired(), inner.expired())
                raise caught

    await ending("body", body())
    log("cancelling", this().cancelling())


@case
async def raises_the_cancel_anew_through_two_that_expired():
    async def body():
        async with asyncio.timeout(1) as outer:
            async with asyncio.timeout(1) as inner:
                try:
                    await asyncio.sleep(10)
                except asyncio.CancelledError as error:
                    caught = error
                log("expired", outer.expired(), inner.expired())
                raise caught

    await ending("body", body())
    log("cancelling", this().cancelling())


@case
async def raises_another_error_on_expiry():
    async def body():
        async with asyncio.timeout(1):
            try:
                await asyncio.sleep(10)
            except asyncio.CancelledError:
                raise ValueError("instead")

    await ending("body", body())
    log("cancelling", this().cancelling())


@case
async def raises_before_the_expiry():
    async def body():
        async with asyncio.timeout(1) as timeout:
            try:
                await fail(ValueError("early"))
            finally:
                log("expired", timeout.expired())

    await ending("body", body())
    await asyncio.sleep(5)
    log("after")


@case
async def raises_a_timeout_error_itself():
    async def body():
        async with asyncio.timeout(1) as timeout:
            raise TimeoutError
        log("never")

    await ending("body", body())


@case
async def returns_from_the_block():
    async def body():
        async with asyncio.timeout(1):
            await asyncio.sleep(0.5)
            return "early"

    await ending("body", body())
    await asyncio.sleep(5)
    log("after")


@case
async def returns_from_the_block_after_swallowing():
    async def body():
        async with asyncio.timeout(1):
            return await swallow(10)

    await ending("body", body())
    log("cancelling", this().cancelling())


@case
async def swallowed_in_a_nested_one():
    async def body():
        async with asyncio.timeout(1) as outer:
            async with asyncio.timeout(5) as inner:
                await swallow(10)
            log("expired", outer.expired(), inner.expired())
            await asyncio.sleep(2)
            log("slept on")

    await ending("body", body())
    log("cancelling", this().cancelling())


def contexts(error):
    """The kinds of an error and of what it replaced."""
    kinds = []
    while error is not None:
        kinds.append(kind(error))
        error = error.__context__
    return " <- ".join(kinds)


@case
async def another_error_knows_of_the_timeout():
    async def failing():
        try:
            await asyncio.sleep(10)
        finally:
            raise ValueError("in the clean-up")

    async def body():
        async with asyncio.timeout(1):
            await failing()

    try:
        await body()
    except ValueError as error:
        log(contexts(error))


@case
async def error_of_an_error_handler_knows_of_the_timeout():
    async def failing():
        try:
            await asyncio.sleep(10)
        finally:
            raise ValueError("in the clean-up")

    async def handling():
        try:
            await failing()
        except ValueError:
            raise KeyError("in the handler")

    async def body():
        async with asyncio.timeout(1):
            await handling()

    try:
        await body()
    except KeyError as error:
        log(contexts(error))


@case
async def another_error_knows_of_a_cancel_from_elsewhere():
    async def failing():
        try:
            await asyncio.sleep(10)
        finally:
            raise ValueError("in the clean-up")

    async def body():
        async with asyncio.timeout(5):
            await failing()

    async def guarded():
        try:
            await body()
        except ValueError as error:
            log(contexts(error))

    task = create_task(guarded())
    await pause()
    task.cancel()
    await task


# What it waits for ends in the very iteration.


async def await_within(delay, awaitable):
    async with asyncio.timeout(delay) as timeout:
        try:
            log("result", await awaitable)
        finally:
            log("expired", timeout.expired(), "cancelling", this().cancelling())


@case
async def result_just_before_the_expiry():
    pending = future()
    loop().call_at(1, pending.set_result, 3)
    await ending("body", await_within(1, pending))
    log("future cancelled", pending.cancelled(), "cancelling", this().cancelling())


@case
async def result_just_after_the_expiry():
    pending = future()
    loop().call_later(0.5, lambda: loop().call_at(1, lambda: log("done", pending.done())))
    await ending("body", await_within(1, pending))
    log("future cancelled", pending.cancelled())


@case
async def error_just_before_the_expiry():
    pending = future()
    loop().call_at(1, pending.set_exception, ValueError("lost"))
    await ending("body", await_within(1, pending))
    log("cancelling", this().cancelling())


@case
async def result_in_the_iteration_before_the_expiry():
    async def body():
        async with asyncio.timeout(None) as timeout:
            loop().call_at(1, lambda: (pending.set_result(3), timeout.reschedule(0)))
            log("result", await pending)
            log("expired", timeout.expired())
            await asyncio.sleep(5)

    pending = future()
    await ending("body", body())


@case
async def sleep_as_long_as_the_timeout():
    await ending("block", sleep_within(1, 1))


@case
async def sleep_as_long_as_the_timeout_set_before_it():
    async def body():
        async with asyncio.timeout(2) as timeout:
            sleeper = asyncio.ensure_future(asyncio.sleep(1, "slept"))
            await asyncio.sleep(0)
            timeout.reschedule(1)
            log("result", await sleeper)

    await ending("body", body())


@case
async def task_ends_in_the_iteration_of_the_expiry():
    async def child():
        await asyncio.sleep(1)
        return "child's"

    task = create_task(child())
    await pause()
    await ending("body", await_within(1, task))
    log("child cancelled", task.cancelled(), "cancelling", task.cancelling())


@case
async def task_ended_just_before_the_expiry():
    async def child():
        await asyncio.sleep(0)
        return "child's"

    async def body():
        async with asyncio.timeout(0):
            log("result", await task)

    task = create_task(child())
    await asyncio.sleep(0)
    await ending("body", body())


@case
async def task_swallows_the_expiry():
    async def body():
        async with asyncio.timeout(1) as timeout:
            result = await task
            log("result", result, "expired", timeout.expired(), "cancelling", this().cancelling())

    task = create_task(swallow(10, "child"))
    await ending("body", body())
    log("cancelling", this().cancelling())


@case
async def task_cleans_up_after_the_expiry():
    task = create_task(slow_cleanup(10, 3, "child"))
    await ending("body", await_within(1, task))
    log("child cancelled", task.cancelled(), "cancelling", task.cancelling())


@case
async def task_fails_after_the_expiry():
    async def child():
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            raise ValueError("child's")

    task = create_task(child())
    await ending("body", await_within(1, task))
    log("cancelling", this().cancelling())


@case
async def tasks_that_share_what_they_wait_for():
    async def body(name, delay):
        async with asyncio.timeout(delay):
            log(name, await shared)

    async def child():
        await asyncio.sleep(3)
        return "child's"

    shared = create_task(child())
    a = create_task(ending("a", body("a", 1)))
    b = create_task(ending("b", body("b", 5)))
    await a
    await b
