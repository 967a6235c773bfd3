using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using static Coroutines.Awaitable;

namespace Coroutines;

/// <summary>What there is to be asked for, and who may ask.</summary>
internal sealed class PageSite(LoopProbe probe, DashboardOptions options)
{
    private const string Resource = "Coroutines.Dashboard.dashboard.html";
    private const int TokenBytes = 16;

    private readonly Lints _lints = new(options);
    private readonly StepCapture _capture = new(probe.Scheduler);
    private byte[]? _page;

    /// <summary>What the address has to say.</summary>
    internal string Token { get; } = options.Token ?? NewToken();

    /// <summary>Whether no other machine reaches it, by whatever name its host is called; taken to be so until that is known.</summary>
    internal bool IsForThisMachine { get; set; } = true;

    /// <summary>Answers a request.</summary>
    /// <returns>A coroutine that returns the <see cref="PageAnswer"/>.</returns>
    internal IEnumerator<Awaitable> Answer(PageRequest request)
    {
        if (Refusal(request) is { } refusal)
        {
            yield return Return(refusal);
        }

        switch (request.Path)
        {
            case "/":
                yield return Return(PageAnswer.Html(_page ??= ReadPage()));
                break;
            case "/state":
                yield return Return(PageAnswer.Json(State()));
                break;
            case "/record":
                yield return Await<PageAnswer>(Record(request)).Into(out Awaitable<PageAnswer> recorded);
                yield return Return(recorded.Result);
                break;
            default:
                yield return Return(PageAnswer.Refusal("404 Not Found", "There is /, the page; /state, what it shows; and /record?seconds=5."));
                break;
        }
    }

    private PageAnswer? Refusal(PageRequest request)
    {
        if (!request.IsGet)
        {
            return PageAnswer.Refusal("405 Method Not Allowed", "Here one can only look: GET is all that is answered.");
        }

        if (IsForThisMachine && request.Host is { } host && !IsOwn(host.Trim('[', ']')))
        {
            // Another site that the browser shows has had its name lead here.
            return PageAnswer.Refusal("403 Forbidden", "This page is for this machine alone, by the address 127.0.0.1 or localhost.");
        }

        return IsToken(request.Asked("token"))
            ? null
            : PageAnswer.Refusal("403 Forbidden", "The address lacks the token, or has a wrong one. The whole address is Dashboard.Address, in the program that serves this page; print it there.");
    }

    private string State()
    {
        LoopReading reading = probe.Look();
        var text = new StringWriter(CultureInfo.InvariantCulture);
        PageState.Write(text, reading, _lints.Find(reading), options, probe.IsRefused);
        return text.ToString();
    }

    private IEnumerator<Awaitable> Record(PageRequest request)
    {
        if (!double.TryParse(request.Asked("seconds") ?? "5", NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds)
            || !(seconds is > 0 and <= StepCapture.Longest))
        {
            yield return Return(PageAnswer.Refusal("400 Bad Request", FormattableString.Invariant($"seconds is a number above 0, and at most {StepCapture.Longest}.")));
        }

        yield return Await<byte[]?>(_capture.Run(seconds)).Into(out Awaitable<byte[]?> page);
        yield return Return(page.Result is { } made
            ? PageAnswer.Html(made)
            : PageAnswer.Refusal("503 Service Unavailable", _capture.IsUnderWay ? "A recording is under way; ask again when it is over." : "The scheduler has not come by, so nothing was recorded: it is not run, or stuck in a step, or its run is being recorded otherwise."));
    }

    // In a time that does not tell how much of it was right.
    private bool IsToken(string? said) => said is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(said), Encoding.UTF8.GetBytes(Token));

    private bool IsOwn(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) || string.Equals(host, options.Host, StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out IPAddress? address) && IPAddress.IsLoopback(address));

    private static string NewToken()
    {
        byte[] random = new byte[TokenBytes];
        RandomNumberGenerator.Fill(random);
        return string.Concat(random.Select(static part => part.ToString("x2", CultureInfo.InvariantCulture)));
    }

    private static byte[] ReadPage()
    {
        using Stream resource = typeof(PageSite).Assembly.GetManifestResourceStream(Resource)!;
        using var page = new MemoryStream();
        resource.CopyTo(page);
        return page.ToArray();
    }
}
