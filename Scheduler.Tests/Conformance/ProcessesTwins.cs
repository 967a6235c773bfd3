using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance;

/// <summary>Processes: their outputs, ends and signals, who waits for them, and input that nobody reads. Rule 52.</summary>
[Platform("Linux")]
public sealed partial class ProcessesTwins : NotedTwins<ProcessesTwins>
{
    private const int Shown = 50;

    private static Awaitable<CoProcess> Plain(string program, bool hasInput = false) =>
        CreateSubprocessExec(new ProcessStartInfo(program) { RedirectStandardInput = hasInput });

    private static string Text(byte[] data) => data.Length switch
    {
        0 => "nothing",
        >= Shown => $"{data.Length} bytes",
        _ => Encoding.UTF8.GetString(data).Replace("\n", "\\n"),
    };

    private IEnumerator<Awaitable> Waiting(object name, CoProcess process)
    {
        yield return Settle(process.Wait(), out Outcome<int> outcome, includeCancellation: true);
        if (outcome.IsCancelled)
        {
            Note(name, "cancelled", process.ReturnCode is null);
        }
        else
        {
            Note(name, outcome.Result, process.ReturnCode);
        }
    }

    private IEnumerator<Awaitable> Communicating(string name, CoProcess process, byte[]? data = null)
    {
        yield return process.Communicate(data).Into(out Awaitable<(byte[] Output, byte[] Error)> all);
        Note(name, Text(all.Result.Output), Text(all.Result.Error), process.ReturnCode);
    }

    private IEnumerator<Awaitable> Reading(Awaitable<byte[]> read)
    {
        yield return read;
        Note(Text(read.Result));
    }

    private void Sending(string name, Action send)
    {
        try
        {
            send();
            Note(name, "sent");
        }
        catch (InvalidOperationException)
        {
            Note(name, "refused");
        }
    }

    private static byte[] Many(int count) => Encoding.UTF8.GetBytes(new string('x', count));

    [Twin]
    public IEnumerator<Awaitable> CommunicateFeedsAndReads()
    {
        yield return CreateSubprocessShell("cat; echo moaned >&2; exit 3").Into(out Awaitable<CoProcess> started);
        CoProcess process = started.Result;
        Note("before", process.ReturnCode is null);
        yield return Await(Communicating("all", process, "said"u8.ToArray()));
        Note("stdin closing", process.StandardInput!.IsClosing, "stdout at its end", process.StandardOutput!.IsAtEof);
        yield return Await(Communicating("again", process));
    }

    [Twin]
    public IEnumerator<Awaitable> CommunicateOfMuch()
    {
        yield return CreateSubprocessShell("cat").Into(out Awaitable<CoProcess> started);
        yield return Await(Communicating("much", started.Result, Many(3_000_000)));
    }

    [Twin]
    public IEnumerator<Awaitable> CommunicateAfterAPartWasRead()
    {
        yield return CreateSubprocessShell("echo one; echo two; cat").Into(out Awaitable<CoProcess> started);
        yield return started.Result.StandardOutput!.ReadUntil("\n"u8).Into(out Awaitable<byte[]> line);
        Note("line", Text(line.Result));
        yield return Await(Communicating("rest", started.Result, "three"u8.ToArray()));
    }

    [Twin]
    public IEnumerator<Awaitable> CommunicateWithThoseWhoWait()
    {
        yield return CreateSubprocessShell("cat").Into(out Awaitable<CoProcess> started);
        CoProcess process = started.Result;
        CoTask first = CreateTask(Waiting("first", process));
        CoTask second = CreateTask(Waiting("second", process));
        yield return Await(Pause(1));
        yield return Await(Communicating("all", process, "x"u8.ToArray()));
        yield return first;
        yield return second;
        yield return Await(Waiting("late", process));
    }

    [Twin]
    public IEnumerator<Awaitable> InputThatNobodyReads()
    {
        foreach (string command in new[] { "exit 4", "exec <&-; exit 4", "head -c 10 > /dev/null; exit 4" })
        {
            yield return CreateSubprocessShell(command).Into(out Awaitable<CoProcess> started);
            yield return Await(Communicating("unread", started.Result, Many(1_000_000)));
        }
    }

    [Twin]
    public IEnumerator<Awaitable> InputAfterTheEnd()
    {
        yield return CreateSubprocessShell("exit 0").Into(out Awaitable<CoProcess> started);
        CoProcess process = started.Result;
        yield return process.StandardOutput!.ReadToEnd();
        yield return process.StandardError!.ReadToEnd();
        yield return Await(Waiting("wait", process));
        while (!process.StandardInput!.IsClosing)
        {
            yield return Await(Pause(1));
        }

        yield return Await(Pause(3));
        process.StandardInput.Write("late");
        yield return Settle(process.StandardInput.Drain(), out Outcome drained);
        Note(drained.Exception is SocketException ? "lost" : "drained");
    }

