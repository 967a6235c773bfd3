using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Coroutines;

/// <summary>The head of a request, as much of it as a page needs.</summary>
internal sealed class PageRequest
{
    /// <summary>How many bytes a head has at most.</summary>
    internal const int LongestHead = 8 * 1024;

    private readonly Dictionary<string, string> _headers = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _query = new(StringComparer.Ordinal);

    private PageRequest(string method, string target, bool isOld)
    {
        Method = method;
        IsOld = isOld;
        string[] parts = target.Split('?', 2);
        Path = parts[0];
        foreach (string asked in parts.Length > 1 ? parts[1].Split('&') : [])
        {
            string[] pair = asked.Split('=', 2);
            _query[pair[0]] = pair.Length > 1 ? Uri.UnescapeDataString(pair[1]) : string.Empty;
        }
    }

    /// <summary>The path that is asked for, as it came.</summary>
    internal string Path { get; }

    /// <summary>What the client calls this host, without a port; null if it does not say.</summary>
    internal string? Host => this["Host"] is not { } host ? null
        : host.StartsWith('[') ? host[..(host.IndexOf(']') + 1)]
        : host.Split(':')[0];

    internal bool IsGet => Method == "GET";

    /// <summary>Whether the same connection may go on: the client wants that, and the answer ends where a client thinks that it does.</summary>
    internal bool KeepsAlive => IsGet && !IsOld && (this["Connection"] is not { } wish || !wish.Contains("close", StringComparison.OrdinalIgnoreCase));

    private string Method { get; }

    private bool IsOld { get; }

    private string? this[string name] => _headers.TryGetValue(name, out string? value) ? value : null;

    /// <summary>What stands in the address behind the question mark under some name; null if it does not.</summary>
    internal string? Asked(string name) => _query.TryGetValue(name, out string? value) ? value : null;

    /// <summary>Reads a head.</summary>
    /// <param name="head">It as it came, up to the empty line.</param>
    /// <param name="request">The request.</param>
    /// <param name="problem">What is wrong with it.</param>
    internal static bool TryParse(ReadOnlySpan<byte> head, [NotNullWhen(true)] out PageRequest? request, [NotNullWhen(false)] out string? problem)
    {
        request = null;
        string[] lines = Encoding.ASCII.GetString(head).Split("\r\n");
        if (lines[0].Split(' ') is not [{ Length: > 0 } method, { Length: > 0 } target, ("HTTP/1.1" or "HTTP/1.0") and var version] || target[0] != '/')
        {
            problem = "The first line is no request of HTTP/1.1.";
            return false;
        }

        var read = new PageRequest(method, target, isOld: version == "HTTP/1.0");
        problem = lines.Skip(1).TakeWhile(static line => line.Length > 0).Select(read.Add).FirstOrDefault(static found => found is not null) ?? read.Problem();
        request = problem is null ? read : null;
        return request is not null;
    }

    private string? Add(string line)
    {
        int colon = line.IndexOf(':');
        if (colon <= 0 || line.AsSpan(0, colon).IndexOfAny(' ', '\t') >= 0 || line.Any(static letter => char.IsControl(letter) && letter != '\t'))
        {
            return "A header is none.";
        }

        // Two hosts, or two lengths, are how requests are smuggled.
        return _headers.TryAdd(line[..colon], line[(colon + 1)..].Trim()) ? null : $"The header {Repr.Name(line[..colon])} stands twice.";
    }

    private string? Problem() =>
        this["Host"] is null && !IsOld ? "The header Host is missing."
        : this["Transfer-Encoding"] is not null || this["Content-Length"] is not (null or "0") ? "A body is not taken."
        : null;
}
