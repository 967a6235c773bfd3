using System.Text;
using System.Threading.Channels;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Threads;

/// <summary>
/// No call of .NET's that a user would await is ambiguous to the compiler, and none needs its types written out. That this file
/// compiles is the test; it is run as well.
/// </summary>
public sealed class UsualDotNetCallsCompile
{
    [Test]
    public void Await_TakesTheUsualCalls()
    {
        using var rig = new Rig();
        rig.Run<string>(Calls()).ShouldBe("page page page 1 1 2 2 True True 5 5 line 4 7 7 8 8 3 3");
    }

    [Test]
    public void Await_StandsInWhateverTakesAnAwaitable()
    {
        using var rig = new Rig();
        rig.Run<string>(Combinations()).ShouldBe("1 1 1 2 1 1 3 1 4 5 6");
    }

    private static IEnumerator<Awaitable> Calls()
    {
        using var http = new HttpClient(new AlwaysPage());
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes("line\nrest\n"));
        using var reader = new StreamReader(stream);
        using var gate = new SemaphoreSlim(3);
        var channel = Channel.CreateUnbounded<int>();
        const string Url = "http://localhost/";

        yield return Await(token => http.GetStringAsync(Url, token)).Into(out var page);
        yield return Await(token => http.GetAsync(Url, token)).Into(out var response);
        yield return Await(token => response.Result.Content.ReadAsStringAsync(token)).Into(out var content);
        Awaitable<HttpResponseMessage> sending = Await(token => http.SendAsync(new HttpRequestMessage(HttpMethod.Get, Url), token));
        yield return sending;
        yield return Await(token => sending.Result.Content.ReadAsStringAsync(token)).Into(out var sent);

        yield return Await(token => Task.Run(() => { }, token));
        yield return Await(token => gate.WaitAsync(token));
        yield return Await(token => channel.Writer.WriteAsync(1, token));
        yield return Await(token => channel.Reader.ReadAsync(token)).Into(out var item);
        yield return Await(_ => Task.FromResult(1)).Into(out var one);
        yield return Await(_ => new ValueTask<int>(2)).Into(out var two);
        yield return Await(static token => Two(token)).Into(out var alsoTwo);
        yield return Await(token => gate.WaitAsync(TimeSpan.FromSeconds(1), token)).Into(out var entered);
        yield return Await(token =>
        {
            channel.Writer.TryWrite(5);
            return channel.Reader.WaitToReadAsync(token);
        }).Into(out var readable);
        Func<CancellationToken, ValueTask<int>> read = channel.Reader.ReadAsync;
        yield return Await(read).Into(out var five);
        channel.Writer.TryWrite(5);
        yield return Await(channel.Reader.ReadAsync).Into(out var alsoFive);
        yield return Await(reader.ReadLineAsync).Into(out var line);

        var buffer = new byte[4];
        stream.Position = 0;
        yield return Await(token => stream.ReadAsync(buffer.AsMemory(), token)).Into(out var count);
        yield return Await(token => stream.WriteAsync(buffer.AsMemory(), token));
        yield return Await(stream.FlushAsync);
        yield return Await(token => stream.CopyToAsync(Stream.Null, token));
        yield return Await(token => stream.DisposeAsync());
        yield return Await(token => Task.Run(() => 7, token)).Into(out var seven);
        yield return Await(token => Task.Run(() => seven.Result, token)).Into(out var alsoSeven);
        yield return Await<int>(token => Task.FromResult(8)).Into(out var eight);
        yield return Await<int>(_ => new ValueTask<int>(8)).Into(out var alsoEight);
        yield return Await(token => token.IsCancellationRequested ? Two(token) : Task.FromResult(3)).Into(out var three);
        yield return Await(token =>
        {
            if (token.IsCancellationRequested)
            {
                return new ValueTask<int>(2);
            }

            return new ValueTask<int>(Task.FromResult(3));
        }).Into(out var alsoThree);
        yield return Settle(Await(token => throw new IOException("not even begun")), out var failed);
        failed.Exception.ShouldBeOfType<IOException>();

        yield return Return(string.Join(
            ' ',
            page.Result,
            content.Result,
            sent.Result,
            item.Result,
            one.Result,
            two.Result,
            alsoTwo.Result,
            entered.Result,
            readable.Result,
            five.Result,
            alsoFive.Result,
            line.Result,
            count.Result,
            seven.Result,
            alsoSeven.Result,
            eight.Result,
            alsoEight.Result,
            three.Result,
            alsoThree.Result));
    }

    private static IEnumerator<Awaitable> Combinations()
    {
        yield return Settle(Await(_ => Task.CompletedTask), out var plain);
        yield return Settle(Await(_ => Task.FromResult(1)), out var settled);
        yield return WaitFor(Await(_ => Task.CompletedTask), 1.0);
        yield return WaitFor(Await(_ => new ValueTask<int>(1)), 1.0).Into(out var waited);
        yield return Try(Await(_ => Task.CompletedTask)).Catch<IOException>(e => { });
        yield return Try(Await(_ => Task.FromResult(1))).Catch<IOException>(e => 2).Into(out var tried);
        yield return Try(Await(_ => Task.FromException<int>(new IOException()))).Catch<IOException>(e => 2).Into(out var caught);
        yield return Gather(Await(_ => Task.FromResult(1)), Await(_ => new ValueTask<int>(1))).Into(out var gathered);
        yield return Gather(Await(_ => Task.CompletedTask), Await(_ => new ValueTask()), Sleep(0));
        yield return Race(Await(_ => Task.FromResult(3)), Await(_ => new ValueTask<int>(3))).Into(out var raced);
        yield return Shield(Await(_ => Task.FromResult(1))).Into(out var shielded);
        foreach (var next in AsCompleted(new[] { Await(_ => Task.FromResult(4)) }))
        {
            yield return next;
            next.Result.ShouldBe(4);
        }

        Awaitable<int> kept = Await(_ => Task.FromResult(4));
        Awaitable untyped = Await(_ => Task.FromResult(4));
        yield return kept;
        yield return untyped;
        yield return Try<int>(Await(_ => Task.FromException<int>(new IOException()))).Catch<IOException>(_ => 5).Into(out var five);
        using var numbers = ReadAll(new Numbers(_ => { }, 6));
        while (true)
        {
            yield return numbers.Next();
            if (numbers.IsAtEnd || numbers.Current == 6)
            {
                break;
            }
        }

        plain.IsSuccess.ShouldBeTrue();
        yield return Return(string.Join(
            ' ',
            settled.Result,
            waited.Result,
            tried.Result,
            caught.Result,
            gathered.Result[0],
            gathered.Result[1],
            raced.Result.Result,
            shielded.Result,
            kept.Result,
            five.Result,
            numbers.Current));
    }

    private static Task<int> Two(CancellationToken token) => Task.FromResult(token.IsCancellationRequested ? 0 : 2);

    private sealed class AlwaysPage : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage { Content = new StringContent("page") });
    }
}
