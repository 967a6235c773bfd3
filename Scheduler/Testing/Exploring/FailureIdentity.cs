namespace Coroutines.Testing;

/// <summary>Tells one failure of a program from another: by a key of the user's, or else by the types and the messages of its exception, and of those inside it.</summary>
internal sealed class FailureIdentity
{
    private readonly Func<Exception, string>? _keyOf;
    private readonly string _key;

    internal FailureIdentity(Exception exception, Func<Exception, string>? keyOf)
    {
        _keyOf = keyOf;
        _key = KeyOf(exception);
    }

    internal bool IsSame(Exception exception) => KeyOf(exception) == _key;

    private string KeyOf(Exception exception) => _keyOf is null ? string.Join('\n', PartsOf(exception)) : _keyOf(exception);

    private static List<string> PartsOf(Exception exception)
    {
        List<string> parts = [];
        Stack<Exception> left = new([exception]);
        while (left.TryPop(out Exception? part))
        {
            parts.Add($"{part.GetType()}: {ExceptionText.MessageOf(part)}");
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
