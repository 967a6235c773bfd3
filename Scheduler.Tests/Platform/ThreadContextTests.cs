namespace Coroutines.Tests.Platform;

public sealed class ThreadContextTests
{
    [Test]
    public void CanBeRead_OnTheRuntimeOfTheTests_IsTrueForTheModernBuild()
    {
        // Should a new runtime say no, everything still works, but slower: then look for what the field is called there.
        bool isModern = typeof(Scheduler).Assembly.GetCustomAttributes(typeof(System.Runtime.Versioning.TargetFrameworkAttribute), false)
            .Cast<System.Runtime.Versioning.TargetFrameworkAttribute>().Single().FrameworkName.StartsWith(".NETCoreApp", StringComparison.Ordinal);

        ThreadContext.CanBeRead.ShouldBe(isModern);
    }

    [Test]
    public void Of_AThreadWhoseContextChanges_IsWhatCaptureSays()
    {
        if (!ThreadContext.CanBeRead)
        {
            Should.Throw<NotSupportedException>(() => ThreadContext.Of(Thread.CurrentThread));
            return;
        }

        ExecutionContext? before = ThreadContext.Of(Thread.CurrentThread);
        var local = new AsyncLocal<string> { Value = "set" };

        ThreadContext.Of(Thread.CurrentThread).ShouldNotBe(before);
        ThreadContext.Of(Thread.CurrentThread).ShouldBeSameAs(ExecutionContext.Capture());
        local.Value.ShouldBe("set");
    }
}
