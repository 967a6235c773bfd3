namespace Coroutines.Exercises;

/// <summary>Expects an exception, and says in the test's own words what its absence means.</summary>
public static class Expected
{
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
