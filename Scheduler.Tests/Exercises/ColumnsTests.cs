using System.Text.RegularExpressions;

namespace Coroutines.Tests.Exercises;

/// <summary>Where the lines end that a terminal shows.</summary>
public sealed partial class ColumnsTests
{
    private static IEnumerable<TestCaseData> Texts => Exercise.FindAll(CourseCopy.OriginalRoot, Language.Japanese)
        .Select(static exercise => new TestCaseData(exercise.Name).SetArgDisplayNames(exercise.Name));

    [TestCase("one two three", 8, "one two|three")]
    [TestCase("MoveNextMoveNext", 8, "MoveNextMoveNext")]
    [TestCase("it has computed for 3 seconds", 22, "it has computed for|3 seconds")]
    public void English_IsBrokenAtItsSpaces(string line, int columns, string lines) => Wrap(line, columns).ShouldBe(lines);

    [TestCase("扉が開くまで待ち、次に棚を見ます", 20, "扉が開くまで待ち、|次に棚を見ます")]
    [TestCase("キューから値を取り出します", 20, "キューから値を|取り出します")]
    [TestCase("ループがタスクを呼びます", 22, "ループがタスクを|呼びます")]
    [TestCase("コルーチンは `MoveNext` のたびに進みます", 34, "コルーチンは `MoveNext` のたびに|進みます")]
    public void Japanese_IsBrokenWhereAPhraseEnds(string line, int columns, string lines) => Wrap(line, columns).ShouldBe(lines);

    [TestCase("価格は全部で 3 個あります", 16, "価格は全部で|3 個あります")]
    [TestCase("そこには 100 行あります", 15, "そこには|100 行あります")]
    [TestCase("くわしくは演習 2 を見ます", 15, "くわしくは|演習 2 を見ます")]
    [TestCase("テストは3個あります", 12, "テストは|3個あります")]
    public void Number_StaysWithWhatItCounts(string line, int columns, string lines) => Wrap(line, columns).ShouldBe(lines);

    [TestCase("仮想スケジューラー", 14, "仮想|スケジューラー")]
    [TestCase("イベント・ループです", 18, "イベント・|ループです")]
    [TestCase("スケジューラースケジューラー", 14, "スケジューラースケジューラー")]
    public void WordOfKatakana_StaysInOnePiece(string line, int columns, string lines) => Wrap(line, columns).ShouldBe(lines);

    [TestCase("次に `yield return x;` と書きます", 20, "次に|`yield return x;` と|書きます")]
    [TestCase("`yield return x;` と書く", 14, "`yield return|x;` と書く")]
    [TestCase("List`1 is none of them", 14, "List`1 is none|of them")]
    public void Code_IsBrokenOnlyIfNothingElseCanBe(string line, int columns, string lines) => Wrap(line, columns).ShouldBe(lines);

    [TestCase("あいうえお。かき", 10, "あいうえ|お。かき")]
    [TestCase("ああいう「かきく」", 10, "ああいう|「かきく」")]
    [TestCase("ああいう（かきく）", 10, "ああいう|（かきく）")]
    [TestCase("待ってちょっと", 10, "待って|ちょっと")]
    public void Line_NeitherBeginsNorEndsWithWhatMayNot(string line, int columns, string lines) => Wrap(line, columns).ShouldBe(lines);

    [TestCase("もう一度実行します。", 16, "もう|一度実行します。")]
    [TestCase("実行時間計測中です。", 16, "実行時間計測|中です。")]
    public void LastLine_HasMoreThanTwoLetters(string line, int columns, string lines) => Wrap(line, columns).ShouldBe(lines);

    [Test]
    public void Fit_BreaksEachLine_AsATerminalNeedsIt()
    {
        string paragraph = string.Concat(Enumerable.Repeat("待つ。", 20));

        Columns.Fit($"{paragraph}\n\n{paragraph}").Split('\n').Select(Columns.Of).ShouldBe([78, 42, 0, 78, 42]);
    }

    [Test]
    public void PadRight_CountsTwoColumnsForAJapaneseCharacter() => Columns.PadRight("題", 4).ShouldBe("題  ");

    [TestCaseSource(nameof(Texts))]
    public void TextOfTheCourse_IsBrokenWell(string exercise)
    {
        IEnumerable<string> messages = FailureTranslation.ReadFile(Path.Combine(CourseCopy.OriginalRoot, "Course", exercise, "messages.ja"))
            .SelectMany(static pair => pair.Translated.Split("\\n"));
        string hint = Exercise.FindAll(CourseCopy.OriginalRoot, Language.Japanese).Single(one => one.Name == exercise).Hint;

        string[] broken = [.. messages.Select(static message => string.Join('\n', Columns.Wrap(message, Columns.OfTerminal))), .. hint.Split("\n\n")];

        broken.Where(static text => BadBreak().IsMatch(text)).ShouldBeEmpty();
        broken.SelectMany(static text => text.Split('\n')).Where(static line => Columns.Of(line) > Columns.OfTerminal).ShouldBeEmpty();
    }

    private static string Wrap(string line, int columns) => string.Join('|', Columns.Wrap(line, columns));

    // A number and what it counts, a word of katakana, code, what may not begin or end a line, one or two letters left over.
    [GeneratedRegex(@"\d\n\D|[ァ-ヺー]\n[ァ-ヺー]|^(?:[^`]*`[^`]*`)*[^`]*`[^`]*\n[^`]*`|\n[、。」）ーっゃゅょ]|[「（(]\n|\n\P{L}*(?:\p{L}\P{L}*){1,2}$")]
    private static partial Regex BadBreak();
}
