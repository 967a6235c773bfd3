namespace Coroutines.Packaging;

/// <summary>The working copy that something was built in.</summary>
internal static class RepositoryRoot
{
    /// <summary>The nearest folder above, or itself, that has the solution in it.</summary>
    internal static string Above(string start)
    {
        for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Coroutines.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No Coroutines.slnx above {start}.");
    }
}
