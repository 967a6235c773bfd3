using System.Diagnostics;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Processes;

/// <summary>What is refused at the call, and how one string becomes arguments.</summary>
public sealed class ArgumentTests
{
    [TestCase("", new string[0])]
    [TestCase("  a\tb  ", new[] { "a", "b" })]
    [TestCase("\"a b\" c", new[] { "a b", "c" })]
    [TestCase("a\"b c\"d", new[] { "ab cd" })]
    [TestCase("\"\" x", new[] { "", "x" })]
    [TestCase("\"a\"\"b\"", new[] { "a\"b" })]
    [TestCase("a\\\"b", new[] { "a\"b" })]
    [TestCase("a\\\\\"b c\"", new[] { "a\\b c" })]
    [TestCase("a\\b \\\\c", new[] { "a\\b", "\\\\c" })]
    [TestCase("end\\", new[] { "end\\" })]
    [TestCase("\"open end", new[] { "open end" })]
    public void OneString_BecomesTheArguments_ThatDotNetMakesOfIt(string text, string[] arguments)
    {
        ArgumentString.Split(text).ShouldBe(arguments);
        if (OperatingSystem.IsLinux())
        {
            using Process process = Process.Start(new ProcessStartInfo("printf", $"\"[%s]\" {text}") { RedirectStandardOutput = true })!;
            process.StandardOutput.ReadToEnd().ShouldBe(arguments.Length == 0 ? "[]" : string.Concat(arguments.Select(static argument => $"[{argument}]")));
        }
    }

    [Test]
    public void Mistakes_AreRefusedAtTheCall()
    {
        Should.Throw<ArgumentNullException>(() => CreateSubprocessExec((string)null!));
        Should.Throw<ArgumentNullException>(() => CreateSubprocessExec("x", null!));
        Should.Throw<ArgumentNullException>(() => CreateSubprocessExec((ProcessStartInfo)null!));
        Should.Throw<ArgumentNullException>(() => CreateSubprocessShell(null!));
        Should.Throw<ArgumentException>(() => CreateSubprocessExec("x", "a", null!)).Message.ShouldContain("null");
        Should.Throw<ArgumentException>(() => CreateSubprocessExec("")).ParamName.ShouldBe("program");
        Should.Throw<ArgumentException>(() => CreateSubprocessExec(new ProcessStartInfo())).ParamName.ShouldBe("start");
        Should.Throw<ArgumentException>(() => CreateSubprocessExec("x", "a\0b")).Message.ShouldContain("zero");
        Should.Throw<ArgumentException>(() => CreateSubprocessShell("a\0b")).ParamName.ShouldBe("command");
        Should.Throw<ArgumentException>(() => CreateSubprocessExec(new ProcessStartInfo("x") { UseShellExecute = true })).Message.ShouldContain("Process.Start");
        Should.Throw<ArgumentException>(() => CreateSubprocessExec(new ProcessStartInfo("x", "a") { ArgumentList = { "b" } })).Message.ShouldContain("one of the two");
    }

    [Test]
    [Platform("Linux")]
    public void Nothing_IsStartedBeforeTheYield_AndACallIsAwaitedOnce()
    {
        Scheduler.Run(Main());

        static IEnumerator<Awaitable> Main()
        {
            Awaitable<CoProcess> call = CreateSubprocessExec("cat");
            Should.Throw<InvalidStateException>(() => call.Result);
            yield return call;
            using CoProcess process = call.Result;
            yield return Settle(call, out Outcome again);
            again.Exception.ShouldBeOfType<InvalidOperationException>();
        }
    }
}
