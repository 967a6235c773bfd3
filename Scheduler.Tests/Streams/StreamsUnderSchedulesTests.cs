using Coroutines.Testing;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Streams;

/// <summary>Streams in memory in every legal order of what runs, with one of the two who use it cancelled after each number of steps.</summary>
public sealed class StreamsUnderSchedulesTests
{
    private const int Runs = 60;
    private const int Steps = 6;

    // More than a pipe in memory holds.
    private const int Much = 70_000;

    private static readonly Dictionary<string, Func<StreamLedger, IEnumerator<Awaitable>>> _reads = new()
    {
        ["ReadLine"] = static ledger => ledger.ReadLines(),
        ["ReadUntil"] = static ledger => ledger.Read(static stream => stream.ReadUntil("e\n"u8)),
        ["ReadExactly"] = static ledger => ledger.Read(static stream => stream.ReadExactly(4)),
        ["Read"] = static ledger => ledger.Read(static stream => stream.Read(4)),
        ["Peek and Advance"] = static ledger => ledger.Peek(3),
    };

    private static readonly Dictionary<string, Func<StreamLedger, IEnumerator<Awaitable>>> _writes = new()
    {
        ["Drain"] = static ledger => ledger.WriteAndDrain(Much, 2),
        ["WriteAll"] = static ledger => ledger.WriteAll(Much, 2),
    };

    private static IEnumerable<string> Reads => _reads.Keys;

    private static IEnumerable<string> Writes => _writes.Keys;

    [TestCaseSource(nameof(Reads))]
    public void Read_WhoeverIsCancelled_LosesNothing(string call) =>
        Explore(static ledger => ledger.Write("one\ntw", "o\n", "\nthree\nfour", "\n"), _reads[call]);

    [TestCaseSource(nameof(Writes))]
    public void Write_WhoeverIsCancelled_LosesNothing(string call) => Explore(_writes[call], static ledger => ledger.Read(static stream => stream.Read(Much)));

    private static void Explore(Func<StreamLedger, IEnumerator<Awaitable>> write, Func<StreamLedger, IEnumerator<Awaitable>> read) =>
        Schedules.Explore(() => CancelAfterEachNumberOfSteps(write, read), Runs).ShouldPass();

    private static IEnumerator<Awaitable> CancelAfterEachNumberOfSteps(
        Func<StreamLedger, IEnumerator<Awaitable>> write, Func<StreamLedger, IEnumerator<Awaitable>> read)
    {
        for (int i = 0; i < 2 * Steps; i++)
        {
            (CoStream near, CoStream far) = CoStream.CreatePair();
            near.SetWriteBufferLimits(high: 1000, low: 100);
            var ledger = new StreamLedger(near, far);
            CoTask reader = CreateTask(read(ledger));
            CoTask writer = CreateTask(write(ledger));
            CoTask striker = CreateTask(CancelAfter(i % 2 == 0 ? reader : writer, i / 2));
            yield return Gather(ledger.Succeed([writer], [reader]).Append(striker));
            ledger.CheckEnd();
        }
    }

    private static IEnumerator<Awaitable> CancelAfter(CoTask task, int steps)
    {
        for (; steps > 0; steps--)
        {
            yield return null;
        }

        task.Cancel();
    }
}
