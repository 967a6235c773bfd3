using System.Diagnostics;
using static Coroutines.Awaitable;

namespace Coroutines.Examples.Rooms;

/// <summary>A silo that this program has started: itself, with other arguments.</summary>
internal sealed class SiloProcess(int number, string folder) : IDisposable
{
    private CoProcess? _process;

    internal int Number => number;

    internal int Id => _process!.Id;

    /// <summary>Starts it, and waits until it is up.</summary>
    internal IEnumerator<Awaitable> Start()
    {
        string[] program = IsDotNet ? [typeof(SiloProcess).Assembly.Location] : [];

        // Its input is never written to. It ends with this process, however that ends, and the silo with it.
        var start = new ProcessStartInfo(Environment.ProcessPath!, [.. program, "silo", $"{number}", folder, Program.Attended])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        yield return CreateSubprocessExec(start).Into(out Awaitable<CoProcess> started);
        _process = started.Result;
        yield return _process.StandardOutput!.ReadLine().Into(out Awaitable<string?> line);
        if (line.Result is null)
        {
            throw new IOException($"Silo {number} did not come up.");
        }
    }

    /// <summary>Ends it where it stands, with signal 9, which it never sees.</summary>
    internal IEnumerator<Awaitable> Kill()
    {
        if (_process is { ReturnCode: null })
        {
            _process.Kill();
            yield return _process.Wait();
        }
    }

    public void Dispose() => _process?.Dispose();

    private static bool IsDotNet => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet";
}
