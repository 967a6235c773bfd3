using Coroutines;
using Coroutines.Hosting;
using static Coroutines.Awaitable;

WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(["--urls", "http://127.0.0.1:0"]);
builder.Logging.ClearProviders();
builder.Services.AddScheduler();
builder.Services.AddHealthChecks().AddScheduler(within: TimeSpan.FromMinutes(1));
WebApplication app = builder.Build();
app.MapHealthChecks("/health");
app.MapGet("/hello/{name}", (string name, HostedScheduler loop, CancellationToken aborted) => loop.Run<string>(Hello(name), aborted));
app.Start();
using (var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) })
{
    Console.WriteLine($"{Get(client, "hello/ann")}, {Get(client, "health")}");
}

app.StopAsync().GetAwaiter().GetResult();

static string Get(HttpClient client, string page) => client.GetStringAsync(page).GetAwaiter().GetResult();

IEnumerator<Awaitable> Hello(string name)
{
    yield return Sleep(0.01);
    yield return Return($"hello {name}");
}
