namespace Coroutines.Exercises;

/// <summary>Runs a learner's code, and says what to look at when it throws something that no test has thrown.</summary>
public static class Explained
{
    /// <summary>Gives what the code gives. An assertion that fails meanwhile says itself what to look at.</summary>
    public static T Run<T>(Func<T> code, string lookAt)
    {
        try
        {
            return code();
        }
        catch (Exception error) when (error is not ShouldAssertException)
        {
            throw Failure(error, lookAt);
        }
    }

    /// <summary>As <see cref="Run{T}(Func{T}, string)"/>, for what gives nothing.</summary>
    public static void Run(Action code, string lookAt) => Run(Function(code), lookAt);

    /// <summary>Gives what a whole test gives. Whatever goes wrong in it, an assertion too, the message begins with what to look at.</summary>
    public static T RunTest<T>(Func<T> test, string lookAt)
    {
        try
        {
            return test();
        }
        catch (Exception error)
        {
            throw Failure(error, lookAt);
        }
    }

    /// <summary>As <see cref="RunTest{T}(Func{T}, string)"/>, for what gives nothing.</summary>
    public static void RunTest(Action test, string lookAt) => RunTest(Function(test), lookAt);

    /// <summary>What was thrown, and where in the learner's file.</summary>
    public static string Describe(Exception error) =>
        $"It has failed with {error.GetType().Name}: {error.Message}{Place(error)}";

    private static ShouldAssertException Failure(Exception error, string lookAt)
    {
        if (error is not ShouldAssertException assertion)
        {
            return new ShouldAssertException($"{lookAt}\n\n{Describe(error)}");
        }

        string said = ShouldlyText.Of(assertion);
        string advice = said.Contains(lookAt, StringComparison.Ordinal) ? "" : $"{lookAt}\n\n";
        return new ShouldAssertException($"{advice}{said}{Place(error)}");
    }

    private static string Place(Exception error) => LearnersPlace.Of(error) is { } place ? $"\n\n{place}" : "";

    private static Func<int> Function(Action action) => () =>
    {
        action();
        return 0;
    };
}
