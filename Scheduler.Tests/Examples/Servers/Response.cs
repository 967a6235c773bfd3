using System.Globalization;
using System.Text;

namespace Coroutines.Tests.Examples.Servers;

/// <summary>An answer as it came over the connection.</summary>
internal sealed class Response
{
    private readonly Dictionary<string, string> _headers = new(StringComparer.OrdinalIgnoreCase);

    private Response(string[] head)
    {
        Status = int.Parse(head[0].Split(' ')[1], CultureInfo.InvariantCulture);
        foreach (string line in head[1..])
        {
            int colon = line.IndexOf(": ", StringComparison.Ordinal);
            _headers.Add(line[..colon], line[(colon + 2)..]);
        }
    }

    internal int Status { get; }

    internal string Body { get; private init; } = "";

    internal string? this[string name] => _headers.GetValueOrDefault(name);

    /// <summary>Takes apart what came back for requests, one answer behind the other.</summary>
    internal static Response[] ParseAll(ReadOnlySpan<byte> all, string requests)
    {
        var methods = new Queue<string>(requests.Split("\r\n\r\n").Select(static request => request.Split(' ')[0]));
        var responses = new List<Response>();
        while (!all.IsEmpty)
        {
            int end = all.IndexOf("\r\n\r\n"u8);
            end.ShouldBeGreaterThan(0, Encoding.UTF8.GetString(all));
            string[] head = Encoding.UTF8.GetString(all[..end]).Split("\r\n");
            all = all[(end + 4)..];
            var response = new Response(head);
            bool hasBody = methods.Dequeue() != "HEAD" && response.Status != 304;
            int length = hasBody ? int.Parse(response["Content-Length"]!, CultureInfo.InvariantCulture) : 0;
            responses.Add(new Response(head) { Body = Encoding.UTF8.GetString(all[..length]) });
            all = all[length..];
        }

        return [.. responses];
    }
}
