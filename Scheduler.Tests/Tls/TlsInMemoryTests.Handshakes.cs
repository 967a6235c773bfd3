using System.Net.Security;
using System.Security.Authentication;
using Coroutines.Tests.Streams;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Tls;

// How a conversation becomes one of TLS, on which thread, and whose turn it is.
public sealed partial class TlsInMemoryTests
{
    [Test]
    public void StartTls_AfterAPlainConversation_KeepsTheStream()
    {
        _rig.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            (CoStream client, CoStream server) = Joint.Make(_rig.Scheduler, "memory");
            CoTask serving = CreateTask(Serve(server));
            client.Write("STARTTLS\n");
            yield return client.ReadLine().Into(out Awaitable<string?> go);
            go.Result.ShouldBe("go ahead");
            yield return client.StartTls(Certificates.ClientOptions());
            client.Write("secret\n");
            yield return client.ReadLine().Into(out Awaitable<string?> answer);
            answer.Result.ShouldBe("heard: secret");
            client.Close();
            yield return serving;
            yield return client.WaitClosed();
        }

        static IEnumerator<Awaitable> Serve(CoStream stream)
        {
            yield return stream.ReadLine();
            stream.Write("go ahead\n");

            // The client's hello is here before the handshake begins.
            yield return stream.Peek();
            yield return stream.StartTls(Certificates.ServerOptions());
            yield return stream.ReadLine().Into(out Awaitable<string?> line);
            stream.Write($"heard: {line.Result}\n");
            yield return stream.ReadToEnd();
            yield return stream.WaitClosed();
        }
    }

    [Test]
    public void StartTls_OfAClientThatWasSentPlainBytes_RefusesThem()
    {
        _rig.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            (CoStream client, CoStream server) = Joint.Make(_rig.Scheduler, "memory");
            server.Write("go ahead\ninjected\n");
            yield return client.ReadLine();
            yield return Settle(client.StartTls(Certificates.ClientOptions()), out Outcome outcome);
            outcome.Exception.ShouldBeOfType<AuthenticationException>().Message.ShouldStartWith("9 bytes of a stream have arrived before the TLS handshake");
            client.IsClosing.ShouldBeTrue();
            server.Abort();
        }
    }

    [Test]
    public void StartTls_ThatIsNotPossible_SaysWhy_AndChangesNothing()
    {
        _rig.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            (CoStream client, CoStream server) = Joint.Make(_rig.Scheduler, "memory");
            yield return Await(ShakeHands(client, server));
            CoTask writing = CreateTask(WriteMuch(client));
            yield return null;
            yield return Settle(client.StartTls(Certificates.ClientOptions()), out Outcome outcome);
            outcome.Exception.ShouldBeOfType<InvalidOperationException>()
                .Message.ShouldBe("StartTls of a stream is not possible: a WriteAll is under way; wait for it before.");
            yield return server.ReadExactly(1_000_000);
            yield return writing;
            client.Write("still well\n");
            yield return server.ReadLine().Into(out Awaitable<string?> line);
            line.Result.ShouldBe("still well");
            Should.Throw<InvalidOperationException>(client.WriteEof).Message.ShouldContain("CanWriteEof is false");
            client.Close();
            yield return Settle(client.StartTls(Certificates.ClientOptions()), out outcome);
            outcome.Exception.ShouldBeOfType<InvalidOperationException>().Message.ShouldBe("StartTls of a stream is not possible: it is closed.");
            yield return server.WaitClosed();
        }

        static IEnumerator<Awaitable> WriteMuch(CoStream stream)
        {
            yield return stream.WriteAll(new byte[1_000_000]);
        }
    }

    [TestCase("client")]
    [TestCase("server")]
    public void Handshake_CancelledInEachIteration_LeavesNothing(string who)
    {
        int cancelled = 0;
        for (int iteration = 0; cancelled == iteration; iteration++)
        {
            _rig.Run(Main(iteration));
        }

        cancelled.ShouldBeGreaterThan(3);

        IEnumerator<Awaitable> Main(int iteration)
        {
            (CoStream client, CoStream server) = Joint.Make(_rig.Scheduler, "memory");
            CoTask shaking = CreateTask(Shake(client.StartTls(Certificates.ClientOptions())));
            CoTask serving = CreateTask(Shake(server.StartTls(Certificates.ServerOptions())));
            (CoTask victim, CoTask other) = who == "client" ? (shaking, serving) : (serving, shaking);
            for (int i = 0; i < iteration; i++)
            {
                yield return null;
            }

            if (victim.Cancel("no more"))
            {
                cancelled++;
                yield return Settle(victim, out Outcome outcome, includeCancellation: true);
                outcome.IsCancelled.ShouldBeTrue();
            }

            client.Abort();
            server.Abort();
            yield return Settle(other, out _);
            yield return Settle(client.WaitClosed(), out _);
            yield return Settle(server.WaitClosed(), out _);
        }

        static IEnumerator<Awaitable> Shake(Awaitable handshake)
        {
            yield return handshake;
        }
    }

    [Test]
    public void ContextOfAUserInterface_TakesNothingAway()
    {
        SynchronizationContext? before = SynchronizationContext.Current;
        var context = new CountingContext();
        SynchronizationContext.SetSynchronizationContext(context);
        try
        {
            _rig.Run(Talk());
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }

        context.Posts.ShouldBe(0);
    }

    [Test]
    public void TaskOfAnotherScheduler_TakesNothingAway()
    {
        var pair = new ConcurrentExclusiveSchedulerPair();
        Task.Factory.StartNew(
            () => Scheduler.Run(Talk(), new SchedulerOptions { TimeProvider = new VirtualClock() }),
            CancellationToken.None,
            TaskCreationOptions.None,
            pair.ExclusiveScheduler).Wait();
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Conversation_IsDoneByTheLoopAlone_ButForAHandshakeThatIsAskedToBeOnAThread(bool isOnThread)
    {
        var threads = new HashSet<int>();
        SslClientAuthenticationOptions options = Certificates.ClientOptions();
        options.RemoteCertificateValidationCallback = (_, _, _, errors) =>
        {
            threads.Add(Environment.CurrentManagedThreadId);
            return errors == SslPolicyErrors.None;
        };
        Scheduler.Run(Main());
        threads.Contains(Environment.CurrentManagedThreadId).ShouldBe(!isOnThread);
        threads.Count.ShouldBe(1);

        IEnumerator<Awaitable> Main()
        {
            yield return StartServer(Echo, "127.0.0.1", 0, new ServerOptions { Tls = Certificates.ServerOptions(), TlsHandshakeOnThread = isOnThread })
                .Into(out Awaitable<CoServer> started);
            using CoServer server = started.Result;
            yield return OpenConnection(
                "127.0.0.1",
                ((System.Net.IPEndPoint)server.EndPoints[0]).Port,
                new ConnectionOptions { Tls = options, TlsHandshakeOnThread = isOnThread }).Into(out Awaitable<CoStream> opened);
            opened.Result.Write("hello\n");
            yield return opened.Result.ReadLine().Into(out Awaitable<string?> line);
            line.Result.ShouldBe("hello");
            opened.Result.Close();
            yield return opened.Result.WaitClosed();
        }

        static IEnumerator<Awaitable> Echo(CoStream stream)
        {
            yield return stream.ReadLine().Into(out Awaitable<string?> line);
            stream.Write(line.Result + "\n");
        }
    }

    [Test]
    public void Handshakes_ThatComeAllAtOnce_TakeTurns()
    {
        const int Crowd = 20;
        _rig.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            var streams = new List<CoStream>();
            var handshakes = new List<Awaitable>();
            for (int i = 0; i < Crowd; i++)
            {
                (CoStream client, CoStream server) = Joint.Make(_rig.Scheduler, "memory");
                streams.AddRange([client, server]);
                handshakes.AddRange([client.StartTls(Certificates.ClientOptions()), server.StartTls(Certificates.ServerOptions())]);
            }

            long first = _rig.Scheduler.Loop.Iteration;
            yield return Gather(handshakes);

            // At least three steps for each pair: hello, its answer, and what ends it.
            (_rig.Scheduler.Loop.Iteration - first).ShouldBeGreaterThanOrEqualTo(Crowd * 3 / TlsTurns.InAnIteration);
            streams.ForEach(static stream => stream.Close());
            yield return Gather(streams.Select(static stream => stream.WaitClosed()));
        }
    }

    private sealed class CountingContext : SynchronizationContext
    {
        internal int Posts { get; private set; }

        public override void Post(SendOrPostCallback d, object? state)
        {
            Posts++;
            base.Post(d, state);
        }
    }
}
