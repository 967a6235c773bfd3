"""Makes a random program from a seed.

A body refers to later bodies and their tasks only, so that programs end and no tasks await each other in a ring (where
asyncio's cancel recurses until it fails). Within a frame, no group is around what is disposed (finally, a held lock), since
a C# iterator that fails closes its groups first.
"""

import random

from contention import Contention
from program import Line

FEATURES = ("core", "timeouts", "groups", "eager", "gather", "wait", "shield", "completed", "sync", "queues")
QUEUES = ("q0", "q0", "q1", "q2", "p0", "o0")
HELD_BY_BLOCKS = ("l0", "l0", "s0", "u0", "c0", "c0")
HELD_BY_HAND = ("l1", "l1", "s1", "u1", "c1", "l2")
DELAYS = ("0", "1", "1", "1", "2", "2", "3", "-1")
KINDS = ("Error", "Error", "Exception", "Cancelled", "Timeout", "Group")


class Generator:
    def __init__(self, seed, features=FEATURES):
        self.random = random.Random(seed)
        self.features = self.choose_features(features)
        self.bodies = self.random.randint(3, 7)
        self.labels = 0

        # Few of each, for tasks to meet at them.
        self.queues = self.some(QUEUES)
        self.held_by_blocks = self.some(HELD_BY_BLOCKS)
        self.held_by_hand = self.some(HELD_BY_HAND)
        self.events = self.some(("e0", "e1"))
        self.barriers = self.some(("r0", "r0", "r1"))
        self.futures = self.some(("f0", "f1", "f2"))
        self.waits = self.weigh(
            ("core", 6, self.sleep), ("core", 4, self.bare_yield), ("core", 9, self.await_task),
            ("core", 4, self.await_future), ("core", 5, self.call), ("core", 2, self.try_block),
            ("timeouts", 4, self.wait_for), ("gather", 4, self.gather), ("gather", 2, self.await_kept),
            ("wait", 3, self.wait), ("shield", 3, self.shield), ("shield", 2, self.await_kept),
            ("completed", 4, self.next_completed), ("sync", 4, self.event_wait), ("sync", 2, self.acquire),
            ("sync", 1, self.condition_wait), ("sync", 3, self.barrier_wait), ("queues", 4, self.put),
            ("queues", 5, self.get), ("queues", 1, self.join))
        self.actions = self.weigh(
            ("core", 1, self.log), ("core", 2, self.fault), ("core", 12, self.spawn), ("core", 8, self.cancel),
            ("core", 2, self.uncancel), ("core", 2, self.look), ("core", 4, self.complete), ("core", 3, self.schedule),
            ("core", 1, self.callback), ("core", 2, self.defer), ("eager", 3, self.eager),
            ("timeouts", 2, self.reschedule), ("groups", 2, self.join_group),
            ("gather", 3, self.keep), ("shield", 3, self.keep),
            ("completed", 3, self.completed), ("sync", 2, self.event_change), ("sync", 3, self.release),
            ("sync", 1, self.look_at), ("sync", 1, self.notify), ("queues", 4, self.queue_action))
        self.callbacks = self.weigh(
            ("core", 1, self.log), ("core", 1, self.fault), ("core", 2, self.spawn), ("core", 6, self.cancel),
            ("core", 1, self.uncancel), ("core", 4, self.complete), ("timeouts", 1, self.reschedule),
            ("groups", 1, self.join_group), ("sync", 2, self.event_change), ("sync", 2, self.release),
            ("queues", 2, self.queue_action))
        self.blocks = self.weigh(
            ("core", 2, self.finally_block), ("timeouts", 5, self.timeout_block), ("groups", 4, self.group_block),
            ("sync", 9, self.with_block))

    def choose_features(self, features):
        """Some of the features, or all of them: what is tested alone is tested more."""
        further = [feature for feature in features if feature != "core"]
        if self.random.random() < 0.15:
            return {"core", *further}
        return {"core", *self.random.sample(further, min(len(further), self.random.randint(1, 4)))}

    def some(self, names):
        return self.random.sample(names, self.random.randint(1, 2))

    def weigh(self, *choices):
        """The choices that the features allow, each as often as its weight says."""
        return [choice for feature, weight, choice in choices if feature in self.features for _ in range(weight)]

    def program(self):
        return {f"b{index}": self.body(index) for index in range(self.bodies)}

    def body(self, index):
        lines = self.block(index, 0, "frame", 5)
        if index == 0:
            lines = self.opening() + lines + self.ending()
        if self.chance(0.3):
            lines.append(Line(["return", self.label("r")]))
        return lines

    def opening(self):
        """Something for others to meet: most tasks are started, and most futures will be done at some time."""
        lines = [Line(["spawn", f"t{number}"]) for number in range(1, self.bodies) if self.chance(0.7)]
        lines += [Line(["later", self.name("h", 3), self.later_delay(), "try", *self.complete_one(name)])
                  for name in self.futures if self.chance(0.6)]
        if "sync" in self.features:
            lines += [Line(["later", self.name("h", 3), self.later_delay(), "eset", name])
                      for name in self.events if self.chance(0.4)]
        self.random.shuffle(lines)
        return lines

    def ending(self):
        """Something late, for those who wait for it until then."""
        lines = [Line(["settle", "sleep", self.random.choice("123")])]
        if "sync" in self.features and "c0" in self.held_by_blocks:
            lines.append(Line(["with", "c0"], [Line(self.notify(0, "c0"))]))
            lines.append(Line(["settle", "sleep", "1"]))
        return lines if self.chance(0.5) else []

    def block(self, index, depth, inside, length):
        lines = []
        for _ in range(self.random.randint(1, length)):
            lines.append(self.line(index, depth, inside))
        return lines

    def line(self, index, depth, inside):
        kind = self.random.random()
        if kind < 0.14 and depth < 3 and self.blocks:
            if line := self.random.choice(self.blocks)(index, depth, inside):
                return line
        if kind < 0.55:
            words = self.expression(index, 0)
            guard = self.random.random()
            return Line((["settle"] if guard < 0.3 else ["settleall"] if guard < 0.45 else []) + words)
        words = self.action(index, self.actions)
        return Line(["try", *words] if self.chance(0.5) and words[0] != "defer" else words)

    def action(self, index, choices):
        while True:
            if words := self.random.choice(choices)(index):
                return words

    def expression(self, index, depth):
        while True:
            if words := self.random.choice(self.waits)(index, depth):
                return words

    def chance(self, probability):
        return self.random.random() < probability

    def label(self, prefix):
        self.labels += 1
        return f"{prefix}{self.labels}"

    def later(self, index):
        """The number of a later body, or None."""
        return self.random.randrange(index + 1, self.bodies) if index + 1 < self.bodies else None

    def name(self, prefix, count):
        return f"{prefix}{self.random.randrange(count)}"

    def any_task(self):
        return "self" if self.chance(0.2) else self.name("t", self.bodies)

    def items(self, index, bodies=True):
        """Some of the things that are awaited together."""
        names = []
        for _ in range(self.random.randint(1, 3)):
            number = self.later(index)
            kind = self.random.random()
            if number is None or kind < 0.2:
                names.append(self.random.choice(self.futures))
            else:
                names.append(f"b{number}" if bodies and kind < 0.55 else f"t{number}")
        return names

    def delay(self):
        return self.random.choice(DELAYS)

    def later_delay(self):
        # asyncio runs a negative one before those of 0.
        return self.delay().removeprefix("-")

    def maybe_delay(self):
        return "-" if self.chance(0.15) else self.delay()

    # Expressions

    def sleep(self, index, depth):
        return ["sleep", self.delay()]

    def bare_yield(self, index, depth):
        return ["yield"]

    def await_task(self, index, depth):
        number = self.later(index)
        return number and ["await", f"t{number}"]

    def await_future(self, index, depth):
        return ["await", self.random.choice(self.futures)]

    def call(self, index, depth):
        number = self.later(index)
        return number and ["await", f"b{number}"]

    def try_block(self, index, depth):
        if (number := self.later(index)) is None:
            return None
        cleanup = f"b{self.later(index)}" if self.chance(0.4) else "-"
        return ["tryblock", f"b{number}", self.random.choice(KINDS), f"b{self.later(index)}", cleanup]

    def wait_for(self, index, depth):
        return depth < 2 and ["waitfor", self.maybe_delay(), *self.expression(index, depth + 1)]

    def gather(self, index, depth):
        return ["gatherx" if self.chance(0.4) else "gather", *self.items(index)]

    def shield(self, index, depth):
        return ["shield", self.items(index)[0]]

    def await_kept(self, index, depth):
        return ["await", f"k{self.random.randrange(index, self.bodies)}"]

    def wait(self, index, depth):
        return ["wait", self.random.choice(("all", "first", "error")),
                self.later_delay() if self.chance(0.4) else "-", *self.items(index, bodies=False)]

    def next_completed(self, index, depth):
        # The claim of nexttask is made when it starts, which a wait_for may prevent.
        return ["nexttask" if depth == 0 and self.chance(0.4) else "next", self.name("a", 2)]

    def event_wait(self, index, depth):
        return ["ewait", self.random.choice(self.events)]

    def acquire(self, index, depth):
        return ["acquire", self.random.choice(self.held_by_hand)]

    def barrier_wait(self, index, depth):
        kind = self.random.random()
        return ["breset" if kind < 0.06 else "babort" if kind < 0.09 else "bwait", self.random.choice(self.barriers)]

    def condition_wait(self, index, depth, name="c1"):
        return ["cwait", name] if self.chance(0.7) else ["cwaitfor", name, self.random.choice(self.events)]

    def put(self, index, depth):
        return ["put", self.random.choice(self.queues), self.label("i")]

    def get(self, index, depth):
        return ["get", self.random.choice(self.queues)]

    def join(self, index, depth):
        return ["join", self.random.choice(self.queues)]

    # Actions

    def log(self, index):
        return ["log", self.label("m")]

    def fault(self, index):
        return ["raise" if self.chance(0.85) else "raisecancel", self.label("e")]

    def spawn(self, index):
        number = self.later(index)
        return number and ["spawn", f"t{number}"]

    def eager(self, index):
        number = self.later(index)
        return number and ["eager", f"t{number}"]

    def cancel(self, index):
        kind = self.random.random()
        if kind < 0.1:
            return ["cancel", self.name("h", 3)]
        name = self.random.choice(self.futures) if kind < 0.2 else self.kept() if kind < 0.4 else self.any_task()
        return ["cancel", name, *([self.label("c")] if self.chance(0.5) else [])]

    def kept(self):
        return self.name("k", self.bodies) if self.features & {"gather", "shield"} else self.any_task()

    def uncancel(self, index):
        return ["uncancel", self.any_task()]

    def look(self, index):
        look = self.random.choice(("cancelling", "cancelling", "result", "exception", "alltasks"))
        if look == "alltasks":
            return [look]
        return [look, self.kept() if look != "cancelling" and self.chance(0.3) else self.any_task()]

    def complete(self, index):
        return self.complete_one(self.random.choice(self.futures))

    def complete_one(self, name):
        return ["set", name, self.label("v")] if self.chance(0.7) else ["fail", name, self.label("e")]

    def schedule(self, index):
        action = self.action(index, self.callbacks)
        return ["soon", self.name("h", 3), *action] if self.chance(0.5) else \
            ["later", self.name("h", 3), self.later_delay(), *action]

    def callback(self, index):
        target = self.random.choice(self.futures) if self.chance(0.3) else self.name("t", self.bodies)
        return ["callback", target, *self.action(index, self.callbacks)]

    def defer(self, index):
        number = self.later(index)
        return number and ["defer", f"b{number}"]

    def reschedule(self, index):
        kind = self.random.random()
        name = self.name("x", 3)
        return ["expired", name] if kind < 0.25 else ["when", name] if kind < 0.4 else \
            ["reschedule", name, self.maybe_delay()]

    def join_group(self, index):
        number = self.later(index)
        return number and ["gspawn", self.name("g", 2), f"t{number}"]

    def keep(self, index):
        """Makes a future of several things and keeps it, for those who await or cancel it."""
        if "gather" in self.features and ("shield" not in self.features or self.chance(0.5)):
            return ["keep", f"k{index}", "gather", *self.items(index)]
        return ["keep", f"k{index}", "shield", self.items(index)[0]]

    def completed(self, index):
        return ["completed", self.name("a", 2), self.later_delay() if self.chance(0.4) else "-", *self.items(index)]

    def event_change(self, index):
        return ["eset" if self.chance(0.7) else "eclear", self.random.choice(self.events)]

    def release(self, index):
        return ["release", self.random.choice(self.held_by_hand)]

    def look_at(self, index):
        return ["parties", self.random.choice(self.barriers)] if self.chance(0.3) else \
            ["locked", self.random.choice(self.held_by_hand + self.held_by_blocks)]

    def notify(self, index, name="c1"):
        return ["notifyall", name] if self.chance(0.3) else ["notify", name, self.random.choice("112")]

    def queue_action(self, index):
        kind = self.random.random()
        name = self.random.choice(self.queues)
        return ["putnow", name, self.label("i")] if kind < 0.45 else ["getnow", name] if kind < 0.7 else \
            ["taskdone", name] if kind < 0.88 else ["size", name] if kind < 0.95 else \
            ["shutdown", name, *(["now"] if self.chance(0.4) else [])]

    # Blocks

    def finally_block(self, index, depth, inside):
        if inside == "group":
            return None
        cleanup = ["log", self.label("m")] if self.chance(0.5) else self.complete(index)
        return Line(["finally", "try", *cleanup], self.block(index, depth + 1, inside, 3))

    def with_block(self, index, depth, inside):
        if inside == "group":
            return None
        name = self.random.choice(self.held_by_blocks)
        lines = self.block(index, depth + 1, inside, 3)
        if name == "c0":
            for _ in range(self.random.randint(1, 2)):
                words = self.condition_wait(index, 0, "c0") if self.chance(0.6) else self.notify(index, "c0")
                guard = ["settleall"] if words[0][0] == "c" and self.chance(0.3) else []
                lines.insert(self.random.randrange(len(lines) + 1), Line(guard + words))
        return Line(["with", name], lines)

    def timeout_block(self, index, depth, inside):
        name = self.name("x", 3)
        lines = self.block(index, depth + 1, inside, 3)
        if self.chance(0.4):
            lines.insert(self.random.randrange(len(lines) + 1), Line(["try", "reschedule", name, self.maybe_delay()]))
        # asyncio puts the deadline of a negative delay into the past, where ours is now.
        return Line(["timeout", name, self.maybe_delay().removeprefix("-1") or "0"], lines)

    def group_block(self, index, depth, inside):
        if (number := self.later(index)) is None:
            return None
        name = self.name("g", 2)
        lines = self.block(index, depth + 1, "group", 3)
        for _ in range(self.random.randint(1, 3)):
            lines.insert(self.random.randrange(len(lines) + 1), Line(["gspawn", name, f"t{self.later(index)}"]))
        return Line(["group", name], lines)


def generate(seed, features=FEATURES):
    """The bodies of the program of a seed."""
    generator = Generator(seed, features)
    return Contention(generator).program() if generator.chance(0.5) else generator.program()
