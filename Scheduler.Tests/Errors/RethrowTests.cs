using static Coroutines.Awaitable;

namespace Coroutines.Tests.Errors;

/// <summary>A stored exception that is thrown for several readers.</summary>
public sealed class RethrowTests
{
    [Test]
    public void Result_ReadOftenAfterAFailure_DoesNotGrowTheStack()
    {
        using var scheduler = new Scheduler();
        Future<int> future = scheduler.CreateFuture<int>();
        future.SetException(new IOException("lost"));

        int first = Should.Throw<IOException>(() => future.Result).StackTrace!.Length;
        for (int i = 0; i < 100; i++)
        {
            Should.Throw<IOException>(() => future.Result);
        }

        Should.Throw<IOException>(() => future.Result).StackTrace!.Length.ShouldBeLessThan(2 * first);
    }

    [Test]
    public void LogicalStack_OfADeepRecursion_IsPrintedByItsEnds()
    {
        static IEnumerator<Awaitable> Dig(int depth)
        {
            if (depth == 0)
            {
                throw new InvalidDataException("bottom");
            }

            yield return Await(Dig(depth - 1));
        }

        LogicalStack stack = Should.Throw<InvalidDataException>(() => Scheduler.Run(Dig(500))).GetLogicalStack()!;

        stack.Coroutines.Count.ShouldBe(501);
        stack.ToString().ShouldContain("… 481 more …");
        stack.ToString().Length.ShouldBeLessThan(300);
    }
}
