namespace Coroutines.Examples.Fetch;

/// <summary>Writes a line for each page as it is done, and the total.</summary>
internal sealed class FetchReport(TextWriter output)
{
    private int _pages;
    private long _bytes;

    internal int Failures { get; private set; }

    internal int Finished => _pages + Failures;

    /// <summary>How one page went.</summary>
    /// <param name="url">Its address.</param>
    /// <param name="outcome">The response, or what went wrong.</param>
    /// <param name="seconds">How long it took.</param>
    internal void Add(string url, Outcome<HttpResponse> outcome, double seconds)
    {
        if (outcome.Exception is FetchException failure)
        {
            AddFailure(url, failure.Message, seconds);
            return;
        }

        // Any other exception is a mistake in this program, and thrown here.
        HttpResponse response = outcome.Result;
        if (response.Status >= 400)
        {
            AddFailure(url, $"{response.Status} {response.Reason}".TrimEnd(), seconds);
            return;
        }

        _pages++;
        _bytes += response.Length;
        string redirect = response is { Status: >= 300, Location: { } location } ? $" -> {location} (not followed)" : "";
        output.WriteLine($"{response.Status}     {response.Length,13:N0} bytes  {seconds,7:0.000} s  {url}{redirect}");
    }

    /// <summary>The last line.</summary>
    /// <param name="seconds">How long all of it took.</param>
    internal void Total(double seconds) => output.WriteLine(
        $"{Count(_pages, "page")}, {_bytes:N0} bytes in {seconds:0.000} s{(Failures > 0 ? $"; {Failures} failed" : "")}");

    private void AddFailure(string url, string reason, double seconds)
    {
        Failures++;
        output.WriteLine($"failed                       {seconds,7:0.000} s  {url}: {reason}");
    }

    private static string Count(int number, string noun) => number == 1 ? $"1 {noun}" : $"{number} {noun}s";
}
