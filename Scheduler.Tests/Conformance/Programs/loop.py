"""The loop itself: order within an iteration, handles, stop, errors in callbacks. Rules 1 to 10."""

import asyncio
import threading

from harness import Loop, case, create_task, kind, log, noop, while_it_waits


def chain(loop, depth, name="depth"):
    log(name, depth)
    if depth > 0:
        loop.call_soon(chain, loop, depth - 1, name)


def finish(loop, iterations=5):
    """Stops the loop in some iterations, and runs it until then."""
    def count(left):
        if left == 0:
            loop.stop()
        else:
            loop.call_soon(count, left - 1)

    loop.call_soon(count, iterations - 1)
    loop.run_forever()
    loop.close()


@case
def call_soon_is_first_in_first_out():
    loop = Loop()
    for name in "abc":
        loop.call_soon(log, name)
    finish(loop)


@case
def callbacks_added_while_callbacks_run_wait_for_the_next_iteration():
    loop = Loop()
    loop.call_soon(lambda: (log("a"), loop.call_soon(log, "added by a")))
    loop.call_soon(lambda: (log("b"), loop.call_soon(log, "added by b")))
    loop.call_soon(log, "c")
    finish(loop)


@case
def nested_scheduling():
    loop = Loop()
    loop.call_soon(chain, loop, 3, "x")
    loop.call_soon(chain, loop, 2, "y")
    finish(loop)


@case
def cancelled_handle_is_skipped():
    loop = Loop()
    loop.call_soon(log, "a")
    handle = loop.call_soon(log, "never")
    loop.call_soon(log, "c")
    handle.cancel()
    log("cancelled", handle.cancelled())
    finish(loop)


@case
def handle_cancelled_by_an_earlier_callback():
    loop = Loop()
    loop.call_soon(lambda: (log("a"), handle.cancel()))
    handle = loop.call_soon(log, "never")
    loop.call_soon(log, "c")
    finish(loop)


@case
def handle_cancelled_by_itself_and_after_it_ran():
    loop = Loop()
    handle = loop.call_soon(lambda: (handle.cancel(), log("running, cancelled", handle.cancelled())))
    other = loop.call_soon(log, "other")
    loop.call_soon(lambda: (other.cancel(), log("too late, cancelled", other.cancelled())))
    finish(loop)


@case
def ready_before_timers():
    loop = Loop()
    loop.call_later(0, log, "timer")
    loop.call_soon(log, "ready")
    finish(loop)


@case
def timers_due_run_after_what_they_found_ready():
    loop = Loop()

    def first():
        loop.call_later(0, log, "timer set first")
        loop.call_soon(log, "ready set second")
        loop.call_at(-1, log, "timer in the past")

    loop.call_soon(first)
    finish(loop)


@case
async def sleep_zero_runs_before_timers_of_the_same_iteration():
    asyncio.get_running_loop().call_later(0, log, "timer")
    await asyncio.sleep(0)
    log("task")


@case
def timer_set_by_a_timer_for_now():
    loop = Loop()
    loop.call_later(1, lambda: (log("first"), loop.call_later(0, log, "second"), loop.call_soon(log, "ready")))
    loop.call_later(1, log, "third")
    loop.call_later(2, loop.stop)
    loop.run_forever()
    loop.close()


@case
def call_later_of_a_negative_time():
    loop = Loop()
    loop.call_later(-3, log, "negative")
    loop.call_later(0, log, "zero")
    finish(loop)


@case
def call_at_runs_in_the_order_of_time():
    loop = Loop()
    for when in (3, 1, 2, 0.5, 2.5):
        loop.call_at(when, log, "due", when)
    loop.call_at(4, loop.stop)
    loop.run_forever()
    log("time", loop.time())
    loop.close()


@case
def equal_deadlines_run_in_the_order_they_were_set():
    loop = Loop()
    for name in "abcdefgh":
        loop.call_at(1, log, name)
    loop.call_at(1, loop.stop)
    loop.call_at(1, log, "in the same iteration")
    loop.run_forever()
    loop.close()


@case
def timer_handle_knows_its_time():
    loop = Loop()
    log("when", loop.call_later(5, log).when(), loop.call_at(2.5, log).when())
    loop.close()


