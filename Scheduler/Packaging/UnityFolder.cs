using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Coroutines.Packaging;

/// <summary>The folder for Unity's package manager, as it can be taken: of a version, with the addresses of a repository, beside the dlls that it needs.</summary>
internal static partial class UnityFolder
{
    /// <summary>The folder of the dlls, in which they are before.</summary>
    internal const string Plugins = "Plugins";

    private const string Page = "Scheduler/GAMELOOPS.md";

    private static readonly JsonSerializerOptions _indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes all but the dlls.</summary>
    /// <returns>How the dlls differ from those that the page tells to take, in sentences.</returns>
    internal static IReadOnlyList<string> Write(string root, string target, string version, string repository)
    {
        string source = Path.Combine(root, "Scheduler/Engines/Unity");
        foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(target, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }

        string package = Path.Combine(target, "package.json");
        File.WriteAllText(package, Describe(File.ReadAllText(package), version, repository.TrimEnd('/')));
        string[] named = DllsOn(File.ReadAllText(Path.Combine(root, Page)));
        string[] found = [.. Directory.EnumerateFiles(Path.Combine(target, Plugins), "*.dll").Select(file => Path.GetFileName(file))];
        return
        [
            .. found.Except(named).Select(static dll => $"{Page} does not tell Unity's users to take {dll}, which the build for .NET Standard needs."),
            .. named.Except(found).Select(static dll => $"{Page} tells Unity's users to take {dll}, which the build for .NET Standard does not need."),
        ];
    }

    private static string Describe(string package, string version, string repository)
    {
        JsonObject json = JsonNode.Parse(package)!.AsObject();
        json["version"] = version;
        json["documentationUrl"] = $"{repository}/blob/main/{Page}";
        json["changelogUrl"] = $"{repository}/blob/main/CHANGELOG.md";
        json["licensesUrl"] = $"{repository}/blob/main/LICENSE";
        json["repository"] = new JsonObject { ["type"] = "git", ["url"] = repository };
        return json.ToJsonString(_indented) + "\n";
    }

    private static string[] DllsOn(string page) =>
        [.. Dll().Matches(page.Split('\n').First(static line => line.StartsWith("- **The dlls**", StringComparison.Ordinal))).Select(static found => found.Groups["dll"].Value)];

    [GeneratedRegex(@"`(?<dll>[\w.]+\.dll)`")]
    private static partial Regex Dll();
}
