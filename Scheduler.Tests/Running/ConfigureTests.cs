using static Coroutines.Awaitable;

namespace Coroutines.Tests.Running;

/// <summary>What the options have done to each scheduler that is made of them.</summary>
internal sealed class ConfigureTests
{
    [Test]
    public void Scheduler_IsHandedOver_WhenItIsWhole_AlsoTheOneThatRunMakes()
    {
        List<Scheduler> made = [];
        StepRecorder? recorder = null;
        var options = new SchedulerOptions
        {
            Name = "configured",
            TimeProvider = new VirtualClock(),
            Configure = scheduler =>
            {
                made.Add(scheduler);
                recorder = new StepRecorder(scheduler);
                scheduler.CallLater(1, () => made.Add(scheduler));
            },
        };
        Scheduler? running = null;
        Scheduler.Run(Main(), options);
        made.ShouldBe([running!, running!]);
        recorder!.Steps().ShouldContain(step => step.Coroutine == "Main");

        IEnumerator<Awaitable> Main()
        {
            running = Scheduler.Current;
            yield return Sleep(2);
        }
    }

    [Test]
    public void WhatItThrows_ComesOutOfWhoeverMakesTheScheduler_WhichIsDisposed()
    {
        Scheduler? made = null;
        var options = new SchedulerOptions
        {
            Configure = scheduler =>
            {
                made = scheduler;
                throw new FormatException("not like this");
            },
        };
        Should.Throw<FormatException>(() => new Scheduler(options)).Message.ShouldBe("not like this");
        made!.IsDisposed.ShouldBeTrue();
        Should.Throw<FormatException>(() => Scheduler.Run(Nothing(), options)).Message.ShouldBe("not like this");

        static IEnumerator<Awaitable> Nothing()
        {
            yield break;
        }
    }
}
