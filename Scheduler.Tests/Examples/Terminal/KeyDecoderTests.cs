using System.Text;
using Coroutines.Examples.Terminal;

namespace Coroutines.Tests.Examples.Terminal;

internal sealed class KeyDecoderTests
{
    [TestCase("a", "A")]
    [TestCase("A", "A")]
    [TestCase(" \r\n\t", "Spacebar Enter Enter Tab")]
    [TestCase("\b\x7f", "Backspace Backspace")]
    [TestCase("\e[A\e[B\e[C\e[D", "UpArrow DownArrow RightArrow LeftArrow")]
    [TestCase("\eOA\eOD", "UpArrow LeftArrow")]
    [TestCase("\e[1;5D", "LeftArrow")]
    [TestCase("\e[3~x\e[200~", "X")]
    [TestCase("\ex", "X")]
    [TestCase("\e\e[D", "Escape LeftArrow")]
    [TestCase("\x3", "None")]
    public void Bytes_OfOneRead_AreTheseKeys(string typed, string expected)
    {
        var keys = new List<ConsoleKeyInfo>();
        new KeyDecoder().Decode(Encoding.Latin1.GetBytes(typed), keys);

        string.Join(' ', keys.Select(key => key.Key)).ShouldBe(expected);
    }

    [Test]
    public void ControlCharacter_KeepsItsCharacter()
    {
        var keys = new List<ConsoleKeyInfo>();
        new KeyDecoder().Decode([3], keys);

        keys.ShouldBe([new ConsoleKeyInfo('\x3', ConsoleKey.None, shift: false, alt: false, control: true)]);
    }

    [Test]
    public void Sequence_CutBetweenTwoReads_IsOneKey()
    {
        var decoder = new KeyDecoder();
        var keys = new List<ConsoleKeyInfo>();
        decoder.Decode("\e"u8, keys);
        decoder.Decode("["u8, keys);
        decoder.Decode("D"u8, keys);

        keys.Select(key => key.Key).ShouldBe([ConsoleKey.LeftArrow]);
    }

    [Test]
    public void Escape_WithNothingAfterIt_IsAKeyAtTheNextRead()
    {
        var decoder = new KeyDecoder();
        var keys = new List<ConsoleKeyInfo>();
        decoder.Decode("\e"u8, keys);
        keys.ShouldBeEmpty();

        decoder.Decode([], keys);
        decoder.Decode([], keys);

        keys.Select(key => key.Key).ShouldBe([ConsoleKey.Escape]);
    }
}
