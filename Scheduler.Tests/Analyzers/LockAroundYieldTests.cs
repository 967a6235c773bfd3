namespace Coroutines.Tests.Analyzers;

/// <summary>CORO006: a lock of threads that a coroutine holds while it waits.</summary>
public sealed class LockAroundYieldTests
{
    [Test]
    public void LockAroundAYield_IsReported()
    {
        AnalyzedSource source = AnalyzedSource.OfMembers("""
            private readonly object _gate = new object();

            IEnumerator<Awaitable> M(bool late)
            {
                lock (_gate) // CORO006
                {
                    if (late)
                    {
                        yield return Sleep(1);
                    }
                }
            }
            """);

        source.ShouldBeAsMarked();
        source.Messages.ShouldBe([
            "'_gate' stays locked while this coroutine waits, and any other coroutine of this thread passes the lock all the same: use a 'CoLock', or yield outside of it",
        ]);
    }

    [Test]
    public void LockWithoutAYield_OrOfAnotherIterator_IsNotReported() => AnalyzedSource.OfMembers("""
        private readonly object _gate = new object();
        private int _count;

        IEnumerator<Awaitable> M()
        {
            lock (_gate)
            {
                _count++;
            }

            yield return Sleep(1);
            lock (_gate)
            {
                IEnumerator<Awaitable> Inner() { yield return null; }
                CreateTask(Inner());
            }
        }

        IEnumerable<int> Numbers()
        {
            lock (_gate)
            {
                yield return 1;
            }
        }
        """).ShouldBeAsMarked();
}
