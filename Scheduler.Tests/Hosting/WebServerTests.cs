using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Hosting;

/// <summary>The requests of a real web server are handed to coroutines, which all run on the one loop.</summary>
public sealed class WebServerTests
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    [Test]
    public void Request_IsAnsweredByACoroutine_AndCancelledWhenItIsAborted()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddScheduler();
        WebApplication app = builder.Build();
        int visits = 0;
        var began = new TaskCompletionSource();
        var closed = new TaskCompletionSource();
        app.MapGet("/visits/{name}", (string name, HostedScheduler loop, CancellationToken aborted) => loop.Run<string>(Visit(name), aborted));
        app.MapGet("/forever", (HostedScheduler loop, CancellationToken aborted) => loop.Run(Forever(), aborted));
        app.StartAsync().GetAwaiter().GetResult();
        string address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

        using (var client = new HttpClient { BaseAddress = new Uri(address), Timeout = _patience })
        {
            // Nobody locks the counter: one loop serves all.
            Task<string>[] answers = [.. Enumerable.Range(1, 20).Select(i => client.GetStringAsync(new Uri($"visits/{i}", UriKind.Relative)))];
            string[] texts = Task.WhenAll(answers).GetAwaiter().GetResult();
            texts.Select(static text => text.Split(' ')[0]).ShouldBe(Enumerable.Range(1, 20).Select(static i => $"{i}:"));
            texts.Select(static text => text.Split(' ')[1]).ShouldBe(Enumerable.Range(1, 20).Select(static i => $"{i}"), ignoreOrder: true);

            using var abort = new CancellationTokenSource();
            Task<string> forever = client.GetStringAsync(new Uri("forever", UriKind.Relative), abort.Token);
            began.Task.Wait(_patience).ShouldBeTrue();
            abort.Cancel();
            closed.Task.Wait(_patience).ShouldBeTrue();
            Should.Throw<OperationCanceledException>(() => forever.GetAwaiter().GetResult());
        }

        app.StopAsync().GetAwaiter().GetResult();
        app.DisposeAsync().AsTask().GetAwaiter().GetResult();

        IEnumerator<Awaitable> Visit(string name)
        {
            yield return null;
            yield return Return($"{name}: {++visits}");
        }

        IEnumerator<Awaitable> Forever()
        {
            began.SetResult();
            try
            {
                yield return new Future();
            }
            finally
            {
                closed.SetResult();
            }
        }
    }
}
