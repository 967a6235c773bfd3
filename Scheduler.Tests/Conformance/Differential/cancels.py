"""Small programs, with a cancel of each of their tasks in each iteration, before the others' steps and after them."""

import copy
import itertools

import program

CANCELLER = "9"
MOST_YIELDS = 7
STARTS = ("spawn", "eager")
TASKS = ("spawn", "eager", "gspawn")


def variants(bodies, perform):
    """What a program becomes, and its trace, for as long as there is a task to be cancelled."""
    for task, is_first in itertools.product(tasks(bodies), (True, False)):
        for iteration in range(MOST_YIELDS + 1):
            variant = with_cancel(bodies, task, iteration, is_first)
            trace = perform(variant)
            outcome = outcome_of_cancel(trace)
            if outcome == "True":
                place = "before" if is_first else "after"
                yield f"cancel {task} after {iteration} yields, {place} the others", variant, trace
            elif outcome != "missing":
                break


def tasks(bodies):
    """The names of the tasks that a program starts."""
    def starts(lines):
        for line in lines:
            if line.words[0] in TASKS:
                yield line.words[-1]
            yield from starts(line.block)

    return sorted(set(itertools.chain.from_iterable(map(starts, bodies.values()))))


def with_cancel(bodies, task, iteration, is_first):
    """The program with a task that cancels another one."""
    bodies = copy.deepcopy(bodies)
    main = bodies["b0"]
    starts = [place for place, line in enumerate(main) if line.words[0] in STARTS]
    main.insert(0 if is_first else starts[-1] + 1, program.Line(["spawn", f"t{CANCELLER}"]))
    words = [["yield"]] * iteration + [["cancel", task, "c9"]]
    bodies[f"b{CANCELLER}"] = list(map(program.Line, words))
    return bodies


def outcome_of_cancel(trace):
    """What the cancel returned; None if the program came to its end before it."""
    said = [line.rpartition(" = ")[2] for line in trace or [] if f"  b{CANCELLER}.1 cancel " in line]
    return said[0] if said else None
