using System.Diagnostics.CodeAnalysis;

namespace Coroutines.Exercises;

/// <summary>Expects something, and says in the test's own words, and in no others, what its absence means.</summary>
public static class Expected
{
    /// <summary>Fails unless the condition holds.</summary>
    public static void True([DoesNotReturnIf(false)] bool condition, string lookAt)
    {
        if (!condition)
        {
            throw new ShouldAssertException(lookAt);
        }
    }

    /// <summary>Fails if the condition holds.</summary>
    public static void False([DoesNotReturnIf(true)] bool condition, string lookAt) => True(!condition, lookAt);

    /// <summary>Gives the exception that the action throws; fails if it throws none, or another one.</summary>
    public static TException Error<TException>(Action action, string lookAt)
        where TException : Exception
    {
        try
        {
            action();
        }
        catch (TException expected)
        {
            return expected;
        }
        catch (Exception other)
        {
            throw new ShouldAssertException(
                $"{lookAt}\n\nexpected {typeof(TException).Name}, and got {other.GetType().Name}: {other.Message}");
        }

        throw new ShouldAssertException($"{lookAt}\n\nexpected {typeof(TException).Name}, and nothing was thrown");
    }

    /// <summary>As <see cref="Error{TException}(Action, string)"/>, for what would give a value.</summary>
    public static TException Error<TException>(Func<object?> function, string lookAt)
        where TException : Exception => Error<TException>(() => { function(); }, lookAt);
}
