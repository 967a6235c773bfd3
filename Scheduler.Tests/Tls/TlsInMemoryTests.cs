using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
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
}
