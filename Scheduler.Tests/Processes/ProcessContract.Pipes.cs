using System.Diagnostics;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Processes;

public abstract partial class ProcessContract
{
    private const int Much = 100_000_000;

    [Test]
    public void Communicate_CarriesMuch_BothWaysAtOnce() => Run(MuchBothWays());

    private static IEnumerator<Awaitable> MuchBothWays()
    {
        byte[] input = new byte[Much];
        new Random(5).NextBytes(input);
        yield return CreateSubprocessExec("cat").Into(out Awaitable<CoProcess> started);
        using CoProcess process = started.Result;
        yield return process.Communicate(input).Into(out Awaitable<(byte[] Output, byte[] Error)> all);
        all.Result.Output.AsSpan().SequenceEqual(input).ShouldBeTrue();
    }

    [Test]
    public void Streams_TalkInTurns() => Run(Conversation());

    private static IEnumerator<Awaitable> Conversation()
    {
        yield return CreateSubprocessShell("while read line; do echo \"<$line>\"; done; exit 9").Into(out Awaitable<CoProcess> started);
        using CoProcess process = started.Result;
        foreach (string word in new[] { "one", "two", "three" })
        {
            process.StandardInput!.Write($"{word}\n");
            yield return process.StandardOutput!.ReadLine().Into(out Awaitable<string?> answer);
            answer.Result.ShouldBe($"<{word}>");
        }

        process.StandardInput!.WriteEof();
        yield return process.StandardOutput!.ReadLine().Into(out Awaitable<string?> last);
        last.Result.ShouldBeNull();
        yield return process.Wait().Into(out Awaitable<int> code);
        code.Result.ShouldBe(9);
        $"{process.StandardInput} {process.StandardOutput} {process.StandardError}".ShouldContain("'stdin of /bin/sh'");
    }

    [Test]
    public void WhatIsNotRedirected_IsNull_AndEmptyInCommunicate() => Run(OnlyOutput());

    private static IEnumerator<Awaitable> OnlyOutput()
    {
        var start = new ProcessStartInfo("sh", ["-c", "echo out"]) { RedirectStandardOutput = true };
        yield return CreateSubprocessExec(start).Into(out Awaitable<CoProcess> started);
        using CoProcess process = started.Result;
        process.StandardInput.ShouldBeNull();
        process.StandardError.ShouldBeNull();
        yield return Settle(process.Communicate(new byte[1]), out Outcome refused);
        refused.Exception.ShouldBeOfType<InvalidOperationException>().Message.ShouldContain("not redirected");
        yield return process.Communicate().Into(out Awaitable<(byte[] Output, byte[] Error)> all);
        Text(all.Result.Output).ShouldBe("out\n");
        all.Result.Error.ShouldBeEmpty();
    }

    [Test]
    public void OneThatClosesItsOutput_LivesOn() => Run(OutputClosed());

    private static IEnumerator<Awaitable> OutputClosed()
    {
        yield return CreateSubprocessShell("echo last; exec >&- 2>&-; read code; exit $code").Into(out Awaitable<CoProcess> started);
        using CoProcess process = started.Result;
        yield return process.StandardOutput!.ReadToEnd().Into(out Awaitable<byte[]> all);
        Text(all.Result).ShouldBe("last\n");
        yield return process.StandardError!.ReadToEnd();
        process.ReturnCode.ShouldBeNull();
        process.StandardInput!.Write("6\n");
        yield return process.Wait().Into(out Awaitable<int> code);
        code.Result.ShouldBe(6);
    }

    [TestCase("exit 4")]
    [TestCase("exec <&-; exit 4")]
    [TestCase("head -c 10 >/dev/null; exit 4")]
    [TestCase("exec <&- >&- 2>&-; exit 4")]
    public void OneThatDoesNotReadItsInput_IsNoErrorOfCommunicate(string command) => Run(InputUnread(command));

    private static IEnumerator<Awaitable> InputUnread(string command)
    {
        yield return CreateSubprocessShell(command).Into(out Awaitable<CoProcess> started);
        using CoProcess process = started.Result;
        yield return process.Communicate(new byte[1_000_000]).Into(out Awaitable<(byte[] Output, byte[] Error)> all);
        all.Result.Output.ShouldBeEmpty();
        process.ReturnCode.ShouldBe(4);
    }

    [Test]
    public void InputThatNobodyReads_IsAnErrorOfItsWriter() => Run(InputBroken());

    private static IEnumerator<Awaitable> InputBroken()
    {
        yield return CreateSubprocessShell("exec <&-; echo closed; exec sleep 1000").Into(out Awaitable<CoProcess> started);
        using CoProcess process = started.Result;
        yield return process.StandardOutput!.ReadLine();
        yield return Settle(process.StandardInput!.WriteAll(new byte[1_000_000]), out Outcome written);
        written.IsSuccess.ShouldBeFalse();
        process.ReturnCode.ShouldBeNull();
    }

    [Test]
    public void OutputThatNobodyReads_IsHeldBack_AndLosesNothing() => Run(HeldBack());

    private static IEnumerator<Awaitable> HeldBack()
    {
        yield return CreateSubprocessExec("head", "-c", $"{Much / 100}", "/dev/zero").Into(out Awaitable<CoProcess> started);
        using CoProcess process = started.Result;

        // As much has arrived as the stream takes unread; the rest is in the pipe, or still to be written.
        yield return WaitUntil(() => process.StandardOutput!.Buffered > 2 * CoStream.DefaultLimit);
        for (int i = 0; i < 10; i++)
        {
            yield return null;
        }

        process.StandardOutput!.Buffered.ShouldBeLessThan(Much / 200);
        process.ReturnCode.ShouldBeNull();
        yield return process.Communicate().Into(out Awaitable<(byte[] Output, byte[] Error)> all);
        all.Result.Output.Length.ShouldBe(Much / 100);
    }

    [Test]
    public void Communicate_WithoutInput_EndsTheInputAtOnce() => Run(WithoutInput());

    private static IEnumerator<Awaitable> WithoutInput()
    {
        yield return CreateSubprocessShell("cat; echo ended").Into(out Awaitable<CoProcess> started);
        using CoProcess process = started.Result;
        yield return process.Communicate().Into(out Awaitable<(byte[] Output, byte[] Error)> all);
        Text(all.Result.Output).ShouldBe("ended\n");
    }

    private static IEnumerator<Awaitable> ReadToEnd(CoStream stream)
    {
        yield return stream.ReadToEnd().Into(out Awaitable<byte[]> all);
        yield return Return(all.Result);
    }
}
