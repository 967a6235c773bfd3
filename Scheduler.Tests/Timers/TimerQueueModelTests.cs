namespace Coroutines.Tests.Timers;

/// <summary>The heap against a sorted list that is too simple to be wrong, and at the size that is promised.</summary>
public class TimerQueueModelTests
{
    [Test]
    public void RandomOperations_AgainstASortedList_GiveTheSameOrder([Values(1, 2, 3, 20_260_101)] int seed)
    {
        TestContext.Out.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var timers = new TimerQueue();
        var ready = new ReadyQueue();
        var model = new List<(double When, int Order, Probe Probe)>();
        var fired = new List<int>();
        double now = 0;
        for (int order = 0; order < 20_000; order++)
        {
            int choice = random.Next(10);
            if (choice < 5)
            {
                // Few distinct deadlines, so that many are equal; and a few at any distance.
                double when = random.Next(20) == 0
                    ? Math.ScaleB(random.NextDouble() - 0.1, random.Next(-1000, 1000))
                    : now + random.Next(40) / 4.0 - 1;
                int number = order;
                var probe = new Probe(() => fired.Add(number));
                timers.Add(when, probe);
                model.Add((when, order, probe));
            }
            else if (choice < 9 && model.Count > 0)
            {
                int index = random.Next(model.Count);
                timers.Cancel(model[index].Probe);
                model.RemoveAt(index);
            }
            else
            {
                now += random.Next(8) / 4.0;
                int[] expected = [.. model.Where(t => t.When <= now).OrderBy(t => t.When).ThenBy(t => t.Order).Select(t => t.Order)];
                model.RemoveAll(t => t.When <= now);
                fired.Clear();
                timers.MoveDue(now, ready);
                ready.RunBatch();
                fired.ShouldBe(expected);
            }

            timers.Count.ShouldBe(model.Count);
            if (random.Next(20) == 0)
            {
                timers.VerifyInvariants();
                timers.NextDeadline().ShouldBe(model.Count == 0 ? double.PositiveInfinity : model.Min(t => t.When));
            }
        }
    }

    [TestCase(100_000)]
    [TestCase(1_000_000, Category = "Nightly")]
    public void MoveDue_OfManyTimers_MovesEachOnceInOrder(int count)
    {
        var timers = new TimerQueue();
        var ready = new ReadyQueue();
        var random = new Random(7);
        double last = -1;
        int fired = 0;
        int outOfOrder = 0;
        var probes = new Probe[count];
        for (int i = 0; i < count; i++)
        {
            double when = random.Next(100_000);
            probes[i] = new Probe(() =>
            {
                outOfOrder += when < last ? 1 : 0;
                last = when;
                fired++;
            });
            timers.Add(when, probes[i]);
        }

        timers.Count.ShouldBe(count);
        for (int i = 0; i < count; i += 4)
        {
            timers.Cancel(probes[i]);
        }

        for (double now = 0; now < 100_000; now += 1000)
        {
            timers.MoveDue(now, ready);
            ready.RunBatch();
        }

        timers.MoveDue(100_000, ready);
        ready.RunBatch();

        fired.ShouldBe(count * 3 / 4);
        outOfOrder.ShouldBe(0);
        timers.Held.ShouldBe(0);
    }

    [Test]
    public void Sweep_OfAlmostAllOfMany_KeepsTheRestInOrderEachTime()
    {
        var timers = new TimerQueue();
        var ready = new ReadyQueue();
        var fired = new List<int>();
        var probes = new List<Probe>();
        for (int i = 0; i < 100_000; i++)
        {
            int number = i;
            probes.Add(new Probe(() => fired.Add(number)));
            timers.Add(100_000 - i % 1000, probes[i]);
        }

        // One sweep after another, and the arrays shrink with them.
        for (int i = 0; i < 99_900; i++)
        {
            timers.Cancel(probes[i]);
        }

        timers.Count.ShouldBe(100);
        timers.Held.ShouldBeLessThanOrEqualTo(201);
        for (int i = 0; i < 5000; i++)
        {
            timers.Add(200_000 + i, new Probe());
        }

        timers.MoveDue(100_000, ready);
        ready.RunBatch();
        fired.ShouldBe(Enumerable.Range(99_900, 100).Reverse());
        timers.Count.ShouldBe(5000);
    }
}
