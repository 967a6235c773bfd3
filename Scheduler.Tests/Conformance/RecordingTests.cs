using System.Reflection;

namespace Coroutines.Tests.Conformance;

/// <summary>Nothing is compared with nothing: programs, recordings and twins belong together, case by case.</summary>
[Category("Conformance")]
public sealed class RecordingTests
{
    private static IEnumerable<string> Topics => Recording.Topics;

    [TestCaseSource(nameof(Topics))]
    public void Case_OfAProgram_IsRecorded(string topic) =>
        Recording.Read(topic).Keys.ShouldBe(Recording.CasesOf(topic), ignoreOrder: false, "run record.py");

    [TestCaseSource(nameof(Topics))]
    public void Case_OfAProgram_HasATwin(string topic)
    {
        Type? fixture = Fixtures().SingleOrDefault(fixture => Twins.TopicOf(fixture) == topic);
        fixture.ShouldNotBeNull();
        Twins.In(fixture).Keys.ShouldBe(Recording.CasesOf(topic), ignoreOrder: true);
    }

    [Test]
    public void Twin_BelongsToAProgram() => Fixtures().Select(Twins.TopicOf).ShouldBe(Recording.Topics, ignoreOrder: true);

    [Test]
    public void Cases_AreManyEnough() =>
        Recording.Topics.Sum(topic => Recording.CasesOf(topic).Length).ShouldBeGreaterThanOrEqualTo(80);

    private static IEnumerable<Type> Fixtures() => Assembly.GetExecutingAssembly().GetTypes()
        .Where(type => type is { IsAbstract: false } && type.IsSubclassOf(typeof(Twins)));
}
