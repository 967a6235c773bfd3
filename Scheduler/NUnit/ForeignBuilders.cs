using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace Coroutines.Testing;

/// <summary>NUnit's own attributes that make tests, on the method of a coroutine test.</summary>
internal static class ForeignBuilders
{
    /// <summary>
    /// Says what to write instead, if there is one: its tests would call the method and run nothing of the coroutine, and what
    /// NUnit says of that ("Method has non-void return value") helps nobody.
    /// </summary>
    internal static void Refuse(Test test)
    {
        if (test.Method is not { } method || test.RunState == RunState.NotRunnable)
        {
            return;
        }

        foreach (ITestBuilder builder in method.GetCustomAttributes<ITestBuilder>(inherit: true))
        {
            if (builder is not ICoroutineTestOptions)
            {
                string name = builder.GetType().Name.Replace("Attribute", string.Empty, StringComparison.Ordinal);
                test.MakeInvalid(
                    $"{method.TypeInfo.Name}.{method.Name} returns a coroutine, which [{name}] cannot run. Write [CoroutineTest(…)] for each case, [CoroutineTestSource(…)] for a source of cases, or [CoroutineTest] with [Values] at the parameters, which takes all combinations.");
                return;
            }
        }
    }
}
