using System.Diagnostics;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Commands;

/// <summary>Runs a command: shows both of its outputs line by line, limits its time, starts it again when it has failed, and hands our end on to it.</summary>
internal sealed partial class RunExample
{
    private const int TimeIsUp = 124;
    private const int CannotExecute = 126;
    private const int NotFound = 127;
    private const int SignalBase = 128;

    private const double FirstPause = 0.1;
    private const double LongestPause = 5;

    private readonly ExampleContext _context;
    private readonly RunArguments _arguments;
    private bool _isStopping;

    private RunExample(ExampleContext context, RunArguments arguments)
    {
        _context = context;
        _arguments = arguments;
    }

    internal static int Run(ExampleContext context, string[] arguments) =>
        Scheduler.Run<int>(new RunExample(context, RunArguments.Parse(arguments)).Supervise(), context.Options);

    private IEnumerator<Awaitable> Supervise()
    {
        double pause = FirstPause;
        for (int restarts = 0; ; restarts++)
        {
            yield return Await<int>(RunOnce()).Into(out Awaitable<int> code);
            if (code.Result is 0 or CannotExecute or NotFound || _isStopping || restarts == _arguments.Restarts)
            {
                yield return Return(code.Result);
            }

            Say($"it has ended with {code.Result}; restart {restarts + 1} of {_arguments.Restarts}");
            yield return Sleep(pause);
            pause = Math.Min(pause * 2, LongestPause);
        }
    }

    private IEnumerator<Awaitable> RunOnce()
    {
        var start = new ProcessStartInfo(_arguments.Command[0], _arguments.Command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        yield return Settle(CreateSubprocessExec(start), out Outcome<CoProcess> started);
        if (started.Exception is FileNotFoundException or UnauthorizedAccessException)
        {
            Say(started.Exception.Message);
            yield return Return(started.Exception is FileNotFoundException ? NotFound : CannotExecute);
        }

        // However this ends, it does not end before the process.
        using CoProcess process = started.Result;
        CoTask[] printing = [CreateTask(Print(process.StandardOutput!, "out| ")), CreateTask(Print(process.StandardError!, "err| "))];
        CoTask? stopping = null;
        WatchSignals(process, ref stopping);
        yield return Settle(WaitFor(process.Wait(), _arguments.Limit), out Outcome<int> ended);
        bool isTimeUp = ended.Exception is TimeoutException;
        if (isTimeUp)
        {
            Say($"its {_arguments.Limit} seconds are up");
            yield return Await(Stop(process, isForGood: false));
        }

        stopping?.Cancel();

        // What it has written is still in the pipes; a child of its own may have them, and keep them.
        yield return Settle(WaitFor(Gather(printing), _arguments.Grace), out Outcome printed);
        if (printed.Exception is not TimeoutException)
        {
            printed.ThrowIfFailed();
        }

        int code = process.ReturnCode!.Value;
        yield return Return(isTimeUp ? TimeIsUp : code < 0 ? SignalBase - code : code);
    }

    private IEnumerator<Awaitable> Print(CoStream stream, string prefix)
    {
        StreamLineReader lines = stream.ReadLines();
        while (true)
        {
            yield return lines.Next();
            if (lines.IsAtEnd)
            {
                yield break;
            }

            _context.Out.WriteLine(prefix + lines.Current);
        }
    }

    /// <summary>Where there are signals, has a task stop it when one comes to us.</summary>
    partial void WatchSignals(CoProcess process, ref CoTask? watch);

    /// <summary>Asks it to end, and ends it if it does not.</summary>
    private IEnumerator<Awaitable> Stop(CoProcess process, bool isForGood)
    {
        _isStopping |= isForGood;
        if (process.ReturnCode is not null)
        {
            yield break;
        }

        process.Terminate();
        yield return Settle(WaitFor(process.Wait(), _arguments.Grace), out Outcome<int> ended);
        if (ended.Exception is TimeoutException && process.ReturnCode is null)
        {
            Say($"it does not end, {_arguments.Grace} seconds after it was asked to: killed");
            process.Kill();
            yield return process.Wait();
        }
    }

    private void Say(string what) => _context.Error.WriteLine($"run: {what}");
}
