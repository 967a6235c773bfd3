namespace Coroutines.Testing;

/// <summary>
/// Marks a coroutine that runs after each <see cref="CoroutineTestAttribute">coroutine test</see> of the fixture, in the same
/// scheduler, also if the test has failed: NUnit's <c>TearDown</c>.
/// </summary>
/// <remarks>
/// Those of a derived class run before those of the base class, and NUnit's own <c>TearDown</c> methods after all of them. One that
/// fails does not keep the others from running. What was left behind is looked for after the last one.
/// </remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CoroutineTearDownAttribute : Attribute
{
}
