using System.ComponentModel;
using System.Diagnostics;

namespace Coroutines.Benchmarks;

/// <summary>The echo servers that are compared.</summary>
internal static class EchoServers
{
    private static readonly string _folder = AppContext.BaseDirectory;

    /// <summary>The example <c>echo</c>.</summary>
    internal static ServerProgram Ours() => new(["dotnet", Path.Combine(_folder, "Examples.dll"), "echo", "--port", "0"]);

    /// <summary>C on epoll, compiled here.</summary>
    internal static ServerProgram RawC() =>
        Compiled("cc", file => ["cc", "-O2", "-o", file, Path.Combine(_folder, "C", "echo.c")]);

    internal static ServerProgram Sockets() => new(ThisProgram.With(SocketEcho.Command));

    /// <summary>.NET's own sockets that go on where the event was found, with no thread in between.</summary>
    internal static ServerProgram SocketsInline() => Sockets() with
    {
        Environment = new Dictionary<string, string> { ["DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS"] = "1" },
    };

    internal static ServerProgram AsyncioStreams() => Python([CPython.Interpreter ?? "python3"], "streams");

    internal static ServerProgram AsyncioProtocol() => Python([CPython.Interpreter ?? "python3"], "protocol");

    internal static ServerProgram Uvloop() => Python([CPython.Interpreter ?? "python3", "/usr/bin/python3"], "protocol", "uvloop");

    internal static ServerProgram Node() =>
        Succeeds("node", "--version") ? new(["node", Path.Combine(_folder, "Node", "echo.js")]) : ServerProgram.Without("node was not found");

    internal static ServerProgram Go() =>
        Compiled("go", file => ["go", "build", "-o", file, Path.Combine(_folder, "Go", "echo.go")]) with
        {
            Environment = new Dictionary<string, string> { ["GOMAXPROCS"] = "1" },
        };

    private static ServerProgram Python(string[] candidates, string kind, string module = "asyncio") =>
        candidates.FirstOrDefault(python => Succeeds(python, "-c", $"import {module}")) is { } found
            ? new([found, Path.Combine(_folder, "Python", "echo.py"), kind, .. module == "asyncio" ? [] : new[] { module }])
            : ServerProgram.Without($"no Python with {module} was found");

    private static ServerProgram Compiled(string compiler, Func<string, string[]> command)
    {
        string file = Path.Combine(_folder, $"echo-of-{compiler}");
        return Succeeds(command(file)) ? new([file]) : ServerProgram.Without($"{compiler} was not found, or failed");
    }

    private static bool Succeeds(params string[] command)
    {
        try
        {
            var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
