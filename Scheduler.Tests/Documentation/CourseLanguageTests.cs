using System.Reflection;
using System.Text.RegularExpressions;
using Coroutines.Exercises.Command;
using Coroutines.Tests.Architecture;

namespace Coroutines.Tests.Documentation;

/// <summary>The course's command speaks Japanese, too: which language it takes, and that nothing is missing in either.</summary>
internal sealed partial class CourseLanguageTests
{
    private const string Course = "Examples/Exercises";

    private static readonly Messages _english = new(Language.English);
    private static readonly Messages _japanese = new(Language.Japanese);

    private static IEnumerable<TestCaseData> Texts => typeof(Messages)
        .GetMethods(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly)
        .Where(static method => method.ReturnType == typeof(string) && !method.IsPrivate)
        .Select(static method => new TestCaseData(method).SetArgDisplayNames(method.Name.Replace("get_", "", StringComparison.Ordinal)));

    private static IEnumerable<string> Exercises => Directory.EnumerateDirectories(Path.Combine(RepositoryFiles.Root, Course, "Course"))
        .Select(static folder => Path.GetFileName(folder))
        .Order(StringComparer.Ordinal);

    [TestCase("ja", "C", "en", "en", ExpectedResult = Language.Japanese)]
    [TestCase("en", "ja_JP.UTF-8", "ja", "ja", ExpectedResult = Language.English)]
    [TestCase("fr", "ja_JP.UTF-8", "ja", "ja", ExpectedResult = null)]
    public object? Option_GoesBeforeTheEnvironment(string option, string all, string messages, string language) =>
        Choose(["--language", option], all, messages, language).Chosen;

    [TestCase("ja_JP.UTF-8", null, null, ExpectedResult = Language.Japanese)]
    [TestCase("ja_JP.UTF-8", "en_GB", "en_GB", ExpectedResult = Language.Japanese)]
    [TestCase("C", "ja_JP", "ja_JP", ExpectedResult = Language.English)]
    [TestCase("", "ja_JP", "en_GB", ExpectedResult = Language.Japanese)]
    [TestCase(null, "en_GB", "ja_JP", ExpectedResult = Language.English)]
    [TestCase(null, null, "ja", ExpectedResult = Language.Japanese)]
    [TestCase(null, null, "ja-JP", ExpectedResult = Language.Japanese)]
    [TestCase(null, null, "jam_JM", ExpectedResult = Language.English)]
    [TestCase(null, null, "de_DE.UTF-8", ExpectedResult = Language.English)]
    [TestCase(null, null, null, ExpectedResult = Language.English)]
    public object? FirstVariableThatIsSet_Decides(string? all, string? messages, string? language) =>
        Choose([], all, messages, language).Chosen;

    [TestCase(null, ExpectedResult = Language.Japanese)]
    [TestCase("en_GB", ExpectedResult = Language.English)]
    public object? SystemsOwnLanguage_CountsWhereNoVariableIsSet(string? language) =>
        LanguageChoice.Of([], name => name == "LANG" ? language : null, static () => true).Chosen;

    [Test]
    public void Option_MayStandAnywhere_AndIsNoArgumentOfTheCommand()
    {
        Choose(["--language", "ja", "--hint", "3"]).Arguments.ShouldBe(["--hint", "3"]);
        Choose(["--hint", "--language", "ja", "3"]).Arguments.ShouldBe(["--hint", "3"]);
        Choose(["3"]).Arguments.ShouldBe(["3"]);
    }

    [Test]
    public void Option_WithoutALanguage_IsNotUnderstood() => Choose(["3", "--language"]).Chosen.ShouldBeNull();

    [TestCaseSource(nameof(Texts))]
    public void Message_SaysTheSameInBothLanguages(MethodInfo message)
    {
        object[] arguments = [.. message.GetParameters().Select(static (parameter, i) => parameter.ParameterType == typeof(int) ? (object)(7001 + i) : $"<{parameter.Name}>")];
        if (arguments is ["<message>", ..])
        {
            // The English text is not the course's; it is the analyzer's message, which the Japanese one replaces.
            message.Invoke(_english, arguments).ShouldBe("<message>");
            message.Invoke(_japanese, arguments).ShouldBeOfType<string>().ShouldContain("<called>");
            return;
        }

        string english = (string)message.Invoke(_english, arguments)!;
        string japanese = (string)message.Invoke(_japanese, arguments)!;

        english.All(char.IsAscii).ShouldBeTrue();
        japanese.All(char.IsAscii).ShouldBeFalse();
        arguments.Select(argument => $"{argument}").ShouldAllBe(argument => english.Contains(argument) && japanese.Contains(argument));
        Code().Matches(japanese).Select(static code => code.Value).ShouldBe(Code().Matches(english).Select(static code => code.Value), ignoreOrder: true);
    }

