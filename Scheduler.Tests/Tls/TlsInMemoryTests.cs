using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Coroutines.Tests.Streams;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Tls;

/// <summary>TLS between two ends in memory: every byte and every iteration is the same each time.</summary>
public sealed class TlsInMemoryTests
{
    private Rig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new Rig(debug: true);

    [TearDown]
    public void TearDown()
    {
        _rig.Dispose();
        _rig.ShouldHaveReported();
    }

    [TestCase("memory")]
    [TestCase("bytewise")]
    public void Conversation_OfTwoStreams(string kind)
    {
        _rig.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            (CoStream client, CoStream server) = Joint.Make(_rig.Scheduler, kind);
            yield return Gather(client.StartTls(Certificates.ClientOptions()), server.StartTls(Certificates.ServerOptions()));
            client.Write("hello\n");
            client.Write("you\n");
            yield return server.ReadLine().Into(out Awaitable<string?> line);
            line.Result.ShouldBe("hello");
            yield return server.ReadLine().Into(out line);
            line.Result.ShouldBe("you");
            server.Write(new string('x', 100_000) + "\n");
            yield return client.ReadExactly(100_001).Into(out Awaitable<byte[]> much);
            much.Result.Length.ShouldBe(100_001);
            client.Tls!.Protocol.ShouldBe(SslProtocols.Tls13);
            client.Tls.ToString().ShouldBe(server.Tls!.ToString());
            client.CanWriteEof.ShouldBeFalse();
            client.Close();
            yield return server.ReadToEnd().Into(out Awaitable<byte[]> rest);
            rest.Result.ShouldBeEmpty();
            yield return client.WaitClosed();
            yield return server.WaitClosed();
        }
    }

    [Test]
    public void Close_SendsWhatIsQueued_AndTheEnd()
    {
        _rig.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            (CoStream client, CoStream server) = Joint.Make(_rig.Scheduler, "memory");
            yield return Gather(client.StartTls(Certificates.ClientOptions()), server.StartTls(Certificates.ServerOptions()));
            byte[] sent = new byte[1_000_000];
            new Random(1).NextBytes(sent);
            client.Write(sent);
            client.WriteBufferSize.ShouldBeGreaterThan(800_000);
            client.Close();
            yield return server.ReadToEnd().Into(out Awaitable<byte[]> received);
            received.Result.AsSpan().SequenceEqual(sent).ShouldBeTrue();
            yield return client.WaitClosed();
            yield return server.WaitClosed();
        }
    }

    [Test]
    public void Writes_OfOneIteration_AreOneRecord()
    {
        _rig.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            (MemoryConduit one, MemoryConduit other) = MemoryConduit.CreatePair(_rig.Scheduler, ConnectionOptions.Default);
            var counter = new RecordCounter(one);
            CoStream client = CoStream.Over(_rig.Scheduler, counter, 1000);
            CoStream server = CoStream.Over(_rig.Scheduler, other, 1000);
            yield return Await(ShakeHands(client, server));
            counter.TakeRecords();
            client.Write("head\n");
            client.Write("body\n");
            client.WriteLines(["three", "four"]);
            client.WriteBufferSize.ShouldBe(21);
            yield return server.ReadLine();
            client.WriteBufferSize.ShouldBe(0);

            // The tag, and the type of what is in it.
            const int Overhead = 17;
            counter.TakeRecords().ShouldBe([21 + Overhead]);
            client.Write(new byte[40_000]);
            yield return server.ReadExactly(40_016);
            counter.TakeRecords().ShouldBe([16_384 + Overhead, 16_384 + Overhead, 7_232 + Overhead]);
            client.Close();
            server.Close();
            yield return Gather(client.WaitClosed(), server.WaitClosed());
        }
    }

    [Test]
    public void Close_IsAnswered_AndThePeersIsTold_WithoutTime()
    {
        _rig.Run(Main());
        _rig.Scheduler.Time.ShouldBe(0);

        IEnumerator<Awaitable> Main()
        {
            (CoStream client, CoStream server) = Joint.Make(_rig.Scheduler, "memory");
            yield return Await(ShakeHands(client, server));
            client.Write("last words");
            client.Close();
            yield return server.ReadToEnd().Into(out Awaitable<byte[]> all);
            all.Result.ShouldBe("last words"u8.ToArray());

            // As in asyncio: the end is answered, and nothing goes any more.
            server.IsClosing.ShouldBeTrue();
            server.Write("too late");
            yield return client.WaitClosed();
            yield return server.WaitClosed();
        }
    }

    [Test]
    public void Close_ThatThePeerDoesNotAnswer_IsAnAbortAfterAWhile()
    {
        _rig.Run(Main());
        _rig.Scheduler.Time.ShouldBe(30);

        IEnumerator<Awaitable> Main()
        {
            (CoStream client, CoStream server) = Joint.Make(_rig.Scheduler, "memory");
            yield return Await(ShakeHands(client, server));

            // It reads nothing, and so does not see the end.
            for (int i = 0; i < 10; i++)
            {
                client.Write(new byte[40_000]);
                yield return null;
            }

            client.Write("more");
            client.Close();
            yield return Settle(client.WaitClosed(), out Outcome outcome);
            if (outcome.IsSuccess)
            {
                throw new InvalidOperationException("It was answered.");
            }

            outcome.Exception.ShouldBeOfType<TimeoutException>().Message.ShouldContain("has not ended its TLS connection for 30 s");
            server.Abort();
        }
    }

    [TestCase(0)]
    [TestCase(3)]
    [TestCase(200)]
    public void EndWithoutNotice_IsTheEnd_AlsoInTheMiddleOfARecord(int cutOff)
    {
        _rig.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            (MemoryConduit one, MemoryConduit other) = MemoryConduit.CreatePair(_rig.Scheduler, ConnectionOptions.Default);
            var cutter = new Cutter(one);
            CoStream client = CoStream.Over(_rig.Scheduler, cutter, 1000);
            CoStream server = CoStream.Over(_rig.Scheduler, other, 1000);
            yield return Await(ShakeHands(client, server));
            client.Write("whole");
            yield return server.ReadExactly(5);
            cutter.Left = cutOff;
            client.Write(new byte[1_000]);
            yield return server.ReadToEnd().Into(out Awaitable<byte[]> rest);
            rest.Result.ShouldBeEmpty();
            yield return server.WaitClosed();
            client.Abort();
        }
    }

    [Test]
    public void ChangedByte_IsAnErrorOfTheReader_AndEndsTheConnection()
    {
        _rig.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            (CoStream client, CoStream server, Changer changer) = MakeChanged();
            yield return Await(ShakeHands(client, server));
            changer.IsChanging = true;
            client.Write("hello");
            yield return Settle(server.ReadToEnd(), out Outcome<byte[]> outcome);
            outcome.Exception.ShouldBeOfType<IOException>().Message.ShouldContain("is no TLS, or was changed on its way");
            yield return Settle(server.WaitClosed(), out Outcome closed);
            closed.Exception.ShouldBe(outcome.Exception);
            client.Abort();
        }
    }

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

    [Test]
    public void TlsOverTls_IsTlsTwice()
    {
        _rig.Run(Main());
        _rig.Scheduler.Time.ShouldBe(0);

        IEnumerator<Awaitable> Main()
        {
            (CoStream client, CoStream server) = Joint.Make(_rig.Scheduler, "memory");
            yield return Await(ShakeHands(client, server));
            TlsSession outer = client.Tls!;
            yield return Await(ShakeHands(client, server));
            client.Tls.ShouldNotBeSameAs(outer);
            byte[] sent = new byte[300_000];
            new Random(3).NextBytes(sent);
            client.Write(sent);
            client.Close();
            yield return server.ReadToEnd().Into(out Awaitable<byte[]> received);
            received.Result.AsSpan().SequenceEqual(sent).ShouldBeTrue();
            yield return client.WaitClosed();
            yield return server.WaitClosed();
        }
    }

    [Test]
    public void Close_InTheMiddleOfAHandshake_EndsIt()
    {
        _rig.Run(Main());

        IEnumerator<Awaitable> Main()
        {
            (CoStream client, CoStream server) = Joint.Make(_rig.Scheduler, "memory");
            CoTask shaking = CreateTask(Shake(client));
            yield return null;
            client.Write("for later");
            client.WriteBufferSize.ShouldBe(9);
            client.Close();
            yield return shaking;
            yield return client.WaitClosed();
            server.Close();
            yield return Settle(server.WaitClosed(), out _);
        }

        static IEnumerator<Awaitable> Shake(CoStream client)
        {
            yield return Settle(client.StartTls(Certificates.ClientOptions()), out Outcome outcome);
            outcome.Exception.ShouldBeAssignableTo<SocketException>();
        }
    }

    [Test]
    public void Connection_ThatIsOver_LeavesNoTimer_AndIsKeptByNobody()
    {
        WeakReference stream = Talked();
        _rig.ShouldHaveNothingLeft();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        stream.IsAlive.ShouldBeFalse();

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        WeakReference Talked()
        {
            var reference = new WeakReference(null);
            _rig.Run(Main());
            return reference;

            IEnumerator<Awaitable> Main()
            {
                (CoStream client, CoStream server) = Joint.Make(_rig.Scheduler, "memory");
                yield return Await(ShakeHands(client, server));
                client.Write("hello\n");
                yield return server.ReadLine();
                client.Close();
                yield return Gather(client.WaitClosed(), server.WaitClosed());

                // What was agreed on can be asked for to the end.
                client.Tls!.RemoteCertificate!.Subject.ShouldBe($"CN={Certificates.Host}");
                reference.Target = client;
            }
        }
    }

    [Test]
    public void IdleConnection_KeepsLittle_AndAnEchoAllocatesNothing()
    {
        const int Connections = 50;
        const int Budget = 12 * 1024;
        Scheduler.Run(Main(), new SchedulerOptions { TimeProvider = new VirtualClock() });

        static IEnumerator<Awaitable> Main()
        {
            var streams = new List<CoStream>();
            long before = 0;
            for (int i = 0; i < 2 * Connections; i++)
            {
                if (i == Connections)
                {
                    before = GC.GetTotalMemory(forceFullCollection: true);
                }

                (CoStream client, CoStream server) = Joint.Make(Scheduler.Current, "memory");
                streams.AddRange([client, server]);
                yield return Await(ShakeHands(client, server));

                // The base library keeps what it has shaken hands with until the first word.
                client.Write("hello\n");
                yield return server.ReadLine();
                server.Write("hello\n");
                yield return client.ReadLine();
            }

            // Of both ends.
            long kept = (GC.GetTotalMemory(forceFullCollection: true) - before) / Connections;
            TestContext.Out.WriteLine($"{kept} bytes for both ends of an idle connection");
            kept.ShouldBeLessThan(Budget);
            yield return Await(Echo(streams[0], streams[1]));
            streams.ForEach(static stream => stream.Close());
            yield return Gather(streams.Select(static stream => stream.WaitClosed()));
        }

        static IEnumerator<Awaitable> Echo(CoStream client, CoStream server)
        {
            const int Rounds = 200;
            byte[] message = new byte[64];
            long before = 0;
            for (int i = 0; i < 2 * Rounds; i++)
            {
                if (i == Rounds)
                {
                    before = GC.GetAllocatedBytesForCurrentThread();
                }

                client.Write(message);
                yield return server.ReadExactly(message);
                server.Write(message);
                yield return client.ReadExactly(message);
            }

            (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        }
    }

    [Test]
    public void TimeLimits_AreAboveZero()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new ConnectionOptions { TlsHandshakeTimeout = 0 })
            .Message.ShouldStartWith("The time for TLS is a number of seconds above 0.");
        Should.Throw<ArgumentOutOfRangeException>(() => new ConnectionOptions { TlsShutdownTimeout = -1 });
        Should.Throw<ArgumentOutOfRangeException>(() => new ServerOptions { TlsHandshakeTimeout = -1 });
        Should.Throw<ArgumentOutOfRangeException>(() => new ServerOptions { TlsShutdownTimeout = 0 });
        (CoStream client, CoStream server) = Joint.Make(_rig.Scheduler, "memory");
        Should.Throw<ArgumentOutOfRangeException>(() => client.StartTls(Certificates.ClientOptions(), 0));
        client.Close();
        server.Close();
        _rig.Iterate(2);
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
    public void MissingCertificates_AreNotDownloaded_UnlessTheUserSaysSo()
    {
        // The build for .NET Standard does not know the word.
        bool isKnown = typeof(TlsSession).GetProperty("CipherSuite") is not null;
        TlsOptions.CopyOf(new SslClientAuthenticationOptions(), "host").CertificateChainPolicy?.DisableCertificateDownloads.ShouldBeTrue();
        (TlsOptions.CopyOf(new SslClientAuthenticationOptions(), "host").CertificateChainPolicy is not null).ShouldBe(isKnown);
        (TlsOptions.CopyOf(new SslServerAuthenticationOptions()).CertificateChainPolicy is not null).ShouldBe(isKnown);
        var own = new X509ChainPolicy();
        TlsOptions.CopyOf(new SslClientAuthenticationOptions { CertificateChainPolicy = own }, "host").CertificateChainPolicy.ShouldBeSameAs(own);
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

    [Test]
    public void Options_AreCopiedWhole()
    {
        SslClientAuthenticationOptions client = Filled<SslClientAuthenticationOptions>();
        ShouldBeEqual(client, TlsOptions.CopyOf(client, client.TargetHost));
        SslServerAuthenticationOptions server = Filled<SslServerAuthenticationOptions>();
        ShouldBeEqual(server, TlsOptions.CopyOf(server));
    }

    [Test]
    public void Options_ThatCannotBe_AreRefusedAtTheCall()
    {
        Should.Throw<ArgumentException>(() => OpenUnixConnection("/nowhere", new ConnectionOptions { Tls = new SslClientAuthenticationOptions() }))
            .Message.ShouldStartWith("The certificate of the server has to be for a name, and nobody has said which: set TargetHost.");
        Should.Throw<ArgumentException>(() => StartServer(null!, null, 0)).ShouldBeOfType<ArgumentNullException>();
        Should.Throw<ArgumentException>(() => StartServer(Nobody, null, 0, new ServerOptions { Tls = new SslServerAuthenticationOptions() }))
            .Message.ShouldStartWith("A server shows a certificate: set ServerCertificate.");
        using var bare = X509CertificateLoader.LoadCertificate(Certificates.Server.RawData);
        Should.Throw<ArgumentException>(() => StartServer(Nobody, null, 0, new ServerOptions { Tls = Certificates.ServerOptions(bare) }))
            .Message.ShouldStartWith($"The certificate of CN={Certificates.Host} has no private key here");

        static IEnumerator<Awaitable> Nobody(CoStream stream)
        {
            yield break;
        }
    }

    internal static IEnumerator<Awaitable> ShakeHands(CoStream client, CoStream server)
    {
        yield return Gather(client.StartTls(Certificates.ClientOptions()), server.StartTls(Certificates.ServerOptions()));
    }

    private static IEnumerator<Awaitable> Talk()
    {
        int thread = Environment.CurrentManagedThreadId;
        (CoStream client, CoStream server) = Joint.Make(Scheduler.Current, "memory");
        yield return Await(ShakeHands(client, server));
        for (int i = 0; i < 3; i++)
        {
            client.Write(new byte[50_000]);
            yield return server.ReadExactly(50_000);
            server.Write("heard\n");
            yield return client.ReadLine();
        }

        client.Close();
        server.Close();
        yield return client.WaitClosed();
        yield return server.WaitClosed();
        Environment.CurrentManagedThreadId.ShouldBe(thread);
    }

    private (CoStream Client, CoStream Server, Changer Changer) MakeChanged()
    {
        (MemoryConduit one, MemoryConduit other) = MemoryConduit.CreatePair(_rig.Scheduler, ConnectionOptions.Default);
        var changer = new Changer(one);
        return (CoStream.Over(_rig.Scheduler, changer, 1000), CoStream.Over(_rig.Scheduler, other, 1000), changer);
    }

    private static TOptions Filled<TOptions>()
        where TOptions : new()
    {
        var options = new TOptions();
        foreach (System.Reflection.PropertyInfo property in typeof(TOptions).GetProperties())
        {
            property.SetValue(options, ValueFor(property.PropertyType));
        }

        return options;
    }

    // Other than what it is without being set.
    private static object? ValueFor(Type type) => type switch
    {
        _ when type == typeof(bool) => false,
        _ when type == typeof(string) => "some.host",
        _ when type == typeof(SslProtocols) => SslProtocols.Tls13,
        _ when type == typeof(EncryptionPolicy) => EncryptionPolicy.RequireEncryption,
        _ when type == typeof(X509RevocationMode) =>
            X509RevocationMode.Offline,
        _ when type == typeof(X509Certificate) => Certificates.Server,
        _ when type == typeof(SslStreamCertificateContext) => SslStreamCertificateContext.Create(Certificates.Server, null, offline: true),
        _ when type == typeof(CipherSuitesPolicy) => OperatingSystem.IsWindows() ? null : new CipherSuitesPolicy([TlsCipherSuite.TLS_AES_128_GCM_SHA256]),
        _ when type == typeof(RemoteCertificateValidationCallback) => (RemoteCertificateValidationCallback)((_, _, _, errors) => errors == SslPolicyErrors.None),
        _ when type == typeof(LocalCertificateSelectionCallback) => (LocalCertificateSelectionCallback)((_, _, _, _, _) => Certificates.Client),
        _ when type == typeof(ServerCertificateSelectionCallback) => (ServerCertificateSelectionCallback)((_, _) => Certificates.Server),
        _ => Activator.CreateInstance(type),
    };

    private static void ShouldBeEqual<TOptions>(TOptions options, TOptions copy)
    {
        foreach (System.Reflection.PropertyInfo property in typeof(TOptions).GetProperties())
        {
            property.GetValue(copy).ShouldBe(property.GetValue(options), property.Name);
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

    /// <summary>Ends after so many bytes more.</summary>
    private sealed class Cutter(MemoryConduit inner) : PassingConduit(inner)
    {
        internal int? Left { get; set; }

        internal override int TrySend(ReadOnlySpan<byte> bytes)
        {
            if (Left is not { } left)
            {
                return base.TrySend(bytes);
            }

            base.TrySend(bytes[..Math.Min(left, bytes.Length)]);
            Left = 0;
            base.ShutdownSend();
            return bytes.Length;
        }
    }

    /// <summary>Changes the last byte of what is sent.</summary>
    private sealed class Changer(MemoryConduit inner) : PassingConduit(inner)
    {
        internal bool IsChanging { get; set; }

        internal override int TrySend(ReadOnlySpan<byte> bytes)
        {
            byte[] changed = bytes.ToArray();
            changed[^1] ^= (byte)(IsChanging ? 1 : 0);
            return base.TrySend(changed);
        }
    }

    private class PassingConduit(Conduit inner) : Conduit
    {
        internal override void Watch(Interest interest)
        {
            inner.Transport = Transport;
            inner.Watch(interest);
        }

        internal override int TryReceive(Span<byte> room) => inner.TryReceive(room);

        internal override int TrySend(ReadOnlySpan<byte> bytes) => inner.TrySend(bytes);

        internal override void ShutdownSend() => inner.ShutdownSend();

        internal override void Close() => inner.Close();
    }
}
