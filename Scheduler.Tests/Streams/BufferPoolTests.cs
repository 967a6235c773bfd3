using System.Runtime.CompilerServices;

namespace Coroutines.Tests.Streams;

public sealed class BufferPoolTests
{
    private readonly BufferPool _pool = new();

    [TestCase(1, 256)]
    [TestCase(256, 256)]
    [TestCase(257, 1024)]
    [TestCase(1025, 4096)]
    [TestCase(4097, 8192)]
    public void Rent_GivesTheNextLargerSize(int size, int given) => _pool.Rent(size).Length.ShouldBe(given);

    [TestCase(1)]
    [TestCase(1_000)]
    [TestCase(4_000)]
    public void Return_KeepsTheArrayForTheNextOne(int size)
    {
        byte[] array = _pool.Rent(size);
        _pool.Return(array);
        _pool.Rent(size).ShouldBeSameAs(array);
        _pool.Rent(size).ShouldNotBeSameAs(array);
    }

    [Test]
    public void Crowd_ThatIsOver_IsLetGo()
    {
        List<WeakReference> crowd = RentMany(10_000);
        LetGo(isQuiet: true);
        GC.Collect();
        crowd.Count(static array => array.IsAlive).ShouldBeLessThan(2_000);
    }

    [Test]
    public void Crowd_ThatComesAgainAndAgain_IsKeptWhileTheLoopIsBusy()
    {
        List<WeakReference> crowd = RentMany(10_000);
        for (int i = 0; i < 3; i++)
        {
            LetGo(isQuiet: false);
            RentMany(10_000);
        }

        GC.Collect();
        crowd.Count(static array => array.IsAlive).ShouldBe(10_000);
    }

    [Test]
    public void Crowd_ThatDoesNotComeAgain_IsLetGoWhileTheLoopIsBusy()
    {
        List<WeakReference> crowd = RentMany(10_000);
        LetGo(isQuiet: false);
        RentMany(1);
        LetGo(isQuiet: false);
        GC.Collect();
        crowd.Count(static array => array.IsAlive).ShouldBeLessThan(2_000);
    }

    // A method of its own: nothing on the stack of the test keeps one of them.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private List<WeakReference> RentMany(int count)
    {
        List<byte[]> rented = [.. Enumerable.Range(0, count).Select(_ => _pool.Rent(64))];
        rented.ForEach(_pool.Return);
        return rented.ConvertAll(static array => new WeakReference(array));
    }

    private void LetGo(bool isQuiet) => ((IUpkeep)_pool).LetGo(0, isQuiet);
}
