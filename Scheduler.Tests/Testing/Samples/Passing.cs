namespace Coroutines.Tests.Testing.Samples;

/// <summary>What NUnit's attributes make of coroutine tests.</summary>
public sealed class Passing
{
    private static readonly object[] _cases =
    [
        new TestCaseData(1, 2).Returns(3),
        new TestCaseData(2, 2).SetName("TwoAndTwo").Returns(4),
    ];

    private static readonly int[] _numbers = [7, 8];

    private int _attempts;
    private int _explored;

    [CoroutineTest]
    public IEnumerator<Awaitable> Plain()
    {
        yield return Sleep(3600);
        Assert.That(TestScheduler.Current.Time, Is.EqualTo(3600));
    }

    [CoroutineTest(Explore = 50, Seed = 7)]
    public IEnumerator<Awaitable> Explored()
    {
        TestContext.Out.WriteLine("one run");
        _explored = 0;
        yield return Gather(Add(), Add());
        Assert.That(_explored, Is.EqualTo(2));

        IEnumerator<Awaitable> Add()
        {
            yield return null;
            _explored++;
        }
    }

    [CoroutineTest(Explore = 50)]
    public IEnumerator<Awaitable> ExploredAndIgnored()
    {
        yield return null;
        Assert.Ignore("not here");
    }

    [CoroutineTest(4, Explore = 50, ExpectedResult = 4)]
    public IEnumerator<Awaitable> ExploredResult(int number)
    {
        yield return null;
        yield return Return((object)number);
    }

    [CoroutineTest(1, 2)]
    [CoroutineTest(3, 4, TestName = "Named")]
    public IEnumerator<Awaitable> Cases(int a, int b)
    {
        yield return Sleep(a);
        Assert.That(b, Is.EqualTo(a + 1));
    }

    [CoroutineTest(1, 2, ExpectedResult = 3)]
    [CoroutineTest("a", "b", ExpectedResult = "ab")]
    public IEnumerator<Awaitable> Results(dynamic a, dynamic b)
    {
        yield return Sleep(1);
        yield return Return((object)(a + b));
    }

    [CoroutineTestSource(nameof(_cases))]
    public IEnumerator<Awaitable> SourceWithResults(int a, int b)
    {
        yield return Return(a + b);
    }

    [CoroutineTestSource(nameof(_numbers))]
    public IEnumerator<Awaitable> Source(int number)
    {
        yield return Sleep(number);
        Assert.That(number, Is.GreaterThan(6));
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> Values([Values(1, 2)] int a, [Range(0, 2)] int b, [Values] bool c)
    {
        yield return Sleep(a + b);
        Assert.That(c, Is.TypeOf<bool>());
    }

    [CoroutineTest]
    [Category("Slow")]
    [Property("Author", "somebody")]
    public IEnumerator<Awaitable> Categorised()
    {
        yield return null;
    }

    [CoroutineTest]
    [Ignore("not now")]
    public IEnumerator<Awaitable> Ignored()
    {
        yield return null;
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> IgnoresItself()
    {
        yield return Sleep(1);
        Assert.Ignore("not here");
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> IsInconclusive()
    {
        yield return Sleep(1);
        Assert.Inconclusive("who knows");
    }

    [CoroutineTest]
    public IEnumerator<Awaitable> PassesEarly()
    {
        yield return Sleep(1);
        Assert.Pass("enough");
    }

    [CoroutineTest]
    [Repeat(3)]
    public IEnumerator<Awaitable> Repeated()
    {
        yield return Sleep(1);
        Assert.That(TestScheduler.Current.Time, Is.EqualTo(1));
        TestContext.Out.WriteLine("once more");
    }

    [CoroutineTest]
    [Retry(3)]
    public IEnumerator<Awaitable> Retried()
    {
        yield return Sleep(1);
        Assert.That(++_attempts, Is.EqualTo(3));
    }

    [CoroutineTest]
    public static IEnumerator<Awaitable> Static()
    {
        yield return Sleep(1);
    }
}
