namespace Coroutines.Testing;

/// <summary>
/// Marks a coroutine that runs before each <see cref="CoroutineTestAttribute">coroutine test</see> of the fixture, in the same
/// scheduler: NUnit's <c>SetUp</c>.
/// </summary>
/// <remarks>
/// Those of a base class run before those of the derived one, and NUnit's own <c>SetUp</c> methods before all of them. If one
/// fails, the test does not run, but the <see cref="CoroutineTearDownAttribute">tear-downs</see> do. What they leave running goes on during
/// the test.
/// </remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CoroutineSetUpAttribute : Attribute
{
}
