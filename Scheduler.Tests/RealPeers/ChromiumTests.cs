using Coroutines.Tests.Examples.Servers;

namespace Coroutines.Tests.RealPeers;

/// <summary><c>serve</c>, with a browser as its client.</summary>
[Category("RealTime")]
internal sealed class ChromiumTests
{
    private const int Pictures = 50;

    private Browser _browser = null!;
    private TemporaryFolder _folder = null!;
    private RunningExample _serve = null!;

    [SetUp]
    public void Start()
    {
        _browser = Browser.Require();
        _folder = new TemporaryFolder();
        for (int i = 0; i < Pictures; i++)
        {
            File.WriteAllText(_folder.File($"{i}.svg"), $"""
                <svg xmlns="http://www.w3.org/2000/svg" width="60" height="60">
                <rect width="60" height="60" fill="hsl({i * 360 / Pictures},80%,50%)"/>
                <text x="30" y="38" font-size="22" text-anchor="middle" fill="white">{i}</text>
                </svg>
                """);
        }

        string pictures = string.Concat(Enumerable.Range(0, Pictures).Select(static i => $"<img src=\"{i}.svg\" alt=\"\">"));
        File.WriteAllText(_folder.File("index.html"), $$"""
            <!doctype html><title>pictures</title><h1>nothing yet</h1>{{pictures}}
            <script>
            onload = () => {
                const loaded = [...document.images].filter(image => image.complete && image.naturalWidth == 60).length;
                document.querySelector("h1").textContent = loaded + " pictures have come";
            };
            </script>
            """);
        _serve = new RunningExample("serve", "--port", "0", _folder.Path);
    }

    [TearDown]
    public void Stop()
    {
        _serve?.Dispose();
        _serve?.Reports.ShouldBeEmpty();
        _folder?.Dispose();
    }

    [Test]
    public void Page_OfFiftyPictures_HasThemAll() => _browser.Load(AddressOf("")).ShouldContain($"<h1>{Pictures} pictures have come</h1>");

    [Test]
    public void Page_CanBePhotographed()
    {
        byte[] picture = _browser.Photograph(AddressOf(""));
        picture.AsSpan(1, 3).SequenceEqual("PNG"u8).ShouldBeTrue();
        Browser.Attach(picture, "page.png");
    }

    [Test]
    public void List_OfAFolder_IsAPage()
    {
        Directory.CreateDirectory(_folder.File("folder"));
        File.WriteAllText(_folder.File("folder/a <b> & 'c'.txt"), "text");
        string page = _browser.Load(AddressOf("folder"));
        page.ShouldContain("<h1>/folder/</h1>");
        page.ShouldContain(">a &lt;b&gt; &amp; 'c'.txt</a>");
        Browser.Attach(_browser.Photograph(AddressOf("folder")), "list.png");
    }

    private string AddressOf(string path) => $"http://127.0.0.1:{_serve.Port}/{path}";
}
