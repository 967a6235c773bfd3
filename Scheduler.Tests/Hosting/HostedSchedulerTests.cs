using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Hosting;

/// <summary>A scheduler runs as long as the host does, and stops as gracefully as it is told to.</summary>
public sealed class HostedSchedulerTests
{
    // Only a test that fails waits for that.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    [Test]
    public void Main_RunsFromTheStart_AndIsCancelledByTheStop()
    {
        using var host = new TestHost();
        host.Services.GetRequiredService<IOptions<SchedulerHostOptions>>().Value.Main = Main;
        host.Scheduler.IsRunning.ShouldBeFalse();
        host.Start();
        host.Scheduler.IsRunning.ShouldBeTrue();
        Wait(host.Scheduler.Run(Noop()));
        host.Stop();

        host.Trace.ShouldBe(["began", "closing", "closed"]);
        host.Scheduler.IsRunning.ShouldBeFalse();
        host.Logged.ShouldBeEmpty();

        IEnumerator<Awaitable> Main(IServiceProvider services)
        {
            services.GetRequiredService<HostedScheduler>().ShouldBeSameAs(host.Scheduler);
            Defer(Close());
            host.Trace.Enqueue("began");
            yield return new Future();
        }

        IEnumerator<Awaitable> Close()
        {
            host.Trace.Enqueue("closing");
            yield return Sleep(0.001);
            host.Trace.Enqueue("closed");
        }
    }

    [Test]
    public void Run_GivesTheResult_OrTheError_OrTheCancel()
    {
        using var host = new TestHost();
        host.Start();
        host.Scheduler.Run<int>(Answer()).WaitAsync(_patience).GetAwaiter().GetResult().ShouldBe(42);
        Should.Throw<IOException>(() => Wait(host.Scheduler.Run(Fail()))).Message.ShouldBe("lost");
        using var aborted = new CancellationTokenSource();
        Task waiting = host.Scheduler.Run(Forever(), aborted.Token);
        aborted.Cancel();
        Should.Throw<OperationCanceledException>(() => Wait(waiting));
        host.Stop();
        host.Logged.ShouldBeEmpty();
    }

    [Test]
    public void Run_OutsideOfTheHostsLife_IsRefused()
    {
        using var host = new TestHost();
        Should.Throw<InvalidOperationException>(() => host.Scheduler.Run(Noop())).Message.ShouldContain("has not started");
        Should.Throw<InvalidOperationException>(() => _ = host.Scheduler.Scheduler);
        Should.Throw<ArgumentNullException>(() => host.Scheduler.Run(null!));
        host.Start();
        host.Stop();
        Should.Throw<InvalidOperationException>(() => host.Scheduler.Run(Noop())).Message.ShouldContain("stopping");
    }

    [Test]
    public void Stop_LetsWhatWasHandedInComeToItsEnd()
    {
        using var host = new TestHost(static options => options.GracePeriod = System.Threading.Timeout.InfiniteTimeSpan);
        host.Start();
        var release = new CoEvent("release");
        var began = new TaskCompletionSource();
        Task<int> request = host.Scheduler.Run<int>(Request());
        Wait(began.Task);
        Task stop = host.StopAsync();
        Wait(host.Scheduler.Scheduler.RunCoroutineThreadsafe(Noop()));
        stop.IsCompleted.ShouldBeFalse();
        host.Scheduler.Scheduler.CallSoonThreadsafe(release.Set);
        Wait(stop);
        request.Result.ShouldBe(1);
        host.Logged.ShouldBeEmpty();

        IEnumerator<Awaitable> Request()
        {
            began.SetResult();
            yield return release.Wait();
            yield return Return(1);
        }
    }

    [Test]
    public void Stop_AfterTheGracePeriod_CancelsWhatIsLeft_WhichIsClosed()
    {
        using var host = new TestHost(static options => options.GracePeriod = TimeSpan.Zero);
        host.Start();
        var began = new TaskCompletionSource();
        Task request = host.Scheduler.Run(Request());
        Wait(began.Task);
        host.Stop();
        request.IsCanceled.ShouldBeTrue();
        host.Trace.ShouldBe(["closed"]);
        host.Logged.ShouldBe(["Warning: The grace period is over: 1 coroutines are cancelled."]);

        IEnumerator<Awaitable> Request()
        {
            began.SetResult();
            try
            {
                yield return new Future();
            }
            finally
            {
                host.Trace.Enqueue("closed");
            }
        }
    }

    [Test]
    public void Stop_OfAHostWithoutPatience_CancelsAtOnce()
    {
        using var host = new TestHost(static options => options.GracePeriod = System.Threading.Timeout.InfiniteTimeSpan);
        host.Start();
        Task request = host.Scheduler.Run(Forever());
        try
        {
            Wait(host.StopAsync(new CancellationToken(canceled: true)));
        }
        catch (OperationCanceledException)
        {
            // The host says so, too.
        }

        Should.Throw<OperationCanceledException>(() => Wait(request));
    }

    [Test]
    public void Fault_ThatReachesNobody_IsLogged()
    {
        using var host = new TestHost(static options => options.Scheduler = new SchedulerOptions { HandleCtrlC = false, UnseenExceptions = ReportMoment.AtOnce });
        host.Start();
        Wait(host.Scheduler.Run(StartAndForget()));
        host.Stop();
        host.Logged.ShouldHaveSingleItem().ShouldMatch("^Error: .* \\(task forgotten\\) IOException: lost$");

        static IEnumerator<Awaitable> StartAndForget()
        {
            CreateTask(Fail(), "forgotten");
            yield return Sleep(0.001);
        }
    }

    [Test]
    public void Main_ThatFails_IsLogged_AndStopsTheHost([Values] bool stops)
    {
        using var host = new TestHost(options =>
        {
            options.Main = static _ => Fail();
            options.StopsHostOnFailure = stops;
        });
        using var stopping = new ManualResetEventSlim();
        host.Stopping.Register(stopping.Set);
        host.Start();
        if (stops)
        {
            stopping.Wait(_patience).ShouldBeTrue();
        }
        else
        {
            Wait(host.Scheduler.Run(Noop()));
            stopping.IsSet.ShouldBeFalse();
        }

        host.Stop();
        host.Logged.ShouldBe(["Critical: The main coroutine has failed. IOException: lost"]);
    }

    [Test]
    public void AsyncCode_ThatACoroutineAwaits_ComesBackOnTheLoop()
    {
        using var host = new TestHost();
        host.Start();
        host.Scheduler.Run<bool>(Main()).WaitAsync(_patience).GetAwaiter().GetResult().ShouldBeTrue();
        host.Stop();

        static IEnumerator<Awaitable> Main()
        {
            int loop = Environment.CurrentManagedThreadId;
            var done = new TaskCompletionSource<int>();

            // What the compiler makes of: await Task.Run(…); return Environment.CurrentManagedThreadId;
            Task.Run(static () => { }).GetAwaiter().OnCompleted(() => done.SetResult(Environment.CurrentManagedThreadId));
            yield return Await(done.Task).Into(out var thread);
            yield return Return(thread.Result == loop);
        }
    }

    private static void Wait(Task task) => task.WaitAsync(_patience).GetAwaiter().GetResult();

    private static IEnumerator<Awaitable> Noop()
    {
        yield break;
    }

    private static IEnumerator<Awaitable> Forever()
    {
        yield return new Future();
    }

    private static IEnumerator<Awaitable> Answer()
    {
        yield return Sleep(0.001);
        yield return Return(42);
    }

    private static IEnumerator<Awaitable> Fail()
    {
        yield return null;
        throw new IOException("lost");
    }
}
