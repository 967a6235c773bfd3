using NUnit.Framework;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;
using NUnit.Framework.Internal.Builders;
using NUnit.Framework.Internal.Commands;

namespace Coroutines.Testing;

/// <summary>
/// Marks a method that returns <c>IEnumerator&lt;Awaitable&gt;</c> as a test: it runs on a fresh scheduler, in virtual time.
/// </summary>
/// <remarks>
/// <para>With parameters, it takes the values that stand at them (<c>[Values]</c>, <c>[Range]</c>, <c>[ValueSource]</c>,
/// <c>[Random]</c>), in all combinations; or its own arguments, as <c>[TestCase]</c> does: <c>[CoroutineTest(1, 2)]</c>, as
/// often as there are cases. <see cref="CoroutineTestSourceAttribute"/> is the counterpart of <c>[TestCaseSource]</c>.</para>
/// <para>The test fails by an exception, by a deadlock, when a limit is reached, and by what it leaves behind: tasks that are not done,
/// exceptions that nobody has looked at, timers. <see cref="CoroutineSetUpAttribute"/> and <see cref="CoroutineTearDownAttribute"/>
/// mark what runs before and after. NUnit's other attributes, and its asserts, mean what they always do.</para>
/// <para>In the test, <see cref="TestScheduler.Current"/> has the clock and the trace.</para>
/// </remarks>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class CoroutineTestAttribute
    : CombiningStrategyAttribute, ISimpleTestBuilder, ITestBuilder, IImplyFixture, IApplyToTest, IWrapTestMethod, ICoroutineTestOptions
{
    private readonly object?[]? _arguments;
    private object? _expectedResult;
    private bool _hasExpectedResult;

    /// <summary>A test without arguments, or with the values that stand at its parameters.</summary>
    public CoroutineTestAttribute()
        : base(new CombinatorialStrategy(), new ParameterDataSourceProvider())
    {
    }

    /// <summary>One case of a test.</summary>
    /// <param name="arguments">The arguments of the method.</param>
    public CoroutineTestAttribute(params object?[]? arguments)
        : this() => _arguments = arguments ?? [null];

    /// <summary>What the coroutine has to return with <c>Return(…)</c>; compared as <c>Is.EqualTo</c> does.</summary>
    public object? ExpectedResult
    {
        get => _expectedResult;
        set
        {
            _expectedResult = value;
            _hasExpectedResult = true;
        }
    }

    /// <summary>The name of the case; null for the method's name and the arguments. NUnit's placeholders can be used.</summary>
    public string? TestName { get; set; }

    /// <summary>How far the virtual clock may go, in seconds; 0 for the default, which is a day.</summary>
    public double VirtualTimeout { get; set; }

    /// <summary>
    /// How long the test may take in real time, in seconds; 0 for the default, which is 10 seconds. See
    /// <see cref="TestOptions.RealTimeout"/>.
    /// </summary>
    public double RealTimeout { get; set; }

    /// <summary>How many iterations the test may take; 0 for the default, which is a million.</summary>
    public int IterationLimit { get; set; }

    /// <summary>What the test may leave behind; nothing by default.</summary>
    public Leftovers Permit { get; set; }

    /// <summary>asyncio's debug mode, as in <see cref="SchedulerOptions.Debug"/>.</summary>
    public bool Debug { get; set; }

    /// <summary>
    /// In how many ways to run the test, its set-ups and tear-downs included, by <see cref="Schedules.Explore(Action{TestScheduler}, ExplorationOptions)"/>;
    /// 0, the default, for one ordinary run. What the test works on has to be made anew by the coroutines themselves.
    /// </summary>
    /// <remarks>
    /// A failure says which seed it came from. With that in the environment variable <c>COROUTINES_SEED</c>, an explored test does that run alone.
    /// </remarks>
    public int Explore { get; set; }

    /// <summary>The first seed of an exploration; it stands in the name of the test.</summary>
    public int Seed { get; set; }

    /// <summary>Makes the cases of a method with parameters. For NUnit.</summary>
    /// <param name="method">The method.</param>
    /// <param name="suite">The fixture.</param>
    /// <returns>The cases; none if there are no parameters, and one that cannot run if there are no values for them.</returns>
    public new IEnumerable<TestMethod> BuildFrom(IMethodInfo method, Test? suite)
    {
        if (_arguments is not null)
        {
            return [Build(method, suite, new TestCaseParameters(_arguments))];
        }

        if (method.GetParameters().Length == 0)
        {
            return [];
        }

        // Without a value for each parameter there is no combination, and the test would be missing without a word.
        List<TestMethod> tests = [.. base.BuildFrom(new CoroutineMethod(method, this, returnsResult: false), suite)];
        return tests.Count > 0 ? tests : [Build(method, suite, parameters: null)];
    }

    /// <summary>Makes the test of a method without parameters. For NUnit.</summary>
    /// <param name="method">The method.</param>
    /// <param name="suite">The fixture.</param>
    /// <returns>The test.</returns>
    TestMethod ISimpleTestBuilder.BuildFrom(IMethodInfo method, Test? suite) =>
        Build(method, suite, _hasExpectedResult || TestName is not null || Explore > 0 ? new TestCaseParameters() : null);

    /// <summary>Refuses what NUnit would make tests of by itself. For NUnit.</summary>
    /// <param name="test">The test, or the suite of its cases.</param>
    void IApplyToTest.ApplyToTest(Test test)
    {
        ApplyToTest(test);
        ForeignBuilders.Refuse(test);
    }

    /// <summary>Adds the coroutines to the message of a failure. For NUnit.</summary>
    /// <param name="command">What runs the test.</param>
    /// <returns>What runs it, and looks at how it ended.</returns>
    TestCommand ICommandWrapper.Wrap(TestCommand command) => new CoroutineTestCommand(command);

    private TestMethod Build(IMethodInfo method, Test? suite, TestCaseParameters? parameters)
    {
        if (_hasExpectedResult)
        {
            parameters!.ExpectedResult = _expectedResult;
        }

        if (parameters is not null && (TestName ?? (_arguments is null ? method.Name : null)) is { } name)
        {
            parameters.TestName = TestName is null && Explore > 0 ? $"{name}(seed: {Seed})" : name;
        }

        return new NUnitTestCaseBuilder().BuildTestMethod(new CoroutineMethod(method, this, _hasExpectedResult), suite, parameters);
    }
}
