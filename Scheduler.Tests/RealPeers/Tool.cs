using System.Diagnostics;
using System.Text;

namespace Coroutines.Tests.RealPeers;

/// <summary>A program that the system may have: where it has not, the test is skipped, and says so.</summary>
internal static class Tool
{
    private const int PatienceInMilliseconds = 120_000;

    /// <summary>Its path; skips the test where there is none.</summary>
    internal static string Require(params string[] names)
    {
        // nginx stands where only root looks for it.
        string[] folders = [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator), "/usr/sbin"];
        string? found = (
            from name in names
            from folder in folders
            let path = Path.Combine(folder, name)
            where File.Exists(path)
            select path).FirstOrDefault();
        if (found is null)
        {
            Assert.Ignore($"{names[0]} is not installed");
        }

        return found!;
    }

    /// <summary>Starts it, with its output in our hands.</summary>
    internal static Process Start(string path, params string[] arguments)
    {
        var start = new ProcessStartInfo(path, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Process.Start(start)!;
    }

    /// <summary>Runs it to its end.</summary>
    internal static ToolRun Run(string path, params string[] arguments) => Finish(Start(path, arguments), []);

    /// <summary>Runs it to its end with something to read.</summary>
    internal static ToolRun RunWithInput(byte[] input, string path, params string[] arguments) => Finish(Start(path, arguments), input);

    /// <summary>Waits for its end, and has its output then.</summary>
    internal static ToolRun Finish(Process process, byte[] input)
    {
        using Process running = process;
        var errors = new StringBuilder();
        running.ErrorDataReceived += (_, line) => errors.AppendLine(line.Data);
        running.BeginErrorReadLine();
        var writer = new Thread(() => Feed(running, input)) { IsBackground = true };
        writer.Start();
        var output = new MemoryStream();
        var reader = new Thread(() => running.StandardOutput.BaseStream.CopyTo(output)) { IsBackground = true };
        reader.Start();
        if (!running.WaitForExit(PatienceInMilliseconds))
        {
            running.Kill(entireProcessTree: true);
            Assert.Fail($"{running.StartInfo.FileName} has not ended. {errors}");
        }

        reader.Join();

        // Without a limit, it waits for the last line of the errors too.
        running.WaitForExit();
        return new ToolRun(running.ExitCode, output.ToArray(), errors.ToString());
    }

    private static void Feed(Process process, byte[] input)
    {
        try
        {
            process.StandardInput.BaseStream.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It reads nothing more.
        }
    }
}
