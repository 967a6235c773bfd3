namespace Coroutines.Tests.Conformance.Differential;

/// <summary>
/// Random programs, small ones in which a task is cancelled, and those that once differed, do what CPython did when they were
/// recorded.
/// </summary>
[Category("Conformance")]
public sealed class RecordedProgramTests
{
    private static readonly Dictionary<string, RecordedProgram> _random = Read("programs.txt");
    private static readonly Dictionary<string, RecordedProgram> _cancels = Read("cancels.txt");
    private static readonly Dictionary<string, RecordedProgram> _regressions = Read("regressions.txt");

    private static IEnumerable<string> Seeds => _random.Keys;

    private static IEnumerable<string> Cancels => _cancels.Keys;

    private static IEnumerable<string> Regressions => _regressions.Keys;

    [TestCaseSource(nameof(Seeds))]
    public void RandomProgram_LogsWhatPythonLogged(string seed) => Compare(_random[seed]);

    [TestCaseSource(nameof(Cancels))]
    public void ProgramWithACancel_LogsWhatPythonLogged(string description) => Compare(_cancels[description]);

    [TestCaseSource(nameof(Regressions))]
    public void ProgramThatOnceDiffered_LogsWhatPythonLogged(string description) => Compare(_regressions[description]);

    [Test]
    public void RandomPrograms_AreManyEnough() => _random.Count.ShouldBeGreaterThanOrEqualTo(300);

    [Test]
    public void ProgramsWithACancel_AreManyEnough() => _cancels.Count.ShouldBeGreaterThanOrEqualTo(500);

    [Test]
    public void Program_RendersAsItWasRead() =>
        ProgramLine.Parse(_random.Values.First().Program.Render()).Render().ShouldBe(_random.Values.First().Program.Render());

    private static void Compare(RecordedProgram recorded)
    {
        List<string> ours = ProgramRun.Perform(recorded.Program);
        if (!ours.SequenceEqual(recorded.Trace))
        {
            Assert.Fail($"{recorded.Program.Render()}\n{Trace.DescribeDifference(recorded.Trace, ours)}");
        }
    }

    private static Dictionary<string, RecordedProgram> Read(string file)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "Conformance", "Differential", file);
        using StringReader text = new(File.ReadAllText(path).ReplaceLineEndings("\n"));
        return RecordedProgram.Read(text).ToDictionary(recorded => recorded.Name);
    }
}
