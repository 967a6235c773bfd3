namespace Coroutines.Tests.Errors;

/// <summary>Words of others in reports. What is expected is what CPython 3.13 prints for the same text.</summary>
public sealed class ReprTests
{
    private static readonly (string Text, string Quoted)[] _asPython =
    [
        ("", "''"),
        ("reader 7", "'reader 7'"),
        ("it's", "\"it's\""),
        ("a \"b\"", "'a \"b\"'"),
        ("it's \"b\"", @"'it\'s ""b""'"),
        (@"C:\temp", @"'C:\\temp'"),
        ("a\nb\r\n\tc", @"'a\nb\r\n\tc'"),
        ("\0\u001b[2J\u007f", @"'\x00\x1b[2J\x7f'"),
        ("\u0085\u00a0\u00ad", @"'\x85\xa0\xad'"),
        ("Größe ≤ 日本", "'Größe ≤ 日本'"),
        ("\u200b\u202e\u2028\u2029\u3000\ufeff", @"'\u200b\u202e\u2028\u2029\u3000\ufeff'"),
        ("\ue000\uffff", @"'\ue000\uffff'"),
        ("\ud83d\ude00", "'\ud83d\ude00'"),
        ("\ud83d", @"'\ud83d'"),
        ("\ude00\ud83d", @"'\ude00\ud83d'"),
        ("\udb40\udc01", @"'\U000e0001'"),
    ];

    [TestCaseSource(nameof(_asPython))]
    public void Text_InQuotationMarks_IsAsPythonWritesIt((string Text, string Quoted) example) =>
        Repr.Of(example.Text).ShouldBe(example.Quoted);

    [TestCase("reader 7", "reader 7")]
    [TestCase("Größe \"x\"", "Größe \"x\"")]
    [TestCase("a\nb", @"'a\nb'")]
    [TestCase("it's", "\"it's\"")]
    [TestCase(@"a\nb", @"'a\\nb'")]
    public void Name_WithoutQuotationMarks_GetsThemWhereItIsEscaped(string name, string shown) => Repr.Name(name).ShouldBe(shown);

    [TestCase("C:\\temp\n'x'\u001b", @"C:\temp\n'x'\x1b")]
    [TestCase("a\r\nb\rc", @"a\r\nb\rc")]
    public void Line_EscapesWhatIsNoText_AndKeepsTheRest(string text, string shown) => Repr.Line(text).ShouldBe(shown);

    [TestCase("a\nb\r\nc\rd\u001b\u2028e", "a\nb\r\nc\\rd\\x1b\\u2028e")]
    public void Lines_KeepTheirLineBreaks_AndNoOtherControlCharacter(string text, string shown) => Repr.Lines(text).ShouldBe(shown);

    [Test]
    public void Value_ThatOnlyItsOwnCodeCouldShow_IsShownByItsType()
    {
        Repr.Of((object?)null).ShouldBe("null");
        Repr.Of((object)"a\n").ShouldBe(@"'a\n'");
        Repr.Of((object)0.5).ShouldBe("0.5");
        Repr.Of(DayOfWeek.Monday).ShouldBe("Monday");
        Repr.Of(new Shy()).ShouldBe("Shy");
    }

    private sealed class Shy
    {
        public override string ToString() => throw new NotSupportedException();
    }
}
