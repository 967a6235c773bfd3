using System.Text;
using Coroutines.Examples.Serve;
using Coroutines.Tests.Streams;
using static Coroutines.Awaitable;

namespace Coroutines.Tests.Fuzzing;

/// <summary>
/// Sends fuzzed requests to <c>serve</c>, over connections in memory and in virtual time, one after the other: nothing may come out but answers that it
/// has, nothing of what lies beside its folder, and it has to serve on.
/// </summary>
internal sealed class ServeFuzz : IDisposable
{
    private const string Secret = "what nobody may see";
    private const string Letters = "abcdefghijklmnopqrstuvwxyz";
    private const int SoundEvery = 100;

    private static readonly int[] _statuses = [200, 206, 301, 304, 400, 403, 404, 405, 408, 413, 416, 431, 501, 505];

    private readonly TemporaryFolder _folder = new();
    private readonly RequestFuzzer _fuzzer;
    private readonly List<ExceptionContext> _reports = [];

    internal ServeFuzz(int seed)
    {
        _fuzzer = new RequestFuzzer(seed);
        Directory.CreateDirectory(_folder.File("site/folder"));
        File.WriteAllText(_folder.File("secret"), Secret);
        File.WriteAllText(_folder.File("site/letters.txt"), Letters);
        File.WriteAllText(_folder.File("site/folder/inside.txt"), "inside");
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>How often each status was the answer.</summary>
    internal SortedDictionary<int, int> Statuses { get; } = [];

    /// <summary>Sends requests with these numbers.</summary>
    /// <param name="first">The number of the first one.</param>
    /// <param name="count">How many.</param>
    /// <returns>What went wrong; null for nothing.</returns>
    internal string? Run(int first, int count)
    {
        using var scheduler = new Scheduler(new SchedulerOptions { TimeProvider = new VirtualClock(), ExceptionHandler = _reports.Add });
        string? fault = scheduler.RunUntilComplete<string?>(Sending(first, count));
        return fault ?? (_reports.Count > 0 ? $"something was reported: {_reports[0].Message}: {_reports[0].Exception}" : null);
    }

    private IEnumerator<Awaitable> Sending(int first, int count)
    {
        var site = new FileSite(_folder.File("site"));
        var place = new MemoryListener(Scheduler.Current, HttpRequest.LongestHead);
        CoServer server = place.Serve(stream => new HttpConversation(stream, site).Run());
        string? fault = null;
        for (int number = first; number < first + count && fault is null; number++)
        {
            yield return Await<byte[]>(Send(place.Connect(), _fuzzer.Make(number))).Into(out Awaitable<byte[]> answer);
            fault = FaultOf(answer.Result);
            if (fault is null && (number % SoundEvery == 0 || number == first + count - 1))
            {
                yield return Await<byte[]>(Send(place.Connect(), Sound())).Into(out answer);
                fault = Encoding.UTF8.GetString(answer.Result).EndsWith(Letters, StringComparison.Ordinal) ? null : "it serves no more";
            }

            fault = fault is null ? null : $"request {number}: {fault}";
        }

        // Every client has gone: a connection that never ends is a deadlock, and named as such.
        server.Close();
        yield return server.WaitClosed();
        yield return Return(fault);
    }

    private static FuzzedRequest Sound() =>
        new([new FuzzedPiece(Encoding.ASCII.GetBytes("GET /letters.txt HTTP/1.1\r\nHost: h\r\n\r\n"), 0)], ClientEnd.WriteEof);

    /// <returns>A coroutine that returns what came back.</returns>
    private static IEnumerator<Awaitable> Send(CoStream client, FuzzedRequest request)
    {
        foreach (FuzzedPiece piece in request.Pieces)
        {
            client.Write(piece.Bytes.Span);
            if (piece.Pause > 0)
            {
                yield return Sleep(piece.Pause);
            }
        }

        switch (request.End)
        {
            case ClientEnd.WriteEof:
                client.WriteEof();
                break;
            case ClientEnd.Close:
                client.Close();
                break;
            case ClientEnd.Abort:
                client.Abort();
                break;
            default:
                break;
        }

        yield return Settle(client.ReadToEnd(), out Outcome<byte[]> all);
        client.Close();
        yield return Return(all.IsSuccess ? all.Result : []);
    }

    private string? FaultOf(byte[] answer)
    {
        if (answer.Length == 0)
        {
            return null;
        }

        string text = Encoding.UTF8.GetString(answer);
        bool isAnswer = text.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) && int.TryParse(text.AsSpan(9, 3), out int status) && _statuses.Contains(status);
        if (!isAnswer)
        {
            return $"no answer of its own: {text[..Math.Min(text.Length, 200)]}";
        }

        int first = int.Parse(text.AsSpan(9, 3));
        Statuses[first] = Statuses.GetValueOrDefault(first) + 1;
        return text.Contains(Secret, StringComparison.Ordinal) ? "it gives away what lies outside"
            : text.Contains("HTTP/1.1 500", StringComparison.Ordinal) ? "an error of its own"
            : null;
    }
}
