namespace Coroutines.Tests.Conformance.Differential;

/// <summary>One run of a random program through the public API; the twin of interpreter.py.</summary>
internal sealed partial class ProgramRun
{
    private const int MaxFrames = 60;
    private const int Futures = 3;

    private readonly Trace _trace = new();
    private readonly Dictionary<string, Instruction[]> _bodies;
    private readonly Dictionary<string, object> _slots = [];
    private readonly Dictionary<string, int> _instances = [];
    private readonly List<string> _unseen = [];
    private readonly Runner _runner;
    private int _frames;

    private ProgramRun(ProgramLine program)
    {
        _bodies = program.Block.ToDictionary(body => body.Operation, body => Instruction.Flatten(body.Block));
        _runner = new Runner(new SchedulerOptions
        {
            TimeProvider = new VirtualClock(),
            ExceptionHandler = Handle,
            HandleCtrlC = false,
        });
    }

    private Scheduler Loop => _runner.Scheduler;

    /// <summary>The trace of a program.</summary>
    public static List<string> Perform(ProgramLine program) => new ProgramRun(program).Perform();

    private List<string> Perform()
    {
        using (_runner)
        {
            CreateObjects();
            string outcome;
            try
            {
                outcome = $"returned {Format(_runner.Run<string?>(Main()))}";
            }
            catch (Exception exception)
            {
                outcome = $"raised {(exception is DeadlockException ? "deadlock" : Describe(exception))}";
            }

            _trace.Log("main", outcome, "at", Loop.Loop.Iteration, Loop.Time);
        }

        _unseen.Sort(StringComparer.Ordinal);
        return [.. _trace.Lines, .. DescribeEnd(), .. _unseen];
    }

    private IEnumerator<Awaitable> Main()
    {
        _slots["t0"] = CoTask.Current!;
        yield return Awaitable.Await<string?>(MakeFrame("b0", returns: true)).Into(out Awaitable<string?> main);
        yield return Awaitable.Return(main.Result);
    }

    private void CreateObjects()
    {
        for (int i = 0; i < Futures; i++)
        {
            _slots[$"f{i}"] = Loop.CreateFuture<string?>();
        }
    }

    private void Handle(ExceptionContext context)
    {
        string text = context.Exception is { } exception ? Describe(exception) : "none";
        if (context.Message.EndsWith("was never looked at", StringComparison.Ordinal))
        {
            _unseen.Add($"unseen {text}");
        }
        else
        {
            _trace.Log("handler", text);
        }
    }

    private IEnumerable<string> DescribeEnd()
    {
        foreach ((string name, object item) in _slots.OrderBy(slot => slot.Key, StringComparer.Ordinal))
        {
            if (item is Future future)
            {
                string state = !future.IsDone ? "pending"
                    : future.IsCancelled ? "cancelled"
                    : future.HasFault ? "failed" : "done";
                yield return item is CoTask task ? $"{name} {state} {task.Cancelling}" : $"{name} {state}";
            }
        }
    }

    /// <summary>A coroutine of a body. What is too much does nothing.</summary>
    private IEnumerator<Awaitable> MakeFrame(string name, bool returns)
    {
        int instance = _instances[name] = _instances.GetValueOrDefault(name) + 1;
        _frames++;
        Instruction[] instructions = _frames <= MaxFrames ? _bodies.GetValueOrDefault(name, []) : [];
        return RunFrame($"{name}.{instance}", instructions, returns);
    }

    private IEnumerator<Awaitable> RunFrame(string label, Instruction[] instructions, bool returns)
    {
        OpenBlocks blocks = new();
        try
        {
            foreach ((ProgramLine line, InstructionKind kind) in instructions)
            {
                switch (kind)
                {
                    case InstructionKind.Await:
                        Expression awaited = Evaluate(line.Words);
                        yield return awaited.Awaitable;
                        LogResult(label, line, awaited);
                        break;

                    case InstructionKind.Settle:
                        Expression settled = Evaluate(line.Words[1..]);
                        bool settlesAll = line.Operation == "settleall";
                        yield return Awaitable.Settle(settled.Awaitable, out Outcome outcome, includeCancellation: settlesAll);
                        LogOutcome(label, line, settled, outcome);
                        break;

                    case InstructionKind.Begin when line.Operation == "with":
                        Awaitable<Releaser> held = Acquire(line.Words[1]);
                        yield return held;
                        blocks.Begin(held.Result);
                        break;

                    case InstructionKind.Begin:
                        blocks.Begin(Open(label, line));
                        break;

                    case InstructionKind.End:
                        if (blocks.InnermostGroup is { } group)
                        {
                            yield return group;
                        }

                        blocks.End();
                        _trace.Log(label, line.Text, "end");
                        break;

                    case InstructionKind.Act when line.Operation == "return":
                        yield return Awaitable.Return<string?>(line.Words[1]);
                        break;

                    case InstructionKind.Act when blocks.HasGroup:
                        // Thrown right here, an exception would leave the blocks around the group before the group.
                        if (Caught(() => Act(label, line.Words)) is { } fault)
                        {
                            yield return Awaitable.Await(Throw(fault));
                        }

                        break;

                    default:
                        Act(label, line.Words);
                        break;
                }
            }

            if (returns)
            {
                yield return Awaitable.Return<string?>(null);
            }
        }
        finally
        {
            blocks.EndAll();
        }
    }

    private object Open(string label, ProgramLine line)
    {
        string name = line.Words[1];
        return line.Operation switch
        {
            "timeout" => _slots[name] = Awaitable.Timeout(Seconds(line.Words[2])),
            "group" => _slots[name] = new TaskGroup(),
            _ => new FinallyBlock(() => Act(label, line.Words[1..])),
        };
    }

    private static Exception? Caught(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }

    private static IEnumerator<Awaitable> Throw(Exception exception)
    {
        if (exception is not null)
        {
            throw exception;
        }

        yield break;
    }

    private static IEnumerator<Awaitable> Nothing()
    {
        yield break;
    }
}
