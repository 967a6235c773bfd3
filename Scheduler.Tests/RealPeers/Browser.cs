namespace Coroutines.Tests.RealPeers;

/// <summary>Chromium without a window, where it is installed.</summary>
internal sealed class Browser(string path)
{
    /// <summary>Skips the test where there is none.</summary>
    internal static Browser Require() => new(Tool.Require("chromium", "chromium-browser", "google-chrome"));

    /// <summary>The page as it is once its scripts have run.</summary>
    internal string Load(string address) => Run("--dump-dom", address).Text;

    /// <summary>A picture of the page, as a PNG.</summary>
    internal byte[] Photograph(string address, string size = "800,600")
    {
        using var album = new TemporaryFolder();
        Run($"--screenshot={album.File("page.png")}", address, size);
        return File.ReadAllBytes(album.File("page.png"));
    }

    /// <summary>Puts a picture beside the results, for a person to look at.</summary>
    internal static void Attach(byte[] picture, string name)
    {
        string file = Path.Combine(TestContext.CurrentContext.WorkDirectory, name);
        File.WriteAllBytes(file, picture);
        TestContext.AddTestAttachment(file);
    }

    private ToolRun Run(string what, string address, string size = "800,600")
    {
        using var profile = new TemporaryFolder();
        return Tool.Run(
            path,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--hide-scrollbars",
            $"--window-size={size}",
            "--virtual-time-budget=10000",
            $"--user-data-dir={profile.Path}",
            what,
            address);
    }
}
