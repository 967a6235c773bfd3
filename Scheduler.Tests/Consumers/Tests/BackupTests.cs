// snippet: package-nunit
using Coroutines;
using Coroutines.Testing;
using NUnit.Framework;
using static Coroutines.Awaitable;

public sealed class BackupTests
{
    [CoroutineTest]
    public IEnumerator<Awaitable> Backup_OfADay_RunsEveryHour()
    {
        yield return Await<int>(BackUp(until: 86_400)).Into(out var backups);
        Assert.That(backups.Result, Is.EqualTo(24));
        Assert.That(Scheduler.Current.Time, Is.EqualTo(86_400));
    }

    private static IEnumerator<Awaitable> BackUp(double until)
    {
        int backups = 0;
        while (Scheduler.Current.Time < until)
        {
            yield return Sleep(3600);
            backups++;
        }

        yield return Return(backups);
    }
}
// end-snippet
