using System.Net.Sockets;
using Coroutines.Tests.Streams;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Tls;

// How a connection ends, in order or not.
public sealed partial class TlsInMemoryTests
{
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
        Garbage.CollectAndFinalize(stream);
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

    private (CoStream Client, CoStream Server, Changer Changer) MakeChanged()
    {
        (MemoryConduit one, MemoryConduit other) = MemoryConduit.CreatePair(_rig.Scheduler, ConnectionOptions.Default);
        var changer = new Changer(one);
        return (CoStream.Over(_rig.Scheduler, changer, 1000), CoStream.Over(_rig.Scheduler, other, 1000), changer);
    }
}
