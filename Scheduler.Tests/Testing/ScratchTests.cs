using NUnit.Framework.Interfaces;
namespace Coroutines.Tests.Testing;
public sealed class ScratchTests
{
    [Test]
    public void Scratch()
    {
        foreach (string f in new[] { "Passing", "Failing", "SettingUp", "FailingSetUp" })
        {
            foreach (string n in SampleRun.Names(f))
            {
                ITestResult r = SampleRun.Of($"{f}.{n}");
                TestContext.Out.WriteLine($"== {f}.{n}: {r.ResultState}\n{r.Message}\n--\n{r.Output}");
            }
        }
    }
}
