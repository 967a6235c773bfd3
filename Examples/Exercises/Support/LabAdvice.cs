namespace Coroutines.Exercises;

/// <summary>For runs that may end with any exception: it is shown below the test's own words.</summary>
public static class LabAdvice
{
    /// <summary>As <see cref="Lab.Run(IEnumerator{Awaitable})"/>; whatever goes wrong, the message begins with what to look at.</summary>
    public static void Run(this Lab lab, IEnumerator<Awaitable> main, string lookAt)
    {
        try
        {
            lab.Run(main);
        }
        catch (Exception exception)
        {
            throw Explain(exception, lookAt);
        }
    }

    /// <summary>As <see cref="Lab.Run{T}(IEnumerator{Awaitable})"/>; whatever goes wrong, the message begins with what to look at.</summary>
    public static T Run<T>(this Lab lab, IEnumerator<Awaitable> main, string lookAt)
    {
        try
        {
            return lab.Run<T>(main);
        }
        catch (Exception exception)
        {
            throw Explain(exception, lookAt);
        }
    }

    /// <summary>The failure of a test that has met an exception, with the learner's line that threw it.</summary>
    internal static ShouldAssertException Explain(Exception exception, string lookAt)
    {
        string text = exception is ShouldAssertException ? exception.Message : $"{exception.GetType().Name}: {exception.Message}";
        string advice = text.Contains(lookAt, StringComparison.Ordinal) ? "" : $"{lookAt}\n\n";
        string where = LearnersPlace.Of(exception) is { } place ? $"\n\n{place}" : "";
        return new ShouldAssertException($"{advice}{text}{where}");
    }
}
