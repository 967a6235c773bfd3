using System.Net.Sockets;
using Coroutines.Examples;

namespace Coroutines.Tests.Examples;

internal sealed class CommandLineTests
{
    private static readonly string[] _names =
        ["hello", "blocking", "sequential", "concurrent", "order", "task", "forgotten", "fetch", "loopback", "echo", "serve", "chat", "forward", "ping", "run", "raft", "repl", "frames", "starfall", "cookbook"];

    [Test]
    public void List_HasOneLineForEachExample()
    {
        ExampleRun run = ExampleRun.OnVirtualTime("--help");

        run.ExitCode.ShouldBe(0);
        run.Lines.Skip(1).Select(line => line.Trim().Split(' ')[0]).ShouldBe(_names);
    }

    [Test]
    public void UnknownName_SaysSoAndListsWhatThereIs()
    {
        ExampleRun run = ExampleRun.OnVirtualTime("helo");

        run.ExitCode.ShouldBe(2);
        run.ErrorLines[0].ShouldBe("There is no example 'helo'.");
        run.ErrorLines.Length.ShouldBe(3 + _names.Length);
        run.Lines.ShouldBe([""]);
    }

    [TestCase("hello", "fast")]
    [TestCase("loopback", "fast")]
    [TestCase("frames", "--fast")]
    [TestCase("starfall", "--fast")]
    [TestCase("fetch")]
    [TestCase("fetch", "--limit")]
    [TestCase("fetch", "--limit", "0", "http://localhost/")]
    [TestCase("fetch", "--limit", "many", "http://localhost/")]
    [TestCase("fetch", "--timeout", "0", "http://localhost/")]
    [TestCase("fetch", "--timeout", "NaN", "http://localhost/")]
    [TestCase("fetch", "--speed", "http://localhost/")]
    [TestCase("echo", "--port")]
    [TestCase("echo", "--port", "65536")]
    [TestCase("echo", "--port", "-1")]
    [TestCase("echo", "fast")]
    [TestCase("chat", "--port", "many")]
    [TestCase("chat", "--name", "x")]
    [TestCase("serve")]
    [TestCase("serve", "--port")]
    [TestCase("serve", "--port", "80")]
    [TestCase("serve", "--port", "x", ".")]
    [TestCase("serve", "/no/such/folder")]
    [TestCase("serve", ".", ".")]
    [TestCase("serve", "--tls")]
    [TestCase("serve", "--tls", "--cert", "x.pem", ".")]
    [TestCase("serve", "--cert", "x.pem", "--key", "y.pem", ".")]
    [TestCase("serve", "--tls", "--cert", "no.pem", "--key", "no.pem", ".")]
    [TestCase("serve", ".", "--port")]
    [TestCase("forward")]
    [TestCase("forward", "80", "localhost")]
    [TestCase("forward", "80", "localhost", "http")]
    [TestCase("forward", "99999", "localhost", "80")]
    [TestCase("ping")]
    [TestCase("ping", "localhost")]
    [TestCase("ping", ":80")]
    [TestCase("ping", "localhost:80", "localhost:81")]
    [TestCase("ping", "--count", "3")]
    [TestCase("ping", "localhost:x")]
    [TestCase("ping", "--listen")]
    [TestCase("ping", "--listen", "x")]
    [TestCase("ping", "localhost:1", "--count")]
    [TestCase("ping", "localhost:1", "--count", "0")]
    [TestCase("ping", "localhost:1", "--count", "1.5")]
    [TestCase("ping", "localhost:1", "--interval", "-1")]
    [TestCase("ping", "localhost:1", "--timeout", "never")]
    [TestCase("ping", "localhost:1", "--size", "5")]
    [TestCase("run")]
    [TestCase("run", "--limit")]
    [TestCase("run", "--limit", "0", "true")]
    [TestCase("run", "--grace", "soon", "true")]
    [TestCase("run", "--restarts", "-1", "true")]
    [TestCase("run", "--speed", "1", "true")]
    [TestCase("run", "--limit", "1")]
    [TestCase("raft", "fast")]
    [TestCase("raft", "--node", "a")]
    [TestCase("raft", "--node", "d", "--members", "a=1,b=2,c=3", "--data", "file")]
    [TestCase("raft", "--node", "a", "--members", "a", "--data", "file")]
    [TestCase("raft", "--node", "a", "--members", "a=x", "--data", "file")]
    [TestCase("raft", "--simulate")]
    [TestCase("raft", "--simulate", "x")]
    [TestCase("raft", "--simulate", "1", "--seconds")]
    [TestCase("raft", "--simulate", "1", "--mistake", "Sleeps")]
    [TestCase("raft", "--simulate", "1", "--speed", "1")]
    [TestCase("repl", "fast")]
    [TestCase("cookbook", "fast")]
    [TestCase("cookbook", "--real-time")]
    [TestCase("cookbook", "rate-limit", "throttle")]
    public void WrongArguments_AreAnsweredWithTheUsage(params string[] arguments)
    {
        ExampleRun run = ExampleRun.OnVirtualTime(arguments);

        run.ExitCode.ShouldBe(2);
        run.ErrorLines.Length.ShouldBe(2);
        run.ErrorLines[0].ShouldStartWith($"{arguments[0]}: ");
        run.ErrorLines[1].ShouldStartWith($"usage: {arguments[0]}");
    }

