using System.Diagnostics.Metrics;
using System.Runtime.Loader;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Metrics;

/// <summary>Listeners of the meter that throw: they run on the loop, wherever something is measured.</summary>
internal sealed class FailingListenerTests
{
    // Within them, a scheduler tidies up, and looks whether somebody listens.
    private const int ManyIterations = 128;

    [TestCase("coroutines.step.duration", false)]
    [TestCase("coroutines.step.duration", true)]
    [TestCase("coroutines.loop.lag", false)]
    [TestCase("coroutines.loop.lag", true)]
    [TestCase("coroutines.frame.duration", true)]
    public void Listener_IsReportedOnce_AndNothingElseComesOfIt(string instrument, bool isGameLoop)
    {
        var reports = new List<string>();
        var log = new List<int>();
        using (var listener = new MeterListener())
        {
            listener.InstrumentPublished = (published, self) =>
            {
                if (published.Name == instrument)
                {
                    self.EnableMeasurementEvents(published);
                }
            };
            listener.SetMeasurementEventCallback<double>(static (_, _, _, _) => throw new IOException("full"));
            listener.Start();
            var scheduler = new Scheduler(new SchedulerOptions { ExceptionHandler = context => reports.Add($"{context.Message}: {context.Exception!.Message}") });
            CoTask task = scheduler.CreateTask(Main());
            while (isGameLoop && !task.IsDone)
            {
                scheduler.Tick(0.01);
            }

            scheduler.RunUntilComplete(task);
            scheduler.RunUntilComplete(Yields(ManyIterations));
            scheduler.Dispose();
        }

        log.ShouldBe([0, 1, 2, 100]);
        reports.ShouldHaveSingleItem().ShouldMatch("told of .*no more.* should throw nothing: full");
        Scheduler.Run(Yields(1));

        IEnumerator<Awaitable> Main()
        {
            Defer(() => log.Add(100));
            for (int i = 0; i < 3; i++)
            {
                yield return Sleep(0.001);
                log.Add(i);
            }
        }
    }

    [Test]
    public void Listener_ThatThrowsWhenItIsToldOfTheInstruments_IsReported_AndNothingElseComesOfIt()
    {
        // They are made once in a process; the library is loaded once more.
        var context = new AssemblyLoadContext("once more", isCollectible: true);
        Type type = context.LoadFromAssemblyPath(typeof(Scheduler).Assembly.Location).GetType(typeof(Scheduler).FullName!)!;
        TextWriter standardError = Console.Error;
        using var error = new StringWriter();
        int count = 0;
        try
        {
            Console.SetError(error);
            using var listener = new MeterListener();
            listener.InstrumentPublished = static (instrument, _) =>
            {
                if (instrument.Meter.Name == SchedulerMeter.Name)
                {
                    throw new IOException("full");
                }
            };

            // It is told of those that are there when it starts, and of the others as they come.
            Should.Throw<IOException>(listener.Start);
            for (int i = 0; i < 2; i++)
            {
                dynamic scheduler = Activator.CreateInstance(type)!;
                scheduler.CallSoon((Action)(() => count++));
                scheduler.Stop();
                scheduler.RunForever();
                scheduler.Dispose();
            }
        }
        finally
        {
            Console.SetError(standardError);
            context.Unload();
        }

        count.ShouldBe(2);
        error.ToString().ShouldContain("a listener of the meter 'Coroutines' has failed");
        error.ToString().ShouldContain("System.IO.IOException: full");
    }

    private static IEnumerator<Awaitable> Yields(int count)
    {
        for (int i = 0; i < count; i++)
        {
            yield return null;
        }
    }
}
