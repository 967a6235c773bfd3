using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Hosting;

/// <summary>The page on hosts: its program is started and asked.</summary>
public sealed class HostingOnThePageTests
{
    [Test]
    public void Program_ServesRequests()
    {
        string[] args = ["--urls", "http://127.0.0.1:0"];

        // snippet: hosting-web
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
        builder.Services.AddScheduler();
        builder.Services.AddHealthChecks().AddScheduler(within: TimeSpan.FromSeconds(1));
        WebApplication app = builder.Build();
        app.MapHealthChecks("/health");
        app.MapGet("/hello/{name}", (string name, HostedScheduler loop, CancellationToken aborted) =>
            loop.Run<string>(Hello(name), aborted));

        IEnumerator<Awaitable> Hello(string name)
        {
            yield return Sleep(0.01);
            yield return Return($"hello {name}");
        }
        // end-snippet

        app.StartAsync().GetAwaiter().GetResult();
        using (var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) })
        {
            client.GetStringAsync(new Uri("hello/ann", UriKind.Relative)).GetAwaiter().GetResult().ShouldBe("hello ann");
            client.GetStringAsync(new Uri("health", UriKind.Relative)).GetAwaiter().GetResult().ShouldBe("Healthy");
        }

        app.StopAsync().GetAwaiter().GetResult();
        app.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }
}
