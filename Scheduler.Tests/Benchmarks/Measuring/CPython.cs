using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Coroutines.Benchmarks;

/// <summary>Runs the asyncio twins of the scenarios, where a CPython is found.</summary>
internal static class CPython
{
    private static readonly Version _oracle = new(3, 13);

    private static readonly (string Path, Version Version)? _interpreter = Find();

    internal static string Description => _interpreter is { } found
        ? $"CPython {found.Version}"
        : "no CPython was found; PYTHON may name one";

    /// <summary>Where it is; null where there is none.</summary>
    internal static string? Interpreter => _interpreter?.Path;

    /// <summary>A program in the folder Python, which takes the number of operations, and prints nanoseconds per operation.</summary>
    internal static Contender Contender(string program, int operations, params string[] arguments) =>
        new(operations, count => Run(program, [count.ToString(CultureInfo.InvariantCulture), .. arguments])[0] * count);

    /// <summary>Runs a program, and reads the numbers that it prints.</summary>
    /// <returns>NaN where there is no CPython.</returns>
    internal static double[] Run(string program, params string[] arguments)
    {
        if (_interpreter is not { } interpreter)
        {
            return [double.NaN, double.NaN];
        }

        string path = Path.Combine(AppContext.BaseDirectory, "Python", program);
        string output = Output(interpreter.Path, [path, .. arguments])
            ?? throw new InvalidOperationException($"{program} failed.");
        return [.. output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(ParseNumber)];
    }

    private static double ParseNumber(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    // The version that our semantics are compared with, or newer, goes before any other.
    private static (string Path, Version Version)? Find()
    {
        (string Path, Version Version)? older = null;
        foreach (string path in Candidates())
        {
            if (VersionOf(path) is { } version)
            {
                if (version >= _oracle)
                {
                    return (path, version);
                }

                older ??= (path, version);
            }
        }

        return older;
    }

    private static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable("PYTHON") is { Length: > 0 } named)
        {
            yield return named;
        }

        yield return "python3.13";
        yield return "python3";

        string pyenv = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".pyenv", "versions");
        if (Directory.Exists(pyenv))
        {
            foreach (string version in Directory.EnumerateDirectories(pyenv, "3.13*"))
            {
                yield return Path.Combine(version, "bin", "python3");
            }
        }
    }

    private static Version? VersionOf(string path)
    {
        const string Ask = "import sys; print(sys.implementation.name, '%d.%d.%d' % sys.version_info[:3])";
        return Output(path, ["-c", Ask])?.Split() is ["cpython", var version, ..] ? Version.Parse(version) : null;
    }

    /// <returns>Null if there is no such program, or it failed.</returns>
    private static string? Output(string path, string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo(path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? output : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