    [Test]
    [Category("RealTime")]
    public void NoArgument_ListsAndTakesTheTourToItsEnd()
    {
        ExampleRun run = ExampleRun.On(new FastClock(20));

        run.ExitCode.ShouldBe(0);
        run.ErrorLines.ShouldBe([""]);
        run.Lines.Skip(1).Take(_names.Length).Select(line => line.Trim().Split(' ')[0]).ShouldBe(_names);
        run.Lines.Where(line => line.StartsWith("== ", StringComparison.Ordinal)).Select(line => line[3..].Split(':')[0])
            .ShouldBe(
            [
                .. _names.Where(name => name is not ("fetch" or "echo" or "serve" or "chat" or "forward" or "ping" or "run" or "raft" or "repl" or "frames" or "starfall" or "cookbook")),
                "frames --headless",
                "starfall --headless",
            ]);
    }

    [TestCase("--record", "{file}", "concurrent")]
    [TestCase("concurrent", "--record", "{file}")]
    [TestCase("starfall", "--record", "{file}", "--headless")]
    public void Record_ShowsWhatTheExampleDid(params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        string file = folder.File("timeline.html");
        ExampleRun run = ExampleRun.OnVirtualTime([.. arguments.Select(argument => argument.Replace("{file}", file, StringComparison.Ordinal))]);

        run.ExitCode.ShouldBe(0);
        run.ErrorLines.Single().ShouldEndWith($"steps are shown by {file}.");
        File.ReadAllText(file).ShouldStartWith("<!doctype html>");
    }

    [TestCase("--dashboard", "concurrent")]
    [TestCase("concurrent", "--dashboard")]
    [TestCase("--dashboard", "starfall", "--headless")]
    public void Dashboard_SaysWhereItIs_AndIsGoneWhenTheExampleIs(params string[] arguments)
    {
        ExampleRun run = ExampleRun.OnVirtualTime(arguments);

        run.ExitCode.ShouldBe(0);
        var address = new Uri(run.ErrorLines.Single().Replace("Watch it at ", "", StringComparison.Ordinal));
        address.Query.ShouldStartWith("?token=");
        using var client = new TcpClient();
        Should.Throw<SocketException>(() => client.Connect(address.Host, address.Port));
    }

    [Test]
    public void Record_IsWritten_AlsoWhereTheExampleIsInterrupted()
    {
        using var folder = new TemporaryFolder();
        string file = folder.File("timeline.html");
        ExampleRun run = ExampleRun.WritingTo(new InterruptingWriter(), new VirtualClock(), "--record", file, "hello");

        run.ExitCode.ShouldBe(130);
        run.ErrorLines.ShouldBe(["Interrupted.", $"The last 1 steps are shown by {file}."]);
    }

    [Test]
    public void Record_ThatCannotBeWritten_SaysWhy_AndChangesNoExitCode()
    {
        ExampleRun run = ExampleRun.OnVirtualTime("--record", "/no/such/folder/timeline.html", "hello");

        run.ExitCode.ShouldBe(0);
        run.ErrorLines.Single().ShouldStartWith("The recording cannot be written: ");
    }

    [TestCase("--record")]
    [TestCase("--record", "")]
    public void Record_WithoutAFile_IsAnsweredWithTheUsage(params string[] arguments)
    {
        ExampleRun run = ExampleRun.OnVirtualTime(arguments);

        run.ExitCode.ShouldBe(2);
        run.ErrorLines.ShouldBe(["--record: --record needs the file to write the timeline to", "usage: [--dashboard] [--record FILE] NAME …"]);
    }

    [Test]
    public void CtrlC_EndsAnyExampleWithAMessage()
    {
        ExampleRun run = ExampleRun.WritingTo(new InterruptingWriter(), new VirtualClock(), "hello");

        run.ExitCode.ShouldBe(130);
        run.ErrorLines.ShouldBe(["Interrupted."]);
    }

    [Test]
    public void Catalog_FindsEachByItsName() =>
        _names.Select(name => Catalog.Find(name)!.Name).ShouldBe(_names);
}
