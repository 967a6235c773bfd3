using static Coroutines.Awaitable;

namespace Coroutines;

/// <summary>One connection of a browser's: a request after the other.</summary>
internal sealed class PageConversation(CoStream stream, PageSite site)
{
    // All in seconds.
    private const double LongestHello = 5;
    private const double LongestIdle = 30;
    private const double LongestAnswer = 30;
    private const double LongestGoodBye = 2;

    private static readonly byte[][] _headEnd = [[(byte)'\r', (byte)'\n', (byte)'\r', (byte)'\n']];

    /// <summary>Serves until the client has enough, or does something that ends it.</summary>
    internal IEnumerator<Awaitable> Run()
    {
        bool goesOn = true;
        double patience = LongestHello;
        while (goesOn)
        {
            yield return Settle(WaitFor(stream.ReadUntil(_headEnd), patience), out Outcome<byte[]> head);
            if (Refusal(head, out PageRequest? request) is { } refusal)
            {
                yield return Settle(Refuse(refusal), out _);
                yield break;
            }

            if (request is null)
            {
                // It has gone, or says nothing.
                yield break;
            }

            yield return Settle(Await<PageAnswer>(site.Answer(request)), out Outcome<PageAnswer> made);
            yield return Settle(WaitFor(Send(made.IsSuccess ? made.Result : Failure(made.Exception!), request.KeepsAlive), LongestAnswer), out Outcome sent);
            goesOn = sent.IsSuccess && request.KeepsAlive;
            patience = LongestIdle;
            if (!sent.IsSuccess)
            {
                stream.Abort();
            }
        }
    }

    /// <summary>What a request is refused with that cannot be read; null if it can, or if there is none.</summary>
    private static PageAnswer? Refusal(Outcome<byte[]> head, out PageRequest? request)
    {
        request = null;
        if (head.IsSuccess)
        {
            return PageRequest.TryParse(head.Result, out request, out string? problem) ? null : PageAnswer.Refusal("400 Bad Request", problem);
        }

        return head.Exception switch
        {
            LimitOverrunException => PageAnswer.Refusal("431 Request Header Fields Too Large", FormattableString.Invariant($"The request is longer than {PageRequest.LongestHead} bytes.")),
            IncompleteReadException { Partial.Length: > 0 } => PageAnswer.Refusal("400 Bad Request", "The request is incomplete."),
            _ => null,
        };
    }

    private static PageAnswer Failure(Exception exception) => PageAnswer.Refusal("500 Internal Server Error", $"The page cannot be made: {ExceptionText.Line(exception)}");

    private IEnumerator<Awaitable> Send(PageAnswer answer, bool keepsAlive)
    {
        stream.Write(answer.Head(keepsAlive));
        yield return stream.WriteAll(answer.Body);
    }

    // Bytes that nobody has read would have the system reset the connection, and the client might never see the answer: they are dropped for a while.
    private IEnumerator<Awaitable> Refuse(PageAnswer answer)
    {
        yield return WaitFor(Send(answer, keepsAlive: false), LongestAnswer);
        stream.WriteEof();
        yield return WaitFor(Drop(), LongestGoodBye);
    }

    private IEnumerator<Awaitable> Drop()
    {
        bool goesOn = true;
        while (goesOn)
        {
            yield return stream.Peek().Into(out Awaitable<ReadOnlyMemory<byte>> arrived);
            goesOn = !arrived.Result.IsEmpty;
            stream.Advance(arrived.Result.Length);
        }
    }
}
