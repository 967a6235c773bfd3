using System.Diagnostics;

namespace Coroutines.Tests.Conformance.Differential;

/// <summary>CPython, which makes random programs and runs them, in a process of its own.</summary>
internal sealed class Oracle(string python) : IDisposable
{
    private const string EndOfBlock = ".";

    private readonly Process _server = Start(python, "serve");

    private static string Script => Path.Combine(AppContext.BaseDirectory, "Conformance", "Differential", "differential.py");

    /// <summary>Makes programs from a seed on, and runs them.</summary>
    public static IEnumerable<RecordedProgram> Generate(string python, int seed, int count, string features)
    {
        using Process generator = Start(python, $"generate {seed} {count} {features}");
        foreach (RecordedProgram program in RecordedProgram.Read(generator.StandardOutput))
        {
            yield return program;
        }

        generator.WaitForExit();
        if (generator.ExitCode != 0)
        {
            throw new InvalidOperationException($"{python} ended with exit code {generator.ExitCode}.");
        }
    }

    /// <summary>The trace of a program; null if it proves nothing.</summary>
    public List<string>? Perform(ProgramLine program)
    {
        _server.StandardInput.Write($"{program.Render()}{EndOfBlock}\n");
        _server.StandardInput.Flush();
        List<string> trace = [];
        while (_server.StandardOutput.ReadLine() is { } line && line != EndOfBlock)
        {
            trace.Add(line);
        }

        return trace is ["unusable"] ? null : trace;
    }

    public void Dispose()
    {
        _server.StandardInput.Close();
        _server.WaitForExit();
        _server.Dispose();
    }

    private static Process Start(string python, string arguments) => Process.Start(new ProcessStartInfo
    {
        FileName = python,
        Arguments = $"-B -W ignore \"{Script}\" {arguments}",
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;
}
