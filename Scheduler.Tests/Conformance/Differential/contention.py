"""Makes programs in which several tasks meet at one thing, while main wakes and cancels them in the same iterations.

Programs that are random in everything seldom cancel a task between its wake-up and its next step, which is where mistakes
are made.
"""

from program import Line


class Contention:
    """A program about one thing, with the words of a generator."""

    def __init__(self, generator):
        self.generator = generator
        self.random = generator.random
        self.topic = self.random.choice(self.topics())
        self.workers = self.random.randint(3, 6)
        generator.bodies = self.workers + 1

    def topics(self):
        """What the features allow: for each, what the workers do and what main does about it."""
        topics = [(self.at_future, self.complete)]
        features = self.generator.features
        if "sync" in features:
            topics += [(self.at_lock, self.release), (self.at_lock, self.release), (self.at_event, self.change_event),
                       (self.at_condition, self.notify), (self.at_condition, self.notify), (self.at_barrier, self.change_barrier)]
            self.held_by_hand = self.random.choice(("l1", "s1", "u1"))
            self.held_by_block = self.random.choice(("l0", "s0", "u0", "c0"))
        if "queues" in features:
            self.queue = self.random.choice(("q0", "q0", "q1", "q2", "p0", "o0"))
            topics += [(self.at_queue, self.change_queue)] * 4
        if "completed" in features:
            topics += [(self.at_completions, self.complete)] * 2
        if features & {"gather", "shield", "wait"}:
            topics += [(self.at_several, self.complete)] * 2
        if "gather" in features:
            topics += [(self.at_kept, self.complete_or_cancel)] * 2
        if "groups" in features:
            topics += [(self.at_group, self.complete)] * 2
        return topics

    def program(self):
        bodies = {f"b{number}": self.worker(number) for number in range(1, self.workers + 1)}
        return {"b0": self.main(), **bodies}

    def main(self):
        change = self.topic[1]
        lines = [Line(["completed", "a0", self.random.choice(("-", "1", "2")), "f0", "f1", "f2"])] \
            if self.topic[0] == self.at_completions else []
        lines += [Line(["spawn", f"t{number}"]) for number in range(1, self.workers + 1)]
        lines += self.keeps() if self.topic[0] == self.at_kept else []
        for _ in range(self.random.randint(4, 14)):
            kind = self.random.random()
            if kind < 0.4:
                lines += change()
            elif kind < 0.72:
                lines.append(self.cancel())
            elif kind < 0.92:
                lines.append(Line(["yield"]))
            else:
                lines.append(Line(["sleep", "1"]))
        return lines + self.ending()

    def ending(self):
        return [Line(["settle", "sleep", self.random.choice("12")]), *self.topic[1]()] if self.chance(0.6) else []

    def worker(self, number):
        lines = []
        for _ in range(self.random.randint(1, 3)):
            kind = self.random.random()
            if kind < 0.75:
                lines += self.topic[0](number)
            elif kind < 0.85:
                lines.append(self.cancel())
            elif kind < 0.93:
                lines += self.topic[1]()
            else:
                lines.append(Line([self.random.choice(("yield", "log"))]))
        if "timeouts" in self.generator.features and self.chance(0.25):
            return [Line(["timeout", "x0", self.random.choice("0112")], lines)]
        return lines

    def chance(self, probability):
        return self.random.random() < probability

    def cancel(self):
        return Line(["cancel", f"t{self.random.randint(1, self.workers)}"])

    def guard(self, *words):
        """Something awaited, in one of several ways."""
        if "timeouts" in self.generator.features and self.chance(0.15):
            words = ("waitfor", self.random.choice("012"), *words)
        kind = self.random.random()
        return Line([*(["settleall"] if kind < 0.4 else ["settle"] if kind < 0.6 else []), *words])

    def action(self, *words):
        """Something done, at once or by a callback."""
        kind = self.random.random()
        if kind < 0.8:
            return Line(["try", *words])
        return Line(["soon", "h0", "try", *words] if kind < 0.9 else ["later", "h0", self.random.choice("012"), "try", *words])

    def pause(self):
        kind = self.random.random()
        return [] if kind < 0.3 else [self.guard("yield")] if kind < 0.75 else [self.guard("sleep", "1")]

    # What workers do, and what main does about it

    def at_future(self, number):
        return [self.guard("await", f"f{self.random.randrange(3)}")]

    def complete(self):
        name = f"f{self.random.randrange(3)}"
        return [self.action("set", name, self.generator.label("v")) if self.chance(0.7) else
                self.action("fail", name, self.generator.label("e"))]

    def at_lock(self, number):
        if self.chance(0.5):
            return [Line(["with", self.held_by_block], self.pause())]
        return [self.guard("acquire", self.held_by_hand), *self.pause(), self.action("release", self.held_by_hand)]

    def release(self):
        return [self.action("release", self.held_by_hand)]

    def at_event(self, number):
        return [self.guard("ewait", "e0")]

    def change_event(self):
        return [self.action("eset", "e0"), *([self.action("eclear", "e0")] if self.chance(0.6) else [])]

    def at_condition(self, number):
        wait = ["cwait", "c0"] if self.chance(0.75) else ["cwaitfor", "c0", "e0"]
        return [Line(["with", "c0"], [self.guard_wait(wait), *self.pause()])]

    def guard_wait(self, words):
        return Line([*(["settleall"] if self.chance(0.3) else []), *words])

    def notify(self):
        words = ["notifyall", "c0"] if self.chance(0.25) else ["notify", "c0", self.random.choice("112")]
        lines = [Line(words), *(self.pause() if self.chance(0.3) else [])]
        if self.chance(0.3):
            lines.append(self.cancel())
        return [*([self.action("eset", "e0")] if self.chance(0.3) else []), Line(["with", "c0"], lines)]

    def at_barrier(self, number):
        return [self.guard("bwait", self.random.choice(("r0", "r0", "r1")))]

    def change_barrier(self):
        kind = self.random.random()
        return [Line([*(["settleall"] if self.chance(0.5) else []),
                      "breset" if kind < 0.3 else "babort" if kind < 0.4 else "bwait", self.random.choice(("r0", "r0", "r1"))])
                if kind < 0.6 else Line(["parties", "r0"])]

    def at_queue(self, number):
        kind = self.random.random()
        return [self.guard("get", self.queue) if kind < 0.5 else
                self.guard("put", self.queue, self.generator.label("i")) if kind < 0.9 else self.guard("join", self.queue)]

    def change_queue(self):
        kind = self.random.random()
        return [self.action("putnow", self.queue, self.generator.label("i")) if kind < 0.4 else
                self.action("getnow", self.queue) if kind < 0.7 else
                self.action("taskdone", self.queue) if kind < 0.85 else
                self.action("size", self.queue) if kind < 0.93 else
                self.action("shutdown", self.queue, *(["now"] if self.chance(0.6) else []))]

    def at_completions(self, number):
        return [self.guard("next", "a0") if self.chance(0.7) else
                Line([*(["settleall"] if self.chance(0.5) else []), "nexttask", "a0"])]

    def at_several(self, number):
        names = [f"t{self.random.randint(number + 1, self.workers)}" if number < self.workers and self.chance(0.5) else
                 f"f{self.random.randrange(3)}" for _ in range(self.random.randint(1, 3))]
        features = self.generator.features
        kinds = [kind for kind in ("gather", "shield", "wait") if kind in features]
        kind = self.random.choice(kinds)
        if kind == "wait":
            return [self.guard("wait", self.random.choice(("all", "first", "error")), self.random.choice(("-", "-", "1")), *names)]
        if kind == "shield":
            return [self.guard("shield", names[0])]
        return [self.guard(self.random.choice(("gather", "gather", "gatherx")), *names)]

    def keeps(self):
        """A gather that workers await, one around it, and one of the workers: a cancel of that has many ways to the first."""
        def keep(index, names, count):
            return Line(["keep", f"k{index}", "gather", *self.random.choices(names, k=count)])

        futures = ["f0", "f1", "f2"]
        workers = [f"t{number}" for number in range(1, self.workers + 1)]
        return [keep(0, futures, self.random.randint(1, 3)), keep(1, ["k0", "k0", *futures, workers[-1]], self.random.randint(1, 3)),
                keep(2, [*workers, "k0", "k1"], self.random.randint(2, 4))]

    def at_kept(self, number):
        if number == self.workers:
            return [self.guard("await", self.random.choice(("k0", "f0")))]
        later = f"t{self.random.randint(number + 1, self.workers)}"
        return [self.guard("gather", *self.random.choices(("f0", "f1", later), k=2)) if self.chance(0.3) else
                self.guard("await", self.random.choice(("k0", "k0", "k1", later)))]

    def complete_or_cancel(self):
        return [self.action("cancel", self.random.choice(("k0", "k1", "k2", "k2")))] if self.chance(0.4) else self.complete()

    def at_group(self, number):
        if number == self.workers:
            return [self.guard("await", f"f{self.random.randrange(3)}")]
        lines = [Line(["gspawn", "g0", f"t{self.random.randint(number + 1, self.workers)}"])
                 for _ in range(self.random.randint(1, 2))]
        if self.chance(0.6):
            lines.append(self.guard("await", f"f{self.random.randrange(3)}"))
        if self.chance(0.3):
            lines.append(self.cancel())
        return [Line(["group", "g0"], lines), *([Line(["yield"])] if self.chance(0.5) else [])]