    [Twin]
    public IEnumerator<Awaitable> SignalsAreNegativeCodes()
    {
        foreach (int number in new[] { 9, 15, 11, 10, 1 })
        {
            yield return CreateSubprocessShell("exec sleep 1000").Into(out Awaitable<CoProcess> started);
            CoProcess process = started.Result;

            // The build for .NET Standard has no SendSignal.
            yield return CreateSubprocessExec("sh", "-c", $"kill -{number} {process.Id}");
            yield return process.StandardOutput!.ReadToEnd();
            yield return process.StandardError!.ReadToEnd();
            yield return Await(Waiting(number, process));
        }
    }

    [Twin]
    public IEnumerator<Awaitable> SignalsAroundTheEnd()
    {
        yield return Plain("true").Into(out Awaitable<CoProcess> started);
        CoProcess process = started.Result;
        SpinWait.SpinUntil(() => File.ReadAllText($"/proc/{process.Id}/stat").Contains(") Z ", StringComparison.Ordinal));
        Note("noticed", process.ReturnCode is not null);
        Sending("kill", process.Kill);
        Sending("terminate", process.Terminate);
        yield return Await(Waiting("wait", process));
        yield return Await(Pause(3));
        Sending("late kill", process.Kill);
        Sending("late terminate", process.Terminate);
    }

    [Twin]
    public IEnumerator<Awaitable> CancelOfOneWhoWaits()
    {
        yield return Plain("cat", hasInput: true).Into(out Awaitable<CoProcess> started);
        CoTask first = CreateTask(Waiting("first", started.Result));
        CoTask second = CreateTask(Waiting("second", started.Result));
        yield return Await(Pause(1));
        first.Cancel();
        yield return first;
        started.Result.StandardInput!.Close();
        yield return second;
    }

    [Twin]
    public IEnumerator<Awaitable> OutputThatIsClosedEarly()
    {
        yield return CreateSubprocessShell("echo last; exec >&- 2>&-; read code; exit $code").Into(out Awaitable<CoProcess> started);
        CoProcess process = started.Result;
        yield return process.StandardOutput!.ReadToEnd().Into(out Awaitable<byte[]> output);
        Note("output", Text(output.Result));
        Note("running", process.ReturnCode is null);
        process.StandardInput!.Write("6\n");
        yield return Await(Waiting("wait", process));
    }

    [Twin]
    public IEnumerator<Awaitable> OutputAfterTheEnd()
    {
        yield return CreateSubprocessShell("echo 1; echo 2; exit 5").Into(out Awaitable<CoProcess> started);
        CoStream output = started.Result.StandardOutput!;
        yield return Await(Waiting("wait", started.Result));
        yield return output.ReadUntil("\n"u8).Into(out Awaitable<byte[]> line);
        yield return output.ReadToEnd().Into(out Awaitable<byte[]> rest);
        yield return output.ReadToEnd().Into(out Awaitable<byte[]> nothing);
        Note(Text(line.Result), Text(rest.Result), Text(nothing.Result));
    }

    [Twin]
    public IEnumerator<Awaitable> NothingIsRedirected()
    {
        yield return Plain("true").Into(out Awaitable<CoProcess> started);
        CoProcess process = started.Result;
        Note(process.StandardInput is null, process.StandardOutput is null, process.StandardError is null);
        yield return process.Communicate().Into(out Awaitable<(byte[] Output, byte[] Error)> all);
        Note(all.Result.Output.Length, all.Result.Error.Length, process.ReturnCode);
    }

    [Twin]
    public IEnumerator<Awaitable> WhatCannotBeStarted()
    {
        foreach (string program in new[] { "no-such-program-at-all", "/no/such/program", "/etc/passwd", "/usr/bin" })
        {
            yield return Settle(Plain(program), out Outcome<CoProcess> outcome);
            Note(outcome.Exception switch
            {
                FileNotFoundException => "not found",
                UnauthorizedAccessException => "no right",
                _ => "started",
            });
        }
    }

    [Twin]
    public IEnumerator<Awaitable> AConversation()
    {
        yield return CreateSubprocessShell("while read line; do echo \"<$line>\"; done; exit 9").Into(out Awaitable<CoProcess> started);
        CoProcess process = started.Result;
        foreach (string word in new[] { "one", "two" })
        {
            process.StandardInput!.Write(word + "\n");
            yield return Await(Reading(process.StandardOutput!.ReadUntil("\n"u8)));
        }

        process.StandardInput!.WriteEof();
        yield return Await(Reading(process.StandardOutput!.ReadToEnd()));
        yield return process.StandardError!.ReadToEnd();
        yield return Await(Waiting("wait", process));
    }
}
