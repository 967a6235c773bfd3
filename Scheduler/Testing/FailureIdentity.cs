namespace Coroutines.Testing;

/// <summary>Tells one failure of a program from another: by the types and the messages of its exception, and of those inside it.</summary>
internal sealed class FailureIdentity
{
    private readonly List<(Type Type, string Message)> _parts;

    internal FailureIdentity(Exception exception) => _parts = PartsOf(exception);

    internal bool IsSame(Exception exception) => _parts.SequenceEqual(PartsOf(exception));

    private static List<(Type Type, string Message)> PartsOf(Exception exception)
    {
        List<(Type, string)> parts = [];
        Stack<Exception> left = new([exception]);
        while (left.TryPop(out Exception? part))
        {
            parts.Add((part.GetType(), ExceptionText.MessageOf(part)));
            if (part is AggregateException group)
            {
                foreach (Exception one in group.InnerExceptions)
                {
                    left.Push(one);
                }
            }
            else if (part.InnerException is { } inner)
            {
                left.Push(inner);
            }
        }

        return parts;
    }
}
