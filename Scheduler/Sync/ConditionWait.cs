namespace Coroutines;

/// <summary>A <see cref="CoCondition.Wait"/> or, with a predicate, a <see cref="CoCondition.WaitFor"/>.</summary>
internal sealed class ConditionWait(CoCondition condition) : ConditionOperation(condition)
{
    internal Func<bool>? Predicate { get; set; }

    private protected override string Name => $"Wait of {Monitor.Describe()}";

    // As in asyncio, a predicate that is true at once needs no lock.
    internal override Awaitable Begin(CoTask task, long version)
    {
        if (!TryOpen(version))
        {
            return RefuseSecond(task);
        }

        return Predicate is not null && Predicate() ? End() : Listen(task);
    }

    private protected override Awaitable Decide(CoTask task)
    {
        try
        {
            if (Predicate is not null && !Predicate())
            {
                return Listen(task);
            }
        }
        catch
        {
            // The user's own error has used up a notification, which others may be in need of.
            Monitor.PassOn();
            throw;
        }

        return End();
    }

    private protected override Awaitable Fail(Exception exception, bool hasLock)
    {
        End();
        return Refused(exception);
    }

    private Awaitable End()
    {
        Predicate = null;
        Monitor.Recycle(this);
        return Passed();
    }
}
