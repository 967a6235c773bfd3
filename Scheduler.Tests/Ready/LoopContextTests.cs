namespace Coroutines.Tests.Ready;

/// <summary>
/// The context that a loop has between steps, and which tasks that set nothing therefore need not keep: whoever begins the next run
/// or Tick, in whatever context, they see what they saw.
/// </summary>
public sealed class LoopContextTests
{
    private readonly AsyncLocal<string?> _local = new();
    private Rig _rig = null!;

    [SetUp]
    public void SetUp()
    {
        _local.Value = "first";
        _rig = new Rig();
    }

    [TearDown]
    public void TearDown() => _rig.Dispose();

    private IEnumerator<Awaitable> Log(string name, int steps)
    {
        for (int i = 0; i < steps; i++)
        {
            _rig.Log($"{name} sees {_local.Value}");
            yield return null;
        }
    }

    private IEnumerator<Awaitable> Starting()
    {
        yield return null;
        _rig.Start(Log("child", 1));
        yield return null;
    }

    [Test]
    public void Task_SeesWhereItWasMade_WhoeverTicks()
    {
        _rig.Start(Log("before", 2));
        _local.Value = "second";
        _rig.Start(Log("later", 2));
        _rig.Scheduler.Tick(1);
        _local.Value = "third";
        _rig.Scheduler.Tick(1);

        _rig.ShouldHaveLogged("before sees first", "later sees second", "before sees first", "later sees second");
        _local.Value.ShouldBe("third");
    }

    [Test]
    public void Child_SeesWhatItsParentSees_WhoeverTicks()
    {
        _rig.Start(Starting());
        _rig.Scheduler.Tick(1);
        _local.Value = "second";
        _rig.Scheduler.Tick(1);
        _rig.Scheduler.Tick(1);

        _rig.ShouldHaveLogged("child sees first");
    }

    [Test]
    public void Task_SeesWhereItWasMade_WhereTheFlowIsSuppressed()
    {
        _rig.Start(Log("before", 2));
        _rig.Scheduler.Tick(1);
        using (ExecutionContext.SuppressFlow())
        {
            _rig.Scheduler.Tick(1);
            ExecutionContext.IsFlowSuppressed().ShouldBeTrue();
        }

        _rig.ShouldHaveLogged("before sees first", "before sees first");
    }

    [Test]
    public void Tick_OfALoopThatHasNoTasksLeft_TakesTheContextThatItIsCalledIn()
    {
        _rig.Start(Log("before", 1));
        _rig.Scheduler.Tick(1);
        _local.Value = "second";
        _rig.Start(Log("after", 2));
        _rig.Scheduler.Tick(1);
        _local.Value = "third";
        _rig.Scheduler.Tick(1);

        _rig.ShouldHaveLogged("before sees first", "after sees second", "after sees second");
    }

    [TestCase(false), TestCase(true)]
    public void Value_OfAMain_StaysWithIt_WhoeverRunsTheNext(bool areTasksLeft)
    {
        if (areTasksLeft)
        {
            _rig.Start(Log("left", 100));
        }

        _rig.Run(Setting("inside"));
        _local.Value = "second";
        _rig.Run(Setting("inside again"));
        _local.Value.ShouldBe("second");
        _rig.Trace.Where(static line => line.StartsWith("main", StringComparison.Ordinal)).ShouldBe(["main sees first", "main sees second"]);

        IEnumerator<Awaitable> Setting(string value)
        {
            _rig.Log($"main sees {_local.Value}");
            _local.Value = value;
            yield return null;
            _local.Value.ShouldBe(value);
        }
    }

    [Test]
    public void Dispose_ClosesTasks_InTheirContext()
    {
        _rig.Start(Closing());
        _rig.Scheduler.Tick(1);
        _local.Value = "second";
        _rig.Dispose();

        _rig.ShouldHaveLogged("closed in first");

        IEnumerator<Awaitable> Closing()
        {
            try
            {
                yield return new Future();
            }
            finally
            {
                _rig.Log($"closed in {_local.Value}");
            }
        }
    }
}
