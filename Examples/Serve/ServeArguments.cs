namespace Coroutines.Examples.Serve;

/// <summary>What <c>serve</c> is asked to do.</summary>
internal sealed record ServeArguments(string Folder, int Port, bool IsTls, string? Certificate, string? Key)
{
    /// <exception cref="UsageException">They cannot be understood, or there is no such folder or file.</exception>
    internal static ServeArguments Parse(string[] arguments, string usage)
    {
        var options = new Dictionary<string, string>();
        var folders = new List<string>();
        for (int i = 0; i < arguments.Length; i++)
        {
            switch (arguments[i])
            {
                case "--tls":
                    options["--tls"] = "";
                    break;
                case "--port" or "--cert" or "--key":
                    options[arguments[i]] = i + 1 < arguments.Length
                        ? arguments[i + 1]
                        : throw new UsageException($"{arguments[i]} needs a value", usage);
                    i++;
                    break;
                default:
                    folders.Add(arguments[i]);
                    break;
            }
        }

        string? certificate = options.GetValueOrDefault("--cert");
        string? key = options.GetValueOrDefault("--key");
        return new ServeArguments(
            FolderOf(folders, usage),
            PortArgument.Parse(options.GetValueOrDefault("--port", "0"), usage),
            options.ContainsKey("--tls"),
            certificate,
            key).Verified(usage);
    }

    private static string FolderOf(List<string> folders, string usage) => folders switch
    {
        [] => throw new UsageException("a folder is needed", usage),
        [var folder] => Directory.Exists(folder) ? folder : throw new UsageException($"there is no folder '{folder}'", usage),
        _ => throw new UsageException("one folder is served", usage),
    };

    private ServeArguments Verified(string usage)
    {
        if (Certificate is null != Key is null || (Certificate is not null && !IsTls))
        {
            throw new UsageException("--tls takes --cert and --key together, or neither", usage);
        }

        string? missing = new[] { Certificate, Key }.FirstOrDefault(static file => file is not null && !File.Exists(file));
        return missing is null ? this : throw new UsageException($"there is no file '{missing}'", usage);
    }
}
