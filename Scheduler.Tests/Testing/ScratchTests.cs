using Coroutines.Testing;
namespace Coroutines.Tests.Testing;
public sealed class ScratchTests
{
    [Test]
    public void Scratch()
    {
        foreach (var (name, program) in new (string, Func<bool, IEnumerator<Awaitable>>)[] { ("lost", ClassicBugs.LostWakeUp), ("check", ClassicBugs.CheckThenAct), ("lock", ClassicBugs.LockOrder) })
        {
            Exploration e = Schedules.Explore(() => program(false));
            TestContext.Progress.WriteLine($"{name}: {e}");
            TestContext.Progress.WriteLine(e.Failure?.ToString());
            TestContext.Progress.WriteLine(Schedules.ExploreAll(() => program(false)));
            TestContext.Progress.WriteLine(Schedules.Explore(() => program(true)));
            TestContext.Progress.WriteLine(Schedules.ExploreAll(() => program(true)));
        }
    }
}