    [Test]
    public void Exercise_HasTheTextOfTheLanguage_OrElseTheEnglishOne()
    {
        using TemporaryFolder folder = new();
        WriteExercise(folder, "01-Both");
        WriteExercise(folder, "02-English");
        File.WriteAllText(folder.File("Course/01-Both/README.ja.md"), "# 1. 題\n\n## ヒント\n\n<details>\n<summary>見る</summary>\n\n考えてください。\n\n</details>\n");

        IReadOnlyList<Exercise> english = Exercise.FindAll(folder.File("."), Language.English);
        IReadOnlyList<Exercise> japanese = Exercise.FindAll(folder.File("."), Language.Japanese);

        english.Select(static exercise => exercise.Title).ShouldBe(["Title", "Title"]);
        japanese.Select(static exercise => exercise.Title).ShouldBe(["題", "Title"]);
        japanese.Select(static exercise => exercise.Hint).ShouldBe(["考えてください。", "Think first."]);
        japanese.Select(static exercise => Path.GetFileName(exercise.TextPath)).ShouldBe(["README.ja.md", "README.md"]);
    }

    [TestCaseSource(nameof(Exercises))]
    public void Messages_OfAnExercisesTests_AreTranslated(string exercise) =>
        ShouldTranslate(TranslationOf($"Course/{exercise}"), RepositoryFiles.Below($"{Course}/Course/{exercise}", "*Tests.cs"));

    [Test]
    public void Messages_OfAllExercises_AreTranslated() =>
        ShouldTranslate(TranslationOf("Support"), [.. RepositoryFiles.Below($"{Course}/Support", "*.cs"), $"{Course}/Command/WorkerProcess.cs", $"{Course}/Command/FailureText.cs"]);

    [Test]
    public void Failure_IsTranslated_WithWhatStandsInIt_AndWhatIsUnknownIsLeft()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("messages.ja"), """
            # a comment
            The {0} is {1}.
            {1} が {0} です。

            {0}\n\nBeneath: {1}
            {0}\n\n下: {1}

            {0}, line {1}
            {0} の {1} 行目
            """);
        FailureTranslation translation = FailureTranslation.Read(folder.File("messages.ja"), folder.File("none.ja"));

        translation.Translate("The answer is 42.").ShouldBe("42 が answer です。");
        translation.Translate("The answer is 42.\n\nBeneath: The end is near.").ShouldBe("42 が answer です。\n\n下: near が end です。");
        translation.Translate("The answer is 42.\n\n  expected | printed\n  The     | 1").ShouldBe("42 が answer です。\n\n  expected | printed\n  The     | 1");
        translation.Translate("A.cs, line 14\n\nThe answer is 42.").ShouldBe("A.cs の 14 行目\n\n42 が answer です。");
        translation.Translate("The end is near. It").ShouldBe("The end is near. It");
        translation.Translate("Something else.").ShouldBe("Something else.");
    }

    [Test]
    public void RowOfATable_IsTranslated_WhereTheOthersAreNot()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("messages.ja"), "  expected{0} | printed\n  期待値  {0} | 出力\n\n  {0} | (nothing)\n  {0} | (なし)\n");

        FailureTranslation.Read(folder.File("messages.ja")).Translate("Look at it.\n\n  expected   | printed\n  one        | 1\n  two        | (nothing)\n  six        | (nothing)")
            .ShouldBe("Look at it.\n\n  期待値     | 出力\n  one        | 1\n  two        | (なし)\n  six        | (なし)");
    }

    private static void ShouldTranslate(string translation, IEnumerable<string> files)
    {
        (string English, string Translated)[] pairs = [.. FailureTranslation.ReadFile(Path.Combine(RepositoryFiles.Root, translation))];
        IReadOnlyCollection<string> texts = CourseMessages.In(files);

        texts.Where(CourseMessages.IsSentence).Except(pairs.Select(static pair => pair.English))
            .ShouldBeNone($"{translation} has each message of the tests.");
        pairs.Select(static pair => pair.English).Except(texts).ShouldBeNone($"{translation} has no message that no test has.");
        pairs.Select(static pair => pair.English).ShouldBeUnique();
        pairs.Where(static pair => !Hole().Matches(pair.Translated).Select(static hole => hole.Value).Order().SequenceEqual(Hole().Matches(pair.English).Select(static hole => hole.Value).Order()))
            .Select(static pair => pair.English).ShouldBeNone("A translation has the placeholders of its message.");
        pairs.Where(static pair => Hole().Replace(pair.Translated, "").All(char.IsAscii) && CourseMessages.IsSentence(pair.English))
            .Select(static pair => pair.English).ShouldBeNone("A translation is Japanese.");
    }

    private static string TranslationOf(string folder) => $"{Course}/{folder}/messages.ja";

    private static LanguageChoice Choose(string[] arguments, string? all = null, string? messages = null, string? language = null)
    {
        Dictionary<string, string?> environment = new() { ["LC_ALL"] = all, ["LC_MESSAGES"] = messages, ["LANG"] = language };
        return LanguageChoice.Of(arguments, name => environment[name], static () => false);
    }

    private static void WriteExercise(TemporaryFolder folder, string name)
    {
        string path = folder.File($"Course/{name}");
        Directory.CreateDirectory(path);
        File.WriteAllText(Path.Combine(path, "README.md"), $"# {name[1]}. Title\n\n## Hint\n\nThink\nfirst.\n");
        File.WriteAllText(Path.Combine(path, "Edit.cs"), "");
        File.WriteAllText(Path.Combine(path, "EditTests.cs"), "");
    }

    [GeneratedRegex(@"\{\d+\}")]
    private static partial Regex Hole();

    [GeneratedRegex(@"`[^`]+`|--\w+")]
    private static partial Regex Code();
}