@case
def cancelled_timer_does_not_run_and_nobody_waits_for_it():
    loop = Loop()
    loop.call_later(1, log, "a")
    handle = loop.call_later(2, log, "never")
    loop.call_later(5, loop.stop)
    loop.call_soon(handle.cancel)
    loop.run_forever()
    log("cancelled", handle.cancelled(), "time", loop.time())
    loop.close()


@case
def timer_cancelled_by_another_of_the_same_time():
    loop = Loop()
    loop.call_at(1, lambda: (log("a"), handle.cancel()))
    handle = loop.call_at(1, log, "never")
    loop.call_at(1, log, "c")
    loop.call_at(2, loop.stop)
    loop.run_forever()
    loop.close()


@case
def most_of_many_timers_cancelled():
    loop = Loop()
    handles = [loop.call_at(n % 7 + 1, log, "timer", n) for n in range(150)]
    for n, handle in enumerate(handles):
        if n % 15:
            handle.cancel()
    loop.call_at(10, loop.stop)
    loop.run_forever()
    loop.close()


@case
def stop_finishes_the_iteration():
    loop = Loop()
    loop.call_soon(lambda: (log("stopping"), loop.stop(), loop.call_soon(log, "in the next run")))
    loop.call_soon(log, "still in this iteration")
    loop.run_forever()
    log("stopped")
    loop.call_soon(loop.stop)
    loop.run_forever()
    loop.close()


@case
def stop_beforehand_runs_one_iteration():
    loop = Loop()
    loop.call_soon(chain, loop, 5)
    loop.call_later(1, log, "not yet due")
    loop.call_later(0, log, "due")
    loop.stop()
    loop.run_forever()
    log("stopped at", loop.time())
    loop.close()


@case
def stop_beforehand_with_nothing_to_do():
    loop = Loop()
    loop.stop()
    loop.run_forever()
    log("stopped")
    loop.stop()
    loop.stop()
    loop.run_forever()
    log("stopped again")
    loop.close()


@case
def sleeping_task_goes_on_in_the_next_run():
    async def body():
        log("before")
        await asyncio.sleep(10)
        log("after")
        loop.stop()

    loop = Loop()
    task = loop.create_task(body())
    loop.call_later(1, loop.stop)
    loop.run_forever()
    log("stopped at", loop.time(), "done", task.done())
    loop.run_forever()
    log("stopped at", loop.time(), "done", task.done())
    loop.close()


@case
def run_until_complete_leaves_others_pending():
    async def body(name, seconds):
        await asyncio.sleep(seconds)
        log(name)
        return name

    loop = Loop()
    slow = loop.create_task(body("slow", 5))
    log("returned", loop.run_until_complete(body("quick", 1)), "slow done", slow.done())
    log("returned", loop.run_until_complete(slow))
    log("returned", loop.run_until_complete(slow))
    loop.close()


@case
def run_until_complete_of_a_done_future():
    loop = Loop()
    done = loop.create_future()
    done.set_result(3)
    loop.call_soon(chain, loop, 5)
    log("returned", loop.run_until_complete(done), "iterations", loop.iteration)
    loop.close()


@case
def run_until_complete_raises_what_the_coroutine_raised():
    async def body():
        await asyncio.sleep(1)
        raise ValueError("lost")

    loop = Loop()
    try:
        loop.run_until_complete(body())
    except ValueError as error:
        log("caught", error, "at", loop.time())
    loop.run_until_complete(noop())
    log("goes on")
    loop.close()


@case
def run_until_complete_stopped_early():
    loop = Loop()
    future = loop.create_future()
    loop.call_later(1, loop.stop)
    try:
        loop.run_until_complete(future)
    except RuntimeError as error:
        log("caught", kind(error))
    loop.call_soon(future.set_result, 1)
    log("returned", loop.run_until_complete(future))
    loop.close()


@case
def run_until_complete_of_a_cancelled_future():
    loop = Loop()
    future = loop.create_future()
    loop.call_soon(future.cancel, "gone")
    try:
        loop.run_until_complete(future)
    except asyncio.CancelledError as error:
        log("caught", error)
    loop.close()


@case
def error_in_a_callback_goes_to_the_handler():
    def fail():
        raise ValueError("in a callback")

    loop = Loop()
    loop.call_soon(log, "before")
    loop.call_soon(fail)
    loop.call_soon(log, "after")
    loop.call_later(1, fail)
    loop.call_later(1, log, "after the timer's")
    loop.call_later(2, loop.stop)
    loop.run_forever()
    loop.close()


