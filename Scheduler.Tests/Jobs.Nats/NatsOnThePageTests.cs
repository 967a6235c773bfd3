using Mailing;

namespace Coroutines.Tests.Jobs.Nats;

/// <summary>The worker of the page, and of the package's readme.</summary>
[Category("RealTime")]
public sealed class NatsOnThePageTests : NatsTest
{
    [Test]
    public void Worker_SendsMails()
    {
        List<string> sent = [];
        Run(NatsMails.WelcomeAll(Server.Url, sent));
        sent.ShouldBe(["welcome-ann to ann", "welcome-bob to bob"]);
    }
}
