using static Coroutines.Tests.Orleans.TestSilos;

namespace Coroutines.Tests.Orleans;

/// <summary>What a coroutine fails with comes to the caller as what it is, through the serializer, from silo to silo and to a client.</summary>
public sealed class GrainExceptionTests
{
    private TestSilos _silos = null!;
    private IClosedGrain _near = null!;
    private IClosedGrain _far = null!;

    // Those that end or steer a program or a test do not come out of a coroutine as errors.
    private static IEnumerable<Type> Types =>
        from type in typeof(Scheduler).Assembly.GetExportedTypes().Concat(typeof(CoroutineGrain).Assembly.GetExportedTypes())
        where typeof(Exception).IsAssignableFrom(type) && !type.IsAbstract
        where type.GetConstructor([typeof(string)]) is not null
        where type != typeof(KeyboardInterruptException) && type != typeof(CancelledException)
        select type;

    [OneTimeSetUp]
    public void StartSilos()
    {
        _silos = new TestSilos();
        _near = _silos.Place<IClosedGrain>("near", silo: 0);
        _far = _silos.Place<IClosedGrain>("far", silo: 1);
    }

    [OneTimeTearDown]
    public void StopSilos() => _silos.Dispose();

    [TestCaseSource(nameof(Types))]
    [TestCase(typeof(IOException))]
    [TestCase(typeof(TimeoutException))]
    public void Exception_KeepsItsTypeAndMessage(Type type)
    {
        string name = type.FullName!;
        Ask(_near.FailThere("far", name, $"it is {type.Name}")).ShouldBe($"{name}: it is {type.Name}");
        Exception atClient = Should.Throw<Exception>(() => Do(_far.Fail(name, "lost")));
        atClient.ShouldBeOfType(type);
        atClient.Message.ShouldBe("lost");
        atClient.GetLogicalStack()!.ToString().ShouldContain("Failing");
    }

    [Test]
    public void Exception_OfAClient_ComesToAGrainAsWhatItIs() =>
        Ask(_near.Describe(new GrainDeactivatedException("lost"))).ShouldBe("Coroutines.Orleans.GrainDeactivatedException: lost");

    [Test]
    public void CancelThatACoroutineRaisesItself_IsAnErrorForTheCaller()
    {
        string name = typeof(CancelledException).FullName!;
        Ask(_near.FailThere("far", name, "enough")).ShouldBe("System.Threading.Tasks.TaskCanceledException: enough");
        Should.Throw<OperationCanceledException>(() => Do(_far.Fail(name, "enough"))).Message.ShouldBe("enough");
    }

    [Test]
    public void ExceptionsOfATaskGroup_ComeTogether()
    {
        AggregateException errors = Should.Throw<AggregateException>(() => Do(_far.FailInAGroup()));
        errors.Flatten().InnerExceptions.Single().ShouldBeOfType<IOException>().Message.ShouldBe("lost");
    }
}
