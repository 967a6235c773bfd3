using NUnit.Framework;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;
using NUnit.Framework.Internal.Commands;

namespace Coroutines.Testing;

/// <summary>
/// Marks a method that returns <c>IEnumerator&lt;Awaitable&gt;</c> as a test, with the cases of a source: NUnit's
/// <c>TestCaseSource</c>.
/// </summary>
/// <remarks>
/// A case with <c>.Returns(…)</c> expects the coroutine to return that with <c>Return(…)</c>. Otherwise as
/// <see cref="CoroutineTestAttribute"/>.
/// </remarks>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class CoroutineTestSourceAttribute
    : NUnitAttribute, ITestBuilder, IImplyFixture, IApplyToTest, IWrapTestMethod, ICoroutineTestOptions
{
    private readonly TestCaseSourceAttribute _source;

    /// <summary>Takes the cases from a member of the fixture.</summary>
    /// <param name="sourceName">The name of a static field, property or method that returns the cases.</param>
    public CoroutineTestSourceAttribute(string sourceName) => _source = new TestCaseSourceAttribute(sourceName);

    /// <summary>Takes the cases from a member of another type.</summary>
    /// <param name="sourceType">The type.</param>
    /// <param name="sourceName">The name of a static field, property or method that returns the cases.</param>
    public CoroutineTestSourceAttribute(Type sourceType, string sourceName) =>
        _source = new TestCaseSourceAttribute(sourceType, sourceName);

    /// <inheritdoc cref="CoroutineTestAttribute.VirtualTimeout"/>
    public double VirtualTimeout { get; set; }

    /// <inheritdoc cref="CoroutineTestAttribute.RealTimeout"/>
    public double RealTimeout { get; set; }

    /// <inheritdoc cref="CoroutineTestAttribute.IterationLimit"/>
    public int IterationLimit { get; set; }

    /// <inheritdoc cref="CoroutineTestAttribute.Permit"/>
    public Leftovers Permit { get; set; }

    /// <inheritdoc cref="CoroutineTestAttribute.Debug"/>
    public bool Debug { get; set; }

    /// <inheritdoc cref="CoroutineTestAttribute.Explore"/>
    public int Explore { get; set; }

    /// <summary>The first seed of an exploration.</summary>
    public int Seed { get; set; }

    /// <summary>Makes the cases. For NUnit.</summary>
    /// <param name="method">The method.</param>
    /// <param name="suite">The fixture.</param>
    /// <returns>The cases.</returns>
    IEnumerable<TestMethod> ITestBuilder.BuildFrom(IMethodInfo method, Test? suite)
    {
        // NUnit asks the method whether it returns something, and not the case. So the cases are made for both answers, and
        // each is taken from where it can run.
        List<TestMethod> plain = [.. _source.BuildFrom(new CoroutineMethod(method, this, returnsResult: false), suite)];
        if (plain.TrueForAll(static test => test.RunState != RunState.NotRunnable))
        {
            return plain;
        }

        IEnumerable<TestMethod> withResults = _source.BuildFrom(new CoroutineMethod(method, this, returnsResult: true), suite);
        return plain.Zip(withResults, static (test, withResult) => withResult.RunState == RunState.NotRunnable ? test : withResult);
    }

    /// <inheritdoc cref="CoroutineTestAttribute"/>
    void IApplyToTest.ApplyToTest(Test test) => ForeignBuilders.Refuse(test);

    /// <inheritdoc cref="CoroutineTestAttribute"/>
    TestCommand ICommandWrapper.Wrap(TestCommand command) => new CoroutineTestCommand(command);
}
