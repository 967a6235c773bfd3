using System.Reflection;
using System.Runtime.ExceptionServices;
using NUnit.Framework;
using NUnit.Framework.Interfaces;

namespace Coroutines.Testing;

/// <summary>One run of a coroutine test, with its set-ups and tear-downs, on one scheduler.</summary>
internal sealed class CoroutineTestRun
{
    private readonly TestScheduler _scheduler;
    private readonly List<Exception> _failures = [];

    private CoroutineTestRun(TestScheduler scheduler) => _scheduler = scheduler;

    /// <summary>Runs the test. Throws what it failed with.</summary>
    /// <param name="fixture">The object that the methods belong to; null for a static method.</param>
    /// <param name="method">The test method.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="options">The limits, and what may be left behind.</param>
    /// <param name="returnsResult">Whether a result is expected.</param>
    /// <returns>What the coroutine returned, if that is expected.</returns>
    internal static object? Perform(object? fixture, IMethodInfo method, object?[]? arguments, TestOptions options, bool returnsResult)
    {
        using var scheduler = new TestScheduler(options);
        return Perform(scheduler, fixture, method, arguments, returnsResult);
    }

    /// <summary>The same, on a scheduler that somebody else has made.</summary>
    internal static object? Perform(TestScheduler scheduler, object? fixture, IMethodInfo method, object?[]? arguments, bool returnsResult) =>
        new CoroutineTestRun(scheduler).Perform(fixture, method, arguments, returnsResult);

    private object? Perform(object? fixture, IMethodInfo method, object?[]? arguments, bool returnsResult)
    {
        object? result = null;
        Type type = fixture?.GetType() ?? method.TypeInfo.Type;
        foreach (MethodInfo setUp in FixtureMethods.Find<CoroutineSetUpAttribute>(type))
        {
            Attempt(() => _scheduler.Run(Call(setUp, fixture), setUp.Name));
        }

        if (_failures.Count == 0)
        {
            Attempt(() =>
            {
                IEnumerator<Awaitable> test = AsCoroutine(method.Invoke(fixture, arguments), method.MethodInfo);
                if (returnsResult)
                {
                    result = _scheduler.Run<object?>(test, method.Name);
                }
                else
                {
                    _scheduler.Run(test, method.Name);
                }
            });
        }

        foreach (MethodInfo tearDown in FixtureMethods.Find<CoroutineTearDownAttribute>(type).Reverse())
        {
            Attempt(() => _scheduler.Run(Call(tearDown, fixture), tearDown.Name));
        }

        string? left = _scheduler.DescribeLeftovers();
        ThrowFailure(left);
        return result;
    }

    private void Attempt(Action part)
    {
        try
        {
            part();
        }
        catch (Exception exception)
        {
            _failures.Add(exception is TargetInvocationException { InnerException: { } inner } ? inner : exception);
        }
    }

    private void ThrowFailure(string? left)
    {
        // Assert.Ignore and the like are no failures; one that comes with them goes first.
        List<Exception> failures = [.. _failures.OrderBy(static failure => FailureReport.IsVerdict(failure))];
        if (failures.Count == 0 && left is null)
        {
            return;
        }

        if (left is not null && failures.TrueForAll(FailureReport.IsVerdict))
        {
            failures.Insert(0, new AssertionFailedException(left));
            left = null;
        }

        FailureReport.Attach(failures[0], failures.Skip(1), left, _scheduler.Trace);
        ExceptionDispatchInfo.Capture(failures[0]).Throw();
    }

    private static IEnumerator<Awaitable> Call(MethodInfo method, object? fixture)
    {
        if (method.GetParameters().Length > 0)
        {
            throw new InvalidOperationException(
                $"{method.DeclaringType?.Name}.{method.Name} runs before or after each test, and can have no parameters.");
        }

        return AsCoroutine(method.Invoke(method.IsStatic ? null : fixture, null), method);
    }

    // The declared type counts: the object of an IEnumerable<Awaitable> is an enumerator too, which has ended.
    private static IEnumerator<Awaitable> AsCoroutine(object? returned, MethodInfo method) => returned switch
    {
        IEnumerator<Awaitable> coroutine when typeof(IEnumerator<Awaitable>).IsAssignableFrom(method.ReturnType) => coroutine,
        null when method.ReturnType == typeof(IEnumerator<Awaitable>) =>
            throw new InvalidOperationException($"{method.DeclaringType?.Name}.{method.Name} returned null instead of a coroutine."),
        _ => throw new InvalidOperationException(
            $"{method.DeclaringType?.Name}.{method.Name} is no coroutine: it has to return IEnumerator<Awaitable>, not {method.ReturnType.Name}. For an ordinary test, use [Test]."),
    };
}
