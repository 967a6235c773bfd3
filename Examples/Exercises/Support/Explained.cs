namespace Coroutines.Exercises;

/// <summary>Runs a learner's code, and says what to look at when it throws something that no test has thrown.</summary>
public static class Explained
{
    /// <summary>Gives what the code gives.</summary>
    public static T Run<T>(Func<T> code, string lookAt)
    {
        try
        {
            return code();
        }
        catch (Exception error) when (error is not ShouldAssertException)
        {
            throw new ShouldAssertException($"{lookAt}\n\n{Describe(error)}");
        }
    }

    /// <summary>As <see cref="Run{T}(Func{T}, string)"/>, for what gives nothing.</summary>
    public static void Run(Action code, string lookAt) => Run(
        () =>
        {
            code();
            return 0;
        },
        lookAt);

    /// <summary>What was thrown, and where in the learner's file.</summary>
    public static string Describe(Exception error)
    {
        string where = LearnersPlace.Of(error) is { } place ? $"\n{place}" : "";
        return $"It has failed with {error.GetType().Name}: {error.Message}{where}";
    }
}