@case
def handler_can_be_replaced():
    def fail():
        raise ValueError("in a callback")

    loop = Loop()
    loop.call_soon(fail)
    loop.call_soon(lambda: loop.set_exception_handler(lambda _, context: log("mine:", context["exception"])))
    loop.call_soon(fail)
    finish(loop)


@case
def handler_that_fails_does_no_harm():
    def handler(loop, context):
        log("handler was told", context["exception"])
        raise ValueError("in the handler")

    def fail():
        raise ValueError("in a callback")

    loop = Loop()
    loop.set_exception_handler(handler)
    loop.call_soon(fail)
    loop.call_soon(log, "after")
    finish(loop)


@case
def keyboard_interrupt_in_a_callback_leaves_the_loop():
    def interrupt():
        raise KeyboardInterrupt("now")

    loop = Loop()
    loop.call_soon(log, "before")
    loop.call_soon(interrupt)
    loop.call_soon(log, "in the next run")
    try:
        loop.run_forever()
    except KeyboardInterrupt as error:
        log("caught", error)
    finish(loop)


@case
def keyboard_interrupt_in_a_task_leaves_the_loop():
    async def interrupt():
        await asyncio.sleep(0)
        raise KeyboardInterrupt("now")

    loop = Loop()
    task = loop.create_task(interrupt())
    loop.call_soon(chain, loop, 4)
    try:
        loop.run_forever()
    except KeyboardInterrupt as error:
        log("caught", error, "done", task.done(), "cancelled", task.cancelled())
    finish(loop)


@case
def threadsafe_shares_the_queue():
    loop = Loop()

    def callback():
        loop.call_soon_threadsafe(log, "first, threadsafe")
        loop.call_soon(log, "second")
        loop.call_soon_threadsafe(log, "third, threadsafe")

    loop.call_soon(callback)
    finish(loop)


@case
def threadsafe_from_another_thread():
    loop = Loop()

    def callback():
        def post():
            for n in range(3):
                loop.call_soon_threadsafe(log, "posted", n)

        thread = threading.Thread(target=post)
        thread.start()
        thread.join()
        log("joined")

    loop.call_soon(callback)
    finish(loop)


@case
def threadsafe_before_the_run():
    loop = Loop()
    loop.call_soon_threadsafe(log, "first, threadsafe")
    loop.call_soon(log, "second")
    finish(loop)


@case
def threadsafe_during_a_wait_runs_before_its_timers():
    loop = Loop()
    timer = loop.call_later(1, log, "timer")
    loop.call_later(2, log, "later timer")

    def first():
        log("posted first, cancels a timer")
        timer.cancel()
        loop.call_soon(log, "called by the one posted")

    def meanwhile():
        loop.call_soon_threadsafe(first)
        loop.call_soon_threadsafe(log, "posted second")

    while_it_waits(loop, meanwhile)
    loop.call_later(3, loop.call_soon, loop.stop)
    loop.run_forever()
    loop.close()


@case
def threadsafe_handle_is_cancelled():
    loop = Loop()
    loop.call_soon_threadsafe(log, "never").cancel()
    loop.call_soon(log, "runs")
    finish(loop)


@case
def time_stands_still_while_something_is_ready():
    loop = Loop()
    loop.call_later(1, log, "timer")
    loop.call_soon(chain, loop, 3)
    loop.call_later(2, loop.stop)
    loop.run_forever()
    loop.close()


@case
def is_running_and_is_closed():
    loop = Loop()
    log("running", loop.is_running(), "closed", loop.is_closed())
    loop.call_soon(lambda: log("running", loop.is_running(), "closed", loop.is_closed()))
    finish(loop, 1)
    log("running", loop.is_running(), "closed", loop.is_closed())


@case
def tasks_and_callbacks_share_the_queue():
    async def body(name):
        log(name)
        await asyncio.sleep(0)
        log(name, "again")

    loop = Loop()
    loop.create_task(body("task a"))
    loop.call_soon(log, "callback b")
    loop.create_task(body("task c"))
    loop.call_soon(log, "callback d")
    finish(loop)
