"""The text of a program: lines of words, with blocks by indentation.

The outermost lines are the bodies, b0 to bN; b0 is main. README.md lists the statements.
"""


class Line:
    """A statement with its words, and the statements of its block."""

    __slots__ = ("words", "block")

    def __init__(self, words, block=None):
        self.words = words
        self.block = [] if block is None else block


def parse(text):
    """The bodies of a program, by name."""
    bodies = {}
    stack = [bodies]
    for row in text.splitlines():
        words = row.split()
        depth = (len(row) - len(row.lstrip(" "))) // 2
        del stack[depth + 1:]
        if depth == 0:
            bodies[words[0]] = block = []
        else:
            block = []
            stack[depth].append(Line(words, block))
        stack.append(block)
    return bodies


def render(bodies):
    """The text of a program."""
    rows = []

    def add(lines, depth):
        for line in lines:
            rows.append("  " * depth + " ".join(line.words))
            add(line.block, depth + 1)

    for name, lines in bodies.items():
        rows.append(name)
        add(lines, 1)
    return "\n".join(rows)
