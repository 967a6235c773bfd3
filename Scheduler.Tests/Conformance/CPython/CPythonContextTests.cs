using System.Globalization;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Conformance.CPython;

/// <summary>test_context, and the tests of contexts in test_tasks.</summary>
public sealed class CPythonContextTests
{
    private readonly AsyncLocal<string?> _value = new();
    private Rig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new Rig();

    [TearDown]
    public void TearDown() => _rig.Dispose();

    // test_context, DecimalContextTest.test_asyncio_task_decimal_context: what decimal's precision is there, the culture is here
    [Test]
    public void CurrentCulture_SetInATask_HoldsOverItsSleepsAndForItAlone()
    {
        IEnumerator<Awaitable> Format(double seconds, string separator)
        {
            var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            culture.NumberFormat.NumberDecimalSeparator = separator;
            CultureInfo.CurrentCulture = culture;
            string before = $"{0.5}";
            yield return Sleep(seconds);
            _rig.Log($"{before} {0.25}");
        }

        IEnumerator<Awaitable> Main()
        {
            CoTask first = CreateTask(Format(0.1, "#"));
            CoTask second = CreateTask(Format(0.2, "~"));
            yield return first;
            yield return second;
            _rig.Log($"{0.125}");
        }

        _rig.Run(Main());

        _rig.ShouldHaveLogged("0#5 0#25", "0~5 0~25", "0.125");
    }

    // test_context_2
    [Test]
    public void Values_OfATask_OutliveEachSuspension_WhateverDoneCallbacksSet()
    {
        IEnumerator<Awaitable> Main()
        {
            for (int j = 0; j < 2; j++)
            {
                Future future = new();
                future.AddDoneCallback(_ => _value.Value = "something else");
                _value.Value = $"yes{j}";
                Scheduler.Current.CallSoon(() => future.SetResult());
                yield return future;
                _rig.Log(_value.Value!);

                for (int i = 0; i < 3; i++)
                {
                    _value.Value = $"yes{i}-{j}";
                    yield return Sleep(0.001);
                    _rig.Log(_value.Value!);
                }
            }
        }

        _rig.Run(Main());

        _rig.ShouldHaveLogged("yes0", "yes0-0", "yes1-0", "yes2-0", "yes1", "yes0-1", "yes1-1", "yes2-1");
        _value.Value.ShouldBeNull();
    }

    // test_context_3
    [TestCase(1)]
    [TestCase(2)]
    public void Values_OfAHundredTasks_AreKeptApart(int seed)
    {
        TestContext.Out.WriteLine($"seed {seed}");
        var random = new Random(seed);
        int checks = 0;
        IEnumerator<Awaitable> Sub(int number)
        {
            for (int i = 0; i < 10; i++)
            {
                _value.Value = $"{number + i}";
                yield return Sleep(0.001 + random.NextDouble() * 0.05);
                _value.Value.ShouldBe($"{number + i}");
                checks++;
            }
        }

        CoTask[] tasks = [.. Enumerable.Range(0, 100).Select(_ => _rig.Start(Sub(random.Next(11))))];
        foreach (CoTask task in tasks)
        {
            _rig.Scheduler.RunUntilComplete(task);
        }

        checks.ShouldBe(1000);
        _value.Value.ShouldBeNull();
    }

    // test_context_4, test_context_5, test_context_6: in .NET a context never changes, so a task changes a copy of the
    // one that it is given
    [Test]
    public void Context_GivenToTwoTasks_IsTheSameForBoth()
    {
        IEnumerator<Awaitable> Set(string value)
        {
            _rig.Log($"sees {_value.Value}");
            yield return null;
            _value.Value = value;
        }

        IEnumerator<Awaitable> Main()
        {
            _value.Value = "given";
            ExecutionContext context = ExecutionContext.Capture()!;
            _value.Value = "main's";
            yield return Scheduler.Current.CreateTask(Set("first"), context: context);
            yield return Scheduler.Current.CreateTask(Set("second"), context: context);
            _rig.Log($"main sees {_value.Value}");
        }

        _rig.Run(Main());

        _rig.ShouldHaveLogged("sees given", "sees given", "main sees main's");
    }
}
