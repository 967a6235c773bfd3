using System.Globalization;
using System.Net;
using System.Text;

namespace Coroutines.Examples.Serve;

/// <summary>The files of a folder, as answers to requests.</summary>
internal sealed class FileSite(string folder)
{
    private static readonly Dictionary<string, string> _types = new(StringComparer.OrdinalIgnoreCase)
    {
        [".html"] = "text/html; charset=utf-8",
        [".htm"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".json"] = "application/json",
        [".txt"] = "text/plain; charset=utf-8",
        [".md"] = "text/plain; charset=utf-8",
        [".cs"] = "text/plain; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".png"] = "image/png",
        [".jpg"] = "image/jpeg",
        [".jpeg"] = "image/jpeg",
        [".gif"] = "image/gif",
        [".ico"] = "image/x-icon",
        [".wasm"] = "application/wasm",
        [".pdf"] = "application/pdf",
    };

    // Where a chain of symbolic links is taken to be a circle.
    private const int MostLinks = 40;

    private readonly string _root = Resolve(Path.GetFullPath(folder));

    /// <summary>Answers a request. Looks at files, which may block: it is called on a thread.</summary>
    /// <exception cref="HttpException">The answer is an error.</exception>
    internal HttpAnswer Answer(HttpRequest request)
    {
        if (request.Method is not ("GET" or "HEAD"))
        {
            throw new HttpException(405, "There are GET and HEAD.", ("Allow", "GET, HEAD"));
        }

        string full = Locate(request.Path);
        if (Directory.Exists(full))
        {
            if (!request.Path.EndsWith('/'))
            {
                // From the root: two slashes at the beginning would name another host.
                return HttpAnswer.OfText(301, "It is a folder.\n").With("Location", $"/{Escape(request.Path.Trim('/'))}/");
            }

            string index = Path.Combine(full, "index.html");
            return File.Exists(index) ? OfFile(request, new FileInfo(index)) : ListOf(request.Path, new DirectoryInfo(full));
        }

        return File.Exists(full) && !request.Path.EndsWith('/')
            ? OfFile(request, new FileInfo(full))
            : throw new HttpException(404, "There is no such file.");
    }

    /// <summary>The file that a path names, after all links; never one outside of the folder.</summary>
    private string Locate(string path)
    {
        if (path.AsSpan().ContainsAny('\0', '\\') || path.Split('/').Contains(".."))
        {
            throw new HttpException(400, "The path is none.");
        }

        string full = Path.GetFullPath(Path.Combine(_root, path.Trim('/')));
        return IsInside(full) && Resolve(full) is var resolved && IsInside(resolved)
            ? resolved
            : throw new HttpException(403, "That is outside of the folder.");
    }

    private bool IsInside(string full) => full == _root || full.StartsWith(_root.TrimEnd('/') + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>The same path without symbolic links, of the file or of any folder on the way to it.</summary>
    private static string Resolve(string full)
    {
        for (int i = 0; i < MostLinks; i++)
        {
            if (ReplaceFirstLink(full) is not { } replaced)
            {
                return full;
            }

            full = replaced;
        }

        throw new HttpException(404, "It leads nowhere.");
    }

    /// <returns>The path with its first link replaced by where that leads; null if there is none.</returns>
    private static string? ReplaceFirstLink(string full)
    {
        string way = Path.GetPathRoot(full)!;
        string[] parts = full[way.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
        for (int i = 0; i < parts.Length; i++)
        {
            string next = Path.Combine(way, parts[i]);
            if (new FileInfo(next).LinkTarget is { } target)
            {
                return Path.GetFullPath(Path.Combine([way, target, .. parts[(i + 1)..]]));
            }

            way = next;
        }

        return null;
    }

    private static HttpAnswer OfFile(HttpRequest request, FileInfo file)
    {
        DateTime changed = file.LastWriteTimeUtc;
        string tag = $"\"{changed.Ticks:x}-{file.Length:x}\"";
        if (IsUnchanged(request, tag, changed))
        {
            return new HttpAnswer(304).With("ETag", tag);
        }

        bool mayBePart = !request.IsHead && (request["If-Range"] is not { } condition || condition == tag);
        ByteRange? range = mayBePart ? ByteRange.Parse(request["Range"], file.Length) : null;
        var answer = new HttpAnswer(range is null ? 200 : 206)
        {
            File = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0),
            FileStart = range?.Start ?? 0,
            FileLength = range?.Length ?? file.Length,
        };
        answer.With("Content-Type", _types.GetValueOrDefault(file.Extension, "application/octet-stream"))
            .With("Accept-Ranges", "bytes")
            .With("ETag", tag)
            .With("Last-Modified", changed.ToString("R", CultureInfo.InvariantCulture));
        return range is { } part ? answer.With("Content-Range", $"bytes {part.Start}-{part.Start + part.Length - 1}/{file.Length}") : answer;
    }

    private static bool IsUnchanged(HttpRequest request, string tag, DateTime changed)
    {
        if (request["If-None-Match"] is { } tags)
        {
            return tags == "*" || tags.Split(',', StringSplitOptions.TrimEntries).Any(other => other == tag || other == $"W/{tag}");
        }

        // The header has whole seconds.
        return DateTime.TryParseExact(
                request["If-Modified-Since"], "R", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime since)
            && changed < since.AddSeconds(1);
    }

    private static HttpAnswer ListOf(string path, DirectoryInfo directory)
    {
        string title = WebUtility.HtmlEncode(path);
        var page = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content=\"width=device-width\"><title>{title}</title>")
            .Append("<style>:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem}")
            .Append("table{width:100%;border-collapse:collapse}td{padding:.2rem .5rem;border-bottom:1px solid #8884}td:not(:first-child){text-align:right;opacity:.7;white-space:nowrap}")
            .Append("a{text-decoration:none}a:hover{text-decoration:underline}</style>")
            .Append(CultureInfo.InvariantCulture, $"<h1>{title}</h1><table>");
        if (path.Trim('/').Length > 0)
        {
            page.Append("<tr><td><a href=\"../\">../</a><td><td>");
        }

        foreach (FileSystemInfo entry in directory.EnumerateFileSystemInfos().OrderBy(static entry => entry is FileInfo).ThenBy(static entry => entry.Name, StringComparer.OrdinalIgnoreCase))
        {
            string name = entry is FileInfo ? entry.Name : entry.Name + "/";
            string size = entry is FileInfo { LinkTarget: null } file ? file.Length.ToString("N0", CultureInfo.InvariantCulture) : "";
            page.Append(CultureInfo.InvariantCulture, $"<tr><td><a href=\"{Escape(name)}\">{WebUtility.HtmlEncode(name)}</a>")
                .Append(CultureInfo.InvariantCulture, $"<td>{size}<td>{entry.LastWriteTimeUtc:yyyy-MM-dd HH:mm}");
        }

        return HttpAnswer.OfText(200, page.Append("</table></html>").ToString(), "text/html; charset=utf-8");
    }

    private static string Escape(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
}
