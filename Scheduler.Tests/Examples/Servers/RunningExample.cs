using System.Globalization;
using System.Text.RegularExpressions;
using Coroutines.Examples;

namespace Coroutines.Tests.Examples.Servers;

/// <summary>A server among the examples, on a thread of its own, from its first line until it is interrupted as by Ctrl-C.</summary>
internal sealed partial class RunningExample : IDisposable
{
    private const int PatienceInMilliseconds = 60_000;

    private readonly FirstLineWriter _output = new();
    private readonly StringWriter _error = new();
    private readonly Thread _thread;
    private int _exitCode = -1;

    internal RunningExample(params string[] arguments)
    {
        var context = new ExampleContext(_output, TextWriter.Synchronized(_error), exceptionHandler: report => Reports.Add(report.Message));
        _thread = new Thread(() => _exitCode = CommandLine.Run(arguments, context))
        {
            IsBackground = true,
        };
        _thread.Start();
        if (!_output.WaitForLine(PatienceInMilliseconds))
        {
            throw new InvalidOperationException($"It has said nothing: {_error}");
        }

        Port = int.Parse(PortInLine().Match(_output.Line).Groups["port"].Value, CultureInfo.InvariantCulture);
    }

    internal int Port { get; }

    /// <summary>What it reported that nobody had handled.</summary>
    internal List<string> Reports { get; } = [];

    internal string FirstLine => _output.Line;

    internal string Error => _error.ToString();

    /// <summary>Ends it.</summary>
    /// <returns>Its exit code.</returns>
    internal int Stop()
    {
        if (_thread.IsAlive)
        {
            _output.Scheduler!.CallSoonThreadsafe(static () => throw new KeyboardInterruptException());
            _thread.Join(PatienceInMilliseconds).ShouldBeTrue();
        }

        return _exitCode;
    }

    public void Dispose() => Stop();

    [GeneratedRegex(@"127\.0\.0\.1:(?<port>\d+)")]
    private static partial Regex PortInLine();

    /// <summary>Waits for the first line, and remembers who has written it.</summary>
    private sealed class FirstLineWriter : StringWriter
    {
        private readonly ManualResetEventSlim _written = new();

        internal string Line { get; private set; } = "";

        internal Scheduler? Scheduler { get; private set; }

        public override void WriteLine(string? value)
        {
            if (Scheduler is null)
            {
                Line = value!;
                Scheduler = Coroutines.Scheduler.CurrentOrNull;
                _written.Set();
            }
        }

        internal bool WaitForLine(int milliseconds) => _written.Wait(milliseconds);
    }
}
