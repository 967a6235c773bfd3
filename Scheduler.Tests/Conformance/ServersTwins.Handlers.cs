using System.Net;
using System.Net.Sockets;
using System.Text;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance;

/// <summary>Servers: handlers and their ends, and Unix sockets. Rules 47 to 49.</summary>
public sealed partial class ServersTwins
{
    [Twin]
    public IEnumerator<Awaitable> AHandlerThatFails()
    {
        static IEnumerator<Awaitable> Handler(CoStream stream)
        {
            yield return stream.ReadLine().Into(out Awaitable<string?> line);
            if (line.Result == "fail")
            {
                throw new ArgumentException("on demand");
            }

            stream.Write(line.Result + "\n");
        }

        yield return Serve(Handler).Into(out Awaitable<CoServer> started);
        yield return Open(started.Result).Into(out Awaitable<CoStream> first);
        yield return Open(started.Result).Into(out Awaitable<CoStream> second);
        yield return Await(Asking(first.Result, "fail"));
        yield return Await(Asking(second.Result, "well"));
        yield return Await(HangUp(first.Result));
        yield return Await(HangUp(second.Result, started.Result));
    }

    [Twin]
    public IEnumerator<Awaitable> AHandlerThatIsCancelled()
    {
        CoTask? handler = null;

        IEnumerator<Awaitable> Handler(CoStream stream)
        {
            handler = Self;
            stream.Write("hello\n");
            yield return new Future();
        }

        yield return Serve(Handler).Into(out Awaitable<CoServer> started);
        yield return Open(started.Result).Into(out Awaitable<CoStream> opened);
        yield return opened.Result.ReadLine().Into(out Awaitable<string?> line);
        Note(line.Result);
        handler!.Cancel();
        yield return opened.Result.ReadToEnd().Into(out Awaitable<byte[]> rest);
        Note("rest", rest.Result.Length);
        yield return Await(HangUp(opened.Result, started.Result));
    }

    [Twin]
    public IEnumerator<Awaitable> AHandlerThatFailsAtOnce()
    {
        yield return Serve(_ => throw new ArgumentException("no coroutine")).Into(out Awaitable<CoServer> started);
        yield return Open(started.Result).Into(out Awaitable<CoStream> opened);
        yield return Await(Pause(10));
        Note("serving", started.Result.IsServing);
        yield return Await(HangUp(opened.Result));
    }

    [Twin]
    public IEnumerator<Awaitable> AClientThatHangsUp()
    {
        IEnumerator<Awaitable> Handler(CoStream stream)
        {
            yield return stream.ReadToEnd().Into(out Awaitable<byte[]> all);
            Note("handler", all.Result.Length);
            stream.Close();
            yield return Await(NotedEnding("handler", stream.WaitClosed()));
        }

        yield return Serve(Handler).Into(out Awaitable<CoServer> started);
        yield return Open(started.Result).Into(out Awaitable<CoStream> opened);
        yield return Await(HangUp(opened.Result, started.Result));
    }

    [Twin]
    public IEnumerator<Awaitable> AClientThatResets()
    {
        IEnumerator<Awaitable> Handler(CoStream stream)
        {
            stream.Write("hello\n");
            yield return Await(NotedEnding("handler", stream.ReadExactly(10)));
            yield return Await(NotedEnding("drain", stream.Drain()));
            stream.Close();
            yield return Await(NotedEnding("wait closed", stream.WaitClosed()));
        }

        yield return Serve(Handler).Into(out Awaitable<CoServer> started);
        using (var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))
        {
            client.Connect(IPAddress.Loopback, PortOf(started.Result));
            yield return Await(Pause(10));
            client.LingerState = new LingerOption(enable: true, seconds: 0);
        }

        started.Result.Close();
        yield return started.Result.WaitClosed();
    }

    [Twin]
    public IEnumerator<Awaitable> AClientThatEndsItsDirection()
    {
        IEnumerator<Awaitable> Handler(CoStream stream)
        {
            yield return stream.ReadToEnd().Into(out Awaitable<byte[]> data);
            yield return Await(Pause(5));
            stream.Write(Encoding.UTF8.GetString(data.Result).ToUpperInvariant());
            stream.WriteEof();
            Note("at end", stream.IsAtEof, "closing", stream.IsClosing);
        }

        yield return Serve(Handler).Into(out Awaitable<CoServer> started);
        yield return Open(started.Result).Into(out Awaitable<CoStream> opened);
        opened.Result.Write("hello");
        opened.Result.WriteEof();
        yield return opened.Result.ReadToEnd().Into(out Awaitable<byte[]> answer);
        Note(Encoding.UTF8.GetString(answer.Result));
        yield return Await(HangUp(opened.Result, started.Result));
    }

    [Twin]
    public IEnumerator<Awaitable> OnAPath()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("socket");
        yield return StartUnixServer(Shout, path).Into(out Awaitable<CoServer> started);
        Note("there", File.Exists(path));
        yield return OpenUnixConnection(path).Into(out Awaitable<CoStream> opened);
        yield return Await(Asking(opened.Result, "hello"));
        started.Result.Close();
        Note("there", File.Exists(path));
        yield return Await(HangUp(opened.Result));
        yield return started.Result.WaitClosed();
        yield return Await(NotedEnding("open", OpenUnixConnection(path)));
    }

    [Twin]
    public IEnumerator<Awaitable> OnAPathWhereAnotherWas()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("socket");
        using (var leftOver = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            leftOver.Bind(new UnixDomainSocketEndPoint(path));
        }

        yield return StartUnixServer(Shout, path).Into(out Awaitable<CoServer> started);
        yield return OpenUnixConnection(path).Into(out Awaitable<CoStream> opened);
        yield return Await(Asking(opened.Result, "hello"));
        yield return Await(HangUp(opened.Result, started.Result));
    }

    [Twin]
    public IEnumerator<Awaitable> OnAPathThatAnotherTakes()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("socket");
        yield return StartUnixServer(Shout, path).Into(out Awaitable<CoServer> first);
        yield return StartUnixServer(Shout, path).Into(out Awaitable<CoServer> second);
        yield return OpenUnixConnection(path).Into(out Awaitable<CoStream> opened);
        first.Result.Close();
        Note("there", File.Exists(path));
        yield return Await(Asking(opened.Result, "hello"));
        yield return Await(HangUp(opened.Result));
        second.Result.Close();
        Note("there", File.Exists(path));
    }

    [Twin]
    public IEnumerator<Awaitable> OnAPathOfAFile()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("file");
        File.WriteAllText(path, "text");
        yield return Await(NotedEnding("start", StartUnixServer(Shout, path)));
        Note("there", File.Exists(path));
        yield return Await(NotedEnding("open", OpenUnixConnection(path)));
    }
}
