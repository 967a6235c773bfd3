using System.Diagnostics;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Raft;

/// <summary>A node in a process of its own: this program, called with the node's arguments.</summary>
internal sealed class NodeProcess(RaftArguments.Node arguments, TextWriter output) : IDisposable
{
    private CoProcess? _process;
    private CoTask? _printing;

    internal string Name => arguments.Name;

    internal IEnumerator<Awaitable> Start()
    {
        // Its input is never written to. It ends with this process, however that ends, and the node with it.
        var start = new ProcessStartInfo(Program, [.. ProgramArguments, "raft", .. arguments.ToArguments()])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        yield return CreateSubprocessExec(start).Into(out Awaitable<CoProcess> started);
        _process = started.Result;
        _printing = CreateTask(Print(_process.StandardOutput!));
        Say($"is process {_process.Id}");
    }

    /// <summary>Ends it where it stands, with a signal that it never sees.</summary>
    internal IEnumerator<Awaitable> Kill()
    {
        Say("is killed");
        _process!.Kill();
        yield return _process.Wait();
        yield return _printing!;
        _process.Dispose();
    }

    public void Dispose()
    {
        _printing?.Cancel();
        _process?.Dispose();
    }

    // What runs here is the program itself, or dotnet with the program as its first argument, or a test with this program inside it.
    private static string Program => IsOurs || IsDotNet ? Environment.ProcessPath! : "dotnet";

    private static string[] ProgramArguments => IsOurs ? [] : [typeof(NodeProcess).Assembly.Location];

    private static bool IsOurs => ProcessName == typeof(NodeProcess).Assembly.GetName().Name;

    private static bool IsDotNet => ProcessName == "dotnet";

    private static string? ProcessName => Path.GetFileNameWithoutExtension(Environment.ProcessPath);

    private IEnumerator<Awaitable> Print(CoStream lines)
    {
        StreamLineReader reader = lines.ReadLines();
        while (true)
        {
            yield return reader.Next();
            if (reader.IsAtEnd)
            {
                yield break;
            }

            Say(reader.Current);
        }
    }

    private void Say(string what) => output.WriteLine($"  {Name}: {what}");
}
