using System.Globalization;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Repl;

/// <summary>Reads commands from standard input, while what they have begun goes on: nothing waits inside a read.</summary>
internal sealed class ReplExample
{
    internal const string Usage = "repl";

    private const string Commands = "after SECONDS TEXT, every SECONDS TEXT, run COMMAND, list, cancel NUMBER, quit";

    private readonly ExampleContext _context;
    private readonly SortedDictionary<int, CoTask> _jobs = [];
    private int _lastNumber;

    private ReplExample(ExampleContext context) => _context = context;

    internal static int Run(ExampleContext context, string[] arguments)
    {
        if (arguments.Length > 0)
        {
            throw new UsageException("no arguments are taken", Usage);
        }

        Scheduler.Run(FromStandardInput(context), context.Options);
        return ExitCode.Success;
    }

    /// <summary>Reads commands up to the end, or to <c>quit</c>. What is still going on then ends with the run.</summary>
    internal static IEnumerator<Awaitable> Converse(ExampleContext context, CoStream input) => new ReplExample(context).Read(input);

    private static IEnumerator<Awaitable> FromStandardInput(ExampleContext context)
    {
        yield return OpenStandardInput().Into(out Awaitable<CoStream> opened);
        using CoStream input = opened.Result;
        yield return Await(Converse(context, input));
    }

    private IEnumerator<Awaitable> Read(CoStream input)
    {
        Say(Commands);
        while (true)
        {
            yield return input.ReadLine().Into(out Awaitable<string?> line);
            if (line.Result is null or "quit")
            {
                yield break;
            }

            Obey(line.Result);
        }
    }

    private void Obey(string line)
    {
        switch (line.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries))
        {
            case []:
                break;
            case ["after", var time, var text] when Seconds(time) is { } seconds:
                Begin(line, Remind(seconds, text, again: false));
                break;
            case ["every", var time, var text] when Seconds(time) is { } seconds:
                Begin(line, Remind(seconds, text, again: true));
                break;
            case ["run", ..]:
                Begin(line, RunCommand(line[(line.IndexOf("run", StringComparison.Ordinal) + 3)..]));
                break;
            case ["list"]:
                List();
                break;
            case ["cancel", var number] when int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int job) && _jobs.ContainsKey(job):
                _jobs[job].Cancel();
                break;
            default:
                Say($"? {Commands}");
                break;
        }
    }

    private void Begin(string line, IEnumerator<Awaitable> job)
    {
        int number = ++_lastNumber;
        CoTask task = CreateTask(job, name: line);
        _jobs.Add(number, task);
        task.AddDoneCallback(done =>
        {
            _jobs.Remove(number);
            if (done.IsCancelled)
            {
                Say($"[{number}] cancelled");
            }
        });
        Say($"[{number}] {line}");
    }

    private void List()
    {
        foreach ((int number, CoTask task) in _jobs)
        {
            Say($"[{number}] {task.Name}");
        }
    }

    private IEnumerator<Awaitable> Remind(double seconds, string text, bool again)
    {
        do
        {
            yield return Sleep(seconds);
            Say(text);
        }
        while (again);
    }

    private IEnumerator<Awaitable> RunCommand(string command)
    {
        yield return CreateSubprocessShell(command).Into(out Awaitable<CoProcess> started);
        using CoProcess process = started.Result;
        yield return process.Communicate().Into(out Awaitable<(byte[] Output, byte[] Error)> all);
        _context.Out.Write(System.Text.Encoding.UTF8.GetString([.. all.Result.Output, .. all.Result.Error]));
        Say($"returned {process.ReturnCode}");
    }

    private static double? Seconds(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds) ? seconds : null;

    private void Say(string what)
    {
        _context.Out.WriteLine(what);
        _context.Out.Flush();
    }
}
